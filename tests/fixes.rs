//! What the fixes make of a text: the one that is offered in this place for this rule.

mod support;

use edition_ls::document::Snapshot;
use edition_ls::rules::{self, Diagnostic, Fix, Safety};
use support::texts::{content, read_with};

fn found(rule: &str, snapshot: &Snapshot) -> Diagnostic {
    let mut found = rules::check(snapshot).into_iter().filter(|found| found.rule == rule);
    found.next().unwrap_or_else(|| panic!("{rule} says nothing"))
}

/// The fix in this place, which begins so; and what comes of it. Nothing of the rule is left.
#[track_caller]
fn check_with(required: &[&str], rule: &str, title: &str, path: &str, before: &str, after: &str) -> Fix {
    let snapshot = read_with(required, before, path);
    let diagnostic = found(rule, &snapshot);
    let titles: Vec<&str> = diagnostic.fixes.iter().map(|fix| fix.title.as_str()).collect();
    let fix = diagnostic.fixes.iter().find(|fix| fix.title.starts_with(title));
    let fix = fix.unwrap_or_else(|| panic!("{rule} offers {titles:?}, not {title}"));
    let mended = content(&snapshot.after(&fix.edits));
    assert!(mended == after, "“{title}” made of\n{before}\n--- this\n{mended}\n--- and not\n{after}");
    let left = rules::check(&read_with(required, &mended, path));
    assert!(left.iter().all(|left| left.rule != rule), "left: {left:#?}");
    fix.clone()
}

#[track_caller]
fn check(rule: &str, title: &str, path: &str, before: &str, after: &str) -> Fix {
    check_with(&[], rule, title, path, before, after)
}

#[track_caller]
fn check_none(rule: &str, path: &str, text: &str) {
    let fixes = found(rule, &read_with(&[], text, path)).fixes;
    assert!(fixes.is_empty(), "{fixes:#?}");
}

const BEES: &str = "On Bees

Source: The Hive, Volume 3, pages 10-12.
Published: 1901.

The queen [1] is one. The drones [2] are many. The workers [3] work.

Notes

[1] A queen lives for years.

She is longer.

[2] Drones do not.

[3] They have a sting.

Top of the page
";

#[test]
fn an_empty_footnote_goes_among_the_others() {
    let before = BEES.replace("[2] Drones do not.\n\n", "");
    let fix = check(
        "undefined-footnote",
        "Add an empty footnote 2",
        "bees.txt",
        &before,
        &BEES.replace("Drones do not.", ""),
    );
    assert_eq!(fix.safety, Safety::Manual);
    let before = BEES.replace("[1] A queen lives for years.\n\nShe is longer.\n\n", "");
    let after = BEES.replace("A queen lives for years.\n\nShe is longer.\n", "\n");
    check("undefined-footnote", "Add an empty footnote 1", "bees.txt", &before, &after);
}

#[test]
fn an_empty_footnote_has_the_brackets_of_the_others() {
    let before = "*** START OF THE PROJECT GUTENBERG EBOOK BEES ***

The queen[1] is one. The drones[2] are many.

[Footnote 1: A queen lives for years.]

The workers[3] work.

[Footnote 3: They have a sting.]

*** END OF THE PROJECT GUTENBERG EBOOK BEES ***
";
    let after = before.replace("years.]\n", "years.]\n\n[Footnote 2: ]\n");
    check("undefined-footnote", "Add an empty footnote 2", "bees.txt", before, &after);
}

#[test]
fn an_empty_footnote_goes_below_its_paragraph_where_others_do() {
    let before = "*** START OF THE PROJECT GUTENBERG EBOOK BEES ***

The queen[1] is one.

[Footnote 1: A queen lives for years.]

The drones[2] are many.

They are idle.

The workers[3] work.

[Footnote 3: They have a sting.]

*** END OF THE PROJECT GUTENBERG EBOOK BEES ***
";
    let after = before.replace("many.\n", "many.\n\n[Footnote 2: ]\n");
    check("undefined-footnote", "Add an empty footnote 2", "bees.txt", before, &after);
}

