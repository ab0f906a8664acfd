//! `edition.toml` on the command line, through the built binary.

mod support;

use std::path::Path;

use serde_json::Value;
use support::EXAMPLE as LETTER;
use support::files::{command, folder, problems, report, run, write};

/// A folder of this test.
fn collection(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
    folder(&format!("cli-config/{name}"), files)
}

fn stdout(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(run(folder, arguments).stdout).unwrap()
}

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).status.code().unwrap()
}

/// The problem of [`LETTER`], in a file.
fn undefined(file: &str, severity: &str) -> String {
    format!("{file}:8:65-68 undefined-footnote {severity}")
}

#[test]
fn rules_have_the_severity_that_is_decided() {
    let folder = collection("severity", &[("a.txt", LETTER)]);
    let none: [&str; 0] = [];
    for (level, said, code_then) in [
        ("error", "error", 1),
        ("warning", "warning", 1),
        ("information", "information", 0),
        ("hint", "hint", 0),
    ] {
        write(&folder, "edition.toml", &format!("[rules]\nundefined-footnote = \"{level}\"\n"));
        assert_eq!(problems(&report(&folder, &[])), [undefined("a.txt", said)]);
        assert_eq!(code(&folder, &["check"]), code_then, "{level}");
    }
    write(&folder, "edition.toml", "rules = { undefined-footnote = \"off\" }\n");
    assert_eq!(problems(&report(&folder, &[])), none);
}

#[test]
fn what_is_decided_about_some_texts_takes_the_place_of_what_is_about_all() {
    let settings = r#"
[rules]
undefined-footnote = "warning"

[[overrides]]
files = ["letters/**"]
rules = { undefined-footnote = "hint" }

[[overrides]]
files = ["letters/old/**", "b.txt"]
rules = { undefined-footnote = "off" }
"#;
    let folder = collection(
        "overrides",
        &[
            ("edition.toml", settings),
            ("a.txt", LETTER),
            ("b.txt", LETTER),
            ("letters/a.txt", LETTER),
            ("letters/old/a.txt", LETTER),
        ],
    );
    let said = [undefined("a.txt", "warning"), undefined("letters/a.txt", "hint")];
    assert_eq!(problems(&report(&folder, &[])), said);
    // By name, from another folder, on standard input.
    assert_eq!(problems(&report(&folder, &["letters/a.txt"])), [undefined("letters/a.txt", "hint")]);
    assert_eq!(problems(&report(&folder.join("letters"), &["a.txt"])), [undefined("a.txt", "hint")]);
    let arguments = ["check", "-", "--stdin-filename", "letters/new.txt"];
    let mut stdin = command(&folder, &arguments);
    let text = std::fs::File::open(folder.join("a.txt")).unwrap();
    let output = stdin.stdin(text).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("hint[undefined-footnote]"));
}

#[test]
fn the_nearest_counts_and_nothing_above_a_repository_or_in_a_home() {
    let off = "rules = { undefined-footnote = \"off\" }\n";
    let hint = "rules = { undefined-footnote = \"hint\" }\n";
    let folder = collection(
        "nearest",
        &[
            ("edition.toml", off),
            ("a.txt", LETTER),
            ("inner/edition.toml", hint),
            ("inner/deep/er/a.txt", LETTER),
            ("repository/.git/HEAD", ""),
            ("repository/a.txt", LETTER),
            ("home/edition.toml", off),
            ("home/texts/a.txt", LETTER),
        ],
    );
    let said = |file: &str| {
        let mut command = command(&folder, &["check", "--format", "json", file]);
        let home = folder.join("home");
        let output = command.env("HOME", &home).env("USERPROFILE", &home).output().unwrap();
        problems(&serde_json::from_slice(&output.stdout).unwrap())
    };
    // Anything above a home is not asked either: there, this folder is such a folder.
    assert_eq!(said("a.txt"), [undefined("a.txt", "error")]);
    assert_eq!(said("inner/deep/er/a.txt"), [undefined("inner/deep/er/a.txt", "hint")]);
    assert_eq!(said("repository/a.txt"), [undefined("repository/a.txt", "error")]);
    assert_eq!(said("home/texts/a.txt"), [undefined("home/texts/a.txt", "error")]);
    write(&folder, "home/.git/HEAD", "");
    let none: [&str; 0] = [];
    assert_eq!(said("home/texts/a.txt"), none, "a home that is a repository");
    assert_eq!(problems(&report(&folder, &["a.txt"])), none, "somebody else's home");
}

