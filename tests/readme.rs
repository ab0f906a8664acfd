//! README.md says what is true: its transcripts and JSON are what the program prints, its commands exist.
//!
//! A transcript stands below `<!-- transcript -->`: a fenced block with a line `$ edition-ls ...` and what that prints. With
//! `UPDATE_README=1` the test writes it anew. An excerpt stands below `<!-- excerpt: edition-ls ... -->`: JSON out of
//! whose lists entries may be left out, and nothing else.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use edition_ls::config;
use edition_ls::rules::RULES;
use regex::Regex;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn readme() -> String {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("README.md can be read");
    readme.replace("\r\n", "\n")
}

/// Runs a command line as it stands in README, in the folder that README is in.
fn run(line: &str) -> Output {
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words[0], "edition-ls", "{line}");
    Command::new(env!("CARGO_BIN_EXE_edition-ls"))
        .args(&words[1..])
        .current_dir(ROOT)
        .env_remove("CLICOLOR_FORCE")
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs")
}

fn printed(line: &str) -> String {
    String::from_utf8(run(line).stdout).expect("the output is UTF-8")
}

fn lines_of_help(line: &str) -> Vec<String> {
    let help = run(line);
    assert!(help.status.success(), "{line}");
    String::from_utf8(help.stdout)
        .expect("help is UTF-8")
        .lines()
        .map(|line| line.trim().to_owned())
        .collect()
}

#[test]
fn transcripts_are_what_the_program_prints() {
    let readme = readme();
    let transcript =
        Regex::new(r"(?m)^<!-- transcript -->\n```console\n\$ (.+)\n((?s:.*?))^```$").expect("valid");
    let updated = transcript.replace_all(&readme, |found: &regex::Captures<'_>| {
        format!("<!-- transcript -->\n```console\n$ {}\n{}```", &found[1], printed(&found[1]))
    });
    assert_eq!(transcript.find_iter(&readme).count(), readme.matches("<!-- transcript").count());
    if updated == readme {
        return;
    }
    if env::var_os("UPDATE_README").is_some_and(|value| value == "1") {
        fs::write(Path::new(ROOT).join("README.md"), &*updated).expect("README.md can be written");
        return;
    }
    let stale = updated.lines().zip(readme.lines()).find(|(new, old)| new != old);
    panic!(
        "README.md does not show what the program prints. Run `cargo test --test readme` with UPDATE_README=1. \
         First difference, new and old: {stale:#?}"
    );
}

#[test]
fn json_examples_are_excerpts_of_what_the_program_prints() {
    let readme = readme();
    let excerpt = Regex::new(r"(?m)^<!-- excerpt: (.+) -->\n```json\n((?s:.*?))^```$").expect("valid");
    assert!(excerpt.is_match(&readme));
    assert_eq!(excerpt.find_iter(&readme).count(), readme.matches("```json").count(), "each has its command");
    for found in excerpt.captures_iter(&readme) {
        let example: Value = serde_json::from_str(&found[2]).expect("README's JSON is valid");
        let real: Value = serde_json::from_str(&printed(&found[1])).expect("the program's JSON is valid");
        assert!(
            is_excerpt(&example, &real),
            "README's example of `{}` is not what it prints: {real:#}",
            &found[1]
        );
        assert_eq!(keys(&example), keys(&real), "README's example of `{}`", &found[1]);
    }
}

/// Whether `example` is `real` but for entries of lists.
fn is_excerpt(example: &Value, real: &Value) -> bool {
    match (example, real) {
        (Value::Object(example), Value::Object(real)) => {
            example.keys().eq(real.keys()) && example.iter().all(|(key, value)| is_excerpt(value, &real[key]))
        }
        (Value::Array(example), Value::Array(real)) => {
            example.is_empty() == real.is_empty()
                && example.iter().all(|entry| real.iter().any(|real| is_excerpt(entry, real)))
        }
        _ => example == real,
    }
}

