//! Refactorings that move or make text. A text with `|` for the cursor, and the text that comes of it, with `|` where the
//! cursor is then.

mod support;

use edition_ls::refactor;
use support::texts::{content, mark, marked, read_with};

/// What comes of a text, or the message of a refusal; nothing where nothing is to be done.
fn done(name: &str, path: &str, text: &str, required: &[&str]) -> Option<String> {
    let (text, range) = marked(text);
    let snapshot = read_with(required, &text, path);
    let refactoring = refactor::find(name).expect("a refactoring");
    Some(match (refactoring.apply)(&snapshot, range.clone()) {
        Ok(change) if change.edits.is_empty() => return None,
        Ok(change) => {
            let after = content(&snapshot.after(&change.edits));
            change.selection.map_or(after.clone(), |selection| mark(after, selection.start..selection.start))
        }
        Err(refusal) => refusal.message,
    })
}

#[track_caller]
fn check_with(required: &[&str], name: &str, path: &str, before: &str, after: &str) {
    let found = done(name, path, before, required).unwrap_or_else(|| "(nothing)".to_owned());
    assert!(found == after, "{name} made of\n{before}\n--- this\n{found}\n--- and not\n{after}");
}

#[track_caller]
fn check(name: &str, path: &str, before: &str, after: &str) {
    check_with(&[], name, path, before, after);
}

#[track_caller]
fn check_refused(name: &str, path: &str, text: &str, because: &str) {
    let found = done(name, path, text, &[]).unwrap_or_else(|| "(nothing)".to_owned());
    assert!(found.contains(because), "{name} said of\n{text}\n--- this\n{found}\n--- and not {because}");
}

/// Nothing is offered, or nothing done.
#[track_caller]
fn check_idle(name: &str, path: &str, text: &str) {
    let (bare, range) = marked(text);
    let offer = refactor::find(name).expect("a refactoring").offer;
    if offer(&read_with(&[], &bare, path), range).is_some() {
        assert_eq!(done(name, path, text, &[]), None, "{name} offers to change\n{text}");
    }
}

/// What is offered of a name, with the cursor on a needle.
fn offered(name: &str, path: &str, text: &str, needle: &str) -> bool {
    let snapshot = read_with(&[], text, path);
    let at = text.find(needle).expect("the text has it");
    (refactor::find(name).expect("a refactoring").offer)(&snapshot, at..at).is_some()
}

/// Who writes in the middle of a paragraph has no use for them; who looks at a note that is where it would go, neither.
#[test]
fn notes_can_be_moved_from_where_they_are() {
    for (name, text, needle, offers) in [
        ("move-notes-to-end", PAGE_NOTES, "drones", false),
        ("move-notes-to-end", PAGE_NOTES, "[1]", true),
        ("move-notes-to-end", END_NOTES, "[1]", false),
        ("move-notes-to-paragraphs", PAGE_NOTES, "[1]", false),
        ("move-notes-to-paragraphs", END_NOTES, "[1]", true),
    ] {
        assert_eq!(offered(name, "bees.txt", text, needle), offers, "{name} at {needle} of\n{text}");
    }
}

const PAGE_NOTES: &str = "A. Keeper

On Bees

Source: The Hive, Volume 3, pages 10-12.
Published: 1901.

The queen [1] is one. The drones [2] are many.

[1] A queen lives for years.

She is longer than the others.

[2] Drones do not.

The workers [3] work.

[3] They have a sting.

Top of the page
";

const END_NOTES: &str = "A. Keeper

On Bees

Source: The Hive, Volume 3, pages 10-12.
Published: 1901.

The queen [1] is one. The drones [2] are many.

The workers [3] work.

Notes

[1] A queen lives for years.

She is longer than the others.

[2] Drones do not.

[3] They have a sting.

Top of the page
";

#[test]
fn notes_move_to_the_end_before_the_links_of_the_page() {
    check("move-notes-to-end", "bees.txt", PAGE_NOTES, END_NOTES);
    check_idle("move-notes-to-end", "bees.txt", END_NOTES);
}

#[test]
fn notes_move_below_their_paragraphs_and_the_empty_heading_goes() {
    check("move-notes-to-paragraphs", "bees.txt", END_NOTES, PAGE_NOTES);
    check_idle("move-notes-to-paragraphs", "bees.txt", PAGE_NOTES);
}

const HIVES: &str = "*** START OF THE PROJECT GUTENBERG EBOOK HIVES ***

On Bees




CHAPTER I


The queen[1] is one. The drones[2]
are many.

[Footnote 1: A queen lives
for years.]

[Footnote 2: Drones do not.]

They all sleep.




CHAPTER II


The workers[3] work.

[Footnote 3: They have a sting.]

They sleep too.

*** END OF THE PROJECT GUTENBERG EBOOK HIVES ***
";

const HIVES_BY_CHAPTER: &str = "*** START OF THE PROJECT GUTENBERG EBOOK HIVES ***

