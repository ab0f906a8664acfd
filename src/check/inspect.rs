//! `inspect`: what the program understood of a text, and so why it says what it says.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use serde::Serialize;

use super::json::{self, Place};
use super::load::{self, Refusal, Target};
use super::output::{self, Output, Style};
use super::{CLEAN, Color, FAILED, walk};
use crate::charset::Charset;
use crate::config::find::Finder;
use crate::document::{Document, Snapshot};
use crate::workspace::Folder;

mod page;

/// How the understanding of a text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Human,
    /// For other programs; described in the README
    Json,
}

/// What to look at, and how to show it.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files; `-` is standard input.
    pub files: Vec<PathBuf>,
    /// What standard input is called in the output.
    pub stdin_filename: Option<String>,
    /// How to show it.
    pub format: Format,
}

#[derive(Serialize)]
struct InspectReport {
    version: u32,
    files: Vec<FileReport>,
}

#[derive(Serialize)]
struct FileReport {
    file: String,
    encoding: Option<&'static str>,
    dialect: Option<String>,
    edition: bool,
    header: Vec<FieldReport>,
    references: Vec<ReferenceReport>,
    footnotes: Vec<FootnoteReport>,
}

#[derive(Serialize)]
struct FieldReport {
    key: String,
    field: Option<&'static str>,
    value: String,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct ReferenceReport {
    label: String,
    series: &'static str,
    #[serde(flatten)]
    place: Place,
    footnote_line: Option<usize>,
}

#[derive(Serialize)]
struct FootnoteReport {
    label: String,
    series: &'static str,
    #[serde(flatten)]
    place: Place,
    references: usize,
}

/// Shows what was understood; returns the exit code.
pub fn run(options: &Options) -> i32 {
    let mut out = Output::stdout(Color::Auto);
    let style = out.style();
    let mut failed = false;
    let written = print(&mut out, options, &style, &mut failed);
    out.finish(written, if failed { FAILED } else { CLEAN })
}

/// What was understood of one text, as a person reads it. `settings` names the `edition.toml` that is for it.
pub fn page(name: &str, settings: Option<&str>, snapshot: &Snapshot) -> String {
    let style = Style { color: false, width: output::WIDTH, wrap: false };
    let mut page = Vec::new();
    page::write(&mut page, name, settings, snapshot, &style).expect("memory can be written to");
    String::from_utf8_lossy(&page).into_owned()
}

fn print(out: &mut Output, options: &Options, style: &Style, failed: &mut bool) -> io::Result<()> {
    let (finder, folder) = (Finder::default(), Arc::<Folder>::default());
    let mut buffer = Vec::new();
    let mut files = Vec::new();
    let mut first = true;
    for target in walk::named(&options.files, options.stdin_filename.as_deref()) {
        let (snapshot, charset) = match read(&target, &finder, &folder, &mut buffer) {
            Ok(read) => read,
            Err(refusal) => {
                output::complain(&format!("{}: {}", target.shown, refusal.reason()));
                match refusal {
                    Refusal::Unreadable(_) => *failed = true,
                    Refusal::Undecodable(_) => files.push(FileReport::undecodable(&target.shown)),
                }
                continue;
            }
        };
        match options.format {
            Format::Human => {
                if !std::mem::take(&mut first) {
                    writeln!(out)?;
                }
                let source = finder.source(target.file());
                let settings = source.map(|source| walk::relative(&source.path).display().to_string());
                page::write(out, &target.shown, settings.as_deref(), &snapshot, style)?;
            }
            Format::Json => files.push(FileReport::new(&target.shown, charset, &snapshot)),
        }
    }
    match options.format {
        Format::Human => Ok(()),
        Format::Json => json::write(out, &InspectReport { version: 1, files }),
    }
}

fn read(
    target: &Target,
    finder: &Finder,
    folder: &Arc<Folder>,
    buffer: &mut Vec<u8>,
) -> Result<(Arc<Snapshot>, Charset), Refusal> {
    let loaded = load::load(target, buffer)?.expect("a file that was named is never passed over");
    let decoded = loaded.decoded;
    let hints = super::hints(finder, folder, target, &decoded);
    Ok((Document::new(&decoded.text, hints).snapshot(), decoded.charset))
}

impl FileReport {
    /// What is understood of a text that cannot be decoded: nothing.
    fn undecodable(file: &str) -> Self {
        FileReport {
            file: file.to_owned(),
            encoding: None,
            dialect: None,
            edition: false,
            header: Vec::new(),
            references: Vec::new(),
            footnotes: Vec::new(),
        }
    }

    fn new(file: &str, charset: Charset, snapshot: &Snapshot) -> Self {
        let (text, edition) = (snapshot.text(), snapshot.edition());
        let header = edition.header.fields.iter().map(|field| FieldReport {
            key: field.name.clone(),
            field: field.field.map(|known| known.name),
            value: text.slice(field.value.clone()).into_owned(),
            place: Place::of(text, field.key.start),
        });
        let references = edition.references.iter().map(|reference| ReferenceReport {
            label: edition.name(reference.label),
            series: reference.label.series.name(),
            place: Place::of(text, reference.range.start),
            footnote_line: reference
                .footnote
                .map(|index| Place::of(text, edition.footnotes[index].marker.start).line),
        });
        let footnotes = edition.footnotes.iter().enumerate().map(|(index, footnote)| FootnoteReport {
            label: edition.name(footnote.label),
            series: footnote.label.series.name(),
            place: Place::of(text, footnote.marker.start),
            references: edition.references_of(index).len(),
        });
        FileReport {
            file: file.to_owned(),
            encoding: Some(charset.label()),
            dialect: edition.dialect.clone(),
            edition: edition.is_edition,
            header: header.collect(),
            references: references.collect(),
            footnotes: footnotes.collect(),
        }
    }
}
