//! Evidence: whether a text is an edition at all, and whether its notes are to be checked.
//!
//! The share of labels that have both a reference and a footnote is bimodal: at least 0.9 in 2,051 of 2,135
//! files of the archive with notes, under 0.5 in texts whose numbers are something else.

mod named;

use std::ops::Range;

use crate::blocks::Blocks;
use crate::dialect::{Dialect, Law};
use crate::edition::material::Material;
use crate::edition::{Edition, Verdict};
use crate::header::Header;
use crate::scan::{Form, Label, State, Tally};
use crate::text::Text;

/// From this share of matching labels on, single misfits are worth an alarm.
const SHARE_CHECKED: f64 = 0.5;
/// So many known fields make a header, and a header an edition.
const FIELDS_OF_EDITION: usize = 2;
/// From this share on, footnotes without a heading are evidence enough for an edition.
const SHARE_ALONE: f64 = 0.9;
/// Below this share, numbers are not even shown as references and footnotes: they are something else.
const SHARE_SHOWN: f64 = 0.2;

/// Completes what was found with what it amounts to.
pub fn judge(
    mut found: Edition,
    header: Header,
    material: &Material,
    text: &Text,
    blocks: &Blocks,
    dialect: &dyn Dialect,
    why: Option<&'static str>,
) -> Edition {
    found.work = material.body.clone();
    if found.law == Law::Names {
        return named::judge(found, header, text, blocks, dialect, why);
    }
    let (verdict, share) = verdict(&found, dialect.holds_whole_works());
    let mut evidence = evidence(&found, share, &header, material, text);
    evidence.splice(0..0, why.map(str::to_owned));
    let contents = why.is_none() && is_contents(text, blocks, &found, &header, dialect);
    if evidence.is_empty() || contents {
        let why = match contents && !evidence.is_empty() {
            true => "a table of contents: hardly anything but short entries".to_owned(),
            false => "no navigation, header or footnotes as editions have them".to_owned(),
        };
        return Edition { evidence: vec![why], ..Edition::default() };
    }
    let mut edition = Edition {
        is_edition: true,
        dialect: Some(dialect.name().to_owned()),
        evidence,
        verdict,
        header,
        ..found
    };
    edition.navigation = material.navigation.clone();
    if verdict == Verdict::Unrelated && share < SHARE_SHOWN {
        edition.references.clear();
        edition.footnotes.clear();
        edition.regions.clear();
        edition.slips.clear();
        edition.also.clear();
        edition.by_footnote.clear();
    }
    if edition.footnotes.is_empty() && edition.verdict == Verdict::Detached {
        unlabelled_footnotes(&mut edition, material, text);
    }
    edition
}

/// What shows that this is an edition, in plain clauses.
fn evidence(found: &Edition, share: f64, header: &Header, material: &Material, text: &Text) -> Vec<String> {
    let line = |offset: usize| text.line_of(offset) + 1;
    let mut evidence = Vec::new();
    let names_archive = |range: &&Range<usize>| {
        let line = text.slice((*range).clone()).to_lowercase();
        ["mia ", "archive", "marxis", "works index", "l.i.a."].iter().any(|name| line.contains(name))
    };
    if let Some(first) = material.navigation.iter().find(names_archive) {
        evidence.push(format!("a navigation line as archives have it (line {})", line(first.start)));
    }
    let known = known_fields(header);
    if known >= FIELDS_OF_EDITION {
        evidence.push(format!(
            "a metadata header with {known} known fields (from line {})",
            line(header.fields[0].key.start)
        ));
    }
    let explicit = found.footnotes.iter().any(|footnote| footnote.form == Form::Enclosed);
    let headed = explicit || found.regions.iter().any(|region| region.heading.is_some());
    if (headed && share >= SHARE_CHECKED) || (is_apparatus(found) && share >= SHARE_ALONE) {
        evidence.push(format!(
            "footnotes that references lead to (from line {})",
            line(found.footnotes[0].marker.start)
        ));
    }
    evidence
}

/// Whether all footnotes stand together behind the text that refers to them. Section numbers in brackets, which
/// bear out each other by chance, do not.
fn is_apparatus(found: &Edition) -> bool {
    let [region] = &found.regions[..] else { return false };
    let outside = |offset: usize| offset < region.range.start;
    matched(found) >= 2 && found.references.iter().all(|reference| outside(reference.range.start))
}

