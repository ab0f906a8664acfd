//! What changes labels: renaming, renumbering, other ways to count, series that become one, prefixes.
//!
//! Each case shows a text, with `|` where the cursor is, and what is made of it.

mod support;

use std::sync::Arc;

use edition_ls::document::Snapshot;
use edition_ls::refactor::{self, Change, Refusal, rename};
use support::texts::{content, marked, read};

/// A text and where the cursor is in it.
fn at(text: &str, path: &str) -> (Arc<Snapshot>, usize) {
    let (text, range) = marked(text);
    (read(&text, path), range.start)
}

/// The text with a change, or the reason against it.
fn made(snapshot: &Snapshot, change: Result<Change, Refusal>) -> String {
    match change {
        Ok(change) => content(&snapshot.after(&change.edits)),
        Err(refusal) => format!("refused: {}", refusal.message),
    }
}

fn renamed(path: &str, text: &str, name: &str) -> String {
    let (snapshot, cursor) = at(text, path);
    made(&snapshot, rename::rename(&snapshot, cursor, name))
}

fn done(path: &str, text: &str, name: &str) -> String {
    let (snapshot, cursor) = at(text, path);
    let refactoring = refactor::find(name).expect("a refactoring");
    made(&snapshot, (refactoring.apply)(&snapshot, cursor..cursor))
}

/// The titles of what is on offer at the cursor.
fn offered(path: &str, text: &str) -> Vec<String> {
    let (snapshot, cursor) = at(text, path);
    refactor::all().filter_map(|refactoring| (refactoring.offer)(&snapshot, cursor..cursor)).collect()
}

/// A text of the archive.
fn mia(body: &str) -> String {
    format!(
        "A. Author\n\nOn Mills\n\nSource: Works, Volume 2, pages 1-3.\nTranscription: A. Reader\n\n{body}"
    )
}

#[track_caller]
fn refused(answer: &str, why: &str) {
    assert!(answer.starts_with("refused: ") && answer.contains(why), "{answer}");
}

mod renaming {
    use super::*;

    #[test]
    fn a_footnote_and_all_its_references() {
        let text =
            mia("The mill.[1] The weir.[2|] The mill again.[1]\n\nNotes\n\n1. Of oak.\n\n2. Of stone.\n");
        let expected =
            mia("The mill.[1] The weir.[7] The mill again.[1]\n\nNotes\n\n1. Of oak.\n\n7. Of stone.\n");
        for written in ["7", "[7]", "7.", " 7 ", "(7)"] {
            assert_eq!(renamed("a.txt", &text, written), expected, "{written}");
        }
        let text =
            mia("The mill.[1] The weir.[2] The mill again.[1]\n\nNotes\n\n|1. Of oak.\n\n2. Of stone.\n");
        let expected =
            mia("The mill.[3] The weir.[2] The mill again.[3]\n\nNotes\n\n3. Of oak.\n\n2. Of stone.\n");
        assert_eq!(renamed("a.txt", &text, "3"), expected);
    }

    #[test]
    fn in_markdown() {
        let text = "The mill.[^|old] And again.[^old] The weir.[^2]\n\n[^old]: Of oak.\n\n[^2]: Of stone.\n";
        let expected =
            "The mill.[^oak] And again.[^oak] The weir.[^2]\n\n[^oak]: Of oak.\n\n[^2]: Of stone.\n";
        for written in ["oak", "[^oak]", "[^oak]:"] {
            assert_eq!(renamed("a.md", text, written), expected, "{written}");
        }
        for written in ["oak tree", "o]k", "o^k", "o[k", "", "[^]"] {
            refused(&renamed("a.md", text, written), "label");
        }
        refused(&renamed("a.md", text, "..."), "would not be read");
    }

    #[test]
    fn in_brackets_of_their_own() {
        let text = "The mill.[1] The weir.[2]\n\n[Footnote |1: Of oak.]\n\n[Footnote 2: Of stone.]\n";
        let expected = "The mill.[A] The weir.[2]\n\n[Footnote A: Of oak.]\n\n[Footnote 2: Of stone.]\n";
        for written in ["A", "[A]", "[Footnote A:", "[Footnote A]"] {
            assert_eq!(renamed("a.txt", text, written), expected, "{written}");
        }
    }

