//! `renumber`: labels that count in the order in which their footnotes first appear, file by file.

use std::io::Write;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;

use super::load::{self, Loaded, Target};
use super::output::{self, Output, Style};
use super::{CLEAN, Color, FAILED, PROBLEMS, diff, hints, keep_one_of_each, walk, write};
use crate::config::find::Finder;
use crate::document::{Document, Snapshot};
use crate::edition::Numbering;
use crate::edits::Edits;
use crate::features::symbols::{self, Symbol, SymbolKind};
use crate::refactor::renumber::{Order, renumber};
use crate::scan::{SERIES, Series};
use crate::words::count;
use crate::workspace::Folder;

/// What to renumber, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files; `-` is standard input.
    pub files: Vec<PathBuf>,
    /// Only the footnotes of this section: which one, counted from 1, or its heading.
    pub section: Option<String>,
    /// Only the footnotes of this series, by its name.
    pub series: Option<String>,
    /// Show what would change, and change nothing.
    pub diff: bool,
    /// What standard input is called in the output.
    pub stdin_filename: Option<String>,
    /// Whether a diff is coloured.
    pub color: Color,
}

/// The names of the series that count, and so can be renumbered.
pub fn series() -> impl Iterator<Item = &'static str> {
    SERIES.into_iter().filter(|series| series.counts()).map(Series::name)
}

/// Renumbers, and returns the exit code: [`CLEAN`], [`FAILED`], or, if something would change, [`PROBLEMS`].
pub fn run(options: &Options) -> i32 {
    let mut targets = walk::named(&options.files, options.stdin_filename.as_deref());
    keep_one_of_each(&mut targets);
    let is_filter = !options.diff && targets.iter().any(Target::is_stdin);
    let mut out = if is_filter { Output::stderr(options.color) } else { Output::stdout(options.color) };
    let mut run = Run { options, finder: Finder::default(), folder: Arc::default(), style: out.style() };
    let (mut written, mut code) = (Ok(()), CLEAN);
    for target in &targets {
        let told = panic::catch_unwind(AssertUnwindSafe(|| run.renumber(target))).unwrap_or_else(|_| {
            Err(format!("{}: edition-ls itself stumbled over this text. Please report it.", target.shown))
        });
        match told {
            Ok(Told { said, text, changes }) => {
                let passed_on = text.map_or(Ok(()), |text| output::pass_on(&text));
                written = written.and(passed_on).and_then(|()| out.write_all(said.as_bytes()));
                code = code.max(if changes && options.diff { PROBLEMS } else { CLEAN });
            }
            Err(complaint) => {
                output::complain(&complaint);
                code = FAILED;
            }
        }
    }
    out.finish(written, code)
}

struct Run<'a> {
    options: &'a Options,
    finder: Finder,
    folder: Arc<Folder>,
    style: Style,
}

/// What came of one text.
struct Told {
    /// A line, or the diff.
    said: String,
    /// The text, if it came from standard input.
    text: Option<Vec<u8>>,
    changes: bool,
}

impl Run<'_> {
    fn renumber(&mut self, target: &Target) -> Result<Told, String> {
        let shown = &target.shown;
        let mut buffer = Vec::new();
        let loaded =
            load::load(target, &mut buffer).map_err(|refusal| format!("{shown}: {}", refusal.reason()))?;
        let loaded = loaded.expect("a file that was named is never passed over");
        let hints = hints(&self.finder, &self.folder, target, &loaded.decoded);
        let snapshot = Document::new(&loaded.decoded.text, hints).snapshot();
        let edits = self.edits(&snapshot).map_err(|why| format!("{shown}: not renumbered. {why}"))?;
        self.tell(target, &loaded, &snapshot, &edits)
    }

    fn edits(&self, snapshot: &Snapshot) -> Result<Edits, String> {
        let numberings = snapshot.edition().numberings();
        let chosen = self.chosen(snapshot, &numberings)?;
        let change = renumber(snapshot, Order::Law, |index| chosen.contains(&index));
        Ok(change.map_err(|refusal| refusal.message)?.edits)
    }

    fn tell(
        &self,
        target: &Target,
        loaded: &Loaded<'_>,
        snapshot: &Snapshot,
        edits: &Edits,
    ) -> Result<Told, String> {
        let shown = output::printable(&target.shown);
        let changes = !edits.is_empty();
        if self.options.diff {
            let said = diff::render(&target.shown, snapshot.text(), edits, &self.style);
            return Ok(Told { said, text: None, changes });
        }
        let text = write::put(target, loaded, edits).map_err(|why| format!("{shown}: {why}"))?;
        let said = match changes {
            true => format!("Renumbered {} in {shown}.\n", what(snapshot, edits)),
            false => format!("{shown}: already in order.\n"),
        };
        Ok(Told { said, text, changes })
    }

    /// Indices of the numberings that are asked for.
    fn chosen(&self, snapshot: &Snapshot, numberings: &[Numbering]) -> Result<Vec<usize>, String> {
        let mut chosen: Vec<usize> = (0..numberings.len()).collect();
        // A text without any is refused by the engine, which knows why it has none.
        if numberings.is_empty() {
            return Ok(chosen);
        }
        if let Some(name) = &self.options.series {
            chosen.retain(|&index| numberings[index].series.name() == name);
            if chosen.is_empty() {
                let mut there: Vec<&str> =
                    numberings.iter().map(|numbering| numbering.series.name()).collect();
                there.dedup();
                return Err(format!(
                    "It has no footnotes of the series {name}, only of: {}.",
                    there.join(", ")
                ));
            }
        }
        match self.options.section.as_deref().map(|section| (section, section.parse())) {
            None => {}
            Some((_, Ok(number))) => retain_number(number, numberings, &mut chosen)?,
            Some((heading, Err(_))) => {
                let inside = titled(snapshot, heading)?;
                chosen.retain(|&index| is_inside(snapshot, &numberings[index], &inside));
                if chosen.is_empty() {
                    return Err(format!("Its section “{heading}” has no footnotes that count."));
                }
            }
        }
        Ok(chosen)
    }
}

