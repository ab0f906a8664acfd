use super::*;
use crate::check::load::{Origin, Target};
use crate::edits::Edits;
use crate::rules::{Fix, Related, Safety};

const PLAIN: Style = Style { color: false, width: 60, wrap: false };

const ESSAY: &str = "V. Example\n\nOn Letters[1]\n\n\
    The first paragraph speaks of letters.[2] It has a clef 𝄞 in it.[3]\n\n\
    [1] A note on the title.—Ed.\n\n[4] A note on letters.\n";

fn place(text: &str, of: &str) -> Range<usize> {
    let start = text.find(of).unwrap();
    start..start + of.len()
}

fn undefined(text: &str, marker: &str) -> Diagnostic {
    Diagnostic {
        rule: "undefined-footnote",
        severity: Severity::Error,
        range: place(text, marker),
        message: format!("There is no footnote {marker}. Add it, or remove the reference."),
        label: None,
        related: Vec::new(),
        fixes: Vec::new(),
    }
}

fn rendered(text: &str, diagnostic: &Diagnostic) -> String {
    render("essay.txt", &Text::new(text), diagnostic, &PLAIN)
}

#[test]
fn a_problem_with_its_line_related_place_and_fix() {
    let diagnostic = Diagnostic {
        related: vec![Related {
            range: place(ESSAY, "[4]"),
            message: "this is probably meant:\nit stands here".into(),
        }],
        fixes: vec![Fix::new(
            "Change the label to 3",
            Safety::Suggested,
            Edits::one(place(ESSAY, "4]"), "3"),
        )],
        ..undefined(ESSAY, "[3]")
    };
    assert_eq!(
        rendered(ESSAY, &diagnostic),
        "\
error[undefined-footnote]: There is no footnote [3]. Add it, or remove the reference.
 --> essay.txt:5:65
  |
5 | …speaks of letters.[2] It has a clef 𝄞 in it.[3]
  |                                              ^^^
...
9 | [4] A note on letters.
  | --- this is probably meant: it stands here
  |
  = help: Change the label to 3

"
    );
}

#[test]
fn a_single_line_between_two_is_shown_as_it_is() {
    let text = "one [1]\nbetween\ntwo [2]\n";
    let related = vec![Related { range: place(text, "[1]"), message: "first".into() }];
    let diagnostic = Diagnostic { related, ..undefined(text, "[2]") };
    assert_eq!(
        rendered(text, &diagnostic).lines().skip(1).collect::<Vec<_>>().join("\n"),
        " --> essay.txt:3:5
  |
1 | one [1]
  |     --- first
2 | between
3 | two [2]
  |     ^^^
"
    );
}

#[test]
fn a_long_related_place_leaves_room_for_its_words() {
    let note = format!("[1] {}", "A long note. ".repeat(20));
    let text = format!("one [3]\n\n\n{note}\n");
    let related = vec![Related { range: place(&text, &note), message: "this may be meant".into() }];
    let shown = rendered(&text, &Diagnostic { related, ..undefined(&text, "[3]") });
    let line = shown.lines().find(|line| line.contains("this may")).unwrap();
    assert_eq!(line, "  | -------------------------------------- this may be meant");
}

/// The column in which a line's carets begin, and that in which the marker is shown.
fn columns_of(rendered: &str, marker: &str) -> (usize, usize) {
    let line = rendered.lines().find(|line| line.contains(marker) && line.contains(" | ")).unwrap();
    let carets = rendered.lines().find(|line| line.contains('^')).unwrap();
    (window::columns(carets.split('^').next().unwrap()), window::columns(line.split(marker).next().unwrap()))
}

#[test]
fn carets_stand_under_their_marker_whatever_is_before_it() {
    let before = [
        "plain ",
        "a\tb\t",
        "\u{a0}\u{a0}\u{a0}",
        &"\u{a0}".repeat(40),
        "漢字と仮名",
        "e\u{301}a\u{308}\u{323}",
        "שלום עולם",
        "𝄞 👩\u{200d}🚀 ",
        "page\u{c}break\u{2028}and\u{85}more\u{200b}\u{feff}",
        &"long ".repeat(4000),
        &"漢".repeat(4000),
    ];
    for before in before {
        let text = format!("{before}[3] and after {}\n", "it ".repeat(50));
        let rendered = rendered(&text, &undefined(&text, "[3]"));
        let (carets, marker) = columns_of(&rendered, "[3]");
        assert_eq!(carets, marker, "{rendered}");
        assert!(rendered.lines().skip(1).all(|line| window::columns(line) <= 62), "{rendered}");
        let column = before.chars().count() + 1;
        assert!(rendered.contains(&format!("essay.txt:1:{column}\n")), "{rendered}");
    }
}

