//! TOML: what it says, and where.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Config;
use super::shape::{self, Misfit, Part, Place};
use crate::edits::Edits;
use crate::rules::{self, Diagnostic, Fix, INVALID_CONFIG};
use crate::settings::Settings;

/// What came of reading an `edition.toml`.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What of it could be understood; the default if it is no TOML.
    pub config: Config,
    /// What is wrong with it, in text order.
    pub problems: Vec<Diagnostic>,
    /// Whether it is TOML.
    pub is_toml: bool,
}

/// Reads the text of an `edition.toml`. Whatever it says, there is an answer.
pub fn read(text: &str) -> Reading {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => return Reading { problems: vec![no_toml(text, &error)], ..Reading::default() },
    };
    let mut places = Places::default();
    let mut value = places.table(table.get_ref(), &Place::default());
    let misfits = shape::fit(&mut value);
    let config: Config = serde_json::from_value(value).unwrap_or_default();
    let mut problems: Vec<_> = misfits.into_iter().map(|misfit| places.problem(misfit, text)).collect();
    let settings = Settings { levels: config.decisions.rules.0.clone(), ..Settings::default() };
    rules::weigh(&mut problems, &settings);
    problems.sort_by_key(|problem| problem.range.start);
    Reading { config, problems, is_toml: true }
}

/// What makes the whole text something else than TOML.
fn no_toml(text: &str, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let consequence = "Until it is mended, nothing in this file counts.";
    let word = text.get(range.clone()).filter(|word| !word.is_empty() && !word.contains('"'));
    match word.filter(|_| error.message().starts_with("string values must be quoted")) {
        // What beginners meet first.
        Some(word) => {
            let message = format!("“{word}” must stand in quotation marks. {consequence}");
            let fix = replace(text, &range, format!("\"{word}\""));
            Diagnostic { fixes: vec![fix], ..problem(range, message) }
        }
        None => {
            let message = format!("This is not written as TOML wants it: {}. {consequence}", error.message());
            problem(visible(text, range), message)
        }
    }
}

/// Where everything is: bytes of the name and of the value.
#[derive(Default)]
struct Places(HashMap<Place, (Range<usize>, Range<usize>)>);

impl Places {
    fn table(&mut self, table: &DeTable<'_>, place: &Place) -> Value {
        let mut entries = Map::new();
        for (name, value) in table {
            let place = place.entry(name.get_ref());
            self.0.insert(place.clone(), (name.span(), value.span()));
            entries.insert(name.get_ref().to_string(), self.value(value, &place));
        }
        entries.into()
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, place: &Place) -> Value {
        match value.get_ref() {
            DeValue::String(text) => text.to_string().into(),
            DeValue::Boolean(is) => (*is).into(),
            DeValue::Table(table) => self.table(table, place),
            DeValue::Array(items) => {
                let items = items.iter().enumerate().map(|(index, item)| {
                    let place = place.item(index);
                    self.0.insert(place.clone(), (item.span(), item.span()));
                    self.value(item, &place)
                });
                Value::Array(items.collect())
            }
            // No setting is a number or a date: what they are does not matter, but that they are no text.
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => 0.into(),
        }
    }

    fn problem(&self, misfit: Misfit, text: &str) -> Diagnostic {
        let (name, value) = self.0.get(&misfit.place).cloned().unwrap_or_default();
        let range = match misfit.part {
            Part::Name => name,
            Part::Value => value,
        };
        let fix = misfit.instead.map(|instead| replace(text, &range, instead));
        let within = misfit.within.and_then(|within| inside(text, &range, within));
        Diagnostic { fixes: fix.into_iter().collect(), ..problem(within.unwrap_or(range), misfit.message) }
    }
}

/// Where a part of a text in quotation marks stands; `None` if it is not written there as it is.
fn inside(source: &str, quoted: &Range<usize>, part: Range<usize>) -> Option<Range<usize>> {
    let written = &source[quoted.clone()];
    let quotes = if written.starts_with("'''") || written.starts_with("\"\"\"") { 3 } else { 1 };
    let has_escapes = written.starts_with('"') && written.contains('\\');
    let content = quoted.start + quotes..quoted.end.saturating_sub(quotes);
    let range = content.start + part.start..content.start + part.end;
    let is_there = range.end <= content.end && source.get(range.clone()).is_some();
    (is_there && !has_escapes).then(|| visible(source, range))
}

/// A range that can be seen: if it is empty, with the character at it, or else the one before it.
fn visible(text: &str, range: Range<usize>) -> Range<usize> {
    if !range.is_empty() {
        return range;
    }
    let is_seen = |c: &char| !matches!(c, '\n' | '\r');
    if let Some(next) = text.get(range.start..).and_then(|rest| rest.chars().next()).filter(is_seen) {
        return range.start..range.start + next.len_utf8();
    }
    match text.get(..range.start).and_then(|before| before.chars().next_back()).filter(is_seen) {
        Some(last) => range.start - last.len_utf8()..range.start,
        None => range,
    }
}

fn replace(text: &str, range: &Range<usize>, with: String) -> Fix {
    Fix::suggested(format!("Change {} to {with}", &text[range.clone()]), Edits::one(range.clone(), with))
}

fn problem(range: Range<usize>, message: String) -> Diagnostic {
    Diagnostic {
        rule: INVALID_CONFIG.name,
        severity: INVALID_CONFIG.severity,
        range,
        message,
        label: None,
        related: Vec::new(),
        fixes: Vec::new(),
    }
}