    #[test]
    fn references_that_miss_their_footnote() {
        let text = "The mill.[^1] The weir.[^lots|] The dam.[^lost] The race.[^lots]\n\n[^1]: Of oak.\n";
        let expected = "The mill.[^1] The weir.[^lock] The dam.[^lost] The race.[^lock]\n\n[^1]: Of oak.\n";
        assert_eq!(renamed("a.md", text, "lock"), expected);
        refused(&renamed("a.md", text, "1"), "Footnote 1 is already in line 3. If that is the one");
        refused(&renamed("a.md", text, "lost"), "Line 1 already refers to a footnote lost, which is missing");
    }

    #[test]
    fn clashes_name_the_place() {
        let text = mia("The mill.[1|] The weir.[2] The dam.[4]\n\nNotes\n\n1. Of oak.\n\n2. Of stone.\n");
        refused(&renamed("a.txt", &text, "2"), "Footnote 2 is already in line 14. Choose another label");
        refused(&renamed("a.txt", &text, "4"), "Line 8 already refers to a footnote 4, which is missing");
        let text = "The mill.[^a|] The weir.[^b] The dam.[^c]\n\n[^a]: Of oak.\n\n[^b]: Of stone.\n";
        refused(&renamed("a.md", text, "b"), "Footnote b is already in line 5.");
        refused(&renamed("a.md", text, "c"), "Line 1 already refers to a footnote c");
    }

    #[test]
    fn another_chapter_may_bear_the_same() {
        let chapter = |label: &str, cursor: &str| {
            format!(
                "CHAPTER\n\nThe mill.[{label}{cursor}] The weir.[2]\n\n[Footnote {label}: Of oak.]\n\n[Footnote 2: Of stone.]\n\n"
            )
        };
        let text = format!("{}{}", chapter("1", "|"), chapter("1", ""));
        let expected = format!("{}{}", chapter("4", ""), chapter("1", ""));
        assert_eq!(renamed("a.txt", &text, "4"), expected);
    }

    #[test]
    fn one_of_several_labels_in_a_marker() {
        let text = mia(
            "The mill.[1] The weir and the dam.[2,|3]\n\nNotes\n\n1. Of oak.\n\n2. Of stone.\n\n3. Of earth.\n",
        );
        let expected = text.replace("[2,|3]", "[2,4]").replace("3. Of", "4. Of");
        assert_eq!(renamed("a.txt", &text, "4"), expected);
        refused(&renamed("a.txt", &text, "15"), "would not be read as");
    }

    #[test]
    fn what_is_no_label_in_this_form() {
        let text = mia("The mill.[1|] The weir.[2]\n\nNotes\n\n1. Of oak.\n\n2. Of stone.\n");
        refused(&renamed("a.txt", &text, "oak"), "oak. would not be read as a footnote here");
        refused(&renamed("a.txt", &text, "1 2"), "A label has no spaces in it");
        refused(&renamed("a.txt", &text, "1\n2"), "A label has no spaces in it");
        refused(&renamed("a.txt", &text, ""), "A label cannot be empty");
    }

    #[test]
    fn a_wrong_number_by_the_right_one() {
        let numbers = |third: &str| {
            let mut notes: Vec<String> = (1..=5).map(|n| format!("{n}. Note {n}.\n\n")).collect();
            notes[3] = format!("{third}. Note 4.\n\n");
            mia(&format!("One.[1] Two.[2] Three.[3] Four.[4] Five.[5]\n\nNotes\n\n{}", notes.concat()))
        };
        assert_eq!(renamed("a.txt", &numbers("|2"), "4"), numbers("4"));
    }

    #[test]
    fn nothing_to_rename() {
        for (path, text) in [
            ("a.txt", mia("The |mill.[1]\n\nNotes\n\n1. Of oak.\n")),
            ("a.txt", mia("The mill.[1]\n\nNotes\n\n1. Of |oak.\n")),
            ("a.txt", "See |[1] there.\n".to_owned()),
            ("a.md", "The mill.^|[Of oak.] The weir.[^1]\n\n[^1]: Of stone.\n".to_owned()),
        ] {
            let (snapshot, cursor) = at(&text, path);
            assert_eq!(rename::prepare(&snapshot, cursor), None, "{text}");
            assert!(rename::rename(&snapshot, cursor, "2").is_err(), "{text}");
        }
    }

