//! The command line, through the built binary: exit codes, what is read and what is passed over, the formats.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// An empty folder of this test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_edition-ls"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env_remove("CLICOLOR_FORCE");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn run_with_stdin(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = command(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(folder, &[&["check", "--format", "json"], arguments].concat());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn files_read(folder: &Path, arguments: &[&str]) -> u64 {
    report(folder, arguments)["summary"]["files"].as_u64().unwrap()
}

#[test]
fn folders_are_walked_for_texts() {
    let folder = folder("walk");
    for name in ["a.txt", "B.TXT", "c.md", "d.markdown", "e.text", "f", "deep/er/g.txt"] {
        write(&folder, name, "A text.");
    }
    for name in ["x.html", "y.rs", "z.pdf", ".hidden.txt", ".hidden/a.txt", "ignored.txt", "drafts/a.txt"] {
        write(&folder, name, "Not to be read.");
    }
    write(&folder, "binary", b"\x7fELF\0\0\0");
    write(&folder, ".gitignore", "ignored.txt\ndrafts/\n");
    assert_eq!(files_read(&folder, &[]), 7);
    assert_eq!(files_read(&folder, &["."]), 7);
    assert_eq!(files_read(&folder, &["x.html", ".hidden.txt", "ignored.txt", "drafts"]), 4, "what is named");
    assert_eq!(files_read(&folder, &[".", "a.txt", "./a.txt", "deep"]), 7, "nothing is read twice");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_harmless() {
    use std::os::unix::fs::symlink;
    let folder = folder("links");
    write(&folder, "a.txt", "A text.");
    symlink(&folder, folder.join("circle")).unwrap();
    symlink("self.txt", folder.join("self.txt")).unwrap();
    symlink("a.txt", folder.join("b.txt")).unwrap();
    assert_eq!(files_read(&folder, &[]), 1);
    assert_eq!(files_read(&folder, &["circle"]), 1, "a link to a folder, when named, is walked");
    assert_eq!(files_read(&folder, &["b.txt"]), 1, "a link to a file, when named, is read");
    assert_eq!(code(&run(&folder, &["check", "self.txt"])), 2);
}

#[test]
fn a_named_file_that_cannot_be_read_is_a_failure_and_the_rest_goes_on() {
    let folder = folder("named");
    write(&folder, "good.txt", "A text.");
    write(&folder, "latin.txt", b"\xef\xbb\xbfone\r\ntwo\rna\xc3\xafve caf\xe9");
    write(&folder, "word.txt", "PK\0\0");
    write(&folder, "wide.txt", b"\xff\xfeA\0\0\xd8");
    write(&folder, "dos.txt", b"M\x81ller");
    let cases = [
        ("missing.txt", "there is no such file or folder", [2, 2]),
        ("word.txt", "not a plain text", [2, 2]),
        // These can be read, and are not what they should be: a problem like others.
        ("latin.txt", "damaged UTF-8: byte 0xE9 in line 3, column 10 cannot be read as a character.", [1, 0]),
        ("wide.txt", "damaged UTF-16 (little-endian): bytes 0x00 0xD8 in line 1, column 2", [1, 0]),
        ("dos.txt", "not UTF-8, and its encoding cannot be told: byte 0x81 in line 1, column 2", [1, 0]),
    ];
    for (name, complaint, codes) in cases {
        for (subcommand, expected) in ["check", "inspect"].into_iter().zip(codes) {
            let output = run(&folder, &[subcommand, name, "good.txt"]);
            assert_eq!(code(&output), expected, "{name}");
            assert!(stderr(&output).starts_with(&format!("{name}: ")), "{}", stderr(&output));
            assert!(stderr(&output).contains(complaint), "{}", stderr(&output));
            assert_eq!(stderr(&output).lines().count(), 1);
        }
        assert_eq!(files_read(&folder, &[name, "good.txt"]), 1);
    }
    assert_eq!(code(&run(&folder, &["inspect", "."])), 2);
    assert_eq!(code(&run(&folder, &["check", "--fail-on", "never", "latin.txt"])), 0);
}

#[test]
fn a_file_in_a_folder_that_cannot_be_read_is_only_mentioned() {
    let folder = folder("found");
    write(&folder, "good.txt", "A text.");
    write(&folder, "damaged.txt", b"caf\xc3\xa9 caf\xe9");
    write(&folder, "word.txt", "PK\0\0");
    let output = run(&folder, &["check"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        stderr(&output),
        "damaged.txt: damaged UTF-8: byte 0xE9 in line 1, column 9 cannot be read as a character. Write there what \
         belongs there, save the file as UTF-8 and check again.\n"
    );
    assert_eq!(code(&run(&folder, &["check", ".", "damaged.txt"])), 1, "named as well");
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_and_never_waited_for() {
    let folder = folder("special");
    write(&folder, "good.txt", "A text.");
    assert!(Command::new("mkfifo").arg(folder.join("pipe.txt")).status().unwrap().success());
    for name in ["pipe.txt", "/dev/zero"] {
        let output = run(&folder, &["check", name]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains("a pipe or a device"), "{}", stderr(&output));
    }
    assert_eq!(files_read(&folder, &[]), 1);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_a_failure_when_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("permission");
    write(&folder, "secret.txt", "A text.");
    let secret = folder.join("secret.txt");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&secret).is_ok() {
        return; // The superuser may read everything.
    }
    let output = run(&folder, &["check", "secret.txt"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("permission denied"), "{}", stderr(&output));
}

#[test]
fn a_file_that_is_too_large_is_refused_unread() {
    let folder = folder("large");
    fs::File::create(folder.join("large.txt")).unwrap().set_len((1 << 30) + 1).unwrap();
    let output = run(&folder, &["check", "large.txt"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("larger than 1 GiB"), "{}", stderr(&output));
}

#[test]
fn texts_without_content_are_texts() {
    let folder = folder("empty");
    write(&folder, "empty.txt", "");
    write(&folder, "bom.txt", "\u{feff}");
    write(&folder, "crlf.txt", "one\r\ntwo\r\n");
    assert_eq!(code(&run(&folder, &["check", "empty.txt", "bom.txt", "crlf.txt"])), 0);
    assert_eq!(code(&run(&folder, &["inspect", "empty.txt", "bom.txt", "crlf.txt"])), 0);
    assert_eq!(files_read(&folder, &[]), 3);
}

#[test]
fn an_empty_run_says_what_would_help() {
    let folder = folder("nothing");
    let output = run(&folder, &["check"]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).starts_with("No texts found."), "{}", stdout(&output));
    write(&folder, "list.txt", "Milk, eggs.");
    let output = run(&folder, &["check", "list.txt"]);
    assert!(stdout(&output).contains("edition-ls inspect list.txt"), "{}", stdout(&output));
}

#[test]
fn the_json_of_a_text_that_is_no_edition() {
    let folder = folder("json");
    write(&folder, "list.txt", "Milk, eggs.");
    let summary =
        json!({"files": 1, "editions": 0, "errors": 0, "warnings": 0, "informations": 0, "hints": 0});
    assert_eq!(report(&folder, &[]), json!({"version": 1, "summary": summary, "problems": []}));
    let output = run(&folder, &["inspect", "--format", "json", "list.txt"]);
    let inspected: Value = serde_json::from_slice(&output.stdout).unwrap();
    let file = json!({
        "file": "list.txt", "encoding": "UTF-8", "dialect": null, "edition": false, "header": [], "references": [], "footnotes": [],
    });
    assert_eq!(inspected, json!({"version": 1, "files": [file]}));
}

#[test]
fn standard_input_is_a_text_with_a_name() {
    let folder = folder("stdin");
    let output = run_with_stdin(&folder, &["check", "-"], b"caf\xc3\xa9 caf\xe9");
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).starts_with("<stdin>: damaged UTF-8"), "{}", stderr(&output));
    let output = run_with_stdin(&folder, &["inspect", "-", "--stdin-filename", "a.txt"], b"Milk.");
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).starts_with("a.txt\n"), "{}", stdout(&output));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder("pipe");
    write(&folder, "list.txt", "Milk, eggs.");
    for arguments in [&["check"][..], &["check", "--format", "json"], &["inspect", "list.txt"]] {
        let mut child =
            command(&folder, arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0);
        assert_eq!(stderr(&output), "");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_a_failure() {
    let folder = folder("full");
    write(&folder, "list.txt", "Milk, eggs.");
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = command(&folder, &["check"]).stdout(full).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).starts_with("The result could not be written"), "{}", stderr(&output));
}

#[test]
fn help_is_there_and_bad_usage_is_2() {
    let folder = folder("help");
    let output = run(&folder, &[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("Examples:"));
    for arguments in [&["--help"][..], &["check", "--help"], &["inspect", "-h"], &["server", "--help"]] {
        let output = run(&folder, arguments);
        assert_eq!(code(&output), 0);
        assert!(stdout(&output).contains("Usage: edition-ls"));
    }
    let version = run(&folder, &["--version"]);
    assert_eq!(stdout(&version), concat!("edition-ls ", env!("CARGO_PKG_VERSION"), "\n"));
    assert_eq!(code(&run(&folder, &["check", "--format", "xml"])), 2);
    assert_eq!(code(&run(&folder, &["inspect"])), 2);
}

#[test]
fn an_unknown_rule_is_a_failure_that_says_so() {
    let output = run(&folder("explain"), &["explain", "no-such-rule"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).starts_with("There is no rule named no-such-rule."), "{}", stderr(&output));
}

#[test]
fn a_log_file_that_cannot_be_opened_is_a_failure() {
    let output = run(&folder("log"), &["server", "--stdio", "--log-file", "missing/log.txt"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("missing/log.txt could not be opened"), "{}", stderr(&output));
}
