//! A dialect by regular expressions, as `edition.toml` may define one.
//!
//! ```text
//! ref      = what `reference` finds                           anywhere in a line
//! note     = what `footnote` finds at the start of a line
//! notes    = a line that is all `heading`; without it, the usual names of notes
//! field    = what `header_key` finds at the start of a line, and the value behind it
//! ```
//!
//! Lines are looked at without the white space around them.

use std::ops::Range;

use regex::{Captures, Regex, RegexBuilder};

use crate::dialect::{Dialect, labels, lines};
use crate::header::{Header, Key};
use crate::scan::{self, FORMS, Form, Kind, Label, Mark, Scan, State};
use crate::text::{Text, is_space, trim};

/// A dialect by regular expressions.
#[derive(Debug)]
pub struct Custom {
    /// Its name.
    pub name: String,
    /// A reference.
    pub reference: Regex,
    /// The beginning of a footnote.
    pub footnote: Regex,
    /// A line above footnotes.
    pub heading: Option<Regex>,
    /// The beginning of a header line, up to its value.
    pub header_key: Option<Regex>,
}

/// Why an expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, for a person.
    pub message: String,
    /// Which bytes of the expression are.
    pub range: Option<Range<usize>>,
}

/// Compiled expressions may be this large, in bytes: far more than anybody writes by hand.
const LARGEST: usize = 1 << 20;

/// An expression that fits a whole line, if it can be used.
pub fn compile_line(expression: &str) -> Result<Regex, Fault> {
    let alone = compile(expression)?;
    // A comment at the end of the expression would hide what comes after it.
    Ok(Regex::new(&format!("^(?:{expression})$")).unwrap_or(alone))
}

/// An expression, if it can be used.
pub fn compile(expression: &str) -> Result<Regex, Fault> {
    if let Err(error) = regex_syntax::Parser::new().parse(expression) {
        let (what, range) = match &error {
            regex_syntax::Error::Parse(error) => (error.kind().to_string(), Some(error.span())),
            regex_syntax::Error::Translate(error) => (error.kind().to_string(), Some(error.span())),
            other => (other.to_string(), None),
        };
        return Err(Fault {
            message: format!("This regular expression is broken: {what}."),
            range: range.map(|span| span.start.offset..span.end.offset),
        });
    }
    let fault = |message: &str| Fault { message: message.to_owned(), range: None };
    let compiled = RegexBuilder::new(expression)
        .size_limit(LARGEST)
        .build()
        .map_err(|_| fault("This regular expression is too large. Write a shorter one."))?;
    match compiled.is_match("") {
        true => Err(fault("This regular expression fits an empty text, and so would be found everywhere.")),
        false => Ok(compiled),
    }
}

impl Dialect for Custom {
    fn name(&self) -> &str {
        &self.name
    }

    fn scan(&self, block: &str, entry: State) -> Scan {
        let mut marks = Vec::new();
        let mut state = entry;
        for (start, line) in scan::lines(block) {
            let text = trim(line);
            if text.is_empty() {
                state = State::START;
                continue;
            }
            let offset = start + (text.as_ptr() as usize - line.as_ptr() as usize);
            self.line(text, state.after_blank, |range, kind, label| {
                marks.push(Mark {
                    offset: (offset + range.start) as u32,
                    len: range.len() as u32,
                    kind,
                    label,
                });
            });
            state = State { after_blank: false, ..State::START };
        }
        Scan { marks, tally: Default::default(), exit: state }
    }

    fn header(&self, text: &Text, until: usize) -> Header {
        match &self.header_key {
            Some(expression) => Header::read_by(text, until, &|line| key(expression, line)),
            None => Header::read(text, until),
        }
    }
}

impl Custom {
    /// Tells `found` what a line shows, in text order.
    fn line(&self, text: &str, after_blank: bool, mut found: impl FnMut(Range<usize>, Kind, Label)) {
        if lines::is_navigation(text) {
            return found(0..text.len(), Kind::Navigation, Label::NONE);
        }
        let is_heading = match &self.heading {
            Some(heading) => heading.is_match(text),
            None => lines::is_notes_heading(text),
        };
        if is_heading {
            return found(0..text.len(), Kind::NotesHeading, Label::NONE);
        }
        let mut from = 0;
        match self.footnote.captures(text).filter(|captures| starts(captures)) {
            Some(captures) => {
                let (range, written) = (whole(&captures), &text[label(&captures)]);
                let form = form(&text[range.clone()], written, Form::of_footnote);
                from = range.end;
                let kind = Kind::Note { form, alone: from == text.len() };
                found(range, kind, read_label(written));
            }
            None if after_blank => found(0..text.len(), Kind::Paragraph, Label::NONE),
            None => {}
        }
        for captures in self.reference.captures_iter(&text[from..]) {
            let (range, written) = (whole(&captures), &text[from..][label(&captures)]);
            if range.is_empty() {
                continue;
            }
            let form = form(&text[from..][range.clone()], written, Form::of_reference);
            found(from + range.start..from + range.end, Kind::Reference(form), read_label(written));
        }
    }
}

