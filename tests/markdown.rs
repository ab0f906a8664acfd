//! What an editor sees of a Markdown text: outline, hover, the way from reference to footnote and back; and how
//! much remarks weigh and what their fixes do, which fixtures do not tell.

mod support;

use std::sync::Arc;

use edition_ls::document::{Document, Hints, Snapshot};
use edition_ls::features::hover::{self, Markup};
use edition_ls::features::symbols::{self, Symbol};
use edition_ls::features::{definition, folding};
use edition_ls::rules::{self, Diagnostic, Severity};
use support::texts;

fn read(text: &str) -> Arc<Snapshot> {
    texts::read(text, "letters.md")
}

/// The snapshot of a text, and where `|` stands in it.
fn at(text: &str) -> (Arc<Snapshot>, usize) {
    let (text, range) = texts::marked(text);
    (read(&text), range.start)
}

fn hover(text: &str) -> String {
    let (snapshot, offset) = at(text);
    hover::find(&snapshot, offset, Markup::Plain).map(|hover| hover.content).unwrap_or_default()
}

/// The texts of the places that the cursor leads to.
fn leads_to(text: &str) -> Vec<String> {
    let (snapshot, offset) = at(text);
    let targets = definition::find(&snapshot, offset).map(|found| found.targets).unwrap_or_default();
    targets.into_iter().map(|target| snapshot.text().slice(target.range).into_owned()).collect()
}

fn only(diagnostics: Vec<Diagnostic>, rule: &str) -> Diagnostic {
    let mut found = diagnostics.into_iter().filter(|diagnostic| diagnostic.rule == rule);
    let first = found.next().unwrap_or_else(|| panic!("no {rule}"));
    assert_eq!(found.next(), None);
    first
}

/// The text after the only fix of a rule.
fn mended(text: &str, rule: &str) -> String {
    let fix = only(rules::check(&read(text)), rule).fixes.remove(0);
    let mut mended = text.to_owned();
    for edit in fix.edits.iter().rev() {
        mended.replace_range(edit.range.clone(), &edit.text);
    }
    mended
}

const LETTERS: &str = "\
---
title: Letters
---

# One

The bees came home.[^1] It rained.^[All night.]

## The Keeper

He slept.[^2]

[^1]: To the heath.

    The clover is late there.

[^2]: In bed.

# Two

The end.[^1]
";

#[test]
fn headings_nest_and_notes_stand_under_them() {
    fn gather(symbols: &[Symbol], depth: usize, lines: &mut Vec<String>) {
        for symbol in symbols {
            lines.push(format!("{}{}", "  ".repeat(depth), symbol.name));
            gather(&symbol.children, depth + 1, lines);
        }
    }
    fn lines_of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        gather(&symbols::outline(&read(text)), 0, &mut found);
        found
    }
    assert_eq!(
        lines_of(LETTERS),
        [
            "Header",
            "  title",
            "One",
            "  ^[All night.]",
            "  The Keeper",
            "    Notes",
            "      [^1]: To the heath. The clover is late there.",
            "      [^2]: In bed.",
            "Two",
        ]
    );
    // Headings in code and in footnotes head nothing; those of HTML and underlined ones do.
    let text =
        "<h1>Bees</h1>\n\nHome.[^1]\n\n```\n# code\n```\n\nRain\n----\n\n[^1]: Text.\n\n    ## Inner\n";
    assert_eq!(lines_of(text), ["Bees", "  Rain", "    Notes", "      [^1]: Text. ## Inner"]);
}

#[test]
fn sections_and_long_footnotes_fold() {
    let snapshot = read(LETTERS);
    let line = |offset| snapshot.text().line_of(offset) + 1;
    let folds: Vec<(usize, usize)> = folding::ranges(&snapshot)
        .iter()
        .map(|fold| (line(fold.range.start), line(fold.range.end)))
        .collect();
    assert_eq!(folds, [(5, 17), (9, 17), (13, 17), (13, 15), (19, 21)]);
}

#[test]
fn hover_shows_the_whole_footnote_without_its_indentation() {
    let text = "Bees.|[^1]\n\n[^1]: To the heath,\n    says he.\n\n    - late\n\n    Clover.\n\nRain.\n";
    assert_eq!(
        hover(text),
        "To the heath,\nsays he.\n\n- late\n\nClover.\n\nFootnote 1 (line 3) · referred to once"
    );
    let text = "> Bees.|[^1]\n>\n> [^1]: To the heath,\n> says he.\n>\n>     Clover.\n";
    assert_eq!(hover(text), "To the heath,\nsays he.\n\nClover.\n\nFootnote 1 (line 3) · referred to once");
    assert_eq!(
        hover("Bees.|^[To the\nheath.] Rain.[^1]\n\n[^1]: Text.\n"),
        "To the\nheath.\n\nNote (line 1)"
    );
    assert!(hover("Bees came home.[^1]\n\n|[^1]: Text.\n").contains("Line 1: Bees came home.[^1]"));
}

