//! What is said of a workspace: reports on its texts, and what was found in them.

use tower_lsp::ls_types::*;

use super::number;
use crate::server::pull::Report;
use crate::text;
use crate::workspace::search::Hit;

/// A report on one document, for who knows the one named `previous`.
pub fn document_report(report: &Report, previous: Option<&str>) -> DocumentDiagnosticReportResult {
    let report: DocumentDiagnosticReport = match previous == Some(&report.id) {
        true => RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: unchanged(report),
        }
        .into(),
        false => RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: full(report),
        }
        .into(),
    };
    report.into()
}

/// The same as part of a report on the workspace; `version` if the document is open.
pub fn workspace_report(
    uri: Uri,
    version: Option<i32>,
    report: &Report,
    previous: Option<&str>,
) -> WorkspaceDocumentDiagnosticReport {
    let version = version.map(i64::from);
    match previous == Some(&report.id) {
        true => WorkspaceUnchangedDocumentDiagnosticReport {
            uri,
            version,
            unchanged_document_diagnostic_report: unchanged(report),
        }
        .into(),
        false => WorkspaceFullDocumentDiagnosticReport {
            uri,
            version,
            full_document_diagnostic_report: full(report),
        }
        .into(),
    }
}

fn unchanged(report: &Report) -> UnchangedDocumentDiagnosticReport {
    UnchangedDocumentDiagnosticReport { result_id: report.id.clone() }
}

fn full(report: &Report) -> FullDocumentDiagnosticReport {
    FullDocumentDiagnosticReport { result_id: Some(report.id.clone()), items: report.diagnostics() }
}

/// What was looked for in the workspace.
#[expect(deprecated, reason = "the type has a field that is")]
pub fn hits(found: Vec<Hit>) -> WorkspaceSymbolResponse {
    let position = |position: text::Position| Position {
        line: number(position.line),
        character: number(position.column),
    };
    let symbols = found.into_iter().filter_map(|hit| {
        let range = Range { start: position(hit.line.start), end: position(hit.line.end) };
        Some(SymbolInformation {
            name: hit.line.said.into(),
            // Kinds among the first 18, which every client knows.
            kind: if hit.is_note { SymbolKind::CONSTANT } else { SymbolKind::FILE },
            tags: None,
            deprecated: None,
            location: Location { uri: Uri::from_file_path(&hit.path)?, range },
            container_name: hit.within.map(String::from),
        })
    });
    WorkspaceSymbolResponse::Flat(symbols.collect())
}