#[test]
fn folders_are_read_as_include_and_exclude_have_it() {
    let files = ["a.txt", "b.htm", "letters/a.txt", "letters/b.htm", "drafts/a.txt", "drafts/deep/b.txt"];
    let folder = collection("include", &files.map(|name| (name, LETTER)));
    let read = |settings: &str, arguments: &[&str]| {
        write(&folder, "edition.toml", settings);
        let report = report(&folder, arguments);
        let files = report["problems"].as_array().unwrap().iter();
        let names: Vec<String> = files.map(|one| one["file"].as_str().unwrap().replace('\\', "/")).collect();
        assert_eq!(report["summary"]["files"], names.len());
        names.join(" ")
    };
    assert_eq!(read("", &[]), "a.txt drafts/a.txt drafts/deep/b.txt letters/a.txt");
    assert_eq!(read("exclude = ['drafts/**']", &[]), "a.txt letters/a.txt");
    assert_eq!(read("exclude = ['b.txt', '/a.txt']", &[]), "drafts/a.txt letters/a.txt");
    assert_eq!(read("include = ['letters/**']", &[]), "letters/a.txt");
    assert_eq!(read("include = ['letters/**', '*.htm']", &[]), "b.htm letters/a.txt letters/b.htm");
    assert_eq!(
        read("include = ['letters', 'drafts']\nexclude = ['deep']", &[]),
        "drafts/a.txt letters/a.txt"
    );
    // What is named is read, and so is a folder that is named.
    let drafts = "exclude = ['drafts/**']";
    assert_eq!(read(drafts, &["drafts/a.txt", "b.htm"]), "drafts/a.txt b.htm");
    assert_eq!(read(drafts, &["drafts"]), "drafts/a.txt drafts/deep/b.txt");
    assert_eq!(read(drafts, &["drafts/deep"]), "drafts/deep/b.txt");
    assert_eq!(read("exclude = ['drafts']", &["drafts"]), "drafts/a.txt drafts/deep/b.txt");
    assert_eq!(read("exclude = ['drafts/deep']", &["drafts"]), "drafts/a.txt");
    // What is left out stays so, whatever it says itself.
    write(&folder, "drafts/edition.toml", "exclude = ['deep']");
    assert_eq!(read(drafts, &[]), "a.txt letters/a.txt");
    assert_eq!(read(drafts, &["drafts"]), "drafts/a.txt");
}

#[test]
fn it_is_said_that_texts_are_left_out() {
    let folder = collection("left-out", &[("edition.toml", "exclude = ['*.txt']"), ("a.txt", LETTER)]);
    assert!(stdout(&folder, &["check"]).ends_with("which edition.toml leaves out (include, exclude).\n"));
}

#[test]
fn required_fields() {
    let folder = collection("required", &[]);
    let said = |settings: &str, text: &str| {
        write(&folder, "edition.toml", &format!("rules.undefined-footnote = 'off'\n{settings}"));
        write(&folder, "a.txt", text);
        let report = report(&folder, &[]);
        let message = report["problems"][0]["message"].as_str().unwrap_or_default().to_owned();
        (problems(&report).join(" "), message)
    };
    let (found, message) = said("required-fields = ['Source', 'Proofread', 'Shelfmark']", LETTER);
    assert_eq!(found, "a.txt:5:1-7 missing-field warning");
    assert_eq!(message, "The header lacks “Proofread” and “Shelfmark”. Add them.");
    let (found, _) = said("rules.missing-field = 'error'\nrequired-fields = ['Shelfmark']", LETTER);
    assert_eq!(found, "a.txt:5:1-7 missing-field error");
    assert_eq!(
        said("required-fields = ['SOURCE', 'Transcribed by']", LETTER).0,
        "",
        "other spellings and names"
    );
    let both = LETTER.replace("Transcription:", "Transcription/Markup:");
    assert_eq!(said("required-fields = ['Transcription', 'HTML Markup']", &both).0, "", "two in one");
    let own = LETTER.replace("Transcription:", "SHELFMARK: 7\nTranscription:");
    assert_eq!(said("required-fields = ['Shelfmark']", &own).0, "", "a field of one's own");
    let headless = "\n\nOn Letters\n\nA word.[1] And another.[2]\n\nNotes\n\n[1] One.\n\n[2] Two.\n";
    let (found, message) = said("required-fields = ['Source']", headless);
    assert_eq!(found, "a.txt:3:1-11 missing-field warning");
    assert_eq!(message, "There is no header, and so no “Source”. Add it.");
    assert_eq!(said("required-fields = ['Source']", "No edition.\n").0, "");
}

