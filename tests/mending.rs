//! The laws of mending on real texts with faults put in: what it would mend is not left, twice is once, nothing but what
//! the edits say is changed, and what is safe leads no reference elsewhere. Skipped, saying so, where the corpus is not there.

mod support;

use std::collections::BTreeMap;

use edition_ls::document::Snapshot;
use edition_ls::edits::{Edit, Edits};
use edition_ls::rules::mend::{Wanted, mend};
use edition_ls::rules::{self, Fix, Safety};
use support::texts::{read, real_texts};

/// Larger texts take long, and tell no more.
const LARGEST: u64 = 200_000;

/// A text with some of its labels damaged, and a line of its header repeated and another mistyped.
fn damaged(snapshot: &Snapshot) -> String {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let mut edits = Vec::new();
    let fields = &edition.header.fields;
    if let [first, .., last] = &fields[..] {
        let line = text.line_of(first.key.start);
        let lines = text.line_start(line)..text.line_start(line + 1);
        edits.push(Edit::insert(lines.end, text.slice(lines)));
        edits.push(Edit::delete(last.key.start + 1..last.key.start + 2));
    }
    for (index, reference) in edition.references.iter().enumerate().filter(|(index, _)| index % 5 == 1) {
        let (range, written) = (reference.range.clone(), text.slice(reference.range.clone()));
        let inside = written.trim_matches(['[', ']']);
        let damaged = match index / 5 % 5 {
            0 => format!("[ {inside} ]"),
            1 => written.replace('1', "l").replace('0', "O"),
            2 => written.replace('[', "{"),
            3 => written.trim_end_matches(']').to_owned(),
            _ => format!("{written}{written}"),
        };
        edits.push(Edit::new(range, damaged));
    }
    for footnote in edition.footnotes.iter().skip(2).step_by(9) {
        let written = text.slice(footnote.marker.clone());
        edits.push(Edit::new(footnote.marker.clone(), written.replace('3', "8").replace('.', "")));
    }
    let damaged = Edits::new(edits).map_or_else(|| text.clone(), |edits| edits.apply(text));
    damaged.whole().into_owned()
}

fn leads_elsewhere(snapshot: &Snapshot, fix: &Fix) -> bool {
    let after = snapshot.after(&fix.edits);
    snapshot.edition().led_elsewhere(after.edition(), &fix.edits).is_some()
}

#[test]
fn real_texts_with_faults_are_mended_for_good() {
    let Some(texts) = real_texts(LARGEST) else { return };
    let mut fixed: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut count, mut refused) = (0, 0);
    for (path, sound) in texts {
        count += 1;
        let snapshot = read(&damaged(&sound), &path.to_string_lossy());
        let found = rules::check(&snapshot);
        let mut asked: Vec<_> = found.iter().map(|diagnostic| rules::find(diagnostic.rule)).collect();
        asked.push(None);
        asked.dedup_by_key(|rule| rule.map(|rule| rule.name));
        for rule in asked {
            for safety in [Safety::Safe, Safety::Suggested] {
                let wanted = Wanted { rule, safety };
                let mended = mend(&snapshot, &wanted);
                let after = &mended.snapshot;
                // What is called safe and would lead a reference elsewhere after all is not applied.
                let is_left = |fix: &&Fix| safety > Safety::Safe || !leads_elsewhere(after, fix);
                let left = mended.left.iter().filter_map(|left| wanted.fix(left)).find(is_left);
                assert_eq!(left, None, "{}", path.display());
                refused += mended.left.iter().filter(|left| wanted.fix(left).is_some()).count();
                assert_eq!(mended.edits.apply(snapshot.text()).whole(), after.text().whole());
                assert!(mend(after, &wanted).edits.is_empty(), "{}", path.display());
                if safety == Safety::Safe {
                    let elsewhere = snapshot.edition().led_elsewhere(after.edition(), &mended.edits);
                    assert_eq!(elsewhere, None, "{}", path.display());
                }
                if rule.is_none() && safety == Safety::Suggested {
                    mended.fixed.iter().for_each(|(rule, count)| *fixed.entry(rule).or_default() += count);
                }
            }
        }
    }
    eprintln!("{count} texts: {fixed:?}; {refused} refused");
    for rule in
        ["misread-label", "unclosed-footnote", "misnumbered-footnote", "malformed-footnote", "unknown-field"]
    {
        assert!(fixed.get(rule).is_some_and(|&count| count > 20), "{rule}: {fixed:?}");
    }
}
