//! What does not fit the schema. It is taken out, so that the rest fits, and reported.

use std::fmt;
use std::ops::Range;

use serde_json::{Map, Value};

use super::{nearest, patterns, schema};
use crate::dialect::{self, DIALECTS, custom};
use crate::header::languages;
use crate::words::list;

/// Formats of texts in the schema: what they mean beyond being texts.
pub(super) const PATTERN: &str = "pattern";
pub(super) const EXPRESSION: &str = "expression";
pub(super) const DIALECT: &str = "dialect";
pub(super) const NEW_DIALECT: &str = "new-dialect";
pub(super) const LANGUAGE: &str = "language-tag";

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// Where it is.
    pub place: Place,
    /// Whether it is the name of the setting that does not fit, or what was set.
    pub part: Part,
    /// The bytes of the text in `part` that are wrong, if not all of it is.
    pub within: Option<Range<usize>>,
    /// What is wrong and what would make it right, for a person.
    pub message: String,
    /// What should stand there instead, in the words of TOML.
    pub instead: Option<String>,
}

/// A name, or what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Name,
    Value,
}

/// The way to a value from the top: `overrides[0].rules.footnote-gap`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Place(String);

impl Place {
    /// What is called `name` in it.
    pub fn entry(&self, name: &str) -> Self {
        let dot = if self.0.is_empty() { "" } else { "." };
        Place(format!("{}{dot}{name}", self.0))
    }

    /// The value of this number in it.
    pub fn item(&self, index: usize) -> Self {
        Place(format!("{}[{index}]", self.0))
    }

    /// Whether it is a value of a list.
    fn is_item(&self) -> bool {
        self.0.ends_with(']')
    }