#[test]
fn an_empty_footnote_goes_into_the_section_of_its_reference() {
    let section = |title: &str, missing: bool| {
        let two = if missing { "" } else { "[2] Drones do not.\n\n" };
        format!(
            "{title}\n\nThe queen [1] is one. The drones [2] are many. The workers [3] work.\n\nNotes\n\n[1] A queen lives.\n\n{two}\
             [3] They have a sting.\n\n"
        )
    };
    let header = "Source: The Hive, Volume 3.\nPublished: 1901.\n\n";
    let before = format!("{header}{}{}", section("Chapter 1", true), section("Chapter 2", false));
    let after = before.replacen("lives.\n\n", "lives.\n\n[2] \n\n", 1);
    check("undefined-footnote", "Add an empty footnote 2", "bees.txt", &before, &after);
}

#[test]
fn a_reference_that_leads_nowhere_can_go() {
    let before = BEES.replace("work.\n", "work [4].\n");
    check("undefined-footnote", "Remove [4]", "bees.txt", &before, BEES);
}

#[test]
fn every_reference_to_a_missing_footnote_offers_it() {
    let text = BEES.replace("work.\n", "work [4]. They rest [4].\n");
    let found = rules::check(&read_with(&[], &text, "bees.txt"));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].fixes[0].edits, found[1].fixes[0].edits);
}

#[test]
fn the_last_footnote_goes_with_its_heading() {
    let after =
        BEES.replace("Top of the page\n", "Chapter 2\n\nMore is not known of them.\n\nTop of the page\n");
    let before = after.replace("of them.\n", "of them.\n\nNotes\n\n[4] Nor of wasps.\n");
    check("unreferenced-footnote", "Remove footnote 4", "bees.txt", &before, &after);
}

#[test]
fn an_empty_footnote_goes_with_its_references() {
    let before = BEES.replace(" Drones do not.", "").replace("work.", "work [2].");
    let after = BEES.replace("[2] Drones do not.\n\n", "").replace(" [2]", "");
    let fix =
        check("empty-footnote", "Remove footnote 2 and the 2 references to it", "bees.txt", &before, &after);
    assert_eq!(fix.safety, Safety::Manual);
}

#[test]
fn a_second_footnote_takes_the_label_that_is_free() {
    let before = "The queen[^1] is one.[^2]\n\n[^1]: A queen.\n\n[^2]: One of them.\n\n[^1]: So they say.\n";
    let after = before.replace("[^1]: So", "[^3]: So");
    check("duplicate-footnote", "Make this one footnote 3", "bees.md", before, &after);
}

#[test]
fn a_second_footnote_that_says_the_same_goes() {
    let twice = "[^1]: A queen lives for years.\n";
    let before = format!("The queen[^1] is one.[^2]\n\n{twice}\n[^2]: One of them.\n\n{twice}");
    let after = format!("The queen[^1] is one.[^2]\n\n{twice}\n[^2]: One of them.\n");
    let fix = check("duplicate-footnote", "Remove this footnote 1", "bees.md", &before, &after);
    assert_eq!(fix.safety, Safety::Suggested);
    let say =
        |note: &str| before.replace("A queen lives for years.", note).replace("One of them.", "Another.");
    let snapshot = read_with(&[], &say("Ibid."), "bees.md");
    assert_eq!(found("duplicate-footnote", &snapshot).fixes[0].safety, Safety::Manual);
}

#[test]
fn a_footnote_out_of_order_moves_to_its_place() {
    let note = "[1] A queen lives for years.\n\nShe is longer.\n\n";
    let three = "[3] They have a sting.\n\n";
    let before = BEES.replace(note, "").replace(three, &format!("{three}{note}"));
    check("footnote-order", "Move it to its place, before footnote 2", "bees.txt", &before, BEES);
}