/// A header key, and where its value begins.
fn key(expression: &Regex, line: &str) -> Option<Key> {
    let start = line.len() - line.trim_start_matches(is_space).len();
    let captures = expression.captures(&line[start..]).filter(starts)?;
    let name = label(&captures);
    Some(Key { name: start + name.start..start + name.end, value: start + whole(&captures).end })
}

/// All that was found, without white space at its end.
fn whole(captures: &Captures<'_>) -> Range<usize> {
    let found = captures.get_match();
    found.start()..found.start() + found.as_str().trim_end_matches(is_space).len()
}

/// Whether something was found, and at the start of the line.
fn starts(captures: &Captures<'_>) -> bool {
    let range = whole(captures);
    range.start == 0 && !range.is_empty()
}

/// What holds the label: the group of that name, else the first, else all of it.
fn label(captures: &Captures<'_>) -> Range<usize> {
    let label = captures.name("label").or_else(|| captures.get(1)).unwrap_or(captures.get_match());
    label.range()
}

/// The form that spells a label in this way.
fn form(written: &str, label: &str, spell: fn(Form, &str) -> String) -> Form {
    let forms = FORMS
        .into_iter()
        .filter(|form| !matches!(form, Form::Enclosed | Form::Caret | Form::Inline | Form::Link));
    forms.into_iter().find(|&form| spell(form, label) == written).unwrap_or(Form::Own)
}

/// What a label says. Words and whatever else is unusual are names.
fn read_label(written: &str) -> Label {
    let whole = |&(_, len): &(Label, usize)| len == written.len();
    let known = labels::sound(written).filter(whole).or_else(|| labels::superscripts(written).filter(whole));
    known.map_or_else(|| Label::named(written), |(label, _)| label)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::document::{Document, Hints};
    use crate::rules;

    const PIECES: &[&str] = &[
        "<<1>>",
        "<<2>>",
        "<<1",
        "<<intro>>",
        "é",
        "𝄞 ",
        "\u{a0}",
        "Notes\n",
        "\n",
        "\r\n",
        "\r",
        "Source = a\n",
        "word ",
        ">>",
    ];

    fn custom(reference: &str, footnote: &str) -> Hints {
        let dialect = Custom {
            name: "own".to_owned(),
            reference: compile(reference).unwrap(),
            footnote: compile(footnote).unwrap(),
            heading: Some(compile_line("N.*s").unwrap()),
            header_key: Some(compile(r"([A-Z][a-z]+) =").unwrap()),
        };
        Hints { dialect: Some(Arc::new(dialect)), ..Hints::default() }
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_found_there_is_an_answer_and_an_edited_text_has_the_same(
            start in text(),
            insert in text(),
            at in 0.0..1.0f64,
            reference in prop::sample::select(&["<<(?<label>[^<>]+)>>", ".", r"\b\w|$x", r"\s+", "(<)(<)?|>", "..?"][..]),
            footnote in prop::sample::select(&["<<([^<>]+)>>", ".+", r"\s+.", "(x)?<<"][..]),
        ) {
            let hints = custom(reference, footnote);
            let at = (0..=(start.len() as f64 * at) as usize).rev().find(|&at| start.is_char_boundary(at)).unwrap_or(0);
            let mut edited = Document::new(&start, hints.clone());
            edited.edit(at..at, &insert);
            let fresh = Document::new(&format!("{}{insert}{}", &start[..at], &start[at..]), hints).snapshot();
            let edited = edited.snapshot();
            prop_assert_eq!(edited.edition(), fresh.edition());
            prop_assert_eq!(rules::check(&edited), rules::check(&fresh));
        }
    }

    #[test]
    fn labels_are_read_as_everywhere() {
        for written in ["12", "3*", "B", "iv", "**", "†", "²"] {
            assert_eq!(read_label(written).spelling(), written);
        }
        assert_eq!(read_label("intro"), Label::named("intro"));
    }

    #[test]
    fn forms_are_known_by_how_they_look() {
        for (written, label, footnote, reference) in [
            ("[1]", "1", Form::Bracket, Form::Bracket),
            ("{a}", "a", Form::Brace, Form::Brace),
            ("1.", "1", Form::Dot, Form::Own),
            ("<<1>>", "1", Form::Own, Form::Own),
        ] {
            assert_eq!(form(written, label, Form::of_footnote), footnote, "{written}");
            assert_eq!(form(written, label, Form::of_reference), reference, "{written}");
        }
    }

    #[test]
    fn faults_have_places() {
        let fault = |expression: &str| compile(expression).unwrap_err().range;
        assert_eq!(fault(r"\d+["), Some(3..4));
        assert_eq!(fault(r"a\"), Some(1..2));
        assert_eq!(fault("x*"), None);
        assert_eq!(fault(r"\w{1000}{1000}"), None);
    }
}