    #[test]
    fn the_label_alone_is_shown() {
        for (path, text, name) in [
            ("a.txt", mia("The mill.[1|2]\n\nNotes\n\n12. Of oak.\n"), "12"),
            ("a.md", "The mill.[^oak]|\n\n[^oak]: Of oak.\n".to_owned(), "oak"),
            ("a.md", "The mill.[^oak]\n\n|[^oak]: Of oak.\n".to_owned(), "oak"),
            ("a.txt", "The mill.[A]\n\n[Foot|note A: Of oak.]\n".to_owned(), "A"),
        ] {
            let (snapshot, cursor) = at(&text, path);
            let found = rename::prepare(&snapshot, cursor).expect("a label");
            assert_eq!((found.name.as_str(), &*snapshot.text().slice(found.range)), (name, name));
        }
    }
}

mod styles {
    use super::*;

    const BOOK: &str = "The mill.[1|] The weir.[2] The mill.[1] The dam.[3]\n\n[Footnote 1: Of oak.]\n\n[Footnote 2: Of stone.]\n\n[Footnote 3: Of earth.]\n";

    fn book(labels: [&str; 3]) -> String {
        let mut text = BOOK.replace('|', "");
        for (number, label) in ["1", "2", "3"].into_iter().zip(labels) {
            text = text.replace(&format!("[{number}]"), &format!("[{label}]"));
            text = text.replace(&format!("[Footnote {number}:"), &format!("[Footnote {label}:"));
        }
        text
    }

    #[test]
    fn every_way_to_count() {
        for (name, labels) in [
            ("number-with-letters", ["A", "B", "C"]),
            ("number-with-small-letters", ["a", "b", "c"]),
            ("number-with-roman-numerals", ["I", "II", "III"]),
            ("number-with-small-roman-numerals", ["i", "ii", "iii"]),
            ("number-with-symbols", ["*", "†", "‡"]),
        ] {
            let text = done("a.txt", BOOK, name);
            assert_eq!(text, book(labels), "{name}");
            let cursor = text.find(']').expect("a reference");
            let text = format!("{}|{}", &text[..cursor], &text[cursor..]);
            assert_eq!(done("a.txt", &text, "number-with-numbers"), book(["1", "2", "3"]), "{name}");
        }
    }

    #[test]
    fn in_markdown_labels_are_names() {
        let text =
            "The mill.[^1|] The weir.[^2] The oak.[^oak]\n\n[^1]: One.\n\n[^2]: Two.\n\n[^oak]: Oak.\n";
        let letters =
            "The mill.[^a] The weir.[^b] The oak.[^oak]\n\n[^a]: One.\n\n[^b]: Two.\n\n[^oak]: Oak.\n";
        assert_eq!(done("a.md", text, "number-with-small-letters"), letters);
        let back = letters.replacen("[^a", "[^a|", 1);
        assert_eq!(done("a.md", &back, "number-with-numbers"), text.replace('|', ""));
        let taken = text.replace("oak", "b");
        refused(&done("a.md", &taken, "number-with-small-letters"), "Line 7: there is a footnote b already");
    }

    #[test]
    fn a_form_that_cannot_bear_it() {
        let text = mia("The mill.[1|] The weir.[2]\n\nNotes\n\n1. Of oak.\n\n2. Of stone.\n");
        refused(
            &done("a.txt", &text, "number-with-small-letters"),
            "a. would not be read as a footnote here",
        );
        let offers = offered("a.txt", &text);
        assert!(offers.contains(&"Number these footnotes A, B, C …".to_owned()), "{offers:?}");
        assert!(!offers.contains(&"Number these footnotes 1, 2, 3 …".to_owned()), "{offers:?}");
    }

    #[test]
    fn another_series_that_counts_so() {
        let text = "The mill.[1|] The weir.[A] The dam.[2]\n\n[Footnote 1: One.]\n\n[Footnote A: Other.]\n\n[Footnote 2: Two.]\n";
        refused(&done("a.txt", text, "number-with-letters"), "Line 5: footnote A is counted so already");
    }

    #[test]
    fn no_further_than_the_signs_go() {
        let mut text = String::from("Begin.|");
        (1..=30).for_each(|number| text += &format!(" Word.[{number}]"));
        text += "\n\n";
        (1..=30).for_each(|number| text += &format!("[Footnote {number}: Note.]\n\n"));
        let text = text.replace('|', "").replacen("[1]", "[1|]", 1);
        refused(
            &done("a.txt", &text, "number-with-symbols"),
            "These footnotes count to 30, but symbols only to 24",
        );
        let letters = done("a.txt", &text, "number-with-letters");
        assert!(letters.contains("[Z] Word.[AA]") && letters.contains("[Footnote AD: Note.]"), "{letters}");
    }
}