#[test]
fn required_fields_take_the_place_of_the_source() {
    let text =
        LETTER.replace("Source: ", "Written: 1848 ").replace("Transcription:", "Signed: V.\nTranscription:");
    let folder = collection("source", &[("a.txt", &text)]);
    let finds_it = || stdout(&folder, &["check"]).contains("missing-field");
    assert!(finds_it());
    write(&folder, "edition.toml", "required-fields = []");
    assert!(!finds_it());
}

#[test]
fn known_fields() {
    let text = LETTER.replace("Transcription:", "Shelfmrak: 7\nTranscripton: B.\nTranscription:");
    let folder = collection("known", &[("a.txt", &text)]);
    let said = |settings: &str| {
        write(&folder, "edition.toml", &format!("rules.undefined-footnote = 'off'\n{settings}"));
        problems(&report(&folder, &[])).join(" ")
    };
    let (shelfmark, transcription) =
        ("a.txt:6:1-10 unknown-field warning", "a.txt:7:1-13 unknown-field warning");
    assert_eq!(said(""), transcription);
    assert_eq!(said("known-fields = ['Shelfmark']"), format!("{shelfmark} {transcription}"));
    assert_eq!(
        said("required-fields = ['Shelfmark']"),
        format!("{shelfmark} {transcription}"),
        "there, but mistyped"
    );
    assert_eq!(said("known-fields = ['Transcripton']"), "");
}

#[test]
fn languages() {
    let text = LETTER.replace("Transcription:", "Language: English, pt-BR and de_AT\nTranscription:");
    let folder = collection("languages", &[("a.txt", &text)]);
    let said = |settings: &str| {
        write(&folder, "edition.toml", &format!("rules.undefined-footnote = 'off'\n{settings}"));
        problems(&report(&folder, &[]))
    };
    let at = |columns: &str| format!("a.txt:6:{columns} invalid-language error");
    assert_eq!(said(""), [at("30-35")]);
    assert_eq!(said("languages = ['en', 'pt']"), [at("30-35")]);
    assert_eq!(said("languages = ['pt-PT', 'de']"), [at("11-18"), at("20-25"), at("30-35")]);
}

