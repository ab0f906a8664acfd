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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_runner_would_misread_is_escaped() {
        let text = Text::new("clef 𝄞 [3]\nend");
        let mut diagnostic = Diagnostic {
            rule: "undefined-footnote",
            severity: Severity::Error,
            range: 10..13,
            message: "100 %: one,\r\ntwo".to_owned(),
            label: None,
            related: Vec::new(),
            fixes: Vec::new(),
        };
        assert_eq!(
            render("a,b: 1%.txt", &text, &diagnostic),
            "::error file=a%2Cb%3A 1%25.txt,line=1,endLine=1,col=8,endColumn=11,\
             title=edition-ls undefined-footnote::100 %25: one,%0D%0Atwo\n"
        );
        for (severity, command) in [
            (Severity::Warning, "::warning "),
            (Severity::Information, "::notice "),
            (Severity::Hint, "::notice "),
        ] {
            diagnostic.severity = severity;
            assert!(render("a.txt", &text, &diagnostic).starts_with(command));
        }
    }
}
