//! `check` and `inspect` on texts with problems, through the built binary.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use support::EXAMPLE as ESSAY;

/// A folder of this test with these files, each of this content.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-problems").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, content) in files {
        fs::write(folder.join(name), content).unwrap();
    }
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_edition-ls"));
    command.current_dir(folder).args(arguments).env_remove("CLICOLOR_FORCE");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn problems_decide_the_exit_code() {
    let folder = folder("fail-on", &[("essay.txt", ESSAY)]);
    assert_eq!(code(&run(&folder, &["check"])), 1);
    for (fail_on, expected) in [("error", 1), ("warning", 1), ("information", 1), ("never", 0)] {
        assert_eq!(code(&run(&folder, &["check", "--fail-on", fail_on])), expected, "{fail_on}");
    }
    assert_eq!(code(&run(&folder, &["check", "essay.txt", "missing.txt"])), 2);
}

#[test]
fn the_human_format_shows_the_line_and_a_summary() {
    let long = ESSAY.replace("The first", &format!("{}The first", "Many words. ".repeat(5000)));
    let folder = folder("human", &[("essay.txt", ESSAY), ("long.txt", &long)]);
    let output = run(&folder, &["check", "essay.txt"]);
    let text = stdout(&output);
    assert!(text.starts_with("error[undefined-footnote]: "), "{text}");
    assert!(text.contains(" --> essay.txt:8:65\n"), "{text}");
    assert!(text.ends_with("1 problem (1 error) in 1 of 1 edition; 1 file read.\n"), "{text}");
    let output = run(&folder, &["check", "long.txt"]);
    let text = stdout(&output);
    assert!(text.contains(" --> long.txt:8:60065\n"), "{text}");
    let lines = text.lines().filter(|line| line.contains(" | ") || line.contains('^'));
    assert!(lines.clone().count() >= 2 && lines.clone().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn colour_is_for_those_who_want_it() {
    let folder = folder("colour", &[("essay.txt", ESSAY)]);
    let always = run(&folder, &["check", "--color", "always"]);
    assert!(stdout(&always).starts_with("\u{1b}["));
    assert!(!stdout(&run(&folder, &["check"])).contains('\u{1b}'), "not a terminal");
    assert!(!stdout(&run(&folder, &["check", "--color", "never"])).contains('\u{1b}'));
    let refused = command(&folder, &["check"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!stdout(&refused).contains('\u{1b}'));
}

#[test]
fn every_format_names_the_same_place() {
    let windows = format!("\u{feff}{}", ESSAY.replace('\n', "\r\n"));
    let folder = folder("formats", &[("essay.txt", ESSAY), ("windows.txt", &windows)]);
    let github = run(&folder, &["check", "--format", "github", "essay.txt"]);
    let place = "::error file=essay.txt,line=8,endLine=8,col=65,endColumn=68,";
    let title = "title=edition-ls undefined-footnote::";
    assert!(stdout(&github).starts_with(&format!("{place}{title}")), "{}", stdout(&github));
    let json = run(&folder, &["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    let summary =
        json!({"files": 2, "editions": 2, "errors": 2, "warnings": 0, "informations": 0, "hints": 0});
    assert_eq!(report["summary"], summary);
    for (index, name) in ["essay.txt", "windows.txt"].iter().enumerate() {
        let problem = &report["problems"][index];
        assert_eq!(problem["file"], *name);
        assert_eq!(problem["start"], json!({"line": 8, "column": 65}));
        assert_eq!(problem["end"], json!({"line": 8, "column": 68}));
    }
}

#[test]
fn the_order_of_problems_does_not_depend_on_the_threads() {
    let names: Vec<String> = (0..60).map(|number| format!("{:02}.txt", number * 37 % 60)).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), ESSAY)).collect();
    let folder = folder("order", &files);
    let alone = command(&folder, &["check"]).env("RAYON_NUM_THREADS", "1").output().unwrap();
    for _ in 0..5 {
        let together = command(&folder, &["check"]).env("RAYON_NUM_THREADS", "8").output().unwrap();
        assert_eq!(stdout(&alone), stdout(&together));
    }
    let shown: Vec<&str> = stdout(&alone).lines().filter_map(|line| line.strip_prefix(" --> ")).collect();
    assert_eq!(shown.len(), 60);
    assert!(shown.is_sorted(), "{shown:?}");
}

#[test]
fn inspect_shows_header_references_and_footnotes() {
    let folder = folder("inspect", &[("essay.txt", ESSAY)]);
    let output = run(&folder, &["inspect", "--format", "json", "essay.txt"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let file = &report["files"][0];
    assert_eq!(file["edition"], true);
    assert_eq!(file["dialect"], "mia");
    let transcription = json!({
        "key": "Transcription", "field": "Transcription", "value": "A. Volunteer", "line": 6, "column": 1,
    });
    assert_eq!(file["header"][1], transcription);
    let reference = |label: &str, line: u32, column: u32, footnote: Option<u32>| {
        json!({
            "label": label, "series": "number", "line": line, "column": column, "footnote_line": footnote,
        })
    };
    let references =
        [reference("1", 3, 11, Some(10)), reference("2", 8, 39, Some(12)), reference("3", 8, 65, None)];
    assert_eq!(file["references"], json!(references));
    let footnote = json!({"label": "2", "series": "number", "line": 12, "column": 1, "references": 1});
    assert_eq!(file["footnotes"][1], footnote);
    let human = run(&folder, &["inspect", "essay.txt"]);
    assert!(stdout(&human).contains("[3]  line 8, column 65  has no footnote"), "{}", stdout(&human));
}

#[test]
fn a_rule_is_explained_and_its_misspelling_understood() {
    let folder = folder("explain", &[]);
    let page = run(&folder, &["explain", "undefined-footnote"]);
    assert_eq!(code(&page), 0);
    assert!(!stdout(&page).lines().any(|line| line.starts_with("<!--")));
    let misspelled = run(&folder, &["explain", "undefind-footnote"]);
    assert_eq!(code(&misspelled), 2);
    assert!(String::from_utf8_lossy(&misspelled.stderr).contains("Did you mean undefined-footnote?"));
    assert!(stdout(&run(&folder, &["rules"])).contains("undefined-footnote"));
}