#[test]
fn a_dialect_makes_an_edition_of_a_text() {
    let text = "# Letters\n\nA word[^1] and another.[2]\n\n[^1]: One.\n\n[1] One.\n";
    let folder = collection("dialect", &[("a.md", text), ("b.md", text)]);
    let dialect = |file: &str| {
        let output = run(&folder, &["inspect", "--format", "json", file]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        report["files"][0]["dialect"].as_str().map(str::to_owned)
    };
    let detected = dialect("a.md");
    assert_ne!(detected.as_deref(), Some("mia"));
    write(&folder, "edition.toml", "[[overrides]]\nfiles = ['a.md']\ndialect = 'mia'\n");
    assert_eq!(dialect("a.md").as_deref(), Some("mia"));
    assert_eq!(dialect("b.md"), detected);
    let shown = stdout(&folder, &["inspect", "a.md"]);
    assert!(shown.contains("  Because     the settings say so\n"), "{shown}");
    assert!(shown.contains("  Settings    edition.toml\n"), "{shown}");
}

/// A dialect of one's own: `<<1>>`, `REMARKS`, `Source = `.
const OWN: &str = r"
dialect = 'angled'

[dialects.angled]
reference = '<<(?<label>[^<>]+)>>'
footnote = '<<(?<label>[^<>]+)>>'
notes-heading = 'REMARKS( \(.*\))?'
header-key = '([A-Z][a-z]+) ='
";

const ANGLED: &str = "On Letters<<1>>

Source = Collected Letters, pages 12-10.
Shelfmark = 7

The first paragraph<<2>> has a [7] that is none, and <<intro>> a name.<<3>>

<<4>> It goes on<<5>> with one at its start.

REMARKS (1848)

<<1>> One.

<<2>> Two.

<<4>> Four.

<<5>>

<<intro>> A name.
";

/// Without a sign of an edition in it, except what somebody says of it.
#[test]
fn who_calls_a_text_an_edition_is_believed() {
    const PLAIN: &str = "# Letters\n\nLetters are long.\n";
    let names = ["a.edition", "b.edition.txt", "c.EDITION.md", "edition.txt", "edition", "d.md", "e.txt"];
    let folder = collection("called", &names.map(|name| (name, PLAIN)));
    let is_edition = |name: &str| {
        let report: Value =
            serde_json::from_str(&stdout(&folder, &["inspect", "--format", "json", name])).unwrap();
        report["files"][0]["edition"] == true
    };
    let editions = || names.into_iter().filter(|name| is_edition(name)).collect::<Vec<_>>();
    assert_eq!(editions(), ["a.edition", "b.edition.txt", "c.EDITION.md"]);
    assert!(stdout(&folder, &["inspect", "a.edition"]).contains("its name calls it an edition"));
    assert!(stdout(&folder, &["check"]).contains("7 files read"), "endings of texts");
    for dialect in ["mia", "gutenberg", "pandoc"] {
        write(&folder, "edition.toml", &format!("dialect = '{dialect}'"));
        assert_eq!(editions(), names, "{dialect}");
    }
}

#[test]
fn a_dialect_of_ones_own() {
    let folder = collection("own-dialect", &[("edition.toml", OWN), ("a.txt", ANGLED)]);
    let found = report(&folder, &[]);
    assert_eq!(
        problems(&found),
        [
            "a.txt:3:35-40 invalid-page-range error",
            "a.txt:6:71-76 undefined-footnote error",
            "a.txt:18:1-6 empty-footnote warning",
        ]
    );
    assert_eq!(found["problems"][1]["fix"]["edits"][0]["text"], "\n\n<<3>> ");
    let inspected = run(&folder, &["inspect", "--format", "json", "a.txt"]);
    let inspected: Value = serde_json::from_slice(&inspected.stdout).unwrap();
    let file = &inspected["files"][0];
    assert_eq!(file["dialect"], "angled");
    let keys: Vec<_> = file["header"].as_array().unwrap().iter().map(|one| &one["key"]).collect();
    assert_eq!(keys, ["Source", "Shelfmark"]);
    assert_eq!(file["header"][1]["value"], "7");
    let labels: Vec<_> = file["footnotes"].as_array().unwrap().iter().map(|one| &one["label"]).collect();
    assert_eq!(labels, ["1", "2", "4", "5", "intro"]);
}

/// What is said about an `edition.toml`: `line:column-end message`.
fn complaints(settings: &str) -> Vec<String> {
    let folder = collection("complaints", &[("edition.toml", settings)]);
    let report = report(&folder, &["edition.toml"]);
    let problems = report["problems"].as_array().unwrap().iter();
    problems
        .map(|one| {
            assert_eq!(
                [&one["file"], &one["rule"], &one["severity"]],
                ["edition.toml", "invalid-config", "error"]
            );
            let (start, end) = (&one["start"], &one["end"]);
            let message = one["message"].as_str().unwrap();
            format!("{}:{}-{} {message}", start["line"], start["column"], end["column"])
        })
        .collect()
}

#[test]
fn every_line_that_does_not_fit_is_told_at_its_place() {
    for (settings, complaint) in [
        ("exclud = ['a']", "1:1-7 There is no setting “exclud”. Did you mean “exclude”?"),
        ("[rules]\nempty-feld = 'off'", "2:1-11 There is no rule “empty-feld”. Did you mean “empty-field”?"),
        ("[rules]\nxyz = 'off'", "2:1-4 There is no rule “xyz”. `edition-ls rules` lists all of them."),
        (
            "rules.empty-field = 'warn'",
            "1:21-27 “empty-field” must be \"error\", \"warning\", \"information\", \"hint\" or \"off\". \
             Did you mean \"warning\"?",
        ),
        (
            "rules.empty-field = false",
            "1:21-26 “empty-field” must be \"error\", \"warning\", \"information\", \"hint\" or \"off\".",
        ),
        ("rules = 'off'", "1:9-14 “rules” is a group of settings. Write [rules] above them."),
        ("include = 'a'", "1:11-14 “include” must be a list in brackets, such as [\"texts/**\"]."),
        ("exclude = ['a', 1]", "1:17-18 “exclude” must hold texts in quotation marks."),
        ("dialect = 5", "1:11-12 “dialect” must be a text in quotation marks, such as \"mia\"."),
        ("hints.notes = 'true'", "1:15-21 “notes” must be true or false, without quotation marks."),
        ("lenses.references = 1", "1:21-22 “references” must be true or false, without quotation marks."),
        ("hints.page = true", "1:7-11 There is no setting “page”. Did you mean “pages”?"),
        ("dialect = 'mai'", "1:11-16 There is no dialect “mai”. Did you mean “mia”?"),
        (
            "dialect = 'tei'",
            "1:11-16 There is no dialect “tei”. There are “mia”, “gutenberg” and “pandoc”; [dialects.NAME] makes others.",
        ),
        ("exclude = ['a[b']", "1:12-17 “a[b” cannot be read: unclosed character class; missing ']'."),
        ("exclude = ['a\\b']", "1:12-17 “a\\b” has a \\ in it. Write / between folders, on Windows too."),
        ("languages = ['en_GB']", "1:14-21 “en_GB” is no tag of a language. Write en-GB."),
        ("languages = ['English']", "1:14-23 “English” is no tag of a language. Write en."),
        (
            "[overrides]\nfiles = []",
            "1:1-12 “overrides” is a list of groups of settings. Write [[overrides]] above each of them.",
        ),
        (
            "[[overrides]]\ndialect = 'mia'",
            "1:1-14 “overrides” lacks “files”, and does nothing without it. Add it.",
        ),
        (
            "[[overrides]]\nfiles = []\nexclude = []",
            "3:1-8 There is no setting “exclude”. There are: “dialect”, “files”, “hints”, “known-fields”, \
             “languages”, “lenses”, “required-fields” and “rules”.",
        ),
        (
            "[dialects.mia]\nreference = 'a'\nfootnote = 'b'",
            "1:11-14 The dialect “mia” is built in. Give yours another name.",
        ),
        (
            "[dialects.own]\nreference = 'a'",
            "1:11-14 “own” lacks “footnote”, and does nothing without it. Add it.",
        ),
        (
            "[dialects.own]\nfootnote = 'b'\nreference = '\\{(\\d+'",
            "3:16-17 This regular expression is broken: unclosed group.",
        ),
        (
            "[dialects.own]\nfootnote = 'b'\nreference = \"\\\\{(\\\\d+\"",
            "3:13-23 This regular expression is broken: unclosed group.",
        ),
        (
            "[dialects.own]\nfootnote = 'b'\nreference = '\\d*'",
            "3:13-18 This regular expression fits an empty text, and so would be found everywhere.",
        ),
    ] {
        assert_eq!(complaints(settings), [complaint], "{settings}");
    }
}

#[test]
fn what_is_no_toml_is_told_at_its_place() {
    let off = "“off” must stand in quotation marks. Until it is mended, nothing in this file counts.";
    assert_eq!(complaints("# é\n[rules]\nempty-field = off\n"), [format!("3:15-18 {off}")]);
    for (settings, place) in [
        ("[rules\nempty-field = 'off'", "1:6-7 "),
        ("exclude = ['a'\n\n[rules]", "3:1-2 "),
        ("exclude = \n", "1:10-11 "),
        ("a", "1:1-2 "),
        ("dialect = \"y", "1:12-13 "),
        ("dialect = 'mia'\ndialect = 'mia'", "2:1-8 "),
    ] {
        let said = complaints(settings);
        assert!(said.len() == 1 && said[0].starts_with(place), "{settings}: {said:?}");
        assert!(said[0].ends_with("nothing in this file counts."), "{said:?}");
    }
}

#[test]
fn what_fits_counts_whatever_else_does_not() {
    let settings = r#"
exclude = ["drafts/**", "[bad"]
nonsense = 1
dialect = "mai"

[rules]
undefined-footnote = "hint"
empty-field = "never"

[[overrides]]
files = ["letters/**", "a[b"]
rules = { undefined-footnote = "information", empty-feld = "off" }

[dialects.broken]
reference = "("
footnote = "x"
"#;
    let files =
        [("edition.toml", settings), ("a.txt", LETTER), ("letters/a.txt", LETTER), ("drafts/a.txt", LETTER)];
    let folder = collection("sound-parts", &files);
    let report = report(&folder, &[]);
    let all = problems(&report);
    let (config, texts): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.starts_with("edition.toml:"));
    assert_eq!(texts, [undefined("a.txt", "hint"), undefined("letters/a.txt", "information")]);
    assert_eq!(config.len(), 7, "{config:?}");
    assert_eq!(report["summary"]["errors"], 7);
    assert_eq!(report["summary"]["files"], 2, "settings are no text");
}

