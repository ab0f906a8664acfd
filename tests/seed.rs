//! The first text of the archive's corpus, whole and broken in twelve ways that happen: on the command line, and
//! while it is typed in an editor. Skipped, saying so, where the corpus is not there.

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::places::position;
use support::texts::corpus;
use support::{Server, URI};

/// One way to break the text, and the diagnostic that a scholar expects of it.
struct Break {
    name: &'static str,
    change: Change,
    rule: &'static str,
    /// 1-based, in the broken text.
    line: usize,
    /// What is marked.
    marked: &'static str,
}

/// What is done to the text. Lines are 1-based.
enum Change {
    /// In this line, this becomes that.
    Within(usize, &'static str, &'static str),
    /// The whole line becomes this.
    Line(usize, &'static str),
    /// The line goes, and the blank one behind it.
    Without(usize),
    /// The line comes again after a blank one.
    Twice(usize),
    /// The two lines change places.
    Swapped(usize, usize),
}

use Change::{Line, Swapped, Twice, Within, Without};

#[rustfmt::skip]
const BREAKS: [Break; 12] = [
    Break { name: "a footnote is lost", change: Without(29), rule: "undefined-footnote", line: 3, marked: "[2]" },
    Break { name: "a reference is lost", change: Within(22, "[1]", ""), rule: "unreferenced-footnote", line: 27, marked: "[1]" },
    Break { name: "a footnote is there twice", change: Twice(29), rule: "duplicate-footnote", line: 31, marked: "[2]" },
    Break { name: "l for 1", change: Within(22, "[1]", "[l]"), rule: "misread-label", line: 22, marked: "[l]" },
    Break { name: "a bracket is lost", change: Within(22, "[1]", "[1"), rule: "unclosed-footnote", line: 22, marked: "[1" },
    Break { name: "footnotes change places", change: Swapped(27, 29), rule: "footnote-order", line: 27, marked: "[2]" },
    Break { name: "a footnote without text", change: Line(27, "[1]"), rule: "empty-footnote", line: 27, marked: "[1]" },
    Break { name: "pages that run backwards", change: Within(6, "90-93", "93-90"), rule: "invalid-page-range", line: 6, marked: "93-90" },
    Break { name: "a day that July has not", change: Within(5, "July 4", "July 34"), rule: "invalid-date", line: 5, marked: "July 34, 1906" },
    Break { name: "a key mistyped", change: Within(8, "Public", "Pubic"), rule: "unknown-field", line: 8, marked: "Pubic Domain" },
    Break { name: "a source without text", change: Line(6, "Source:"), rule: "empty-field", line: 6, marked: "Source" },
    Break { name: "another volume in the navigation", change: Within(31, "11", "12"), rule: "volume-mismatch", line: 31, marked: "Volume 12" },
];

/// The text, if it is there.
fn seed() -> Option<String> {
    let path = corpus()?.join("seed/lenin-organisation-of-the-masses.txt");
    Some(std::fs::read_to_string(path).expect("the first text of the corpus"))
}

fn break_it(text: &str, broken: &Break) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    match broken.change {
        Within(line, from, to) => {
            assert_eq!(lines[line - 1].matches(from).count(), 1, "{}", broken.name);
            lines[line - 1] = lines[line - 1].replacen(from, to, 1);
        }
        Line(line, now) => lines[line - 1] = now.to_owned(),
        Without(line) => drop(lines.drain(line - 1..=line)),
        Twice(line) => {
            let again = [String::new(), lines[line - 1].clone()];
            lines.splice(line..line, again);
        }
        Swapped(one, other) => lines.swap(one - 1, other - 1),
    }
    lines.join("\n")
}

