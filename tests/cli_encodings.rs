//! Texts in other encodings than UTF-8, through the built binary: they are checked like others, places are right, and
//! one remark says what was taken for what.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use encoding_rs::Encoding;
use serde_json::{Value, json};

/// The last reference has no footnote. Every line before it has more bytes in UTF-8 than characters.
const GERMAN: &str = "\
Über die Mühle

Source: Gesammelte Briefe, Band 3, pages 10-12
Transcription: A. Müller

Die Mühle stand am Fluß, und draußen schneite es früh. [1] Später fror der Bach. [2]

Notes

1. Sie gehörte seinem Großvater.
";

const RUSSIAN: &str = "\
О старой мельнице

Source: Собрание писем, том 3, pages 10-12
Transcription: А. Иванова

Мельница стояла у реки, и рано выпал снег. [1] Потом замёрз ручей. [2]

Notes

1. Её построил дед.
";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-encodings").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_edition-ls"));
    command.current_dir(folder).args(arguments).env_remove("CLICOLOR_FORCE");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn report(folder: &Path, arguments: &[&str], input: &[u8]) -> Value {
    let output = run(folder, &[arguments, &["--format", "json"]].concat(), input);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn encode(text: &str, label: &str) -> Vec<u8> {
    let (bytes, _, is_lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!is_lossy);
    bytes.into_owned()
}

fn utf16(text: &str, has_bom: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let bom = has_bom.then_some('\u{feff}');
    bom.into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(unit).collect()
}

/// The problems without the remark on the encoding, and that remark, if there is one.
fn parted(report: &Value) -> (Vec<&Value>, Option<&Value>) {
    let problems = report["problems"].as_array().unwrap();
    let (remarks, others): (Vec<_>, Vec<_>) =
        problems.iter().partition(|problem| problem["rule"] == "legacy-encoding");
    assert!(remarks.len() <= 1, "{remarks:?}");
    (others, remarks.first().copied())
}

#[test]
fn texts_in_every_encoding_are_checked_alike() {
    let folder = folder("alike");
    let cases = [
        (GERMAN, "windows-1252", encode(GERMAN, "windows-1252"), "Windows-1252 (which includes ISO-8859-1)"),
        (GERMAN, "UTF-16LE", utf16(GERMAN, true, u16::to_le_bytes), "UTF-16 (little-endian)"),
        (GERMAN, "UTF-16BE", utf16(GERMAN, true, u16::to_be_bytes), "UTF-16 (big-endian)"),
        (GERMAN, "UTF-16LE", utf16(GERMAN, false, u16::to_le_bytes), "UTF-16 (little-endian)"),
        (RUSSIAN, "UTF-16BE", utf16(RUSSIAN, false, u16::to_be_bytes), "UTF-16 (big-endian)"),
        (RUSSIAN, "windows-1251", encode(RUSSIAN, "windows-1251"), "Windows-1251 (Cyrillic)"),
        (RUSSIAN, "KOI8-R", encode(RUSSIAN, "koi8-r"), "KOI8-R (Russian)"),
    ];
    for (text, label, bytes, name) in cases {
        fs::write(folder.join("text.txt"), text).unwrap();
        let as_utf8 = report(&folder, &["check", "text.txt"], b"");
        let (expected, None) = parted(&as_utf8) else { panic!("a remark on UTF-8: {as_utf8}") };
        assert_eq!(expected.len(), 1, "the reference without a footnote: {expected:?}");
        let mut inspected = report(&folder, &["inspect", "text.txt"], b"");
        assert_eq!(inspected["files"][0]["encoding"], "UTF-8");
        inspected["files"][0]["encoding"] = label.into();

        fs::write(folder.join("text.txt"), &bytes).unwrap();
        let stdin = ["check", "-", "--stdin-filename", "text.txt"];
        for (arguments, input) in
            [(&["check", "text.txt"][..], &b""[..]), (&["check"], b""), (&stdin, bytes.as_slice())]
        {
            let report = report(&folder, arguments, input);
            let (problems, remark) = parted(&report);
            assert_eq!(problems, expected, "{name}");
            let remark = remark.unwrap_or_else(|| panic!("no remark on {name}"));
            assert_eq!(remark["severity"], "information");
            assert_eq!(remark["start"], json!({"line": 1, "column": 1}));
            assert_eq!(remark["end"], json!({"line": 1, "column": 2}));
            assert!(remark["message"].as_str().unwrap().contains(&format!("read and checked as {name}.")));
        }
        assert_eq!(report(&folder, &["inspect", "text.txt"], b""), inspected, "{name}");
        let page = run(&folder, &["inspect", "text.txt"], b"");
        assert!(stdout(&page).contains(&format!("\n  Encoding    {name}\n")), "{}", stdout(&page));
    }
}

#[test]
fn an_encoding_is_no_problem() {
    let folder = folder("exit-code");
    let clean = GERMAN.replace(" [2]", "");
    fs::write(folder.join("clean.txt"), encode(&clean, "windows-1252")).unwrap();
    for (fail_on, code) in [("error", 0), ("warning", 0), ("information", 1), ("never", 0)] {
        let output = run(&folder, &["check", "clean.txt", "--fail-on", fail_on], b"");
        assert_eq!(output.status.code(), Some(code), "{fail_on}");
        assert_eq!(output.stderr, b"");
    }
    let output = run(&folder, &["check"], b"");
    assert!(stdout(&output).starts_with("information[legacy-encoding]: "), "{}", stdout(&output));
    assert!(stdout(&output).contains("\n1 | Über die Mühle\n  | ^\n"), "{}", stdout(&output));
}

#[test]
fn utf8_and_texts_that_are_no_editions_get_no_remark() {
    let folder = folder("silent");
    fs::write(folder.join("bom.txt"), format!("\u{feff}{}", GERMAN.replace(" [2]", ""))).unwrap();
    fs::write(folder.join("list.txt"), b"Milk, eggs, p\xe2t\xe9.\n").unwrap();
    let report = report(&folder, &["check"], b"");
    assert_eq!((&report["summary"]["files"], &report["summary"]["editions"]), (&json!(2), &json!(1)));
    assert_eq!(report["problems"], json!([]));
}