/// Every path of keys in `value`: `problems[].fix.title`.
fn keys(value: &Value) -> BTreeSet<String> {
    fn gather(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
        match value {
            Value::Object(entries) => entries.iter().for_each(|(key, value)| {
                let path = format!("{path}.{key}");
                gather(value, &path, keys);
                keys.insert(path);
            }),
            Value::Array(entries) => {
                entries.iter().for_each(|entry| gather(entry, &format!("{path}[]"), keys))
            }
            _ => {}
        }
    }
    let mut all = BTreeSet::new();
    gather(value, "", &mut all);
    all
}

#[test]
fn keys_in_the_tables_of_json_exist() {
    let readme = readme();
    let json = &readme[readme.find("## For programs: JSON").expect("a section on JSON")..];
    let example = Regex::new(r"(?s)```json\n(.*?)```").expect("valid");
    let all: BTreeSet<String> = example
        .captures_iter(json)
        .flat_map(|found| keys(&serde_json::from_str(&found[1]).expect("README's JSON is valid")))
        .map(|path| path.replace("[]", ""))
        .collect();
    let row = Regex::new(r"(?m)^\| `([a-z_.]+)` \|").expect("valid");
    assert!(row.is_match(json));
    for found in row.captures_iter(json) {
        let ending = format!(".{}", &found[1]);
        assert!(all.iter().any(|path| path.ends_with(&ending)), "no JSON has the key {}", &found[1]);
    }
}

/// What README says in typewriter letters: blocks of commands, and words in a sentence. Not what programs print.
fn commands(readme: &str) -> Vec<String> {
    let fence = Regex::new(r"(?ms)^```(\w*)\n(.*?)^```$").expect("valid");
    let mut commands = Vec::new();
    for block in fence.captures_iter(readme) {
        match &block[1] {
            "sh" | "yaml" => commands.extend(block[2].lines().map(str::to_owned)),
            "console" => commands
                .extend(block[2].lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned)),
            _ => {}
        }
    }
    let prose = fence.replace_all(readme, "");
    let span = Regex::new(r"`([^`\n]+)`").expect("valid");
    commands.extend(span.captures_iter(&prose).map(|found| found[1].to_owned()));
    commands
}

#[test]
fn commands_and_flags_are_in_the_help() {
    let general = lines_of_help("edition-ls --help");
    let known = |name: &str| general.iter().any(|line| line.split_whitespace().next() == Some(name));
    let has_flag = |help: &[String], flag: &str| {
        help.iter().any(|line| {
            line.split([' ', ',']).filter(|word| !word.is_empty()).take(2).any(|word| word == flag)
        })
    };
    let helps: Vec<_> = ["check", "renumber", "inspect", "rules", "explain", "schema", "server"]
        .map(|name| lines_of_help(&format!("edition-ls {name} --help")))
        .into_iter()
        .collect();
    let name = Regex::new(r"edition-ls ([a-z]+)").expect("valid");
    let flag = Regex::new(r"(?:^|\s)(--[a-z][a-z-]*)").expect("valid");
    let mut seen = 0;
    let is_ours = |command: &&String| !["cargo ", "npm "].iter().any(|other| command.starts_with(other));
    for command in commands(&readme()).iter().filter(is_ours) {
        let help = name.captures(command).map(|found| {
            assert!(known(&found[1]), "README says `{command}`, but there is no such command");
            seen += 1;
            lines_of_help(&format!("edition-ls {} --help", &found[1]))
        });
        for found in flag.captures_iter(command) {
            let known = match &help {
                Some(help) => has_flag(help, &found[1]),
                None if command.starts_with("edition-ls") => has_flag(&general, &found[1]),
                None => helps.iter().any(|help| has_flag(help, &found[1])),
            };
            assert!(known, "README says `{command}`, but there is no {}", &found[1]);
            seen += 1;
        }
    }
    assert!(seen > 10, "README names commands and flags");
}

#[test]
fn values_of_flags_are_in_the_help() {
    let help = lines_of_help("edition-ls check --help");
    let value = Regex::new(r"--(?:format|fail-on) ([a-z]+)").expect("valid");
    let readme = readme();
    assert!(value.is_match(&readme));
    for found in value.captures_iter(&readme) {
        let entry = format!("- {}:", &found[1]);
        assert!(
            help.iter().any(|line| line.starts_with(&entry)),
            "README says {}, unknown to check",
            &found[0]
        );
    }
}