/// What `edition-ls check` says of a text, and its exit code.
fn check(text: &str) -> (Value, Option<i32>) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_edition-ls"))
        .args(["check", "--format", "json", "--stdin-filename", "seed.txt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    process.stdin.take().expect("stdin is piped").write_all(text.as_bytes()).expect("stdin is read");
    let output = process.wait_with_output().expect("the binary ends");
    (serde_json::from_slice(&output.stdout).expect("JSON"), output.status.code())
}

/// The text between two places of a problem: 1-based lines, and columns in code points.
fn marked(text: &str, problem: &Value) -> String {
    let at = |place: &str, what: &str| problem[place][what].as_u64().expect("a number") as usize;
    assert_eq!(at("start", "line"), at("end", "line"));
    let line = text.lines().nth(at("start", "line") - 1).expect("the line");
    line.chars().skip(at("start", "column") - 1).take(at("end", "column") - at("start", "column")).collect()
}

#[test]
fn the_whole_text_has_one_information() {
    let Some(text) = seed() else { return };
    let (said, code) = check(&text);
    assert_eq!(code, Some(0));
    let problems = said["problems"].as_array().expect("problems");
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0]["rule"], "field-residue");
    assert_eq!(problems[0]["severity"], "information");
    assert_eq!(problems[0]["start"]["line"], 8);
    assert_eq!(marked(&text, &problems[0]), "README");
    assert_eq!(problems[0]["fix"]["edits"][0]["text"], "");
}

#[test]
fn every_break_gives_one_diagnostic_on_the_command_line() {
    let Some(text) = seed() else { return };
    for broken in &BREAKS {
        let now = break_it(&text, broken);
        let (said, code) = check(&now);
        let problems: Vec<&Value> = said["problems"]
            .as_array()
            .expect("problems")
            .iter()
            .filter(|problem| problem["rule"] != "field-residue")
            .collect();
        let [problem] = problems[..] else { panic!("{}: {problems:#?}", broken.name) };
        assert_eq!(problem["rule"], broken.rule, "{}", broken.name);
        assert_eq!(problem["start"]["line"], broken.line, "{}", broken.name);
        assert_eq!(marked(&now, problem), broken.marked, "{}", broken.name);
        assert_eq!(code, Some(1), "{}", broken.name);
    }
}

#[test]
fn every_break_comes_and_goes_as_it_is_typed() {
    let Some(text) = seed() else { return };
    let capabilities = json!({ "general": { "positionEncodings": ["utf-16"] } });
    let mut server = Server::initialized(capabilities);
    server.open(URI, 1, &text);
    let sound = server.published()["diagnostics"].clone();
    assert_eq!(rules(&sound), ["field-residue"]);
    let mut version = 1;
    for broken in &BREAKS {
        let now = break_it(&text, broken);
        // What really differs, as an editor would send it.
        let start = text.bytes().zip(now.bytes()).take_while(|(a, b)| a == b).count();
        let start = (0..=start).rev().find(|&at| text.is_char_boundary(at)).expect("the start");
        let rest = text.len().min(now.len()) - start;
        let same = |&at: &usize| text.as_bytes()[text.len() - at..] == now.as_bytes()[now.len() - at..];
        let tail =
            (0..=rest).rev().filter(same).find(|&at| text.is_char_boundary(text.len() - at)).unwrap_or(0);
        let (old, new) = (&text[start..text.len() - tail], &now[start..now.len() - tail]);

        version += 1;
        server.change(URI, version, &[(range(&text, start, old), new)]);
        let said = server.published()["diagnostics"].clone();
        let found: Vec<String> = rules(&said).into_iter().filter(|rule| rule != "field-residue").collect();
        assert_eq!(found, [broken.rule], "{}", broken.name);
        let problem = said.as_array().expect("a list").iter().find(|one| one["code"] == broken.rule);
        let line = problem.expect("the problem")["range"]["start"]["line"].clone();
        assert_eq!(line, broken.line - 1, "{}", broken.name);

        version += 1;
        server.change(URI, version, &[(range(&now, start, new), old)]);
        assert_eq!(server.published()["diagnostics"], sound, "{}", broken.name);
    }
    server.quit();
}

fn rules(diagnostics: &Value) -> Vec<String> {
    let all = diagnostics.as_array().expect("a list");
    all.iter().map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
}

/// Where `part` is, which starts at byte `start`, in UTF-16.
fn range(text: &str, start: usize, part: &str) -> [u32; 4] {
    let [[a, b], [c, d]] = [start, start + part.len()].map(|offset| position(text, offset));
    [a, b, c, d]
}
