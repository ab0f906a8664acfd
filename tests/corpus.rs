//! Real texts, read as a careful editor reads them. Skipped, saying so, where the corpus is not there.
//!
//! The truth lists for some texts every reference, footnote and header field; and of all texts of other kinds
//! (section numbers in brackets, reStructuredText, tables of contents) it is known that nothing is to be said.

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use edition_ls::charset;
use edition_ls::document::Snapshot;
use edition_ls::rules;
use edition_ls::text::Encoding;
use serde_json::Value;
use support::texts::{self, corpus};

fn truth(folder: &Path) -> Value {
    let truth = fs::read_to_string(folder.join("truth.json")).expect("the truth");
    serde_json::from_str(&truth).expect("JSON")
}

fn read(folder: &Path, path: &str) -> Option<Arc<Snapshot>> {
    let bytes = fs::read(folder.join(path)).ok()?;
    let text = charset::decode(&bytes).ok()?.text;
    Some(texts::read(&text, path))
}

/// 1-based line and column, in code points.
fn place(snapshot: &Snapshot, offset: usize) -> (u64, u64) {
    let position = snapshot.text().position(offset, Encoding::Utf32);
    (position.line as u64 + 1, position.column as u64 + 1)
}

fn list<'a>(file: &'a Value, key: &str) -> &'a [Value] {
    file[key].as_array().expect("a list")
}

fn number(entry: &Value, key: &str) -> u64 {
    entry[key].as_u64().expect("a number")
}

/// Whether a text is in a dialect that is read wholly as the truth has it.
fn is_read(file: &Value) -> bool {
    ["mia", "gutenberg", "pandoc"].iter().any(|dialect| file["dialect"] == *dialect)
}

#[test]
fn references_and_footnotes_are_those_of_the_truth() {
    let Some(folder) = corpus() else { return };
    let truth = truth(&folder);
    let mut read_files = 0;
    for file in list(&truth, "files").iter().filter(|file| is_read(file)) {
        let path = file["path"].as_str().expect("a path");
        let snapshot = read(&folder, path).expect("a text");
        let edition = snapshot.edition();
        assert!(
            edition.is_edition && edition.dialect.as_deref() == file["dialect"].as_str(),
            "{path}: {:?}",
            edition.evidence
        );

        let found: Vec<(u64, u64)> =
            edition.references.iter().map(|reference| place(&snapshot, reference.range.start)).collect();
        let mut expected: Vec<(u64, u64)> =
            list(file, "refs").iter().map(|entry| (number(entry, "line"), number(entry, "col"))).collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "references of {path}");

        let found: Vec<u64> =
            edition.footnotes.iter().map(|footnote| place(&snapshot, footnote.marker.start).0).collect();
        let mut expected: Vec<u64> = list(file, "defs").iter().map(|entry| number(entry, "line")).collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "footnotes of {path}");

        let found: Vec<u64> =
            edition.header.fields.iter().map(|field| place(&snapshot, field.key.start).0).collect();
        let header = list(file, "header").iter().filter(|entry| entry["optional"] != true);
        let expected: Vec<u64> = header.map(|entry| number(entry, "line")).collect();
        assert_eq!(found, expected, "header of {path}");
        read_files += 1;
    }
    assert!(read_files > 60, "only {read_files} texts");
}

#[test]
fn what_is_no_edition_gets_no_diagnostics() {
    let Some(folder) = corpus() else { return };
    let readme = fs::read_to_string(folder.join("README.md")).expect("the description");
    let contents = readme.lines().filter_map(|line| line.strip_prefix("  `")?.split('`').next());
    let mut others: Vec<String> =
        contents.filter(|path| path.ends_with(".txt")).map(|path| format!("mia/archive/{path}")).collect();
    assert!(others.len() > 20, "{others:?}");
    let sources = fs::read_to_string(folder.join("sources.tsv")).expect("the sources");
    let paths = sources.lines().filter_map(|line| line.split('\t').find(|cell| cell.starts_with("other/")));
    others.extend(paths.map(str::to_owned));
    assert!(others.len() > 40, "{others:?}");
    for path in others {
        if let Some(snapshot) = read(&folder, &path) {
            let edition = snapshot.edition();
            assert!(!edition.is_edition, "{path}: {:?}", edition.evidence);
            assert_eq!(rules::check(&snapshot), [], "{path}");
        }
    }
}

#[test]
fn texts_without_notes_are_silent() {
    let Some(folder) = corpus() else { return };
    let truth = truth(&folder);
    for file in list(&truth, "files") {
        let plain = list(file, "refs").is_empty() && list(file, "defs").is_empty();
        let path = file["path"].as_str().expect("a path");
        if let Some(snapshot) = read(&folder, path).filter(|_| plain) {
            let said = rules::check(&snapshot);
            let about_notes: Vec<_> = said.iter().filter(|diagnostic| diagnostic.label.is_some()).collect();
            assert!(about_notes.is_empty(), "{path}: {about_notes:#?}");
        }
    }
}

/// Every diagnostic of the Markdown texts was looked at: these two are true, and there are no others.
#[test]
fn markdown_texts_get_no_false_alarm() {
    let Some(folder) = corpus() else { return };
    let sources = fs::read_to_string(folder.join("sources.tsv")).expect("the sources");
    let paths: Vec<&str> = sources
        .lines()
        .filter_map(|line| line.split('\t').find(|cell| cell.starts_with("pandoc/")))
        .collect();
    assert!(paths.len() > 90, "{paths:?}");
    let mut said = Vec::new();
    for path in paths {
        let Some(snapshot) = read(&folder, path) else { continue };
        for diagnostic in rules::check(&snapshot) {
            let name = path.rsplit('/').next().unwrap_or_default();
            said.push(format!("{name} {} {}", place(&snapshot, diagnostic.range.start).0, diagnostic.rule));
        }
    }
    said.sort();
    assert_eq!(said, ["_index.md 51 duplicate-footnote", "b_02_10.md 442 unreferenced-footnote"]);
}
