//! Laws of refactorings, over texts by chance.

use std::ops::Range;

use proptest::prelude::*;

use crate::document::Snapshot;
use crate::refactor::{self, Change};
use crate::rules;
use crate::samples::{GUTENBERG, MARKDOWN, PIECES, opened_as, text};

fn content(snapshot: &Snapshot) -> String {
    snapshot.text().whole().into_owned()
}

fn apply(name: &str, snapshot: &Snapshot, at: Range<usize>) -> Option<Change> {
    let refactoring = refactor::find(name).expect("it is in the registry");
    (refactoring.apply)(snapshot, at).ok()
}

/// What each reference leads to: which of the footnotes. Both in text order.
fn bound(snapshot: &Snapshot) -> Vec<Option<usize>> {
    snapshot.edition().references.iter().map(|reference| reference.footnote).collect()
}

fn place(text: &str, share: f64) -> usize {
    let mut at = (text.len() as f64 * share) as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What was inserted into a sound text whose lines all end alike, and is deleted again, was never there.
fn inserting_is_undone(snapshot: &Snapshot, share: f64) -> Result<(), TestCaseError> {
    let before = content(snapshot);
    let line_break = snapshot.text().line_break();
    let is_mixed = before.replace(line_break, "").contains(['\r', '\n']);
    if is_mixed || !rules::check(snapshot).is_empty() {
        return Ok(());
    }
    let at = place(&before, share);
    let Some(change) = apply("insert-footnote", snapshot, at..at) else { return Ok(()) };
    let middle = snapshot.after(&change.edits);
    let caret = change.selection.expect("a place for its text").start;
    let marker = caret.saturating_sub(2);
    let Some(undone) = apply("delete-footnote", &middle, marker..marker) else { return Ok(()) };
    prop_assert_eq!(content(&middle.after(&undone.edits)), before, "{:?}", content(&middle));
    Ok(())
}

/// Every refactoring that is on offer anywhere either is refused, or leaves a text that can be read.
fn everything_has_an_answer(snapshot: &Snapshot, from: f64, to: f64) -> Result<(), TestCaseError> {
    let before = content(snapshot);
    let (from, to) = (place(&before, from.min(to)), place(&before, from.max(to)));
    for refactoring in refactor::all() {
        for at in [from..from, from..to] {
            let offered = (refactoring.offer)(snapshot, at.clone());
            let Ok(change) = (refactoring.apply)(snapshot, at) else { continue };
            let after = snapshot.after(&change.edits);
            prop_assert!(offered.is_none_or(|title| !title.is_empty()));
            let selection = change.selection.unwrap_or(0..0);
            prop_assert!(after.text().len() >= selection.end, "{}", refactoring.name);
        }
    }
    Ok(())
}

/// Renumbering twice is renumbering once, and every reference leads to the footnote that it led to.
fn renumbering_is_done_once(snapshot: &Snapshot) -> Result<(), TestCaseError> {
    let Some(change) = apply("renumber", snapshot, 0..0) else { return Ok(()) };
    let after = snapshot.after(&change.edits);
    prop_assert_eq!(bound(snapshot), bound(&after));
    let again = apply("renumber", &after, 0..0);
    prop_assert!(again.is_none_or(|again| again.edits.is_empty()), "{:?}", content(&after));
    Ok(())
}

fn laws(snapshot: &Snapshot, share: f64, other: f64) -> Result<(), TestCaseError> {
    inserting_is_undone(snapshot, share)?;
    renumbering_is_done_once(snapshot)?;
    everything_has_an_answer(snapshot, share, other)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold(text in text(PIECES), share in 0.0..1.0f64, other in 0.0..1.0f64) {
        laws(&opened_as(&text, "cw/volume4/text.txt").snapshot(), share, other)?;
    }

    #[test]
    fn laws_hold_in_gutenberg(text in text(GUTENBERG), share in 0.0..1.0f64, other in 0.0..1.0f64) {
        laws(&opened_as(&format!("{}{text}", GUTENBERG[0]), "letters/1.txt").snapshot(), share, other)?;
    }

    #[test]
    fn laws_hold_in_markdown(text in text(MARKDOWN), share in 0.0..1.0f64, other in 0.0..1.0f64) {
        laws(&opened_as(&text, "text.md").snapshot(), share, other)?;
    }
}
