use super::*;
use crate::check::output::Style;
use crate::header::{Field, Header};
use crate::scan::{Label, Series};

const TEXT: &str = "On Letters [1]\n\nSource: Letters, Volume 3\nPubic Domain:\n\n[1] A note.\n";

fn at(of: &str) -> Range<usize> {
    let start = TEXT.find(of).unwrap();
    start..start + of.len()
}

fn edition() -> Edition {
    let field =
        |key: &str, value: Range<usize>, field| Field { key: at(key), value, name: key.into(), field };
    let fields = vec![
        field("Source", at("Letters, Volume 3"), Some("Source")),
        field("Pubic Domain", at("\n\n[1]").start..at("\n\n[1]").start, None),
    ];
    let reference = crate::edition::Reference {
        range: at("[1]"),
        label: Label::new(Series::Number, 1),
        footnote: None,
        explained: false,
    };
    let region = crate::edition::Region { heading: None, range: at("[1] A note.") };
    Edition {
        is_edition: true,
        dialect: Some("mia"),
        evidence: vec!["the breadcrumb in line 1".into(), "the header".into()],
        verdict: Verdict::Unrelated,
        header: Header { fields },
        references: vec![reference],
        regions: vec![region],
        ..Edition::default()
    }
}

#[test]
fn what_it_was_taken_for() {
    let mut out = Vec::new();
    about(&mut out, &edition()).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "  Taken for   an edition in the dialect mia
  Because     the breadcrumb in line 1
              the header
  Notes       not checked: 1 reference, 0 footnotes, and too few numbers have both. They probably mean something else
"
    );
}

#[test]
fn header_regions_and_references_in_columns() {
    let (text, edition) = (Text::new(TEXT), edition());
    let page = Page { text: &text, edition: &edition, width: 80 };
    assert_eq!(
        page.header(),
        [
            "line 3  Source        Letters, Volume 3",
            "line 4  Pubic Domain  (empty)            not a known field",
        ]
    );
    assert_eq!(page.regions(), ["line 6  without a heading"]);
    assert_eq!(page.references(), ["[1]  line 1, column 12  has no footnote"]);
}

#[test]
fn a_text_that_is_no_edition() {
    let mut out = Vec::new();
    let snapshot = crate::document::Document::new("Milk, eggs", Default::default()).snapshot();
    let style = Style { color: false, width: 80, wrap: false };
    write(&mut out, "list.txt", &snapshot, &style).unwrap();
    assert!(String::from_utf8(out).unwrap().starts_with("list.txt\n  Taken for   no edition"));
}

#[test]
fn excerpts_are_one_short_line() {
    let text = Text::new(&format!("\u{a0} one\n\ttwo {}", "more ".repeat(1000)));
    assert_eq!(excerpt(&text, 0..text.len(), 30), "one two more more more more…");
    assert_eq!(excerpt(&text, 3..3, 30), "");
}
