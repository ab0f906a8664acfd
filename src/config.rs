//! `edition.toml` and the settings of an editor: what the keepers of a collection decided.
//!
//! Defaults < `edition.toml` < editor settings. All have one shape, [`Config`]. Its JSON schema is made from it, and
//! whatever is read is held against that schema (`shape`), so that what is documented, completed by other editors,
//! and accepted here is always the same. What does not fit is reported and left out; the rest goes on.
//!
//! - `source`: TOML, with the place of everything.
//! - `shape`: what does not fit the schema.
//! - [`patterns`]: which files are meant.
//! - [`layer`]: a config, ready to be asked about a file.
//! - [`find`]: which `edition.toml` is for a file; the only part that touches the disk.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::document::Snapshot;
use crate::rules::{self, Diagnostic, RULES};
use crate::settings::Level;

pub mod find;
pub mod layer;
pub mod patterns;
mod shape;
mod source;

pub use source::{Reading, read};

/// The name of the file.
pub const FILE_NAME: &str = "edition.toml";

/// What was decided about the texts of a collection. The file edition.toml, or the settings of an editor.
// Doc comments below are what the JSON schema says: they are for whoever writes the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "edition.toml of edition-ls", extend("additionalProperties" = false))]
pub struct Config {
    /// Which files are read when a folder is checked: patterns as in .gitignore, from the folder of edition.toml.
    /// Without it, all texts. A pattern that names an ending, such as "*.htm", also adds files of that ending.
    #[schemars(extend("examples" = [["texts/**"]]))]
    pub include: Option<Vec<Pattern>>,
    /// Which files are left out when a folder is checked. A file that is named is read all the same.
    #[schemars(extend("examples" = [["drafts/**", "index.txt"]]))]
    pub exclude: Option<Vec<Pattern>>,
    /// What is decided about all texts.
    #[serde(flatten)]
    pub decisions: Decisions,
    /// What is decided about some texts only. Where several fit a text, the later one counts.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Dialects of your own, by their names.
    #[serde(default)]
    #[schemars(extend("propertyNames" = { "format": shape::NEW_DIALECT }))]
    pub dialects: BTreeMap<String, Expressions>,
}

/// What can be decided about a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Decisions {
    /// The dialect that texts are read in, whatever they look like: "mia", "gutenberg", "pandoc" or one of your own.
    #[schemars(extend("examples" = ["mia"]))]
    pub dialect: Option<DialectName>,
    /// How much each kind of problem matters: "error", "warning", "information", "hint", or "off".
    #[serde(default)]
    pub rules: RuleLevels,
    /// Header fields that every text must have; `missing-field` reports those that are not there.
    #[schemars(extend("examples" = [["Source", "Transcription"]]))]
    pub required_fields: Option<Vec<String>>,
    /// Header fields of your own. `unknown-field` finds their mistypings, and does not take them for mistypings.
    #[schemars(extend("examples" = [["Shelfmark"]]))]
    pub known_fields: Option<Vec<String>>,
    /// The languages that texts may be in, as tags such as "en" or "pt-BR".
    #[schemars(extend("examples" = [["en", "de"]]))]
    pub languages: Option<Vec<LanguageTag>>,
    /// What an editor shows within lines, in small grey letters.
    #[serde(default)]
    pub hints: InlineHints,
    /// What an editor shows above lines.
    #[serde(default)]
    pub lenses: Lenses,
}

/// What an editor shows within lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("additionalProperties" = false))]
pub struct InlineHints {
    /// The first words of a footnote, behind each reference to it. Usually: false.
    #[schemars(extend("examples" = [true]))]
    pub notes: Option<bool>,
    /// The number of the page that begins at a page mark, if the header's page range leaves no doubt. Usually: true.
    #[schemars(extend("examples" = [false]))]
    pub pages: Option<bool>,
}

/// What an editor shows above lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("additionalProperties" = false))]
pub struct Lenses {
    /// How many references lead to a footnote, above it. Usually: false.
    #[schemars(extend("examples" = [true]))]
    pub references: Option<bool>,
}