mod merging {
    use super::*;

    #[test]
    fn the_authors_and_the_editors() {
        let text = mia(
            "The mill.[1*] The weir.[1] The dam.[2*] The race.[2|]\n\nNotes\n\n1*. The author’s.\n\n1. The editor’s.\n\n2*. The author’s again.\n\n2. The editor’s again.\n",
        );
        let expected = mia(
            "The mill.[1] The weir.[2] The dam.[3] The race.[4]\n\nNotes\n\n1. The author’s.\n\n2. The editor’s.\n\n3. The author’s again.\n\n4. The editor’s again.\n",
        );
        assert_eq!(done("a.txt", &text, "merge-series"), expected);
        let offers = offered("a.txt", &text);
        assert!(offers.contains(&"Count 1* … together with 1 …".to_owned()), "{offers:?}");
    }

    #[test]
    fn letters_into_numbers() {
        let text = "The mill.[A] The weir.[1|] The dam.[B]\n\n[Footnote A: Oak.]\n\n[Footnote 1: Stone.]\n\n[Footnote B: Earth.]\n";
        let expected = "The mill.[1] The weir.[2] The dam.[3]\n\n[Footnote 1: Oak.]\n\n[Footnote 2: Stone.]\n\n[Footnote 3: Earth.]\n";
        assert_eq!(done("a.txt", text, "merge-series"), expected);
    }

    #[test]
    fn one_region_after_the_other() {
        let notes = |labels: [&str; 4]| labels.map(|label| format!("{label}. Note.\n\n")).concat();
        let refs = |labels: [&str; 4]| labels.map(|label| format!("Word.[{label}] ")).concat() + "\n\n";
        let text = mia(&(refs(["1", "1*", "2|", "2*"]) + &notes(["1*", "2*", "1", "2"])));
        let expected = mia(&(refs(["3", "1", "4", "2"]) + &notes(["1", "2", "3", "4"])));
        assert_eq!(done("a.txt", &text, "merge-series"), expected);
    }

    #[test]
    fn notes_that_stand_mixed_count_in_the_order_of_their_references() {
        let notes = |labels: [&str; 4]| labels.map(|label| format!("{label}. Note.\n\n")).concat();
        let refs = |labels: [&str; 4]| labels.map(|label| format!("Word.[{label}] ")).concat() + "\n\n";
        let text = mia(&(refs(["2|", "2*", "1*", "1"]) + &notes(["1", "1*", "2", "2*"])));
        let expected = mia(&(refs(["1", "2", "3", "4"]) + &notes(["4", "3", "1", "2"])));
        assert_eq!(done("a.txt", &text, "merge-series"), expected);
    }

    #[test]
    fn not_what_is_doubtful() {
        let text = mia(
            "The mill.[1|] The weir.[1*] The dam.[2]\n\nNotes\n\n1. Of oak.\n\n2. Of clay.\n\n1*. Of stone.\n\n1*. Of earth.\n",
        );
        refused(&done("a.txt", &text, "merge-series"), "Line 18: this is a second footnote 1*.");
    }

    #[test]
    fn one_series_has_nothing_to_count_with() {
        let text = mia("The mill.[1|] The weir.[2]\n\nNotes\n\n1. Of oak.\n\n2. Of stone.\n");
        refused(&done("a.txt", &text, "merge-series"), "There is no other series");
        assert!(!offered("a.txt", &text).iter().any(|offer| offer.starts_with("Count")));
    }
}

mod prefixes {
    use super::*;

    const TEXT: &str = "The mill.[^1|] The weir.[^b] The dam.[^gone] Here.^[On the spot.]\n\n[^1]: Of oak.\n\n[^b]: Of stone.\n";

    #[test]
    fn there_and_back() {
        let prefixed = "The mill.[^Chapter-3-1] The weir.[^Chapter-3-b] The dam.[^Chapter-3-gone] Here.^[On the spot.]\n\n[^Chapter-3-1]: Of oak.\n\n[^Chapter-3-b]: Of stone.\n";
        let path = "work/Chapter 3.md";
        assert_eq!(done(path, TEXT, "add-prefix"), prefixed);
        let cursor = prefixed.replacen("-1]", "-1|]", 1);
        assert_eq!(done(path, &cursor, "remove-prefix"), TEXT.replace('|', ""));
        refused(&done(path, &cursor, "add-prefix"), "All labels begin with “Chapter-3-” already");
        assert!(offered(path, TEXT).contains(&"Put “Chapter-3-” before all labels of this file".to_owned()));
        assert!(
            offered(path, &cursor).contains(&"Remove “Chapter-3-” from all labels of this file".to_owned())
        );
    }