On Bees




CHAPTER I


The queen[1] is one. The drones[2]
are many.

They all sleep.

FOOTNOTES:

[Footnote 1: A queen lives
for years.]

[Footnote 2: Drones do not.]




CHAPTER II


The workers[3] work.

They sleep too.

FOOTNOTES:

[Footnote 3: They have a sting.]

*** END OF THE PROJECT GUTENBERG EBOOK HIVES ***
";

#[test]
fn notes_move_to_the_end_of_their_chapters() {
    check("move-notes-to-sections", "hives.txt", HIVES, HIVES_BY_CHAPTER);
    check_idle("move-notes-to-sections", "hives.txt", HIVES_BY_CHAPTER);
    check("move-notes-to-paragraphs", "hives.txt", HIVES_BY_CHAPTER, HIVES);
}

#[test]
fn notes_move_to_the_end_before_the_licence() {
    let by_text = "*** START OF THE PROJECT GUTENBERG EBOOK HIVES ***

On Bees




CHAPTER I


The queen[1] is one. The drones[2]
are many.

They all sleep.




CHAPTER II


The workers[3] work.

They sleep too.

FOOTNOTES:

[Footnote 1: A queen lives
for years.]

[Footnote 2: Drones do not.]

[Footnote 3: They have a sting.]

*** END OF THE PROJECT GUTENBERG EBOOK HIVES ***
";
    check("move-notes-to-end", "hives.txt", HIVES, by_text);
    check("move-notes-to-end", "hives.txt", HIVES_BY_CHAPTER, by_text);
    check("move-notes-to-sections", "hives.txt", by_text, HIVES_BY_CHAPTER);
}

#[test]
fn chapters_that_number_anew_cannot_share_a_place() {
    let anew = HIVES_BY_CHAPTER.replace("[3]", "[1]").replace("Footnote 3", "Footnote 1");
    check_refused(
        "move-notes-to-end",
        "hives.txt",
        &anew,
        "Line 35: this footnote 1 would come to stand beside the footnote 1 of line 18",
    );
}

#[test]
fn definitions_move_in_markdown() {
    let scattered = "# One

The queen[^q] is one.

- The drones[^1] are many.

- They are idle.

The workers[^w] work.

[^q]: A queen lives for years.

    She is longer.

[^w]: They have a sting.

# Two

The end.

[^1]: Drones do not.
";
    let by_paragraph = "# One

The queen[^q] is one.

[^q]: A queen lives for years.

    She is longer.

- The drones[^1] are many.

- They are idle.

[^1]: Drones do not.

The workers[^w] work.

[^w]: They have a sting.

# Two

The end.
";
    let by_section = "# One

The queen[^q] is one.

- The drones[^1] are many.

- They are idle.

The workers[^w] work.

[^q]: A queen lives for years.

    She is longer.

[^w]: They have a sting.

[^1]: Drones do not.

# Two

The end.
";
    let by_text = "# One

The queen[^q] is one.

- The drones[^1] are many.

- They are idle.

The workers[^w] work.

# Two

The end.

[^q]: A queen lives for years.

    She is longer.

[^w]: They have a sting.

[^1]: Drones do not.
";
    check("move-notes-to-paragraphs", "bees.md", scattered, by_paragraph);
    check_idle("move-notes-to-paragraphs", "bees.md", by_paragraph);
    check("move-notes-to-sections", "bees.md", scattered, by_section);
    check_idle("move-notes-to-sections", "bees.md", by_section);
    check("move-notes-to-end", "bees.md", scattered, by_text);
    check_idle("move-notes-to-end", "bees.md", by_text);
}

#[test]
fn a_footnote_becomes_a_note_on_the_spot() {
    check(
        "inline-footnote",
        "bees.md",
        "The queen[^|q] is one [of them].[^1]

[^q]: A queen] lives
    for years.

[^1]: So [they] say.
",
        "The queen|^[A queen\\] lives for years.] is one [of them].[^1]

[^1]: So [they] say.
",
    );
    check(
        "inline-footnote",
        "bees.md",
        "The queen[^q] is one.[^1]

[^q]: A queen.

[^1]: So [they] |say.
",
        "The queen[^q] is one.|^[So [they] say.]

[^q]: A queen.
",
    );
}

#[test]
fn what_would_be_no_note_on_the_spot_stays_a_footnote() {
    let text = |reference: &str, body: &str| {
        format!("The |queen[^q]{reference} is one.\n\n[^q]: {body}\n").replace("|queen[", "queen[|")
    };
    for (reference, body, because) in [
        ("", "One.\n\n    Two.", "more than one paragraph"),
        ("", "- one\n    - two", "holds a list"),
        ("(", "One.", "a bracket follows"),
        ("", "One `a]`.", "without its partner"),
        ("", "", "no text"),
        ("", "One \\", "backslash"),
        ("", "One ^[two].", "a note or a reference itself"),
    ] {
        check_refused("inline-footnote", "bees.md", &text(reference, body), because);
    }
    let twice = "The queen[^|q] is one.[^q]\n\n[^q]: One.\n";
    check_idle("inline-footnote", "bees.md", twice);
}

