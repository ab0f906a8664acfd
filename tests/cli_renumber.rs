//! `renumber`, through the built binary.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

mod support;

use support::files::{command, folder, run};

/// Two chapters that number anew. In the first a note was put in and numbered as it came, in the second one was taken out.
const CHAPTERS: &str = "\
Letters

Source: Collected Letters, Volume 3, pages 10-12
Transcription: A. Volunteer

CHAPTER I

The first letter is old. [1] The second is not dated. [9] The third is lost. [2] The fourth is short. [3]

Notes

1. It was found in 1902.
9. Perhaps it is from the same year.
2. It is named in a list of 1850.
3. It has two lines.

CHAPTER II

The fifth letter is older still. [1] The sixth is torn. [2] The seventh is blank. [4] The eighth is long. [5]

Notes

1. It was bought in 1911.
2. It has nine leaves.
4. Nobody knows why.
5. Its lower half is lost.
";

/// What renumbering makes of it.
fn in_order() -> String {
    let first =
        CHAPTERS.replace("[3]", "[4]").replace("[2] The fourth", "[3] The fourth").replace("[9]", "[2]");
    let first = first.replace("3. It has two", "4. It has two").replace("2. It is named", "3. It is named");
    second_in_order(&first.replace("9. ", "2. "))
}

fn second_in_order(text: &str) -> String {
    let references = text.replace("[4] The eighth", "[3] The eighth").replace("[5]", "[4]");
    references.replace("4. Nobody", "3. Nobody").replace("5. Its", "4. Its")
}

fn text(output: &[u8]) -> &str {
    std::str::from_utf8(output).unwrap()
}

fn told(output: &Output) -> (i32, &str, &str) {
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn content(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn footnotes_are_numbered_as_they_appear() {
    let folder = folder("cli-renumber", &[("essay.txt", CHAPTERS)]);
    let output = run(&folder, &["renumber", "essay.txt"]);
    assert_eq!(told(&output), (0, "Renumbered 5 footnotes in essay.txt.\n", ""));
    assert_eq!(content(&folder, "essay.txt"), in_order());
    let output = run(&folder, &["renumber", "essay.txt"]);
    assert_eq!(told(&output), (0, "essay.txt: already in order.\n", ""));
}

#[test]
fn one_section_can_be_chosen() {
    let folder = folder("cli-renumber-section", &[]);
    for section in ["2", "Chapter II"] {
        support::files::write(&folder, "essay.txt", CHAPTERS);
        let output = run(&folder, &["renumber", "essay.txt", "--section", section]);
        assert_eq!(told(&output), (0, "Renumbered 2 footnotes in essay.txt.\n", ""), "{section}");
        assert_eq!(content(&folder, "essay.txt"), second_in_order(CHAPTERS));
    }
    let output = run(&folder, &["renumber", "essay.txt", "--section", "3"]);
    let complaint = "essay.txt: not renumbered. It has no section 3: its footnotes begin to count 2 times.\n";
    assert_eq!(told(&output), (2, "", complaint));
    let output = run(&folder, &["renumber", "essay.txt", "--section", "Chapter IX"]);
    let complaint = "essay.txt: not renumbered. It has no section “Chapter IX”. It has “Letters”, “CHAPTER I”, “CHAPTER II”.\n";
    assert_eq!(told(&output), (2, "", complaint));
}

#[test]
fn one_series_can_be_chosen() {
    let folder = folder("cli-renumber-series", &[("essay.txt", CHAPTERS)]);
    let output = run(&folder, &["renumber", "essay.txt", "--series", "letter"]);
    let complaint = "essay.txt: not renumbered. It has no footnotes of the series letter, only of: number.\n";
    assert_eq!(told(&output), (2, "", complaint));
    let output = run(&folder, &["renumber", "essay.txt", "--series", "number"]);
    assert_eq!(told(&output), (0, "Renumbered 5 footnotes in essay.txt.\n", ""));
    assert_eq!(run(&folder, &["renumber", "essay.txt", "--series", "runes"]).status.code(), Some(2));
}

#[test]
fn a_diff_touches_nothing() {
    let folder = folder("cli-renumber-diff", &[("essay.txt", CHAPTERS)]);
    let output = run(&folder, &["renumber", "--diff", "--section", "1", "essay.txt"]);
    let expected = "\
--- essay.txt
+++ essay.txt
@@ -5,14 +5,14 @@
 
 CHAPTER I
 
-The first letter is old. [1] The second is not dated. [9] The third is lost. [2] The fourth is short. [3]
+The first letter is old. [1] The second is not dated. [2] The third is lost. [3] The fourth is short. [4]
 
 Notes
 
 1. It was found in 1902.
-9. Perhaps it is from the same year.
+2. Perhaps it is from the same year.
-2. It is named in a list of 1850.
+3. It is named in a list of 1850.
-3. It has two lines.
+4. It has two lines.
 
 CHAPTER II
 
";
    assert_eq!(told(&output), (1, expected, ""));
    assert_eq!(content(&folder, "essay.txt"), CHAPTERS);
    run(&folder, &["renumber", "essay.txt"]);
    assert_eq!(told(&run(&folder, &["renumber", "--diff", "essay.txt"])), (0, "", ""));
}

#[test]
fn what_is_doubtful_is_left_and_the_rest_goes_on() {
    let doubtful = CHAPTERS.replace("3. It has two lines.", "2. It has two lines.");
    let folder = folder(
        "cli-renumber-doubt",
        &[("a.txt", &doubtful), ("b.txt", CHAPTERS), ("list.txt", "Milk, eggs.\n")],
    );
    let output = run(&folder, &["renumber", "a.txt", "list.txt", "missing.txt", ".", "b.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "Renumbered 5 footnotes in b.txt.\n");
    let complaints: Vec<&str> = text(&output.stderr).lines().collect();
    let expected = [
        "a.txt: not renumbered. Line 15: ",
        "list.txt: not renumbered. This text is not read as an edition.",
        "missing.txt: there is no such file",
        ".: is a folder. Name the files in it.",
    ];
    assert_eq!(complaints.len(), expected.len(), "{complaints:?}");
    assert!(complaints.iter().zip(expected).all(|(line, start)| line.starts_with(start)), "{complaints:?}");
    assert_eq!(content(&folder, "a.txt"), doubtful);
}

#[test]
fn a_text_that_comes_in_goes_out_renumbered() {
    let folder = folder("cli-renumber-filter", &[]);
    let mut command = command(&folder, &["renumber", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(CHAPTERS.replace('\n', "\r\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stdout), in_order().replace('\n', "\r\n"));
    assert_eq!(text(&output.stderr), "Renumbered 5 footnotes in <stdin>.\n");
}
