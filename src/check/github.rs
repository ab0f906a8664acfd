//! Workflow commands of GitHub Actions: problems become remarks in the margin of a pull request.

use crate::rules::{Diagnostic, Severity};
use crate::text::Text;

use super::json::Span;

/// One command and its line break.
pub(crate) fn render(file: &str, text: &Text, diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    };
    let Span { start, end } = Span::of(text, &diagnostic.range);
    format!(
        "::{command} file={},line={},endLine={},col={},endColumn={},title=edition-ls {}::{}\n",
        property(file),
        start.line,
        end.line,
        start.column,
        end.column,
        property(diagnostic.rule),
        data(&diagnostic.message),
    )
}

/// What the runner would take for its own syntax, in the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same in a property, which also ends at a comma and a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
