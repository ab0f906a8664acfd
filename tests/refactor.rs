//! Inserting, deleting and renumbering footnotes. A text with `|` for the cursor (twice: a selection), and the text that
//! comes of it, with `|` where the cursor is then.

mod support;

use edition_ls::refactor;
use support::texts::{content, mark, marked, read, real_texts};

/// What comes of a text; the message of a refusal.
fn done(name: &str, path: &str, text: &str) -> String {
    let (text, range) = marked(text);
    let snapshot = read(&text, path);
    let refactoring = refactor::find(name).expect("a refactoring");
    let change = match (refactoring.apply)(&snapshot, range) {
        Ok(change) => change,
        Err(refusal) => return refusal.message,
    };
    let after = content(&snapshot.after(&change.edits));
    match change.selection {
        Some(selection) => mark(after, selection),
        None => after,
    }
}

#[track_caller]
fn check(name: &str, path: &str, before: &str, after: &str) {
    let found = done(name, path, before);
    assert!(found == after, "{name} made of\n{before}\n--- this\n{found}\n--- and not\n{after}");
}

const BEES: &str = "A. Keeper

On Bees

Source: The Hive, Volume 3, pages 10-12.

The queen [1] is one. The drones [2] are many. The workers [3] work.

Notes

1. A queen lives for years.

2. Drones do not.

3. They have a sting.

They use it once.
";

#[test]
fn a_footnote_between_others_moves_the_later_ones_up() {
    check(
        "insert-footnote",
        "bees.txt",
        &BEES.replace("drones [2]", "dro|nes [2]"),
        "A. Keeper

On Bees

Source: The Hive, Volume 3, pages 10-12.

The queen [1] is one. The drones [2] [3] are many. The workers [4] work.

Notes

1. A queen lives for years.

2. |

3. Drones do not.

4. They have a sting.

They use it once.
",
    );
}

#[test]
fn a_footnote_behind_all_others_comes_last() {
    let before = BEES.replace("work.\n", "work|.\n");
    let found = done("insert-footnote", "bees.txt", &before);
    assert!(found.contains("The workers [3] work [4].\n"), "{found}");
    assert!(found.ends_with("They use it once.\n\n4. |\n"), "{found}");
}

#[test]
fn a_footnote_before_all_others_comes_first() {
    let before = BEES.replace("The queen", "The| queen");
    let found = done("insert-footnote", "bees.txt", &before);
    assert!(found.contains("The [1] queen [2] is one. The drones [3] are"), "{found}");
    assert!(found.contains("Notes\n\n1. |\n\n2. A queen"), "{found}");
}

#[test]
fn the_first_footnote_of_a_text() {
    check(
        "insert-footnote",
        "bees.md",
        "# Bees\n\nThe queen| is one.\n",
        "# Bees\n\nThe queen[^1] is one.\n\n[^1]: |\n",
    );
    check(
        "insert-footnote",
        "bees.txt",
        "A. Keeper\n\nOn Bees\n\nSource: The Hive, Volume 3, pages 10-12.\nTranscription: A. Person\n\nThe queen| is one.\n",
        "A. Keeper\n\nOn Bees\n\nSource: The Hive, Volume 3, pages 10-12.\nTranscription: A. Person\n\nThe queen [1] is one.\n\nNotes\n\n[1] |\n",
    );
}

#[test]
fn notes_below_their_paragraphs_stay_there() {
    check(
        "insert-footnote",
        "bees.txt",
        "The queen[1] is one.

[Footnote 1: She lives for years.]

The drones| are many.

The workers[2] work.

[Footnote 2: They have a sting.]

The keeper[3] looks on.

[Footnote 3: With a veil.]
",
        "The queen[1] is one.

[Footnote 1: She lives for years.]

The drones[2] are many.

[Footnote 2: |]

The workers[3] work.

[Footnote 3: They have a sting.]

The keeper[4] looks on.

[Footnote 4: With a veil.]
",
    );
}

#[test]
fn names_in_no_order_stay_as_they_are() {
    check(
        "insert-footnote",
        "bees.md",
        "The queen[^2] is one. The drones| are many.[^1]\n\n[^1]: One.\n[^2]: Two.\n",
        "The queen[^2] is one. The drones[^3] are many.[^1]\n\n[^1]: One.\n[^2]: Two.\n[^3]: |\n",
    );
}

#[test]
fn a_selection_becomes_a_footnote() {
    check(
        "selection-to-footnote",
        "bees.md",
        "The queen[^1] is one |(she lives\nfor years)|, and the drones[^2] are many.\n\n[^1]: One.\n\n[^2]: Two.\n",
        "The queen[^1] is one[^2], and the drones[^3] are many.\n\n[^1]: One.\n\n[^2]: |(she lives\n    for years)|\n\n[^3]: Two.\n",
    );
}