#[test]
fn a_note_on_the_spot_becomes_a_footnote() {
    check(
        "extract-inline-note",
        "bees.md",
        "The queen^[A queen |lives
for years.] is one.[^1]

[^1]: So they say.
",
        "The queen[^2] is one.[^1]

[^2]: A queen lives
    for years.

[^1]: So they say.
",
    );
    let rest = format!(
        "\n\n{}\n",
        "The drones are many, but not all the year: the workers drive them out of the hive. "
            .repeat(4)
            .trim()
    );
    check(
        "extract-inline-note",
        "bees.md",
        &format!("The queen^[- A |queen.] is one.{rest}"),
        &format!("The queen[^1] is one.{rest}\n[^1]: \\- A queen.\n"),
    );
    check_refused(
        "extract-inline-note",
        "bees.md",
        "The queen[^1] is one.\n\n[^1]: One ^[two| of them].\n",
        "stands in another one",
    );
}

#[test]
fn a_continuation_joins_its_footnote() {
    let torn = "*** START OF THE PROJECT GUTENBERG EBOOK HIVES ***

The queen[1] is one. The drones are many.

[Footnote 1: A queen lives]*

The workers work.

*[Footnote: for |years.]

They sleep.

*** END OF THE PROJECT GUTENBERG EBOOK HIVES ***
";
    let joined = "*** START OF THE PROJECT GUTENBERG EBOOK HIVES ***

The queen[1] is one. The drones are many.

[Footnote 1:| A queen lives for years.]

The workers work.

They sleep.

*** END OF THE PROJECT GUTENBERG EBOOK HIVES ***
";
    check("join-continuation", "hives.txt", torn, joined);
    check(
        "join-continuation",
        "hives.txt",
        &torn.replace('|', "").replace("queen lives", "queen |lives"),
        joined,
    );
    check_refused("join-continuation", "hives.txt", &torn.replace("]*", "]"), "does not end with ]*");
}

#[test]
fn a_torn_paragraph_joins_the_footnote_that_it_goes_on_with() {
    let torn = END_NOTES.replace("lives for years.\n\nShe is", "lives for\n\n|many years. She is");
    let joined = END_NOTES.replace("lives for years.\n\nShe is", "lives for |many years. She is");
    check("join-continuation", "bees.txt", &torn, &joined);
    check(
        "join-continuation",
        "bees.md",
        "The queen[^1] is one.\n\n[^1]: A queen lives\n\nfor |years.\n",
        "The queen[^1] is one.\n\n[^1]: A queen lives |for years.\n",
    );
    check_idle("join-continuation", "bees.txt", &END_NOTES.replace("She is", "|She is"));
}

#[test]
fn missing_fields_are_added_as_the_header_is_written() {
    let required = ["Source", "Transcription", "Shelfmark"];
    check_with(
        &required,
        "add-header-fields",
        "bees.txt",
        &PAGE_NOTES.replace("The queen [1]", "The |queen [1]"),
        &PAGE_NOTES.replace("Published: 1901.\n", "Published: 1901.\nTranscription: |\nShelfmark: \n"),
    );
    check_with(
        &required,
        "add-header-fields",
        "bees.md",
        "---\ntitle: Bees\n---\n\nThe queen[^1].\n\n[^1]: One.\n",
        "---\ntitle: Bees\nsource: |\ntranscription: \nshelfmark: \n---\n\nThe queen[^1].\n\n[^1]: One.\n",
    );
    check_with(
        &["Title", "Source"],
        "add-header-fields",
        "bees.md",
        "# Title: Bees\n\n## Author: A. Keeper\n\nThe queen[^1].\n\n[^1]: One.\n",
        "# Title: Bees\n\n## Author: A. Keeper\n\n## Source: |\n\nThe queen[^1].\n\n[^1]: One.\n",
    );
}

#[test]
fn a_text_without_a_header_gets_one() {
    check_with(
        &["Source"],
        "add-header-fields",
        "bees.md",
        "The queen[^1].\n\n[^1]: One.\n",
        "---\nsource: |\n---\n\nThe queen[^1].\n\n[^1]: One.\n",
    );
    check_with(
        &["Source", "Written"],
        "add-header-fields",
        "bees.txt",
        "A. Keeper\n\nOn Bees\n\nThe queen [1] is one of the many that live in a hive through the year.\n\nNotes\n\n1. One.\n",
        "A. Keeper\n\nOn Bees\n\nSource: |\nWritten: \n\nThe queen [1] is one of the many that live in a hive through the year.\n\nNotes\n\n1. One.\n",
    );
    check_idle("add-header-fields", "bees.txt", PAGE_NOTES);
}
