//! Mending: the fixes of many diagnostics at once.
//!
//! A fix is against the text as it stands, and may make room for another, or take its reason away. So those that do
//! not meet are applied together, the text is read again, and so on until nothing is left to apply. What comes out
//! is one set of edits of the first text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Diagnostic, Fix, Rule, Safety, check, check_one};
use crate::document::Snapshot;
use crate::edits::Edits;

/// Texts are mended in a few passes. A rule sees so many slips at once and no more, and whoever mended thousands of them
/// still comes to an end here.
const MOST_PASSES: usize = 100;

/// Which fixes are applied: of each diagnostic the likeliest, if it is one of these.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// Only those of this rule.
    pub rule: Option<&'static Rule>,
    /// None that is more daring. Those that only a person chooses are none of them in any case.
    pub safety: Safety,
}

/// A text that was mended.
#[derive(Debug)]
pub struct Mended {
    /// What was changed in the text as it was.
    pub edits: Edits,
    /// How many problems were fixed, by the names of their rules.
    pub fixed: BTreeMap<&'static str, usize>,
    /// The text as it is with the edits; the one that was given, if there are none.
    pub snapshot: Arc<Snapshot>,
    /// What is still wrong with it; only by the one rule, if one was asked for.
    pub left: Vec<Diagnostic>,
}

impl Mended {
    /// A text to which nothing was done, and what is wrong with it.
    pub fn unchanged(snapshot: &Arc<Snapshot>, left: Vec<Diagnostic>) -> Self {
        Mended { edits: Edits::default(), fixed: BTreeMap::new(), snapshot: snapshot.clone(), left }
    }
}

impl Wanted {
    /// The fix of a diagnostic that is to be applied. Where the likeliest is not wanted, a lesser one is neither.
    pub fn fix<'a>(&self, diagnostic: &'a Diagnostic) -> Option<&'a Fix> {
        let is_asked_for = self.rule.is_none_or(|rule| rule.name == diagnostic.rule);
        let is_free = |fix: &&Fix| fix.safety <= self.safety && fix.safety != Safety::Manual;
        diagnostic.fix().filter(|fix| is_asked_for && is_free(fix))
    }

    fn check(&self, snapshot: &Snapshot) -> Vec<Diagnostic> {
        self.rule.map_or_else(|| check(snapshot), |rule| check_one(rule, snapshot))
    }
}

/// Applies the fixes that are wanted, until there are none.
///
/// What is called safe is held to it here: safe fixes after which a reference would lead elsewhere are not applied.
pub fn mend(snapshot: &Arc<Snapshot>, wanted: &Wanted) -> Mended {
    let len = snapshot.text().len();
    let mut mended = Mended::unchanged(snapshot, wanted.check(snapshot));
    for _ in 0..MOST_PASSES {
        let now = &mended.snapshot;
        let fixes: Vec<(&'static str, &Edits)> = mended
            .left
            .iter()
            .filter_map(|found| Some((found.rule, &wanted.fix(found)?.edits)))
            .filter(|(_, edits)| changes(now, edits))
            .collect();
        let Some(Pass { edits, applied, after }) = pass(now, &fixes, wanted.safety) else { break };
        for index in applied {
            *mended.fixed.entry(fixes[index].0).or_default() += 1;
        }
        mended.edits = mended.edits.then(&edits, len);
        mended.snapshot = after;
        mended.left = wanted.check(&mended.snapshot);
    }
    mended
}

/// What is applied at once.
struct Pass {
    edits: Edits,
    /// Which of the fixes.
    applied: Vec<usize>,
    after: Arc<Snapshot>,
}

fn pass(now: &Arc<Snapshot>, fixes: &[(&'static str, &Edits)], safety: Safety) -> Option<Pass> {
    /// So many are tried one by one if they are not safe together. Where all is well they are.
    const MOST_TRIED: usize = 32;
    let (edits, applied) = Edits::join_all(fixes.iter().map(|(_, edits)| *edits));
    if applied.is_empty() {
        return None;
    }
    let is_sound = |after: &Snapshot, edits: &Edits| {
        safety > Safety::Safe || now.edition().led_elsewhere(after.edition(), edits).is_none()
    };
    let after = now.after(&edits);
    if is_sound(&after, &edits) {
        return Some(Pass { edits, applied, after });
    }
    applied.into_iter().take(MOST_TRIED).find_map(|index| {
        let edits = fixes[index].1.clone();
        let after = now.after(&edits);
        is_sound(&after, &edits).then(|| Pass { edits, applied: vec![index], after })
    })
}

/// Whether edits put anything that is not there already.
fn changes(snapshot: &Snapshot, edits: &Edits) -> bool {
    edits.iter().any(|edit| snapshot.text().slice(edit.range.clone()) != edit.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;
    use crate::samples::opened_as;

    fn opened(text: &str, path: &str) -> Arc<Snapshot> {
        opened_as(text, path).snapshot()
    }

    const NOTES: &str = "Source: Letters, Volume 3\nTranscription: A. B.\nProofread: C. D.\n\nThe first letter is old. [ 1 ] \
                         The second is lost. [2] The third is short. [l3] So is the fourth. [4]\n\nNotes\n\n1. One.\n\
                         2. Two.\n13. Three.\n4. Four.\n";

    #[test]
    fn only_what_is_wanted_is_mended() {
        let snapshot = opened(NOTES, "cw/volume3/a.txt");
        let nothing =
            mend(&snapshot, &Wanted { rule: rules::find("empty-field"), safety: Safety::Suggested });
        assert!(Arc::ptr_eq(&nothing.snapshot, &snapshot) && nothing.edits.is_empty());
        let safe = mend(&snapshot, &Wanted { rule: None, safety: Safety::Safe });
        assert_eq!(safe.fixed, BTreeMap::from([("misread-label", 1)]));
        assert_eq!(safe.snapshot.text().whole(), NOTES.replace("[ 1 ]", "[1]"));
    }

    #[test]
    fn what_a_fix_makes_room_for_is_mended_too() {
        // More slips than are seen at once.
        let numbers = 1..=450;
        let mut text = "Source: Letters, Volume 3\nTranscription: A. B.\n\n".to_owned();
        numbers.clone().for_each(|number| text += &format!("It was decided so again. [ {number} ]\n\n"));
        text += "Notes\n\n";
        numbers.clone().for_each(|number| text += &format!("{number}. A note.\n"));
        // A few are sound, so that it is known to be an edition.
        let text = (1..=150)
            .fold(text, |text, number| text.replace(&format!("[ {number} ]"), &format!("[{number}]")));
        let snapshot = opened(&text, "a.txt");
        let mended = mend(&snapshot, &Wanted { rule: rules::find("misread-label"), safety: Safety::Safe });
        assert_eq!(mended.fixed, BTreeMap::from([("misread-label", 300)]));
        assert_eq!(mended.left, []);
        assert_eq!(mended.snapshot.text().whole(), text.replace("[ ", "[").replace(" ]", "]"));
        assert_eq!(mended.snapshot.text().whole(), snapshot.after(&mended.edits).text().whole());
    }
}
