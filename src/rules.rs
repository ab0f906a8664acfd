//! The registry of rules, and what a rule says: [`Diagnostic`], [`Fix`].

use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::{Edition, Verdict};
use crate::edits::Edits;
use crate::settings::Settings;
pub use crate::settings::Severity;

/// Declares the rules: each is a module of its name with a static `RULE`.
macro_rules! registry {
    ($($rule:ident),* $(,)?) => {
        $(mod $rule;)*

        /// Every rule, in the order in which they are listed.
        pub static RULES: &[&Rule] = &[$(&$rule::RULE),*];
    };
}

registry! {
    undefined_footnote,
    unreferenced_footnote,
    duplicate_footnote,
    misnumbered_footnote,
    misread_label,
    malformed_footnote,
    unclosed_footnote,
    empty_footnote,
    nested_reference,
    adjacent_references,
    lost_caption,
    footnote_order,
    footnote_gap,
    detached_footnotes,
    invalid_yaml,
    missing_field,
    unknown_field,
    duplicate_field,
    empty_field,
    invalid_date,
    invalid_page_range,
    invalid_language,
    field_residue,
    volume_mismatch,
    legacy_encoding,
    invalid_config,
}

pub(crate) use invalid_config::RULE as INVALID_CONFIG;
pub(crate) use missing_field::{blank as blank_fields, missing as missing_fields};

pub mod mend;
mod slip;

/// One kind of mistake that can be found.
pub struct Rule {
    /// Its name: `undefined-footnote`.
    pub name: &'static str,
    /// What its diagnostics weigh unless a configuration says otherwise.
    pub severity: Severity,
    /// One line on what it finds.
    pub summary: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
    /// Finds the mistakes.
    pub check: fn(&Snapshot, &mut Vec<Diagnostic>),
}

/// One mistake in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of the rule that found it.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where: bytes.
    pub range: Range<usize>,
    /// What is wrong and what would make it right, for a person.
    pub message: String,
    /// The label it is about, if it is about one.
    pub label: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// What would mend it, the likeliest first.
    pub fixes: Vec<Fix>,
}

/// A place that explains a [`Diagnostic`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where: bytes of the same text.
    pub range: Range<usize>,
    /// What is to be seen there.
    pub message: String,
}

/// A change that mends a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does: "Change the label to 39".
    pub title: String,
    /// Whether it can change the meaning of the text.
    pub safety: Safety,
    /// The changes.
    pub edits: Edits,
    /// Where somebody goes on who chose it: a byte of the text as it is then.
    pub caret: Option<usize>,
}

/// Whether a [`Fix`] may be applied without asking.
///
/// The order is that of daring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Cannot change what the text says.
    Safe,
    /// Probably right: a person should look.
    Suggested,
    /// One way out, which takes words away or calls for words that only a person has. It is applied where a person
    /// chose this very one, and never with others.
    Manual,
}

impl Safety {
    /// The word for it in every output.
    pub fn name(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Suggested => "suggested",
            Safety::Manual => "manual",
        }
    }
}

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// Every diagnostic of a text, in text order, as its settings have it. None for a text that is not an edition.
pub fn check(snapshot: &Snapshot) -> Vec<Diagnostic> {
    check_these(RULES, snapshot)
}

/// The same by one rule alone.
pub fn check_one(rule: &'static Rule, snapshot: &Snapshot) -> Vec<Diagnostic> {
    check_these(&[rule], snapshot)
}

fn check_these(rules: &[&Rule], snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if snapshot.edition().is_edition {
        let is_on = |rule: &&&Rule| snapshot.settings().severity(rule.name, rule.severity).is_some();
        rules.iter().filter(is_on).for_each(|rule| (rule.check)(snapshot, &mut found));
    }
    weigh(&mut found, snapshot.settings());
    found.sort_by_key(|diagnostic| diagnostic.range.start);
    found
}

/// Gives diagnostics the severity that was decided for their rules, and drops those of rules that are off.
pub(crate) fn weigh(found: &mut Vec<Diagnostic>, settings: &Settings) {
    found.retain_mut(|diagnostic| match settings.severity(diagnostic.rule, diagnostic.severity) {
        Some(severity) => {
            diagnostic.severity = severity;
            true
        }
        None => false,
    });
}

/// The edition, if its notes are such that single misfits are worth an alarm.
fn checked(snapshot: &Snapshot) -> Option<&Edition> {
    let edition = snapshot.edition();
    (edition.verdict == Verdict::Checked).then_some(edition)
}

impl Rule {
    /// A diagnostic of this rule.
    fn at(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            rule: self.name,
            severity: self.severity,
            range,
            message: message.into(),
            label: None,
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }
}

impl Diagnostic {
    /// What would mend it most likely.
    pub fn fix(&self) -> Option<&Fix> {
        self.fixes.first()
    }

    fn label(mut self, label: impl ToString) -> Self {
        self.label = Some(label.to_string());
        self
    }

    fn relate(mut self, range: Range<usize>, message: impl Into<String>) -> Self {
        self.related.push(Related { range, message: message.into() });
        self
    }

    fn offer(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fixes.extend(fix.into());
        self
    }
}

impl Fix {
    /// A fix after which nobody has to go on anywhere.
    pub(crate) fn new(title: impl Into<String>, safety: Safety, edits: Edits) -> Self {
        Fix { title: title.into(), safety, edits, caret: None }
    }

    /// A fix that cannot change what the text says.
    pub(crate) fn safe(title: impl Into<String>, edits: Edits) -> Self {
        Fix::new(title, Safety::Safe, edits)
    }

    /// A fix that is probably right.
    pub(crate) fn suggested(title: impl Into<String>, edits: Edits) -> Self {
        Fix::new(title, Safety::Suggested, edits)
    }

    /// One way out among others, for a person to choose.
    pub(crate) fn manual(title: impl Into<String>, edits: Edits) -> Self {
        Fix::new(title, Safety::Manual, edits)
    }
}
