//! Texts whose footnotes stand in a file beside them, on the command line.

mod support;

use std::path::PathBuf;

use serde_json::Value;
use support::files::{folder, report, run, write};

fn collection(name: &str, files: &[(&str, &str)]) -> PathBuf {
    folder(&format!("cli-companion/{name}"), files)
}

/// A chapter with references of these labels.
fn chapter(labels: [u32; 3]) -> String {
    let [one, two, three] = labels;
    format!(
        "MIA > Archive > A. Person\n\nOn Bees\n\nThe bees came home late. [{one}] The keeper slept. [{two}] \
         Nobody was stung. [{three}]\n\nTop of the page\n"
    )
}

const NOTES: &str = "Notes\n\nChapter 1\n\n1. They had been to the heath.\n\n2. He was old.\n\n3. They knew \
                     him.\n\nChapter 2\n\n4. All night.\n\n5. At noon.\n\n6. In the garden.\n";

/// `file: rule label` for each problem.
fn problems(report: &Value) -> Vec<String> {
    let all = report["problems"].as_array().unwrap().iter();
    let word = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    all.map(|one| format!("{}: {} {}", word(one, "file"), word(one, "rule"), word(one, "label"))).collect()
}

#[test]
fn references_lead_to_the_file_beside() {
    let (one, two) = (chapter([1, 2, 3]), chapter([4, 5, 6]));
    let files = [("ch01.txt", one.as_str()), ("ch02.txt", &two), ("notes.txt", NOTES)];
    let folder = collection("sound", &files);
    assert_eq!(problems(&report(&folder, &[])), [""; 0]);
    let page = String::from_utf8(run(&folder, &["inspect", "ch02.txt"]).stdout).unwrap();
    assert!(page.contains("  Companion   notes.txt\n"), "{page}");
    assert!(page.contains("its footnote is in notes.txt, line 15"), "{page}");
    // It need not be among the texts that were named.
    assert_eq!(problems(&report(&folder, &["ch01.txt"])), [""; 0]);
}

#[test]
fn a_label_that_is_in_neither_is_told() {
    let folder = collection("missing", &[("ch02.txt", &chapter([4, 5, 9])), ("notes.txt", NOTES)]);
    let report = report(&folder, &[]);
    assert_eq!(problems(&report), ["ch02.txt: undefined-footnote 9"]);
    let message = report["problems"][0]["message"].as_str().unwrap();
    assert!(message.contains("neither this text nor notes.txt has a footnote 9"), "{message}");
}

#[test]
fn what_does_not_fit_is_no_companion() {
    let detached = ["ch.txt: detached-footnotes 1"];
    let text = chapter([1, 2, 3]);
    for (name, beside) in [
        ("other-labels", "Notes\n\n11. They had been to the heath.\n\n12. He was old.\n"),
        ("too-few", "Notes\n\n1. They had been to the heath.\n\n12. He was old.\n"),
        ("labels-fall", "Notes\n\n1. To the heath.\n\n2. Old.\n\n1. Rye.\n\n2. Straw.\n\n3. Wax.\n"),
        ("refers-itself", "A list [1] of three [2] things [3]\n\n1. Rye.\n\n2. Straw.\n\n3. Wax.\n"),
        ("empty", ""),
    ] {
        let folder = collection(name, &[("ch.txt", &text), ("notes.txt", beside)]);
        assert_eq!(problems(&report(&folder, &["ch.txt"])), detached, "{name}");
    }
    let files = [("ch01.txt", text.as_str()), ("ch02.txt", &text), ("Notes.txt", NOTES)];
    let folder = collection("claimed-twice", &files);
    let claimed = ["ch01.txt: detached-footnotes 1", "ch02.txt: detached-footnotes 1"];
    assert_eq!(problems(&report(&folder, &[])), claimed, "they cannot be the notes of both");
    std::fs::remove_file(folder.join("ch02.txt")).unwrap();
    assert_eq!(problems(&report(&folder, &[])), [""; 0], "Notes.txt is a name as good as notes.txt");
    let folder = collection("other-name", &[("ch.txt", &text), ("remarks.txt", NOTES)]);
    assert_eq!(problems(&report(&folder, &["ch.txt"])), detached);
}

#[test]
fn the_notes_of_one_text_and_other_encodings() {
    let folder = collection("own", &[("ch.txt", &chapter([1, 2, 3])), ("notes.txt", "Notes\n\n7. Wax.\n")]);
    std::fs::write(folder.join("ch-notes.txt"), b"1. Caf\xe9.\n\n2. Gar\xe7on.\n\n3. Th\xe9.\n").unwrap();
    assert_eq!(problems(&report(&folder, &["ch.txt"])), [""; 0]);
    // A text that has footnotes of its own needs none of others.
    let own = "MIA > Archive > A. Person\n\nLate. [1] Slept. [2]\n\nNotes\n\n1. The heath.\n\n2. Old.\n";
    write(&folder, "ch.txt", &own.replace("[2]", "[2] Old. [3]"));
    assert_eq!(problems(&report(&folder, &["ch.txt"])), ["ch.txt: undefined-footnote 3"]);
}
