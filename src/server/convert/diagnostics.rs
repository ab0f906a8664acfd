//! Diagnostics, with their fixes.

use serde_json::json;
use tower_lsp::ls_types::*;

use super::Converter;
use crate::config;
use crate::rules::{self, Fix, Severity};

/// Editors choke on more, and a text with as many has another kind of trouble.
const MOST_DIAGNOSTICS: usize = 1000;

/// Where the page of a rule can be read.
const RULE_PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/src/rules/");

impl Converter<'_> {
    /// The diagnostics of this state, as many as an editor can take.
    pub fn diagnostics(&self, uri: &Uri) -> Vec<Diagnostic> {
        let found = config::check(self.snapshot);
        if found.len() > MOST_DIAGNOSTICS {
            tracing::warn!(
                "{}: {} problems, of which {MOST_DIAGNOSTICS} are shown; `edition-ls check` lists all",
                uri.as_str(),
                found.len()
            );
        }
        found.iter().take(MOST_DIAGNOSTICS).map(|found| self.diagnostic(uri, found)).collect()
    }

    pub(super) fn diagnostic(&self, uri: &Uri, found: &rules::Diagnostic) -> Diagnostic {
        let mut message = found.message.clone();
        let mut related = None;
        if self.profile.diagnostic_relations {
            let relations = found.related.iter().map(|related| DiagnosticRelatedInformation {
                location: self.location(uri, &related.range),
                message: related.message.clone(),
            });
            related = Some(relations.collect::<Vec<_>>()).filter(|related| !related.is_empty());
        } else {
            for related in &found.related {
                let line = self.snapshot.text().line_of(related.range.start) + 1;
                message.push_str(&format!("\n(line {line}: {})", related.message));
            }
        }
        Diagnostic {
            range: self.range(&found.range),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Information => DiagnosticSeverity::INFORMATION,
                Severity::Hint => DiagnosticSeverity::HINT,
            }),
            code: Some(NumberOrString::String(found.rule.into())),
            code_description: self.profile.diagnostic_pages.then(|| rule_page(found.rule)).flatten(),
            source: Some(env!("CARGO_PKG_NAME").into()),
            message,
            related_information: related,
            tags: None,
            data: found.fix().filter(|_| self.profile.diagnostic_data).map(|fix| self.fix(fix)),
        }
    }

    /// A fix, as it comes back from the client with a request for code actions.
    fn fix(&self, fix: &Fix) -> serde_json::Value {
        let edits = self.text_edits(&fix.edits);
        json!({ "title": fix.title, "safety": fix.safety.name(), "edits": edits })
    }
}

fn rule_page(rule: &str) -> Option<CodeDescription> {
    let href = format!("{RULE_PAGES}{}.md", rule.replace('-', "_")).parse().ok()?;
    Some(CodeDescription { href })
}