#[test]
fn a_footnote_goes_with_its_references() {
    check(
        "delete-footnote",
        "bees.txt",
        &BEES.replace("drones [2]", "drones [|2]"),
        &BEES
            .replace("drones [2]", "drones")
            .replace("2. Drones do not.\n\n", "")
            .replace("[3]", "[2]")
            .replace("3. They", "2. They"),
    );
}

#[test]
fn what_was_inserted_and_deleted_was_never_there() {
    for (path, text) in [
        ("bees.txt", BEES.to_owned()),
        ("bees.md", "The queen[^1] is one. The drones[^2]\nare many.\n\n[^1]: One.\n[^2]: Two.\n".to_owned()),
    ] {
        for at in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
            let mut before = text.clone();
            before.insert(at, '|');
            let snapshot = read(&text, path);
            let insert = refactor::find("insert-footnote").expect("it is there");
            if (insert.offer)(&snapshot, at..at).is_none() {
                continue;
            }
            let Ok(change) = (insert.apply)(&snapshot, at..at) else { continue };
            let middle = snapshot.after(&change.edits);
            let caret = change.selection.expect("a caret").start;
            let delete = refactor::find("delete-footnote").expect("it is there");
            let label = caret - 1;
            let change = (delete.apply)(&middle, label..label);
            let after = change.map(|change| content(&middle.after(&change.edits)));
            assert_eq!(after.as_ref(), Ok(&text), "{before}\n---\n{}", middle.text().whole());
        }
    }
}

#[test]
fn renumbering_counts_in_the_order_of_the_references() {
    check(
        "renumber",
        "bees.txt",
        "|A. Keeper

On Bees

Source: The Hive, Volume 3, pages 10-12.

The queen [1] is one. The drones [9] are many. The workers [3] work for the queen [1]. The keeper [12] looks on.

Notes

1. A queen lives for years.

3. They have a sting.

9. Drones do not.

12. With a veil.
",
        "A. Keeper

On Bees

Source: The Hive, Volume 3, pages 10-12.

The queen [1] is one. The drones [2] are many. The workers [3] work for the queen [1]. The keeper [4] looks on.

Notes

1. A queen lives for years.

3. They have a sting.

2. Drones do not.

4. With a veil.
",
    );
}

#[test]
fn page_notes_and_endnotes_in_one_series_are_in_order() {
    let text = "|A. Keeper

On Bees [2]

Source: The Hive, Volume 3, pages 10-12.

The queen [1] is one. The drones [3] are many.

[1] A queen lives for years.—Ed.

[2] This speech was given in spring.

[3] Drones do not.
";
    check("renumber", "bees.txt", text, &text.replace('|', ""));
}

/// Skipped, saying so, where the corpus is not there.
#[test]
fn what_was_inserted_into_real_texts_and_deleted_was_never_there() {
    const LARGEST: u64 = 100_000;
    let Some(texts) = real_texts(LARGEST) else { return };
    let (mut done, mut refused) = (0, Vec::new());
    let [insert, delete] =
        ["insert-footnote", "delete-footnote"].map(|name| refactor::find(name).expect("it is there"));
    for (path, snapshot) in texts {
        let text = content(&snapshot);
        for share in [5, 2] {
            let mut at = text.len() / share;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            if (insert.offer)(&snapshot, at..at).is_none() {
                continue;
            }
            let change = match (insert.apply)(&snapshot, at..at) {
                Ok(change) => change,
                Err(refusal) => {
                    refused.push(format!("{}: {}", path.display(), refusal.message));
                    continue;
                }
            };
            let middle = snapshot.after(&change.edits);
            let marker = change.selection.expect("a caret").start - 2;
            let after = (delete.apply)(&middle, marker..marker);
            let after = after.map(|change| content(&middle.after(&change.edits)));
            let is_same = after.as_ref() == Ok(&text);
            let wrong = after.unwrap_or_else(|refusal| refusal.message);
            let line =
                wrong.lines().zip(text.lines()).position(|(one, other)| one != other).unwrap_or_default() + 1;
            assert!(is_same, "{} at {at}: line {line}: {:?}", path.display(), wrong.lines().nth(line - 1));
            done += 1;
        }
    }
    assert!(done > 2 * refused.len(), "{done} done, but:\n{}", refused.join("\n"));
}

#[test]
fn notes_are_sorted_when_it_is_asked_for() {
    check(
        "sort-notes",
        "bees.txt",
        "A. Keeper

On Bees

Source: The Hive, Volume 3, pages 10-12.

The queen [1] is one. The drones [2] are many. The workers [3] work, and dance.

Notes

2. Drones do not.

3. They have a sting.

They use it once.

1. |A queen lives for years.
",
        "A. Keeper

On Bees

Source: The Hive, Volume 3, pages 10-12.

The queen [1] is one. The drones [2] are many. The workers [3] work, and dance.

Notes

1. A queen lives for years.

2. Drones do not.

3. They have a sting.

They use it once.
",
    );
    let sorted = BEES.replace("A queen", "|A queen");
    check("sort-notes", "bees.txt", &sorted, BEES);
}
