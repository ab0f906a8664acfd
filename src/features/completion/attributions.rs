//! Whose footnote it is: names behind the dash at its end, as this text writes them.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::dialect::Law;
use crate::edition::Edition;
use crate::features::completion::{Completions, Item, Kind, Place};
use crate::scan::Form;
use crate::text::{Text, is_space, trim};

/// What most texts write, if this one has none yet.
const USUAL: [&str; 3] = ["Ed.", "Tr.", "Author"];
/// So many footnotes are looked at, those next to the place.
const MOST: usize = 400;
/// Longer ones are no names, in bytes.
const LONGEST: usize = 64;

/// A dash at the end of a line, and what has been typed behind it.
static BEGUN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?<before>[ \u{a0}]?)(?<dash>—|–|--)(?<behind>[ \u{a0}]?)(?<who>\p{Lu}?[\p{L}. ]{0,30})$")
        .expect("a valid expression")
});

/// An attribution at the end of a footnote.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?<before>[ \u{a0}]?)(?<dash>—|–|--)(?<behind>[ \u{a0}]?)(?<who>Eds?\.|Editor\.?|Tr\.|Trans\.|Translator\.?|Author\.?|\p{Lu}[\p{L}.]*(?:\s\p{Lu}[\p{L}.]*){0,2})[\])]?\s*$",
    )
    .expect("a valid expression")
});

/// The attributions that could stand at a place.
pub fn find(place: &Place) -> Option<Completions> {
    let begun = BEGUN.captures(&place.before)?;
    let behind = trim(&place.behind);
    let edition = place.snapshot.edition();
    let index = edition.footnote_at(place.offset.saturating_sub(1))?;
    let footnote = &edition.footnotes[index];
    let is_bracketed = matches!(footnote.form, Form::Enclosed | Form::Inline);
    let is_last = behind.is_empty() || (is_bracketed && behind == "]");
    let dash = place.back(place.before.len()) + begun.name("dash")?.start();
    if !is_last || dash <= footnote.marker.end || !ends(place, edition, index) {
        return None;
    }
    let typed = place.back(begun.get_match().len())..place.offset;
    let (style, names) = of_text(edition, index, place.text());
    let whole = begun.get_match().as_str();
    let before = &whole[..whole.len() - begun.name("who")?.len()];
    let item = |name: &str, count: usize| Item {
        kind: Kind::Attribution,
        name: name.to_owned(),
        detail: match count {
            0 => String::new(),
            1 => "At the end of one footnote".to_owned(),
            count => format!("At the end of {count} footnotes"),
        },
        text: match &style {
            Some([before, dash, behind]) => format!("{before}{dash}{behind}{name}"),
            None => format!("{before}{name}"),
        },
        filter: format!("{before}{name}"),
        ..Item::default()
    };
    let items = match names.is_empty() {
        true => USUAL.iter().map(|name| item(name, 0)).collect(),
        false => names.iter().map(|(name, count)| item(name, *count)).collect(),
    };
    Some(Completions { whole: typed.clone(), typed, items, is_rest_free: true, is_cut: false })
}

/// Whether nothing of a footnote comes behind the line.
fn ends(place: &Place, edition: &Edition, index: usize) -> bool {
    let text = place.text();
    let end = text.line_range(place.line).end;
    let body = edition.body(index, text);
    body.end <= end || (edition.law == Law::Names && trim(&text.slice(end..body.end)).is_empty())
}

/// How attributions are written around footnote `index` (before the dash, the dash, behind it), and the names, the most
/// frequent first.
fn of_text(edition: &Edition, index: usize, text: &Text) -> (Option<[String; 3]>, Vec<(String, usize)>) {
    let first = index.saturating_sub(MOST / 2);
    let last = edition.footnotes.len().min(first + MOST);
    let mut styles: HashMap<[String; 3], usize> = HashMap::new();
    let mut names: HashMap<String, usize> = HashMap::new();
    for other in (first..last).filter(|&other| other != index) {
        let body = edition.body(other, text);
        let tail = text.slice(body.end.saturating_sub(LONGEST).max(body.start)..body.end);
        if !tail.contains(['—', '–']) && !tail.contains("--") {
            continue;
        }
        let Some(found) = WHOLE.captures(&tail) else { continue };
        let [before, dash, behind, who] =
            ["before", "dash", "behind", "who"].map(|name| found.name(name).map_or("", |part| part.as_str()));
        *styles.entry([before, dash, behind].map(str::to_owned)).or_default() += 1;
        *names.entry(who.trim_end_matches(is_space).to_owned()).or_default() += 1;
    }
    let style = styles.into_iter().max_by(|one, other| (one.1, &other.0).cmp(&(other.1, &one.0)));
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    (style.map(|(style, _)| style), names)
}