    /// The name that its last value is known by.
    fn name(&self) -> &str {
        let last = self.0.rsplit('.').next().unwrap_or_default();
        last.split('[').next().unwrap_or(last)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes out of `config` what does not fit the schema.
pub(super) fn fit(config: &mut Value) -> Vec<Misfit> {
    let built_in = DIALECTS.iter().map(|dialect| dialect.name().to_owned());
    let own = config["dialects"].as_object().into_iter().flat_map(Map::keys);
    let own = own.filter(|name| dialect::find(name).is_none()).cloned();
    let dialects = built_in.chain(own).collect();
    let mut fitting = Fitting { dialects, misfits: Vec::new() };
    if !fitting.fits(config, schema(), &Place::default()) {
        *config = Value::Object(Map::new());
    }
    fitting.misfits
}

struct Fitting {
    /// Every dialect that there is.
    dialects: Vec<String>,
    misfits: Vec<Misfit>,
}

impl Fitting {
    /// Whether `value` fits, once what does not is taken out of it.
    fn fits(&mut self, value: &mut Value, schema: &Value, place: &Place) -> bool {
        if let Some(words) = schema["enum"].as_array() {
            return self.is_word(value, words, place);
        }
        match (kind(schema), value) {
            (Some("object"), Value::Object(entries)) => self.entries(entries, schema, place),
            (Some("array"), Value::Array(items)) => {
                let mut index = 0;
                items.retain_mut(|item| {
                    index += 1;
                    self.fits(item, &schema["items"], &place.item(index - 1))
                });
                true
            }
            (Some("string"), Value::String(text)) => self.text(text, &schema["format"], place, Part::Value),
            (Some("boolean"), Value::Bool(_)) => true,
            (kind, value) => {
                self.wrong_kind(value, kind.unwrap_or_default(), schema, place);
                false
            }
        }
    }

    fn entries(&mut self, entries: &mut Map<String, Value>, schema: &Value, place: &Place) -> bool {
        let lacks = |name: &&str| !entries.contains_key(*name);
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let missing: Vec<&str> = required.clone().filter(lacks).collect();
        if !missing.is_empty() {
            let missing = list(missing.iter().map(|name| format!("“{name}”")), "and");
            let message = format!("“{}” lacks {missing}, and does nothing without it. Add it.", place.name());
            self.misfit(place, Part::Name, message, None);
        }
        entries.retain(|name, value| {
            let place = place.entry(name);
            // How editors say that nothing was set.
            if value.is_null() {
                return false;
            }
            if !self.text(name, &schema["propertyNames"]["format"], &place, Part::Name) {
                return false;
            }
            match (&schema["properties"][name.as_str()], &schema["additionalProperties"]) {
                (Value::Null, Value::Object(_)) => self.fits(value, &schema["additionalProperties"], &place),
                (Value::Null, _) => {
                    self.unknown(name, schema["properties"].as_object(), &place);
                    false
                }
                (schema, _) => self.fits(value, schema, &place),
            }
        });
        required.into_iter().all(|name| entries.contains_key(name))
    }

    fn unknown(&mut self, name: &str, known: Option<&Map<String, Value>>, place: &Place) {
        let known = || known.into_iter().flat_map(Map::keys).map(String::as_str);
        let is_rule = known().any(|name| crate::rules::find(name).is_some());
        let message = match (nearest(name, known()), is_rule) {
            (Some(near), true) => format!("There is no rule “{name}”. Did you mean “{near}”?"),
            (Some(near), false) => format!("There is no setting “{name}”. Did you mean “{near}”?"),
            (None, true) => format!("There is no rule “{name}”. `edition-ls rules` lists all of them."),
            (None, false) => {
                let known = list(known().map(|name| format!("“{name}”")), "and");
                format!("There is no setting “{name}”. There are: {known}.")
            }
        };
        let near = nearest(name, known()).map(str::to_owned);
        self.misfit(place, Part::Name, message, near);
    }

    fn is_word(&mut self, value: &Value, words: &[Value], place: &Place) -> bool {
        if words.contains(value) {
            return true;
        }
        let words = || words.iter().filter_map(Value::as_str);
        let near = value.as_str().and_then(|written| nearest(written, words()));
        let all = list(words().map(|word| format!("\"{word}\"")), "or");
        let asked = near.map_or(String::new(), |near| format!(" Did you mean \"{near}\"?"));
        let message = format!("“{}” must be {all}.{asked}", place.name());
        self.misfit(place, Part::Value, message, near.map(|near| format!("\"{near}\"")));
        false
    }

    fn wrong_kind(&mut self, value: &Value, wanted: &str, schema: &Value, place: &Place) {
        let (name, items) = (place.name(), kind(&schema["items"]));
        let example = match &schema["examples"][0] {
            Value::Null => String::new(),
            example => format!(", such as {example}"),
        };
        let message = match (wanted, items) {
            ("object", _) if name.is_empty() => "The settings must have names.".to_owned(),
            ("object", _) => format!("“{name}” is a group of settings. Write [{name}] above them."),
            ("array", Some("object")) => {
                format!("“{name}” is a list of groups of settings. Write [[{name}]] above each of them.")
            }
            ("array", _) => format!("“{name}” must be a list in brackets{example}."),
            ("boolean", _) => format!("“{name}” must be true or false, without quotation marks."),
            _ if place.is_item() => format!("“{name}” must hold texts in quotation marks{example}."),
            _ => format!("“{name}” must be a text in quotation marks{example}."),
        };
        let instead = match (wanted, value) {
            ("array", Value::String(_)) if items == Some("string") => Some(format!("[{value}]")),
            ("boolean", Value::String(word)) if ["true", "false"].contains(&word.as_str()) => {
                Some(word.clone())
            }
            _ => None,
        };
        self.misfit(place, Part::Value, message, instead);
    }

    /// Whether a text is of the format.
    fn text(&mut self, text: &str, format: &Value, place: &Place, part: Part) -> bool {
        let fault = match format.as_str().unwrap_or_default() {
            PATTERN => patterns::fault(text).map(|fault| (format!("“{text}” {fault}."), None)),
            LANGUAGE => languages::fault(text).map(|fault| (format!("“{text}” {fault}."), None)),
            EXPRESSION => custom::compile(text).err().map(|error| (error.message, error.range)),
            NEW_DIALECT => dialect::find(text)
                .map(|_| (format!("The dialect “{text}” is built in. Give yours another name."), None)),
            DIALECT if !self.dialects.iter().any(|name| name == text) => {
                return self.no_dialect(text, place);
            }
            _ => None,
        };
        let Some((message, within)) = fault else { return true };
        self.misfits.push(Misfit { place: place.clone(), part, within, message, instead: None });
        false
    }

    fn no_dialect(&mut self, name: &str, place: &Place) -> bool {
        let known = || self.dialects.iter().map(String::as_str);
        let near = nearest(name, known());
        let message = match near {
            Some(near) => format!("There is no dialect “{name}”. Did you mean “{near}”?"),
            None => {
                let known = list(known().map(|name| format!("“{name}”")), "and");
                format!("There is no dialect “{name}”. There are {known}; [dialects.NAME] makes others.")
            }
        };
        let instead = near.map(|near| format!("\"{near}\""));
        self.misfit(place, Part::Value, message, instead);
        false
    }

    fn misfit(&mut self, place: &Place, part: Part, message: String, instead: Option<String>) {
        self.misfits.push(Misfit { place: place.clone(), part, within: None, message, instead });
    }
}

/// What a value is to be, besides nothing.
fn kind(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|&kind| kind != "null"),
        kind => kind.as_str(),
    }
}
