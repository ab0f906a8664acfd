//! `check --fix`, `--unsafe-fixes` and `--diff`, through the built binary: what is changed, what stays as it is, and what
//! is said about it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use encoding_rs::Encoding;
use serde_json::{Value, json};

mod support;

use support::files::{command, folder, report, run, write};

/// Two faults that can be mended safely, and one that a person should look at.
const FAULTY: &str = "\
Über die Mühle

Source: Gesammelte Briefe, Band 3, pages 10-12
Transcription: A. Müller
Transcription: A. Müller
Pubic Domain: yes

Die Mühle stand am Fluß, und draußen schneite es früh. [ 1 ] Später fror der Bach. [2]

Notes

1. Sie gehörte seinem Großvater.
2. Nach Weihnachten.
";

fn safely_fixed() -> String {
    FAULTY.replacen("Transcription: A. Müller\n", "", 1).replace("[ 1 ]", "[1]")
}

fn wholly_fixed() -> String {
    safely_fixed().replace("Pubic", "Public")
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn content(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

fn last_lines(output: &Output, count: usize) -> Vec<&str> {
    let lines: Vec<&str> = stdout(output).lines().collect();
    lines[lines.len().saturating_sub(count)..].to_vec()
}

fn filter(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = command(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn only_what_is_safe_is_fixed_unless_more_is_asked_for() {
    let folder =
        folder("cli-fix-safe", &[("a.txt", FAULTY), ("deep/b.txt", FAULTY), ("c.txt", &wholly_fixed())]);
    let output = run(&folder, &["check", "--fix"]);
    assert_eq!(code(&output), 1, "what is left decides");
    assert_eq!(
        last_lines(&output, 3),
        [
            "Fixed 4 problems in 2 files.",
            "2 problems (2 warnings) in 2 of 3 editions; 3 files read.",
            "--unsafe-fixes would fix 2 more; look at the changes first with --diff --unsafe-fixes.",
        ]
    );
    assert!(stdout(&output).starts_with("warning[unknown-field]"), "{}", stdout(&output));
    assert!(
        stdout(&output).contains("--> a.txt:5:1"),
        "places are those of the fixed text: {}",
        stdout(&output)
    );
    assert_eq!(content(&folder, "a.txt"), safely_fixed());
    assert_eq!(content(&folder, "deep/b.txt"), safely_fixed());

    let output = run(&folder, &["check", "--fix", "--unsafe-fixes", "a.txt", "deep"]);
    assert_eq!(code(&output), 0);
    assert_eq!(stdout(&output), "Fixed 2 problems in 2 files.\nNo problems in 2 editions (2 files read).\n");
    assert_eq!(content(&folder, "a.txt"), wholly_fixed());
    assert_eq!(code(&run(&folder, &["check", "--unsafe-fixes"])), 2, "of no use alone");
}

#[test]
fn without_it_nothing_is_changed() {
    let folder = folder("cli-fix-none", &[("a.txt", FAULTY)]);
    run(&folder, &["check"]);
    assert_eq!(content(&folder, "a.txt"), FAULTY);
}

#[test]
fn nothing_is_written_where_nothing_changes() {
    let folder = folder("cli-fix-idle", &[("a.txt", &safely_fixed())]);
    let path = folder.join("a.txt");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    run(&folder, &["check", "--fix", "a.txt"]);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
    fs::write(&path, FAULTY).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    run(&folder, &["check", "--fix", "a.txt"]);
    assert_ne!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn every_encoding_mark_and_line_end_stays() {
    let folder = folder("cli-fix-kept", &[]);
    let path = folder.join("a.txt");
    let legacy = |text: &str| Encoding::for_label(b"windows-1252").unwrap().encode(text).0.into_owned();
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let utf8 = |text: &str| text.as_bytes().to_vec();
    type Encode<'a> = &'a dyn Fn(&str) -> Vec<u8>;
    let cases: [(&str, Encode); 7] = [
        ("", &utf8),
        ("\u{feff}", &utf8),
        ("", &legacy),
        ("\u{feff}", &little),
        ("\u{feff}", &big),
        ("", &little),
        ("", &big),
    ];
    for (index, (bom, encode)) in cases.iter().enumerate() {
        for end in ["\n", "\r\n", "\r"] {
            let bytes = |text: &str| encode(&format!("{bom}{}", text.replace('\n', end)));
            fs::write(&path, bytes(FAULTY)).unwrap();
            let output = run(&folder, &["check", "--fix", "--unsafe-fixes", "a.txt"]);
            assert!(stdout(&output).contains("Fixed 3 problems in 1 file."), "case {index}: {output:?}");
            assert!(fs::read(&path).unwrap() == bytes(&wholly_fixed()), "case {index}, {end:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder("cli-fix-links", &[("real/a.txt", FAULTY), ("b.txt", FAULTY)]);
    symlink("real/a.txt", folder.join("link.txt")).unwrap();
    fs::hard_link(folder.join("b.txt"), folder.join("other.txt")).unwrap();
    fs::set_permissions(folder.join("real/a.txt"), fs::Permissions::from_mode(0o640)).unwrap();
    let output = run(&folder, &["check", "--fix", "link.txt", "real/a.txt", "b.txt"]);
    assert_eq!(stderr(&output), "", "a file with two names is fixed once");
    assert!(fs::symlink_metadata(folder.join("link.txt")).unwrap().is_symlink());
    assert_eq!(content(&folder, "real/a.txt"), safely_fixed());
    assert_eq!(fs::metadata(folder.join("real/a.txt")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(content(&folder, "other.txt"), safely_fixed());
    assert_eq!(fs::read_dir(folder.join("real")).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_file_that_is_read_only_is_told_and_the_rest_goes_on() {
    let folder = folder("cli-fix-read-only", &[("a.txt", FAULTY), ("b.txt", FAULTY)]);
    let mut permissions = fs::metadata(folder.join("a.txt")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.join("a.txt"), permissions).unwrap();
    let output = run(&folder, &["check", "--fix"]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        stderr(&output),
        "a.txt: was not changed: it is read-only. Allow writing to it, and run this again.\n"
    );
    assert_eq!((content(&folder, "a.txt"), content(&folder, "b.txt")), (FAULTY.to_owned(), safely_fixed()));
    assert!(stdout(&output).contains("Fixed 2 problems in 1 file.\n4 problems"), "{}", stdout(&output));
    // A file to which nothing is done may be as it likes.
    fs::remove_file(folder.join("b.txt")).unwrap();
    write(&folder, "c.txt", &safely_fixed());
    let mut permissions = fs::metadata(folder.join("c.txt")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.join("c.txt"), permissions).unwrap();
    assert_eq!(code(&run(&folder, &["check", "--fix", "c.txt"])), 1);
}

#[test]
fn a_diff_shows_what_would_change_and_touches_nothing() {
    let folder = folder("cli-fix-diff", &[("a.txt", FAULTY), ("good.txt", &wholly_fixed())]);
    let expected = "\
--- a.txt
+++ a.txt
@@ -2,10 +2,9 @@
 
 Source: Gesammelte Briefe, Band 3, pages 10-12
 Transcription: A. Müller
-Transcription: A. Müller
 Pubic Domain: yes
 
-Die Mühle stand am Fluß, und draußen schneite es früh. [ 1 ] Später fror der Bach. [2]
+Die Mühle stand am Fluß, und draußen schneite es früh. [1] Später fror der Bach. [2]
 
 Notes
 
";
    for arguments in [&["check", "--diff"][..], &["check", "--fix", "--diff", "a.txt"]] {
        let output = run(&folder, arguments);
        assert_eq!((code(&output), stdout(&output)), (1, expected));
        assert_eq!(stderr(&output), "--fix would fix 2 problems in 1 file; with --unsafe-fixes, 1 more.\n");
    }
    let output = run(&folder, &["check", "--diff", "good.txt"]);
    assert_eq!((code(&output), stdout(&output), stderr(&output)), (0, "", "--fix would change nothing.\n"));
    let output = run(&folder, &["check", "--diff", "--unsafe-fixes", "--color", "always"]);
    assert!(stdout(&output).contains("\u{1b}[32m+Public Domain: yes\u{1b}[0m\n"), "{}", stdout(&output));
    assert_eq!(stderr(&output), "--fix --unsafe-fixes would fix 3 problems in 1 file.\n");
    let output = filter(&folder, &["check", "--diff", "-", "--stdin-filename", "a.txt"], FAULTY.as_bytes());
    assert_eq!((code(&output), stdout(&output)), (1, expected));
    assert_eq!(content(&folder, "a.txt"), FAULTY);
    assert_eq!(code(&run(&folder, &["check", "--diff", "--format", "json"])), 2, "they say different things");
}

#[test]
fn a_text_that_comes_in_goes_out_fixed() {
    let folder = folder("cli-fix-filter", &[("a.txt", FAULTY)]);
    let arguments = ["check", "--fix", "-", "--stdin-filename", "a.txt"];
    let output = filter(&folder, &arguments, FAULTY.as_bytes());
    assert_eq!((code(&output), stdout(&output)), (1, &safely_fixed()[..]));
    assert!(stderr(&output).starts_with("warning[unknown-field]"), "{}", stderr(&output));
    assert!(stderr(&output).contains("Fixed 2 problems in 1 file.\n"), "{}", stderr(&output));
    assert_eq!(content(&folder, "a.txt"), FAULTY, "the name is only a name");

    let output = filter(&folder, &[&arguments[..], &["--format", "json"]].concat(), FAULTY.as_bytes());
    assert_eq!(stdout(&output), safely_fixed());
    let report: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(report["summary"]["fixed"]["problems"], 2);

    // Whatever there is nothing to fix in comes out as it came in.
    let wide: Vec<u8> = "Milk, eggs.\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for input in [b"Milk, eggs.".to_vec(), Vec::new(), wide] {
        let output = filter(&folder, &["check", "--fix", "-"], &input);
        assert_eq!((code(&output), output.stdout), (0, input));
    }
    let output = filter(&folder, &["check", "--fix", "-"], b"caf\xc3\xa9 caf\xe9");
    assert_eq!((code(&output), stdout(&output)), (1, ""));
}

#[test]
fn json_tells_what_was_fixed() {
    let folder = folder("cli-fix-json", &[("a.txt", FAULTY), ("b.txt", FAULTY)]);
    assert_eq!(report(&folder, &[])["summary"].get("fixed"), None);
    let fixed = report(&folder, &["--fix"]);
    let rules = json!({"duplicate-field": 2, "misread-label": 2});
    assert_eq!(fixed["summary"]["fixed"], json!({"problems": 4, "files": 2, "rules": rules, "suggested": 2}));
    assert_eq!(fixed["problems"].as_array().unwrap().len(), 2);
    let nothing = json!({"problems": 0, "files": 0, "rules": {}, "suggested": 2});
    assert_eq!(report(&folder, &["--fix"])["summary"]["fixed"], nothing);
}

#[test]
fn settings_are_never_changed_and_are_heeded() {
    let settings = "dialect = \"miaa\"\n[rules]\nmisread-label = \"off\"\n";
    let folder = folder("cli-fix-settings", &[("edition.toml", settings), ("a.txt", FAULTY)]);
    run(&folder, &["check", "--fix", "--unsafe-fixes"]);
    run(&folder, &["check", "--fix", "--unsafe-fixes", "edition.toml"]);
    assert_eq!(content(&folder, "edition.toml"), settings);
    assert_eq!(content(&folder, "a.txt"), wholly_fixed().replace("[1]", "[ 1 ]"), "what is off is not fixed");
}

#[test]
fn what_takes_words_away_is_left_to_a_person() {
    // Nothing refers to footnote 2, and there is no footnote 3.
    let text = safely_fixed().replace(" [2]", "").replace("Pubic", "Public");
    let another = wholly_fixed().replace("Bach. [2]", "Bach. [2] Es taute. [3]");
    let folder = folder("cli-fix-manual", &[("a.txt", &text), ("b.txt", &another)]);
    let output = run(&folder, &["check", "--fix", "--unsafe-fixes"]);
    for rule in ["unreferenced-footnote", "undefined-footnote"] {
        assert!(stdout(&output).contains(rule), "{}", stdout(&output));
    }
    assert!(!stdout(&output).contains("ixed"), "{}", stdout(&output));
    assert_eq!((content(&folder, "a.txt"), content(&folder, "b.txt")), (text, another));
}
