//! JSON: stable, for other programs. Lines and columns are 1-based; columns count Unicode code points.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;

use crate::rules::{Diagnostic, Fix};
use crate::text::{Encoding, Text};

/// What `check --format json` prints.
#[derive(Serialize)]
pub(crate) struct CheckReport<'a> {
    pub version: u32,
    pub summary: &'a Summary,
    pub problems: &'a [Problem],
}

/// Counts of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    /// Files read.
    pub files: usize,
    pub editions: usize,
    /// Editions with problems.
    #[serde(skip)]
    pub affected: usize,
    /// Files of settings, and those of them with problems.
    #[serde(skip)]
    pub configs: usize,
    #[serde(skip)]
    pub affected_configs: usize,
    pub errors: usize,
    pub warnings: usize,
    pub informations: usize,
    pub hints: usize,
    /// Where problems were to be fixed: what was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Fixed>,
}

/// What a run fixed, or would fix.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Fixed {
    pub problems: usize,
    pub files: usize,
    /// Of the problems, how many each rule found.
    pub rules: BTreeMap<&'static str, usize>,
    /// Problems left that `--unsafe-fixes` would fix.
    pub suggested: usize,
}

impl Fixed {
    fn add(&mut self, other: &Fixed) {
        self.problems += other.problems;
        self.files += other.files;
        self.suggested += other.suggested;
        for (rule, count) in &other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
    }
}

impl Summary {
    pub fn add(&mut self, other: &Summary) {
        self.files += other.files;
        self.editions += other.editions;
        self.affected += other.affected;
        self.configs += other.configs;
        self.affected_configs += other.affected_configs;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.informations += other.informations;
        self.hints += other.hints;
        if let Some(fixed) = &other.fixed {
            self.fixed.get_or_insert_default().add(fixed);
        }
    }

    pub fn problems(&self) -> usize {
        self.errors + self.warnings + self.informations + self.hints
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Place {
    pub line: usize,
    pub column: usize,
}

impl Place {
    pub fn of(text: &Text, offset: usize) -> Self {
        let position = text.position(offset, Encoding::Utf32);
        Place { line: position.line + 1, column: position.column + 1 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Span {
    pub start: Place,
    pub end: Place,
}

impl Span {
    pub fn of(text: &Text, range: &Range<usize>) -> Self {
        Span { start: Place::of(text, range.start), end: Place::of(text, range.end) }
    }
}

#[derive(Serialize)]
pub(crate) struct Problem {
    file: String,
    rule: &'static str,
    severity: &'static str,
    message: String,
    label: Option<String>,
    #[serde(flatten)]
    span: Span,
    fix: Option<FixReport>,
    related: Vec<RelatedReport>,
}

#[derive(Serialize)]
struct FixReport {
    title: String,
    safety: &'static str,
    edits: Vec<EditReport>,
}

#[derive(Serialize)]
struct EditReport {
    #[serde(flatten)]
    span: Span,
    text: String,
}

#[derive(Serialize)]
struct RelatedReport {
    message: String,
    file: String,
    #[serde(flatten)]
    span: Span,
}

impl Problem {
    pub fn new(file: &str, text: &Text, diagnostic: &Diagnostic) -> Self {
        let related = diagnostic.related.iter().map(|related| RelatedReport {
            message: related.message.clone(),
            file: file.to_owned(),
            span: Span::of(text, &related.range),
        });
        Problem {
            file: file.to_owned(),
            rule: diagnostic.rule,
            severity: diagnostic.severity.name(),
            message: diagnostic.message.clone(),
            label: diagnostic.label.clone(),
            span: Span::of(text, &diagnostic.range),
            fix: diagnostic.fix().map(|fix| FixReport::new(text, fix)),
            related: related.collect(),
        }
    }
}

impl FixReport {
    fn new(text: &Text, fix: &Fix) -> Self {
        let edits = fix
            .edits
            .iter()
            .map(|edit| EditReport { span: Span::of(text, &edit.range), text: edit.text.clone() })
            .collect();
        FixReport { title: fix.title.clone(), safety: fix.safety.name(), edits }
    }
}

/// `report`, for reading by people too, and a line break.
pub(crate) fn write(out: &mut impl Write, report: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits::Edits;
    use crate::rules::{Related, Safety, Severity};

    #[test]
    fn a_problem_has_exactly_the_promised_shape() {
        let text = Text::new("clef 𝄞 [3]\n[4] note");
        let diagnostic = Diagnostic {
            rule: "misnumbered-footnote",
            severity: Severity::Warning,
            range: 14..17,
            message: "Should be 3.".to_owned(),
            label: Some("4".to_owned()),
            related: vec![Related { range: 10..13, message: "the reference".to_owned() }],
            fixes: vec![Fix::new("Change the label to 3", Safety::Suggested, Edits::one(15..16, "3"))],
        };
        let problem = Problem::new("a.txt", &text, &diagnostic);
        assert_eq!(
            serde_json::to_value(&problem).unwrap(),
            serde_json::json!({
                "file": "a.txt",
                "rule": "misnumbered-footnote",
                "severity": "warning",
                "message": "Should be 3.",
                "label": "4",
                "start": {"line": 2, "column": 1},
                "end": {"line": 2, "column": 4},
                "fix": {
                    "title": "Change the label to 3",
                    "safety": "suggested",
                    "edits": [{
                        "start": {"line": 2, "column": 2},
                        "end": {"line": 2, "column": 3},
                        "text": "3",
                    }],
                },
                "related": [{
                    "message": "the reference",
                    "file": "a.txt",
                    "start": {"line": 1, "column": 8},
                    "end": {"line": 1, "column": 11},
                }],
            })
        );
    }
}