#[test]
fn without_toml_nothing_is_decided() {
    let settings = "exclude = ['a.txt']\n[rules\nundefined-footnote = 'off'\n";
    let folder = collection("no-toml", &[("edition.toml", settings), ("a.txt", LETTER)]);
    let said = ["edition.toml:2:7-7 invalid-config error".to_owned(), undefined("a.txt", "error")];
    let found = problems(&report(&folder, &[]));
    assert_eq!(found[1..], said[1..]);
    assert!(found[0].starts_with("edition.toml:2:"), "{found:?}");
}

#[test]
fn its_problems_are_problems_like_others() {
    let settings = "exclud = []\n";
    let folder =
        collection("like-others", &[("edition.toml", settings), ("in/a.txt", LETTER), ("in/b.txt", LETTER)]);
    // Once, however many texts it is for, and from wherever it is met.
    for (place, arguments, path) in [
        (folder.clone(), vec![], "edition.toml"),
        (folder.clone(), vec!["in/a.txt"], "edition.toml"),
        (folder.clone(), vec!["edition.toml", "in/a.txt"], "edition.toml"),
        (folder.join("in"), vec!["a.txt"], "../edition.toml"),
    ] {
        let found = problems(&report(&place, &arguments));
        let of_config = found.iter().filter(|one| one.contains("invalid-config")).collect::<Vec<_>>();
        assert_eq!(of_config, [&format!("{path}:1:1-7 invalid-config error")]);
    }
    assert_eq!(code(&folder, &["check", "edition.toml"]), 1);
    let human = stdout(&folder, &["check"]);
    assert!(human.starts_with("error[invalid-config]: There is no setting “exclud”."), "{human}");
    assert!(human.contains(" --> edition.toml:1:1\n"), "{human}");
    let sum = "3 problems (3 errors) in edition.toml and in 2 of 2 editions; 2 files read.\n";
    assert!(human.ends_with(sum), "{human}");
    let human = stdout(&folder, &["check", "edition.toml"]);
    assert!(human.ends_with("1 problem (1 error) in edition.toml.\n"), "{human}");
    let github = stdout(&folder, &["check", "--format", "github", "edition.toml"]);
    assert!(github.starts_with("::error file=edition.toml,line=1,endLine=1,col=1,endColumn=7,"), "{github}");
    assert!(stdout(&folder, &["explain", "invalid-config"]).starts_with("# invalid-config\n"));

    write(&folder, "edition.toml", "exclud = []\nrules.invalid-config = 'hint'\n");
    assert_eq!(code(&folder, &["check", "edition.toml"]), 0);
    write(&folder, "edition.toml", "exclude = []\n");
    assert_eq!(
        stdout(&folder, &["check", "edition.toml"]),
        "No problems in edition.toml. Nothing else was checked.\n"
    );
}