#[test]
fn an_open_footnote_is_closed_at_the_end_of_its_paragraph() {
    let before = "*** START OF THE PROJECT GUTENBERG EBOOK BEES ***

The queen[1] is one. The drones[2] are many.

[Footnote 1: A queen [or mother]
lives for years.

[Footnote 2: Drones do not.]

*** END OF THE PROJECT GUTENBERG EBOOK BEES ***
";
    check(
        "unclosed-footnote",
        "Close it",
        "bees.txt",
        before,
        &before.replace("for years.\n", "for years.]\n"),
    );
}

#[test]
fn a_nested_reference_moves_into_the_text() {
    check(
        "nested-reference",
        "Move [^2] into the text, behind [^1]",
        "bees.md",
        "The queen[^1] is one.\n\n[^1]: A queen.[^2]\n\n[^2]: One of them.\n",
        "The queen[^1] [^2] is one.\n\n[^1]: A queen.\n\n[^2]: One of them.\n",
    );
}

#[test]
fn a_note_moves_into_the_caption() {
    check(
        "lost-caption",
        "Move it to the end of the caption",
        "bees.md",
        "The queen is one.\n\n![The hive](hive.png){width=50%}[^1]\n\n[^1]: From the front^[or so].\n",
        "The queen is one.\n\n![The hive[^1]](hive.png){width=50%}\n\n[^1]: From the front^[or so].\n",
    );
}

#[test]
fn yaml_that_lacks_one_sign_gets_it() {
    for (title, broken, sound) in [
        ("Put the value in quotation marks", "title: Bees: a hive", "title: \"Bees: a hive\""),
        ("Close the quotation mark", "title: \"Bees", "title: \"Bees\""),
        ("Put a colon behind the key", "title Bees", "title: Bees"),
    ] {
        let text = |line: &str| {
            format!("---\nauthor: A. Keeper\n{line}\n---\n\nThe queen[^1] is one.\n\n[^1]: A queen.\n")
        };
        check("invalid-yaml", title, "bees.md", &text(broken), &text(sound));
    }
}

#[test]
fn missing_fields_are_added() {
    let required = ["Source", "Transcription", "Public Domain"];
    let after = BEES.replace("1901.\n", "1901.\nTranscription: \nPublic Domain: \n");
    let title = "Add “Transcription” and “Public Domain”";
    check_with(&required, "missing-field", title, "bees.txt", BEES, &after);
}

#[test]
fn fields_go_with_their_lines() {
    let bees = |lines: &str| BEES.replace("Published: 1901.\n", lines);
    check("empty-field", "Remove “Written”", "bees.txt", &bees("Published: 1901.\nWritten:\n"), BEES);
    let twice = bees("Published: 1901.\nPublished: 1901.\n");
    assert_eq!(check("duplicate-field", "Remove this one", "bees.txt", &twice, BEES).safety, Safety::Safe);
    let yaml = |lines: &str| {
        format!("---\n{lines}author: A. Keeper\n---\n\nThe queen[^1] is one.\n\n[^1]: A queen.\n")
    };
    let (one, two) = ("title: Bees\n", "title: Wasps\n");
    check("duplicate-field", "Keep the first", "bees.md", &yaml(&format!("{one}{two}")), &yaml(one));
    check("duplicate-field", "Keep this one", "bees.md", &yaml(&format!("{one}{two}")), &yaml(two));
}

#[test]
fn what_edition_toml_requires_is_not_removed() {
    let text = BEES.replace("1901.\n", "1901.\nWritten:\n");
    let snapshot = read_with(&["Written"], &text, "bees.txt");
    assert_eq!(found("empty-field", &snapshot).fixes, []);
}

#[test]
fn day_and_month_change_places() {
    let text = |date: &str| {
        format!("---\ntitle: Bees\ndate: {date}\n---\n\nThe queen[^1] is one.\n\n[^1]: A queen.\n")
    };
    check("invalid-date", "Change to 2024-01-13", "bees.md", &text("2024-13-01"), &text("2024-01-13"));
    check_none("invalid-date", "bees.md", &text("2024-13-32"));
}

#[test]
fn the_volume_can_be_changed_in_either_place() {
    let text = |header: u32, links: u32| {
        BEES.replace("The Hive, Volume 3", &format!("Collected Works, Volume {header}"))
            .replace("Top of the page", &format!("Works Index | Volume {links} | Collected Works"))
    };
    check("volume-mismatch", "Change this to volume 3", "bees.txt", &text(3, 4), &text(3, 3));
    check("volume-mismatch", "Change the header to volume 4", "bees.txt", &text(3, 4), &text(4, 4));
}