fn known_fields(header: &Header) -> usize {
    header.fields.iter().filter(|field| field.field.is_some() || field.likely.is_some()).count()
}

fn matched(edition: &Edition) -> usize {
    edition.footnotes.iter().filter(|footnote| !footnote.references.is_empty()).count()
}

/// Whether a text is a list of chapters or works: few sentences, many short lines that end in none.
fn is_contents(
    text: &Text,
    blocks: &Blocks,
    found: &Edition,
    header: &Header,
    dialect: &dyn Dialect,
) -> bool {
    const SHARE_OF_PROSE: f64 = 0.5;
    const FEWEST_ENTRIES: isize = 7;
    // An introduction of a paragraph or two may outweigh many entries.
    const SHARE_OF_INTRODUCTION: f64 = 0.75;
    const FEWEST_INTRODUCED: isize = 10;
    const ENTRIES_TO_A_LINE: isize = 3;
    let whole = blocks.tally();
    // The lines of a header are as short as entries are.
    let of_header =
        header.range().map_or(Tally::default(), |range| dialect.scan(&text.slice(range), State::START).tally);
    let prose = whole.prose - of_header.prose;
    let other = whole.other - of_header.other;
    let entries = whole.entries - of_header.entries;
    let share = prose as f64 / (prose + other).max(1) as f64;
    let introduced = share < SHARE_OF_INTRODUCTION
        && entries >= FEWEST_INTRODUCED
        && entries >= ENTRIES_TO_A_LINE * (whole.prose_lines - of_header.prose_lines);
    matched(found) < 2 && entries >= FEWEST_ENTRIES && (share < SHARE_OF_PROSE || introduced)
}

/// Whether the notes are checked, and the share of labels that have both a reference and a footnote.
fn verdict(edition: &Edition, is_whole: bool) -> (Verdict, f64) {
    if edition.references.is_empty() && edition.footnotes.is_empty() {
        return (Verdict::NoNotes, 0.0);
    }
    let mut dangling: Vec<Label> = edition
        .references
        .iter()
        .filter(|reference| {
            reference.footnote.is_none() && reference.likely.is_none() && !reference.explained
        })
        .map(|reference| reference.label)
        .collect();
    let in_order = dangling.is_sorted();
    dangling.sort_unstable();
    dangling.dedup();
    let sole =
        edition.footnotes.iter().filter(|footnote| footnote.twin.is_none() && !footnote.acknowledged).count();
    let is_orphan = |&index: &usize| edition.is_orphan(index) && !edition.footnotes[index].acknowledged;
    let orphans = (0..edition.footnotes.len()).filter(is_orphan).count();
    let share = (sole - orphans) as f64 / ((sole + dangling.len()).max(1)) as f64;
    let verdict = match share {
        _ if edition.footnotes.is_empty() && in_order && (!is_whole || begin_as_footnotes_do(&dangling)) => {
            Verdict::Detached
        }
        SHARE_CHECKED.. => Verdict::Checked,
        _ => Verdict::Unrelated,
    };
    (verdict, share)
}

/// Whether labels without any footnote are references at all, in a whole work: numbers that begin further up are
/// pages of the printed source, or were supplied by its editor.
fn begin_as_footnotes_do(labels: &[Label]) -> bool {
    labels.first().is_some_and(|first| first.number <= 2)
}

/// Footnotes that lost their numbers: the last paragraph before the navigation has just as many lines as there
/// are labels without footnotes, where all others have one.
fn unlabelled_footnotes(edition: &mut Edition, material: &Material, text: &Text) {
    let mut labels: Vec<Label> = edition.references.iter().map(|reference| reference.label).collect();
    labels.dedup();
    let counts_from_one = labels.iter().enumerate().all(|(at, label)| label.number as usize == at + 1);
    let Some(&(start, _)) = material.paragraphs.last().filter(|_| labels.len() >= 2 && counts_from_one)
    else {
        return;
    };
    let first = text.line_of(start);
    let lines = (first..text.line_count()).take_while(|&line| !text.is_blank_line(line)).count();
    let after = text.line_start(first + lines);
    let ends_text = material.navigation.iter().any(|navigation| navigation.start >= after);
    if lines == labels.len() && ends_text {
        edition.verdict = Verdict::Checked;
        edition.unlabelled = (first..first + lines).map(|line| text.line_range(line)).collect();
    }
}
