//! A config, ready to be asked about a file.

use std::path::Path;
use std::sync::Arc;

use super::patterns::Patterns;
use super::{Config, Decisions, Expression, Expressions};
use crate::dialect::custom::{self, Custom};
use crate::dialect::{self, Dialect, Hints};
use crate::settings::{Settings, Shown};

/// A config with all that follows from it. Files are named from the folder that it is for.
#[derive(Debug)]
pub struct Layer {
    include: Patterns,
    exclude: Patterns,
    decisions: Decisions,
    overrides: Vec<(Patterns, Decisions)>,
    dialects: Vec<Arc<Custom>>,
}

impl Layer {
    /// What follows from a config.
    pub fn new(config: &Config) -> Self {
        let patterns = |patterns: &Option<Vec<_>>| Patterns::new(patterns.as_deref().unwrap_or_default());
        let overrides = config.overrides.iter();
        Layer {
            include: patterns(&config.include),
            exclude: patterns(&config.exclude),
            decisions: config.decisions.clone(),
            overrides: overrides.map(|one| (Patterns::new(&one.files), one.decisions.clone())).collect(),
            dialects: config
                .dialects
                .iter()
                .filter_map(|(name, one)| compiled(name, one))
                .map(Arc::new)
                .collect(),
        }
    }

    /// Whether a file is among those that are read, as far as `include` goes. `is_text`: its name is like a text's.
    pub fn includes(&self, file: &Path, is_text: bool) -> bool {
        match is_text {
            true => self.include.is_empty() || self.include.mean(file, false),
            false => self.include.mean_by_ending(file),
        }
    }

    /// Whether a file, or a folder with all that is in it, is left out.
    pub fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.mean(path, is_folder)
    }

    fn dialect(&self, name: &str) -> Option<Arc<dyn Dialect>> {
        let own = self.dialects.iter().find(|dialect| dialect.name == name)?;
        Some(own.clone())
    }
}

/// A dialect, if it can be used. Why it cannot was said where the config was read.
fn compiled(name: &str, expressions: &Expressions) -> Option<Custom> {
    let compile = |expression: &Expression| custom::compile(&expression.0).ok();
    Some(Custom {
        name: name.to_owned(),
        reference: compile(&expressions.reference)?,
        footnote: compile(&expressions.footnote)?,
        heading: expressions.notes_heading.as_ref().and_then(|one| custom::compile_line(&one.0).ok()),
        header_key: expressions.header_key.as_ref().and_then(compile),
    })
}

/// What `layers` decide about a text, each with the name that it has the text by; later ones count more.
pub fn hints(layers: &[(&Layer, &Path)], path: Option<String>, language: Option<String>) -> Hints {
    let mut decided = Decisions::default();
    for (layer, file) in layers {
        decided.take(&layer.decisions);
        for (_, decisions) in layer.overrides.iter().filter(|(files, _)| files.mean(file, false)) {
            decided.take(decisions);
        }
    }
    let dialect = decided.dialect.and_then(|name| {
        let own = layers.iter().rev().find_map(|(layer, _)| layer.dialect(&name.0));
        own.or_else(|| dialect::find(&name.0))
    });
    let usual = Shown::default();
    let settings = Settings {
        levels: decided.rules.0,
        required_fields: decided.required_fields,
        known_fields: decided.known_fields.unwrap_or_default(),
        languages: decided.languages.unwrap_or_default().into_iter().map(|tag| tag.0).collect(),
        is_left_out: false,
        shown: Shown {
            note_hints: decided.hints.notes.unwrap_or(usual.note_hints),
            page_hints: decided.hints.pages.unwrap_or(usual.page_hints),
            reference_lenses: decided.lenses.references.unwrap_or(usual.reference_lenses),
        },
    };
    Hints { path, language, dialect, settings: Arc::new(settings), ..Hints::default() }
}

impl Decisions {
    /// Takes over what `others` decide, rule by rule; the rest stays.
    fn take(&mut self, others: &Decisions) {
        fn over<T: Clone>(mine: &mut Option<T>, other: &Option<T>) {
            if other.is_some() {
                mine.clone_from(other);
            }
        }
        over(&mut self.dialect, &others.dialect);
        over(&mut self.required_fields, &others.required_fields);
        over(&mut self.known_fields, &others.known_fields);
        over(&mut self.languages, &others.languages);
        over(&mut self.hints.notes, &others.hints.notes);
        over(&mut self.hints.pages, &others.hints.pages);
        over(&mut self.lenses.references, &others.lenses.references);
        self.rules.0.extend(others.rules.0.iter().map(|(rule, level)| (rule.clone(), *level)));
    }
}
