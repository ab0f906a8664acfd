use crate::document::Snapshot;
use crate::edits::Edits;
use crate::header::{Broken, fields};
use crate::rules::{Diagnostic, Fix, Rule, Severity};
use crate::text::trim;

pub static RULE: Rule = Rule {
    name: "invalid-yaml",
    severity: Severity::Error,
    summary: "The header between `---` and `---` cannot be read.",
    page: include_str!("invalid_yaml.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(broken) = &snapshot.edition().header.broken else { return };
    let message =
        format!("The header cannot be read. {} Until then, no program can use the text.", broken.why);
    let mut diagnostic = RULE.at(broken.range.clone(), message);
    if let Some(value) = &broken.quote {
        let quoted = format!("\"{}\"", snapshot.text().slice(value.clone()));
        let edits = Edits::one(value.clone(), quoted);
        diagnostic = diagnostic.offer(Fix::suggested("Put the value in quotation marks", edits));
    }
    found.push(diagnostic.offer(mend(snapshot, broken)));
}

/// The one of some small changes of the line after which the header can be read, or at least this line of it.
fn mend(snapshot: &Snapshot, broken: &Broken) -> Option<Fix> {
    let text = snapshot.text();
    let dialect = snapshot.blocks().tradition().dialect()?;
    let line = text.line_range(text.line_of(broken.range.start));
    let written = text.slice(line.clone());
    let indent = written.len() - written.trim_start_matches([' ', '\t']).len();
    let with_spaces = written[..indent].replace('\t', "  ");
    let said = trim(&written);
    let end = broken.range.end;
    let value = said.split_once(':').map_or("", |(_, value)| trim(value));
    let unclosed =
        ['"', '\''].into_iter().find(|&mark| value.starts_with(mark) && value.matches(mark).count() == 1);
    let key = said
        .find([' ', '\t'])
        .filter(|_| !said.contains(':') && fields::known(&said[..said.find(' ').unwrap_or(0)]).is_some());
    let ways = [
        (written[..indent].contains('\t'))
            .then(|| ("Indent with spaces", Edits::one(line.start..line.start + indent, with_spaces))),
        unclosed.map(|mark| ("Close the quotation mark", Edits::one(end..end, mark))),
        key.map(|at| {
            ("Put a colon behind the key", Edits::one(broken.range.start + at..broken.range.start + at, ":"))
        }),
    ];
    let is_mended = |edits: &Edits| {
        let header = dialect.header(&edits.apply(text), text.len());
        header.broken.is_none_or(|other| other.range.start > end + 1)
    };
    let (title, edits) = ways.into_iter().flatten().find(|(_, edits)| is_mended(edits))?;
    Some(Fix::suggested(title, edits))
}
