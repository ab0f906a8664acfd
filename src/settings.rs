//! What the keepers of a collection decided about a text: how much each rule matters, which header fields must be
//! there, which are known, in which languages it may be.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::header::fields;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A reader of the edition will be led wrong.
    Error,
    /// Very likely a mistake.
    Warning,
    /// Worth knowing.
    Information,
    /// A suggestion.
    Hint,
}

impl Severity {
    /// The word for it in every output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
            Severity::Hint => "hint",
        }
    }
}

/// What was decided about one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Its diagnostics are errors.
    Error,
    /// Its diagnostics are warnings.
    Warning,
    /// Its diagnostics are information.
    Information,
    /// Its diagnostics are hints.
    Hint,
    /// It is not asked.
    Off,
}

impl Level {
    /// The words for them, as they are read.
    pub const NAMES: [&str; 5] = ["error", "warning", "information", "hint", "off"];

    /// What diagnostics weigh; `None` if there are to be none.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Information => Some(Severity::Information),
            Level::Hint => Some(Severity::Hint),
            Level::Off => None,
        }
    }
}

/// What an editor shows between the words of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shown {
    /// The first words of footnotes, behind references.
    pub note_hints: bool,
    /// Numbers of pages, at page marks.
    pub page_hints: bool,
    /// How many references there are, above footnotes.
    pub reference_lenses: bool,
}

/// One number a page is no noise; a few words at each reference are.
impl Default for Shown {
    fn default() -> Self {
        Shown { note_hints: false, page_hints: true, reference_lenses: false }
    }
}

/// The decisions about one text. The default decides nothing: everything is as the rules themselves have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Settings {
    /// What was decided about rules, by their names.
    pub levels: BTreeMap<String, Level>,
    /// Names of header fields that must be there; `None` if nothing was decided.
    pub required_fields: Option<Vec<String>>,
    /// Names of header fields that are known besides those that every collection has.
    pub known_fields: Vec<String>,
    /// Tags of the languages that texts may be in (BCP 47); empty if any will do.
    pub languages: Vec<String>,
    /// Nothing is to be said about the text.
    pub is_left_out: bool,
    /// What an editor shows between the words of the text.
    pub shown: Shown,
}

impl Settings {
    /// The severity of a diagnostic of the rule `name` that weighs `usual` unless it was decided otherwise;
    /// `None` if nothing is to be said.
    pub fn severity(&self, name: &str, usual: Severity) -> Option<Severity> {
        let decided = self.levels.get(name).map_or(Some(usual), |level| level.severity());
        decided.filter(|_| !self.is_left_out)
    }

    /// Header fields that the collection has names for.
    pub fn own_fields(&self) -> impl Iterator<Item = &str> {
        self.known_fields.iter().chain(self.required_fields.iter().flatten()).map(String::as_str)
    }

    /// Whether the collection has a name for the field of this key.
    pub fn knows(&self, key: &str) -> bool {
        self.own_fields().any(|name| fields::is_same(name, key))
    }
}
