use super::*;
use crate::check::output::Style;
use crate::document::Document;
use crate::edition::Verdict;

const STYLE: Style = Style { color: false, width: 80, wrap: false };

const ESSAY: &str = "V. Example

On Letters[1]

Source: Collected Letters, Volume 3, pages 10-12.
Transcription: A. Volunteer
Sorce:

The first paragraph speaks of letters.[2] It has a clef 𝄞 in it.[3] See also [2].

[1] A note on the title.—Ed.

[2] A note on letters.
";

fn written(text: &str) -> String {
    let mut out = Vec::new();
    write(&mut out, "essay.txt", None, &Document::new(text, Default::default()).snapshot(), &STYLE).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_a_text_was_taken_for() {
    let mut out = Vec::new();
    let edition = Edition {
        is_edition: true,
        dialect: Some("mia".to_owned()),
        evidence: vec!["the breadcrumb in line 1".into(), "the header".into()],
        verdict: Verdict::Unrelated,
        ..Edition::default()
    };
    about(&mut out, &edition).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "  Taken for   an edition in the dialect mia
  Because     the breadcrumb in line 1
              the header
  Notes       not checked: 0 references, 0 footnotes, and too few numbers have both. They probably mean something else
"
    );
}

#[test]
fn an_edition_is_shown_part_by_part() {
    let page = written(ESSAY);
    for line in [
        "  Taken for   an edition in the dialect mia",
        "    line 5  Source         Collected Letters, Volume 3,…",
        "    line 6  Transcription  A. Volunteer",
        "    line 7  Sorce          (empty)                             not a known field",
        "    lines 11 to 13  without a heading",
        "    [3]  line 9, column 65  has no footnote",
        "    [2]  line 9, column 78  its footnote is in line 13",
        "    [1]  line 11  referred to in line 3          A note on the title.—Ed.",
        "    [2]  line 13  referred to 2 times in line 9  A note on letters.",
        "  Notes       checked: 4 references, 2 footnotes; 1 reference without a footnote",
    ] {
        assert!(page.lines().any(|shown| shown == line), "{line}\n{page}");
    }
}

#[test]
fn a_text_that_is_no_edition() {
    assert!(written("Milk, eggs").starts_with("essay.txt\n  Taken for   no edition"));
}

#[test]
fn excerpts_are_one_short_line() {
    let text = Text::new(&format!("\u{a0} one\n\ttwo {}", "more ".repeat(1000)));
    assert_eq!(excerpt(&text, 0..text.len(), 30), "one two more more more more…");
    assert_eq!(excerpt(&text, 3..3, 30), "");
}