/// Of each series, the count of this number.
fn retain_number(number: usize, numberings: &[Numbering], chosen: &mut Vec<usize>) -> Result<(), String> {
    let ordinal = |index: &usize| {
        let series = numberings[*index].series;
        numberings[..=*index].iter().filter(|other| other.series == series).count()
    };
    let most = chosen.iter().map(ordinal).max().unwrap_or_default();
    chosen.retain(|index| ordinal(index) == number);
    match (chosen.is_empty(), most) {
        (false, _) => Ok(()),
        (true, 1) => Err(format!("It has no section {number}: its footnotes never begin to count anew.")),
        (true, _) => Err(format!("It has no section {number}: its footnotes begin to count {most} times.")),
    }
}

/// `12 footnotes`; where only references without a footnote were renumbered, those.
fn what(snapshot: &Snapshot, edits: &Edits) -> String {
    let markers = snapshot.edition().footnotes.iter().map(|footnote| &footnote.marker);
    let mut rest = edits.iter().peekable();
    let mut footnotes = 0;
    for marker in markers {
        while rest.next_if(|edit| edit.range.end <= marker.start).is_some() {}
        footnotes += usize::from(rest.peek().is_some_and(|edit| edit.range.start < marker.end));
    }
    match footnotes {
        0 => count(edits.len(), "reference"),
        _ => count(footnotes, "footnote"),
    }
}

/// The stretches of a text under this heading.
fn titled(snapshot: &Snapshot, heading: &str) -> Result<Vec<Range<usize>>, String> {
    let outline = symbols::outline(snapshot);
    let mut sections = Vec::new();
    collect(&outline, &mut sections);
    let same = |name: &str| name.trim().to_lowercase() == heading.trim().to_lowercase();
    let found: Vec<_> =
        sections.iter().filter(|section| same(&section.name)).map(|section| section.range.clone()).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    const MOST: usize = 8;
    let names: Vec<String> =
        sections.iter().take(MOST).map(|section| format!("“{}”", section.name)).collect();
    Err(match sections.len() {
        0 => format!(
            "No heading was found in it, and so no section “{heading}”. Give its number: --section 1."
        ),
        count if count > MOST => {
            format!("It has no section “{heading}”. It has {} and others.", names.join(", "))
        }
        _ => format!("It has no section “{heading}”. It has {}.", names.join(", ")),
    })
}

fn collect<'a>(symbols: &'a [Symbol], sections: &mut Vec<&'a Symbol>) {
    for symbol in symbols {
        if symbol.kind == SymbolKind::Section {
            sections.push(symbol);
        }
        collect(&symbol.children, sections);
    }
}

/// Whether a footnote of a numbering is in one of these stretches, or a reference to one.
fn is_inside(snapshot: &Snapshot, numbering: &Numbering, inside: &[Range<usize>]) -> bool {
    let edition = snapshot.edition();
    numbering.footnotes.iter().any(|&index| {
        let mut places = edition.references_of(index).map(|reference| reference.range.start);
        let own = edition.footnotes[index].marker.start;
        inside.iter().any(|range| range.contains(&own))
            || places.any(|place| inside.iter().any(|range| range.contains(&place)))
    })
}
