//! Laws of documents: after any edits a document answers as a fresh one with the same text; no text and no
//! question makes it fail; what it points at is there.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use proptest::prelude::*;

use super::Snapshot;
use crate::features::hover::{self, Markup};
use crate::features::{
    definition, folding, highlight, hints, lenses, linked, links, references, selection, symbols, tokens,
};
use crate::rules::mend::{Wanted, mend};
use crate::rules::{self, Fix, Safety};
use crate::samples::{GUTENBERG, LINE_ENDS, MARKDOWN, PIECES, opened_as, text};
use crate::scan::Mark;

/// Where to edit, as shares of the text; and what to put there.
fn edits(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<(f64, f64, String)>> {
    let insert = prop::collection::vec(prop::sample::select(pieces), 0..4).prop_map(|pieces| pieces.concat());
    prop::collection::vec((0.0..1.0f64, 0.0..0.1f64, insert), 1..30)
}

fn marks(snapshot: &Snapshot) -> Vec<(usize, Mark)> {
    snapshot.blocks().marks().map(|(start, mark)| (start, Mark { offset: 0, ..*mark })).collect()
}

/// The nearest character start at or before a share of the text.
fn place(text: &str, share: f64) -> usize {
    let at = (text.len() as f64 * share) as usize;
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn incremental_equals_fresh(start in text(PIECES), edits in edits(PIECES)) {
        edited_equals_fresh(start, edits, "cw/volume4/text.txt")?;
    }

    #[test]
    fn incremental_equals_fresh_in_gutenberg(start in text(GUTENBERG), edits in edits(GUTENBERG)) {
        edited_equals_fresh(format!("{}{start}", GUTENBERG[0]), edits, "letters/1.txt")?;
    }

    #[test]
    fn incremental_equals_fresh_at_line_ends(start in text(LINE_ENDS), edits in edits(LINE_ENDS)) {
        edited_equals_fresh(start, edits, "cw/volume4/text.txt")?;
    }

    #[test]
    fn incremental_equals_fresh_in_markdown(start in text(MARKDOWN), edits in edits(MARKDOWN)) {
        edited_equals_fresh(start, edits, "letters/1.md")?;
    }

    #[test]
    fn every_text_has_an_answer(
        pieces in prop_oneof![text(PIECES), text(GUTENBERG)], rest in any::<String>(), at in 0.0..1.0f64) {
        for text in [format!("{pieces}{rest}"), format!("{rest}{pieces}"), rest.clone()] {
            has_answers(&text, "cw/volume4/text.txt", at)?;
        }
    }

    #[test]
    fn every_markdown_has_an_answer(pieces in text(MARKDOWN), rest in any::<String>(), at in 0.0..1.0f64) {
        // With a footnote that is referred to, every text is an edition, and rules and features have their say.
        let note = "\n\nText[^n1] of some words.\n\n[^n1]: A note.\n\n";
        for text in [pieces.clone(), format!("{pieces}{note}{rest}"), format!("{note}{pieces}"), rest.clone()] {
            has_answers(&text, "letters/1.md", at)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mending_mends(text in text(PIECES)) {
        mends(&opened_as(&text, "cw/volume4/text.txt").snapshot())?;
    }

    #[test]
    fn mending_mends_gutenberg(text in text(GUTENBERG)) {
        mends(&opened_as(&format!("{}{text}", GUTENBERG[0]), "letters/1.txt").snapshot())?;
    }

    #[test]
    fn mending_mends_markdown(text in text(MARKDOWN)) {
        let note = "\n\nText[^n1] of some words.\n\n[^n1]: A note.\n\n";
        mends(&opened_as(&format!("{text}{note}"), "letters/1.md").snapshot())?;
        mends(&opened_as(&format!("{note}{text}"), "letters/1.md").snapshot())?;
    }
}

/// The laws of mending: nothing that it would mend is left, neither of a rule nor of all; twice is once; nothing but
/// what the edits say is changed; and what is safe leads no reference elsewhere.
fn mends(snapshot: &Arc<Snapshot>) -> Result<(), TestCaseError> {
    let content = |snapshot: &Snapshot| snapshot.text().slice(0..usize::MAX).into_owned();
    let found: HashSet<&str> = rules::check(snapshot).iter().map(|diagnostic| diagnostic.rule).collect();
    let each = found.iter().map(|name| rules::find(name));
    for rule in each.chain([None]) {
        for safety in [Safety::Safe, Safety::Suggested] {
            let wanted = Wanted { rule, safety };
            let mended = mend(snapshot, &wanted);
            let after = mended.snapshot;
            let is_left = |fix: &&Fix| safety > Safety::Safe || leads_elsewhere(&after, fix).is_none();
            let left = mended.left.iter().filter_map(|found| wanted.fix(found)).find(is_left);
            prop_assert_eq!(left, None, "left in {:?}", content(&after));
            let applied = mended.edits.apply(snapshot.text());
            prop_assert_eq!(applied.slice(0..usize::MAX), content(&after));
            prop_assert_eq!(mended.fixed.is_empty(), mended.edits.is_empty());
            prop_assert!(mend(&after, &wanted).edits.is_empty());
            let elsewhere = snapshot.edition().led_elsewhere(after.edition(), &mended.edits);
            prop_assert!(
                safety > Safety::Safe || elsewhere.is_none(),
                "{elsewhere:?} in {:?}",
                content(snapshot)
            );
        }
    }
    Ok(())
}

fn leads_elsewhere(snapshot: &Snapshot, fix: &Fix) -> Option<Range<usize>> {
    let after = snapshot.after(&fix.edits);
    snapshot.edition().led_elsewhere(after.edition(), &fix.edits)
}

fn has_answers(text: &str, path: &str, at: f64) -> Result<(), TestCaseError> {
    let snapshot = opened_as(text, path).snapshot();
    let is_there = |range: &Range<usize>| {
        range.start <= range.end
            && range.end <= text.len()
            && text.is_char_boundary(range.start)
            && text.is_char_boundary(range.end)
    };
    for diagnostic in rules::check(&snapshot) {
        prop_assert!(is_there(&diagnostic.range), "{diagnostic:?}");
        prop_assert!(diagnostic.related.iter().all(|related| is_there(&related.range)), "{diagnostic:?}");
        let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
        prop_assert!(edits.clone().all(|edit| is_there(&edit.range)), "{diagnostic:?}");
    }
    let offset = place(text, at);
    for markup in [Markup::Markdown, Markup::Plain] {
        if let Some(hover) = hover::find(&snapshot, offset, markup) {
            prop_assert!(is_there(&hover.range) && !hover.content.is_empty());
        }
    }
    if let Some(found) = definition::find(&snapshot, offset) {
        prop_assert!(is_there(&found.origin));
        for definition::Target { range, selection } in &found.targets {
            let inside = range.start <= selection.start && selection.end <= range.end;
            prop_assert!(is_there(range) && inside, "{found:?}");
        }
    }
    prop_assert!(references::find(&snapshot, offset, true).iter().all(is_there));
    prop_assert!(highlight::find(&snapshot, offset).iter().all(|one| is_there(&one.range)));
    prop_assert!(folding::ranges(&snapshot).iter().all(|fold| is_there(&fold.range)));
    sound_tokens(&snapshot, offset, &is_there)?;
    sound_hints(&snapshot, offset)?;
    for marker in lenses::find(&snapshot) {
        prop_assert_eq!(lenses::at(&snapshot, marker.start).map(|lens| lens.range), Some(marker));
    }
    for parts in selection::find(&snapshot, &[offset, 0, text.len()]) {
        let grows = |inner: &Range<usize>, outer: &Range<usize>| {
            outer.start <= inner.start && inner.end <= outer.end && inner != outer
        };
        prop_assert!(parts.iter().all(is_there) && parts.is_sorted_by(grows), "{parts:?}");
        prop_assert_eq!(parts.last(), Some(&(0..text.len())));
    }
    for footnote in &snapshot.edition().footnotes {
        sound_labels(&snapshot, footnote.marker.start + 1, &is_there)?;
    }
    let links = links::find(&snapshot);
    prop_assert!(links.iter().all(|link| is_there(&link.range) && !link.range.is_empty()), "{links:?}");
    prop_assert!(links.is_sorted_by(|one, next| one.range.end <= next.range.start), "{links:?}");
    sound_symbols(&symbols::outline(&snapshot), &(0..text.len()), &is_there)
}

/// Tokens stand in order, apart, each on one line; a part of the text has those that reach into it.
fn sound_tokens(
    snapshot: &Snapshot,
    offset: usize,
    is_there: &dyn Fn(&Range<usize>) -> bool,
) -> Result<(), TestCaseError> {
    let text = snapshot.text();
    let all = tokens::find(snapshot, 0..text.len());
    for token in &all {
        let line = |offset| text.line_of(offset);
        prop_assert!(is_there(&token.range) && !token.range.is_empty(), "{token:?}");
        prop_assert_eq!(line(token.range.start), line(token.range.end - 1), "{:?}", token);
    }
    prop_assert!(all.is_sorted_by(|one, next| one.range.end <= next.range.start), "{all:?}");
    for within in [0..offset, offset..text.len(), offset..offset + 20] {
        let mut part = all.clone();
        part.retain(|token| token.range.start < within.end && within.start < token.range.end);
        prop_assert_eq!(tokens::find(snapshot, within), part);
    }
    Ok(())
}

/// Labels that change together are spelt alike, stand apart, and are what may be typed there.
fn sound_labels(
    snapshot: &Snapshot,
    offset: usize,
    is_there: &dyn Fn(&Range<usize>) -> bool,
) -> Result<(), TestCaseError> {
    let Some(linked) = linked::find(snapshot, offset) else { return Ok(()) };
    prop_assert!(linked.ranges.iter().all(is_there) && linked.ranges.len() > 1, "{linked:?}");
    prop_assert!(linked.ranges.is_sorted_by(|one, next| one.end <= next.start), "{linked:?}");
    let label = snapshot.text().slice(linked.ranges[0].clone());
    for range in &linked.ranges {
        prop_assert_eq!(snapshot.text().slice(range.clone()), label.clone());
    }
    if let Some(pattern) = linked.pattern {
        let whole = regex::Regex::new(&format!("^{pattern}$")).expect("a valid expression");
        prop_assert!(whole.is_match(&label), "{label} is not {pattern}");
    }
    Ok(())
}

/// Hints stand in order and say something; a part of the text has those that stand in it. All that is said of one can be
/// asked later.
fn sound_hints(snapshot: &Snapshot, offset: usize) -> Result<(), TestCaseError> {
    let len = snapshot.text().len();
    let all = hints::find(snapshot, 0..len);
    prop_assert!(all.is_sorted_by_key(|hint| hint.offset), "{all:?}");
    for hint in &all {
        prop_assert!(hint.offset <= len && !hint.words.trim().is_empty(), "{hint:?}");
        prop_assert!(hints::tooltip(snapshot, hint, Markup::Plain).is_some(), "{hint:?}");
    }
    for within in [0..offset, offset..len, offset..(offset + 20).min(len)] {
        let part: Vec<_> = all
            .iter()
            .filter(|hint| within.start <= hint.offset && hint.offset <= within.end)
            .cloned()
            .collect();
        prop_assert_eq!(hints::find(snapshot, within), part);
    }
    Ok(())
}

fn edited_equals_fresh(
    start: String,
    edits: Vec<(f64, f64, String)>,
    path: &str,
) -> Result<(), TestCaseError> {
    let mut expected = start;
    let mut document = opened_as(&expected, path);
    for (at, len, insert) in edits {
        let from = place(&expected, at);
        let to = place(&expected, (at + len).min(1.0)).max(from);
        expected.replace_range(from..to, &insert);
        document.edit(from..to, &insert);
        let now = document.snapshot();
        let fresh = opened_as(&expected, path).snapshot();
        prop_assert_eq!(now.text().slice(0..usize::MAX), expected.as_str());
        prop_assert_eq!(marks(&now), marks(&fresh));
        prop_assert_eq!(now.blocks().tally(), fresh.blocks().tally());
        prop_assert_eq!(now.edition(), fresh.edition());
        prop_assert_eq!(rules::check(&now), rules::check(&fresh));
    }
    Ok(())
}

/// Symbols lie within what holds them, and name themselves.
fn sound_symbols(
    symbols: &[symbols::Symbol],
    within: &Range<usize>,
    is_there: &dyn Fn(&Range<usize>) -> bool,
) -> Result<(), TestCaseError> {
    for symbol in symbols {
        prop_assert!(is_there(&symbol.range) && !symbol.name.is_empty(), "{symbol:?}");
        prop_assert!(within.start <= symbol.range.start && symbol.range.end <= within.end, "{symbol:?}");
        let named = symbol.range.start <= symbol.selection.start && symbol.selection.end <= symbol.range.end;
        prop_assert!(named, "{symbol:?}");
        sound_symbols(&symbol.children, &symbol.range, is_there)?;
    }
    Ok(())
}