#[test]
fn references_lead_to_footnotes_and_back() {
    assert_eq!(leads_to("A|[^1] b[^1]\n\n[^1]: c\n\n    d\n"), ["[^1]: c\n\n    d"]);
    assert_eq!(leads_to("A[^1] b[^2]\n\n[^1]: c[^1]\n\n|[^2]: d\n"), ["[^2]"]);
    assert_eq!(leads_to("A[^1] b[^1]\n\n|[^1]: c\n"), ["[^1]", "[^1]"]);
    // Of two footnotes of one name, Pandoc keeps the last and Hugo the first.
    assert_eq!(leads_to("A|[^1]\n\n[^1]: b\n\n[^1]: c\n"), ["[^1]: c"]);
    assert_eq!(leads_to("{{< x >}}\n\nA|[^1]\n\n[^1]: b\n\n[^1]: c\n"), ["[^1]: b"]);
    assert_eq!(leads_to("A|[\\[1\\]](#n1){#f1}\n\n[1.](#f1){#n1} b\n"), ["[1.](#f1){#n1} b"]);
}

#[test]
fn footnotes_under_paragraphs_weigh_by_what_is_known_of_the_reader() {
    let weight = |text: &str| only(rules::check(&read(text)), "malformed-footnote").severity;
    assert_eq!(weight("A[^1]\n[^1]: b\n"), Severity::Information);
    assert_eq!(weight("A[^1] ^[note]\n[^1]: b\n"), Severity::Error);
    let sound: String = (2..6).map(|n| format!("B[^{n}]\n\n[^{n}]: c\n\n")).collect();
    assert_eq!(weight(&format!("{sound}A[^1]\n[^1]: b\n")), Severity::Warning);
    assert_eq!(rules::check(&read("{{% x %}}\n\nA[^1]\n[^1]: b\n")), []);
}

#[test]
fn fixes_make_notes_of_what_was_lost() {
    let rule = "malformed-footnote";
    assert_eq!(mended("A[^a b] c[^a b]\n\n[^a b]: d\n", rule), "A[^a-b] c[^a-b]\n\n[^a-b]: d\n");
    assert_eq!(mended("> A[^1]\r\n> [^1]: b\r\n", rule), "> A[^1]\r\n>\r\n> [^1]: b\r\n");
    assert_eq!(mended("A[^1]\n\n\t[^1]: b\n", rule), "A[^1]\n\n[^1]: b\n");
    assert_eq!(mended("A\n    [^1]: b\n\nC[^1]\n", rule), "A\n\n[^1]: b\n\nC[^1]\n");
    assert_eq!(mended("A[^1] ^[b] [^c d]\n\n[^1]: e\n", rule), "A[^1] ^[b] ^[c d]\n\n[^1]: e\n");
    assert_eq!(mended("A[^1] ^[b c](d)\n\n[^1]: e\n", rule), "A[^1] ^[b c] (d)\n\n[^1]: e\n");
    assert_eq!(
        mended("A[^1] b[^2]\n\n[^1]: c\n", "undefined-footnote"),
        "A[^1] b[^2]\n\n[^1]: c\n\n[^2]: \n"
    );
    assert_eq!(
        mended("---\ntitle: A: B\n---\n\nC[^1]\n\n[^1]: d\n", "invalid-yaml"),
        "---\ntitle: \"A: B\"\n---\n\nC[^1]\n\n[^1]: d\n"
    );
}

#[test]
fn a_text_becomes_markdown_with_its_first_footnote() {
    let mut document = Document::new("The bees came home.[^1]\n\nIt rained.\n", Hints::default());
    assert_ne!(document.snapshot().edition().dialect.as_deref(), Some("pandoc"));
    let end = document.text().len();
    document.edit(end..end, "\n[^1]: To the heath.\n");
    assert_eq!(document.snapshot().edition().dialect.as_deref(), Some("pandoc"));
    document.edit(end..end + 25, "");
    assert_ne!(document.snapshot().edition().dialect.as_deref(), Some("pandoc"));
}