/// What is decided about some texts only.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("additionalProperties" = false))]
pub struct Override {
    /// The texts that are meant: patterns as in .gitignore, from the folder of edition.toml.
    #[schemars(extend("examples" = [["letters/**"]]))]
    pub files: Vec<Pattern>,
    /// What is decided about them. It takes the place of what is decided about all texts.
    #[serde(flatten)]
    pub decisions: Decisions,
}

/// A dialect of your own, by regular expressions. They are tried on each line. A group named `label`, as in
/// `\{(?<label>\d+)\}`, holds the label; without it the first group does, or all of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("additionalProperties" = false))]
pub struct Expressions {
    /// A reference, anywhere in a line.
    #[schemars(extend("examples" = [r"\{(?<label>\d+)\}"]))]
    pub reference: Expression,
    /// The beginning of a footnote, at the start of a line.
    #[schemars(extend("examples" = [r"\{(?<label>\d+)\}"]))]
    pub footnote: Expression,
    /// A whole line that stands above footnotes. Without it, lines such as "Notes" do.
    #[schemars(extend("examples" = [r"REMARKS"]))]
    pub notes_heading: Option<Expression>,
    /// The beginning of a header line, up to its value. Without it, words and a colon.
    #[schemars(extend("examples" = [r"(?<label>[A-Z][a-z]+) ="]))]
    pub header_key: Option<Expression>,
}

/// A pattern for names of files, as in `.gitignore`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("format" = shape::PATTERN))]
pub struct Pattern(pub String);

/// The name of a dialect: a built-in one, or one of the same file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("format" = shape::DIALECT))]
pub struct DialectName(pub String);

/// A tag of a language, by BCP 47: `en`, `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("format" = shape::LANGUAGE))]
pub struct LanguageTag(pub String);

/// A regular expression.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("format" = shape::EXPRESSION))]
pub struct Expression(pub String);

/// How much each rule matters, by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct RuleLevels(pub BTreeMap<String, Level>);

impl JsonSchema for RuleLevels {
    fn schema_name() -> Cow<'static, str> {
        "RuleLevels".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let level = |rule: &rules::Rule| {
            let description = format!("{} Usually: {}.", rule.summary, rule.severity.name());
            json!({ "description": description, "enum": Level::NAMES })
        };
        let rules: Map<String, Value> =
            RULES.iter().map(|rule| (rule.name.to_owned(), level(rule))).collect();
        json_schema!({ "type": "object", "properties": rules, "additionalProperties": false })
    }
}

/// The JSON schema of [`Config`].
pub fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
        // The dialect of JSON schema that editors' extensions for TOML know.
        let mut settings = SchemaSettings::draft07();
        settings.inline_subschemas = true;
        settings.into_generator().into_root_schema_for::<Config>().into()
    });
    &SCHEMA
}

/// Whether a file of this path holds settings.
pub fn is_config(path: &str) -> bool {
    Path::new(path).file_name().is_some_and(|name| name == FILE_NAME)
}

/// What is wrong in a document: in one that is named `edition.toml` with the settings, in any other with the text.
pub fn check(snapshot: &Snapshot) -> Vec<Diagnostic> {
    match snapshot.hints().path.as_deref() {
        Some(path) if is_config(path) => read(&snapshot.text().whole()).problems,
        _ => rules::check(snapshot),
    }
}

/// Reads the settings of an editor, which have the shape of an `edition.toml`. What cannot be understood is left out, and
/// said, for a person.
pub fn read_json(mut settings: Value) -> (Config, Vec<String>) {
    // An editor that was told nothing.
    if settings.is_null() {
        return Default::default();
    }
    let misfits = shape::fit(&mut settings);
    let complaints = misfits.into_iter().map(|misfit| format!("{}: {}", misfit.place, misfit.message));
    (serde_json::from_value(settings).unwrap_or_default(), complaints.collect())
}

/// The candidate that `name` was probably meant to be.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.7;
    const ONE_SLIP: f64 = 0.99;
    let name = name.to_lowercase();
    let likeness = |candidate: &str| match strsim::osa_distance(&name, candidate) {
        0 | 1 => ONE_SLIP,
        _ => strsim::jaro_winkler(&name, candidate),
    };
    let candidates = candidates.into_iter().map(|candidate| (likeness(candidate), candidate));
    let near = candidates.filter(|(likeness, _)| *likeness > LIKE_ENOUGH);
    near.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests;