    #[test]
    fn one_that_is_not_the_files_name() {
        let text = "The mill.[^old-1|] The weir.[^old-2-x]\n\n[^old-1]: Of oak.\n\n[^old-2-x]: Of stone.\n";
        let expected = "The mill.[^1] The weir.[^2-x]\n\n[^1]: Of oak.\n\n[^2-x]: Of stone.\n";
        assert_eq!(done("new.md", text, "remove-prefix"), expected);
        refused(&done("new.md", TEXT, "remove-prefix"), "share no prefix");
    }

    #[test]
    fn only_where_labels_are_names() {
        let text = mia("The mill.[1|]\n\nNotes\n\n1. Of oak.\n");
        refused(&done("a.txt", &text, "add-prefix"), "labels are numbers");
        assert!(!offered("a.txt", &text).iter().any(|offer| offer.contains("Put")));
    }
}

/// What other tools have done to people's texts when they only wanted their footnotes in order.
mod failures_of_other_tools {
    use super::*;

    #[test]
    fn labels_side_by_side_are_not_written_into_each_other() {
        let notes = |labels: [&str; 4]| {
            let bodies = ["Lake.", "River.", "Town.", "Fort."];
            labels
                .into_iter()
                .zip(bodies)
                .map(|(label, body)| format!("{label}. {body}\n\n"))
                .collect::<String>()
        };
        let text = mia(&format!(
            "|Huron[70] Ottawa[69][68]6 Three.[71]\n\nNotes\n\n{}",
            notes(["68", "69", "70", "71"])
        ));
        let expected = mia(&format!(
            "Huron[68] Ottawa[69][70]6 Three.[71]\n\nNotes\n\n{}",
            notes(["70", "69", "68", "71"])
        ));
        assert_eq!(done("a.txt", &text, "renumber"), expected);
    }

    #[test]
    fn numbers_are_replaced_and_not_lengthened() {
        let text = "|The mill.[10] The weir.[6] The dam.[60]\n\n[Footnote 10: Oak.]\n\n[Footnote 6: Stone.]\n\n[Footnote 60: Earth.]\n";
        let expected = "The mill.[1] The weir.[2] The dam.[3]\n\n[Footnote 1: Oak.]\n\n[Footnote 2: Stone.]\n\n[Footnote 3: Earth.]\n";
        assert_eq!(done("a.txt", text, "renumber"), expected);
    }

    #[test]
    fn the_first_line_stays() {
        let text = "|[3] The mill.[2] The weir.[1]\n\n[Footnote 3: Sun.]\n\n[Footnote 2: Oak.]\n\n[Footnote 1: Stone.]\n";
        let expected = "[1] The mill.[2] The weir.[3]\n\n[Footnote 1: Sun.]\n\n[Footnote 2: Oak.]\n\n[Footnote 3: Stone.]\n";
        assert_eq!(done("a.txt", text, "renumber"), expected);
    }

    #[test]
    fn several_references_to_one_note_stay_so_and_notes_stay_where_they_are() {
        let text = "|The mill.[^2] The weir.[^1] The mill.[^2] The weir.[^1]\n\n[^1]: Of stone.\n\n    And of mortar.\n\n[^2]: Of oak.\n";
        let expected = "The mill.[^1] The weir.[^2] The mill.[^1] The weir.[^2]\n\n[^2]: Of stone.\n\n    And of mortar.\n\n[^1]: Of oak.\n";
        assert_eq!(done("a.md", text, "renumber"), expected);
    }

    #[test]
    fn what_is_in_order_stays_as_it_is() {
        for (path, text) in [
            ("a.md", "The |mill.[^1] The weir.[^2]\n\n[^1]: Of oak.\n\n[^2]: Of stone.\n".to_owned()),
            (
                "a.txt",
                mia(
                    "|The mill.[3] The weir.[1] The dam.[2]\n\nNotes\n\n1. Of stone.\n\n2. Of earth.\n\n3. Of oak.\n",
                ),
            ),
        ] {
            assert_eq!(done(path, &text, "renumber"), text.replace('|', ""));
        }
    }
}
