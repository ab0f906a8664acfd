//! The grammar, one line of it per fixture: small texts with the reading that a careful editor gives them.
//!
//! A fixture in a folder of `tests/fixtures` is a text, a line `=====`, and the expected reading:
//!
//! ```text
//! edition mia
//! header Source = Collected Letters, pages 10-12
//! reference [1] 8:24 -> 14                          where it is, and the line of its footnote
//! footnote 1. 14 x1                                 its line, and how many references lead to it
//! problem 9:10-9:13 undefined-footnote 3            every diagnostic, of any severity
//! ```
//!
//! Lines and columns count from 1, columns in code points. The text may begin with directives: `%crlf` and `%cr`
//! set the line breaks, `%bom` puts a byte order mark first, `%nbsp` turns every `~` into a no-break space,
//! `%path ...` tells the path that the text lies at, and `% ...` is a remark.
//!
//! `UPDATE_FIXTURES=1` writes what is read below the line. Look at every line of it before you keep it.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use edition_ls::document::{Document, Hints};
use edition_ls::rules;
use edition_ls::text::{Encoding, Text};

const PARTING: &str = "=====\n";

/// One file of the folder.
struct Fixture {
    path: PathBuf,
    /// What stands above the line, as it is in the file.
    written: String,
    /// What the directives make of it.
    text: String,
    hints: Hints,
    expected: String,
}

impl Fixture {
    fn load(path: PathBuf) -> Result<Fixture, String> {
        let file = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let (written, expected) = file.split_once(PARTING).ok_or("no line `=====`")?;
        let mut text = written;
        let (mut line_break, mut bom, mut nbsp, mut hints) = ("\n", "", "~", Hints::default());
        while let Some(rest) = text.strip_prefix('%') {
            let (directive, below) = rest.split_once('\n').unwrap_or((rest, ""));
            match directive.split_once(' ').unwrap_or((directive, "")) {
                ("crlf", "") => line_break = "\r\n",
                ("cr", "") => line_break = "\r",
                ("bom", "") => bom = "\u{feff}",
                ("nbsp", "") => nbsp = "\u{a0}",
                ("path", path) => hints.path = Some(path.to_owned()),
                ("", _) => {}
                _ => return Err(format!("unknown directive `%{directive}`")),
            }
            text = below;
        }
        let text = bom.to_owned() + &text.replace('~', nbsp).replace('\n', line_break);
        let (written, expected) = (written.to_owned(), expected.to_owned());
        Ok(Fixture { path, written, text, hints, expected })
    }

    /// What the library reads, in the form of the fixtures.
    fn reading(&self) -> String {
        let snapshot = Document::new(&self.text, self.hints.clone()).snapshot();
        let (edition, text) = (snapshot.edition(), snapshot.text());
        let line = |offset: usize| text.line_of(offset) + 1;
        let mut reading = match edition.dialect.as_deref().filter(|_| edition.is_edition) {
            Some(dialect) => format!("edition {dialect}\n"),
            None => "no edition\n".to_owned(),
        };
        let mut say = |what: String| writeln!(reading, "{}", what.trim_end()).expect("a String takes all");
        for field in &edition.header.fields {
            let value = text.slice(field.value.clone());
            let words: Vec<&str> = value.split_whitespace().collect();
            say(format!("header {} = {}", field.name, words.join(" ")));
        }
        for reference in &edition.references {
            let footnote = reference.footnote.map_or("none".to_owned(), |footnote| {
                line(edition.footnotes[footnote].marker.start).to_string()
            });
            let marker = text.slice(reference.range.clone());
            say(format!("reference {marker} {} -> {footnote}", place(text, reference.range.start)));
        }
        for (index, footnote) in edition.footnotes.iter().enumerate() {
            let marker = text.slice(footnote.marker.clone());
            let count = edition.references_of(index).len();
            say(format!("footnote {marker} {} x{count}", line(footnote.marker.start)));
        }
        for diagnostic in rules::check(&snapshot) {
            let Range { start, end } = diagnostic.range;
            let label = diagnostic.label.as_deref().unwrap_or_default();
            say(format!("problem {}-{} {} {label}", place(text, start), place(text, end), diagnostic.rule));
        }
        reading
    }
}

/// Whoever looks for a reference at a place searches by where they end.
#[test]
fn no_reference_overlaps_another() {
    let folders = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
    for path in folders.iter().filter(|path| path.is_dir()).flat_map(|folder| entries(folder)) {
        let fixture = Fixture::load(path).expect("a fixture");
        let snapshot = Document::new(&fixture.text, fixture.hints.clone()).snapshot();
        for pair in snapshot.edition().references.windows(2) {
            let [one, other] = [&pair[0].range, &pair[1].range];
            assert!(one.end <= other.start, "{one:?} and {other:?} of {:?}", fixture.path);
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of fixtures");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

fn place(text: &Text, offset: usize) -> String {
    let position = text.position(offset, Encoding::Utf32);
    format!("{}:{}", position.line + 1, position.column + 1)
}

/// All of both texts, line by line: `-` was expected, `+` was read. Lines of both are shown once.
fn difference(expected: &str, read: &str) -> String {
    let (expected, read): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), read.lines().collect());
    let mut shown = String::new();
    let mut next = 0;
    for line in expected {
        match read[next..].iter().position(|other| *other == line) {
            Some(skipped) => {
                read[next..next + skipped].iter().for_each(|line| shown += &format!("    + {line}\n"));
                shown += &format!("      {line}\n");
                next += skipped + 1;
            }
            None => shown += &format!("    - {line}\n"),
        }
    }
    read[next..].iter().for_each(|line| shown += &format!("    + {line}\n"));
    shown
}

#[test]
fn every_fixture_is_read_as_it_says() {
    let folders = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
    let mut paths: Vec<PathBuf> =
        folders.iter().filter(|path| path.is_dir()).flat_map(|folder| entries(folder)).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no fixtures");
    let update = env::var_os("UPDATE_FIXTURES").is_some();
    let (count, mut complaints) = (paths.len(), Vec::new());
    for path in paths {
        let folder =
            path.parent().and_then(Path::file_name).expect("a folder").to_string_lossy().into_owned();
        let name = format!("{folder}/{}", path.file_stem().expect("a name").to_string_lossy());
        match Fixture::load(path) {
            Err(why) => complaints.push(format!("{name}: {why}\n")),
            Ok(fixture) => {
                let read = fixture.reading();
                if read == fixture.expected {
                    continue;
                }
                if update {
                    fs::write(&fixture.path, fixture.written + PARTING + &read)
                        .expect("the fixture is written");
                    continue;
                }
                complaints.push(format!("{name}:\n{}", difference(&fixture.expected, &read)));
            }
        }
    }
    assert!(
        complaints.is_empty(),
        "{} of {count} fixtures are read otherwise (- expected, + read):\n\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}