#[test]
fn rules_that_are_explained_exist() {
    let readme = readme();
    let explain = Regex::new(r"edition-ls explain ([a-z-]+)").expect("valid");
    assert!(explain.is_match(&readme));
    for found in explain.captures_iter(&readme) {
        assert!(RULES.iter().any(|rule| rule.name == &found[1]), "there is no rule {}", &found[1]);
    }
}

#[test]
fn the_example_of_edition_toml_is_without_a_slip_and_complete() {
    let readme = readme();
    let example = Regex::new(r"(?m)^<!-- edition.toml -->\n```toml\n((?s:.*?))^```$").expect("valid");
    let text = &example.captures(&readme).expect("README shows an edition.toml")[1];
    let reading = config::read(text);
    assert_eq!((reading.problems, reading.is_toml), (vec![], true));
    let named = |name: &str| Regex::new(&format!(r"(?m)^(?:\[+)?{name}\b")).expect("valid").is_match(text);
    fn names(schema: &Value) -> Vec<&String> {
        schema["properties"].as_object().expect("a schema").keys().collect()
    }
    let schema = config::schema();
    let dialect = names(&schema["properties"]["dialects"]["additionalProperties"]);
    for name in names(schema).into_iter().chain(dialect) {
        assert!(named(name), "README's edition.toml does not show {name}");
    }
}

/// The anchors of the headings in a page of Markdown.
fn anchors(page: &str) -> Vec<String> {
    let anchor =
        |title: &str| title.to_lowercase().replace(' ', "-").replace(|c: char| ",:?".contains(c), "");
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches(['#', ' ']))).collect()
}

#[test]
fn links_lead_somewhere() {
    let folders = fs::read_dir(Path::new(ROOT).join("editors")).expect("a folder");
    let pages: Vec<_> = folders
        .map(|folder| folder.expect("a folder").path().join("README.md"))
        .chain([Path::new(ROOT).join("README.md")])
        .collect();
    assert!(pages.len() > 5, "{pages:?}");
    let link = Regex::new(r"\]\(([^)\s]+)\)").expect("valid");
    for page in pages {
        let text = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
        for found in link.captures_iter(&text).filter(|found| !found[1].starts_with("https://")) {
            let (file, anchor) = found[1].split_once('#').unwrap_or((&found[1], ""));
            let target = match file {
                "" => page.clone(),
                file => page.with_file_name(file),
            };
            let leads = target.exists()
                && (anchor.is_empty()
                    || anchors(&fs::read_to_string(&target).expect("a page")).contains(&anchor.to_owned()));
            assert!(leads, "{} links to {}, which is not there", page.display(), &found[1]);
        }
    }
}

/// With `UPDATE_README=1` the test writes the table anew.
#[test]
fn the_table_of_refactorings_is_that_of_the_registry() {
    let readme = readme();
    let (start, end) = ("<!-- refactorings -->\n", "<!-- /refactorings -->");
    let from = readme.find(start).expect("the table") + start.len();
    let to = readme.find(end).expect("the end of the table");
    let mut table = String::from("| What it does | Command | Kind |\n|---|---|---|\n");
    for one in edition_ls::refactor::all() {
        let summary = one.summary.replace("^[...]", "`^[...]`").replace("*, †, ‡", "\\*, †, ‡");
        let _ = writeln!(table, "| {summary} | `edition-ls.{}` | `{}` |", one.name, one.kind);
    }
    let safe =
        "| Mend everything that can safely be mended | `edition-ls.fix-all` | `source.fixAll.edition-ls` |\n";
    table.push_str(safe);
    if readme[from..to] == table {
        return;
    }
    assert!(
        env::var_os("UPDATE_README").is_some_and(|value| value == "1"),
        "README.md does not list the refactorings that there are. Run `cargo test --test readme` with UPDATE_README=1."
    );
    let updated = format!("{}{table}{}", &readme[..from], &readme[to..]);
    fs::write(Path::new(ROOT).join("README.md"), updated).expect("README.md can be written");
}