#[test]
fn what_cannot_be_read_is_a_failure() {
    let folder = collection("unreadable", &[("a.txt", "No edition.")]);
    write(&folder, "b.txt", LETTER);
    // Windows-1252 is read as any text is; UTF-8 with a damaged byte counts, but should be mended.
    for (comment, code, complaint) in
        [(&b"caf\xe9"[..], 0, ""), (&b"caf\xc3\xa9 \xe9"[..], 1, "edition.toml: damaged UTF-8")]
    {
        let text = [b"# ", comment, b"\nexclude = ['b.txt']\n"].concat();
        std::fs::write(folder.join("edition.toml"), text).unwrap();
        let output = run(&folder, &["check"]);
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with(complaint), "{output:?}");
    }
    std::fs::remove_file(folder.join("edition.toml")).unwrap();
    std::fs::create_dir(folder.join("edition.toml")).unwrap();
    assert_eq!(problems(&report(&folder, &[])), [undefined("b.txt", "error")], "a folder is no file");
}

/// What a schema names, at any depth.
fn names(schema: &Value) -> Vec<String> {
    let own = schema["properties"].as_object().into_iter().flatten();
    own.flat_map(|(name, inner)| [vec![name.clone()], names(inner), names(&inner["items"])].concat())
        .collect()
}

#[test]
fn the_schema_says_what_may_be_set() {
    let folder = collection("schema", &[]);
    let schema: Value = serde_json::from_str(&stdout(&folder, &["schema"])).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    let names = names(&schema);
    for rule in edition_ls::rules::RULES {
        assert_eq!(names.iter().filter(|name| *name == rule.name).count(), 2, "{}", rule.name);
    }
    for name in
        ["include", "exclude", "overrides", "files", "dialects", "dialect", "languages", "known-fields"]
    {
        assert!(names.iter().any(|other| other == name), "{name}");
    }
    let described = schema["properties"].as_object().unwrap();
    for (name, setting) in described {
        assert!(setting["description"].is_string(), "{name} has no description");
    }
}