#[test]
fn a_paragraph_of_two_million_characters_is_shown_in_part() {
    let text = format!("{}[3]{}", "Long words ".repeat(110_000), " and so on".repeat(110_000));
    let rendered = rendered(&text, &undefined(&text, "[3]"));
    assert_eq!(
        rendered.lines().skip(1).collect::<Vec<_>>().join("\n"),
        " --> essay.txt:1:1210001
  |
1 | …Long words Long words [3] and so on and so on and…
  |                        ^^^
"
    );
}

#[test]
fn places_at_the_ends_of_text_and_over_several_lines_are_shown() {
    let text = "Title\n\n[1] A note\nthat goes on.\n";
    for range in [text.len()..text.len(), 5..5, 6..6, 0..text.len(), 8..400, 900..901] {
        let shown = rendered(text, &Diagnostic { range, ..undefined(text, "[1]") });
        assert!(shown.contains('^'), "{shown}");
    }
    let empty = rendered("", &Diagnostic { range: 0..0, ..undefined(text, "[1]") });
    assert!(empty.contains("essay.txt:1:1"), "{empty}");
}

#[test]
fn messages_of_several_lines_are_aligned_and_wrapped_on_a_terminal() {
    let message = "First the one thing, which needs a few more words.\nThen the other.".to_owned();
    let diagnostic = Diagnostic { message, severity: Severity::Hint, ..undefined(ESSAY, "[3]") };
    let style = Style { wrap: true, ..PLAIN };
    let shown = render("essay.txt", &Text::new(ESSAY), &diagnostic, &style);
    assert_eq!(
        shown.lines().take(3).collect::<Vec<_>>().join("\n"),
        "\
hint[undefined-footnote]: First the one thing, which needs a
                          few more words.
                          Then the other."
    );
}

#[test]
fn nothing_in_a_text_or_name_commands_the_terminal() {
    let text = "\u{1b}[31mred\u{9b}31m [3] \u{f8ff}:1:1\n";
    let mut diagnostic = undefined(text, "[3]");
    diagnostic.message = "say \u{1b}[31m \u{f8ff}".into();
    diagnostic.related = vec![Related { range: 0..1, message: "\u{1b}]0;x\u{7}".into() }];
    let shown = render("a\u{1b}b\n.txt", &Text::new(text), &diagnostic, &PLAIN);
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?}");
    assert!(shown.contains("--> a\u{fffd}b\u{fffd}.txt:1:14\n"), "{shown}");
}

#[test]
fn colour_changes_nothing_but_colour() {
    let diagnostic = undefined(ESSAY, "[3]");
    let style = Style { color: true, ..PLAIN };
    let styled = render("essay.txt", &Text::new(ESSAY), &diagnostic, &style);
    assert!(styled.starts_with("\u{1b}["));
    assert!(styled.contains("essay.txt:5:65"));
    assert_eq!(anstream::adapter::strip_str(&styled).to_string(), rendered(ESSAY, &diagnostic));
}

fn summarized(summary: Summary, targets: &[Target]) -> String {
    let mut out = Vec::new();
    let found = Found { targets: targets.to_vec(), ..Found::default() };
    summarize(&mut out, &summary, &found).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn summaries() {
    let summary =
        Summary { files: 40, editions: 12, affected: 2, errors: 1, warnings: 2, ..Summary::default() };
    assert_eq!(
        summarized(summary, &[]),
        "3 problems (1 error, 2 warnings) in 2 of 12 editions; 40 files read.\n"
    );
    let clean = Summary { files: 1, editions: 1, ..Summary::default() };
    assert_eq!(summarized(clean, &[]), "No problems in 1 edition (1 file read).\n");
    let none = Summary { files: 1, ..Summary::default() };
    let target = |shown: &str| Target { path: shown.into(), shown: shown.into(), origin: Origin::Named };
    assert!(summarized(none.clone(), &[target("my essay.txt")]).contains("inspect \"my essay.txt\""));
    assert!(summarized(none, &[target("a"), target("b")]).starts_with("No edition found: 1 file read"));
}
