//! Evidence in Markdown, where footnotes are plain to see, and much that is written in it is no edition.

use crate::blocks::Blocks;
use crate::dialect::{Dialect, pandoc};
use crate::edition::{Edition, Footnote, Verdict};
use crate::header::Header;
use crate::scan::{Form, Tally};
use crate::text::Text;

/// Completes what was found with what it amounts to.
pub fn judge(
    found: Edition,
    header: Header,
    text: &Text,
    blocks: &Blocks,
    dialect: &dyn Dialect,
    why: Option<&'static str>,
) -> Edition {
    let tally = blocks.tally();
    let mut evidence = Vec::from_iter(why.map(str::to_owned));
    if let Some(first) = first_bound(&found).filter(|_| !is_technical(tally, &found)) {
        let line = text.line_of(found.footnotes[first].marker.start) + 1;
        evidence.push(format!("footnotes that references lead to (from line {line})"));
    }
    if is_prose(tally) {
        evidence.push("running text, and little else".to_owned());
    }
    if evidence.is_empty() {
        let why = "Markdown, but neither running text nor footnotes as editions have them";
        return Edition { evidence: vec![why.to_owned()], ..Edition::default() };
    }
    if let (Some(first), known @ 1..) = (header.fields.first(), super::known_fields(&header)) {
        let line = text.line_of(first.key.start) + 1;
        let fields = if known == 1 { "field" } else { "fields" };
        evidence.push(format!("a metadata header with {known} known {fields} (from line {line})"));
    }
    let verdict = verdict(&found);
    let edition = Edition {
        is_edition: true,
        dialect: Some(dialect.name().to_owned()),
        evidence,
        verdict,
        header,
        ..found
    };
    match verdict {
        Verdict::Unrelated => Edition { references: Vec::new(), flaws: Vec::new(), ..edition },
        _ => edition,
    }
}

/// The first footnote that a reference leads to; or the first note on the spot, if there are some of more than a
/// word.
fn first_bound(found: &Edition) -> Option<usize> {
    const FEWEST: usize = 2;
    const SHORTEST: usize = 20;
    let on_the_spot =
        |note: &Footnote| note.form == Form::Inline && note.until - note.marker.start >= SHORTEST;
    let spots = found.footnotes.iter().filter(|note| on_the_spot(note)).count();
    found
        .footnotes
        .iter()
        .position(|note| !note.references.is_empty() || (spots >= FEWEST && on_the_spot(note)))
}

/// Whether so much of a text is code and tables that its few notes make it no edition.
fn is_technical(tally: Tally, found: &Edition) -> bool {
    const PROSE_TO_SIGN: isize = 300;
    const SIGNS_TO_NOTE: usize = 4;
    let notes = found.footnotes.iter().filter(|footnote| !footnote.references.is_empty()).count();
    tally.technical * PROSE_TO_SIGN > tally.prose && tally.technical > (notes * SIGNS_TO_NOTE) as isize
}

/// Whether a text is made of prose. Manuals, pages of links and lists are not.
fn is_prose(tally: Tally) -> bool {
    const FEWEST: isize = 300;
    const SHARE: f64 = 0.6;
    /// One sign of technical writing to so many bytes of prose is by chance.
    const PROSE_TO_SIGN: isize = 4000;
    /// One link to so many bytes is still text.
    const PROSE_TO_LINK: isize = 400;
    let share = tally.prose as f64 / (tally.prose + tally.other).max(1) as f64;
    tally.prose >= FEWEST
        && share >= SHARE
        && tally.technical * PROSE_TO_SIGN <= tally.prose
        && tally.entries * PROSE_TO_LINK <= tally.prose
}

/// Whether the notes are checked. Where none is in the text, what looks like references may be expressions.
fn verdict(found: &Edition) -> Verdict {
    if !found.footnotes.is_empty() {
        return Verdict::Checked;
    }
    let is_label = |name: &str| name.chars().any(|c| c.is_ascii_digit()) && !pandoc::is_class(name);
    match found.references.is_empty() {
        true if found.flaws.is_empty() => Verdict::NoNotes,
        true => Verdict::Checked,
        false if found.references.iter().all(|reference| is_label(&found.name(reference.label))) => {
            Verdict::Detached
        }
        false => Verdict::Unrelated,
    }
}
