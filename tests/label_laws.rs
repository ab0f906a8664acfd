//! Laws of what changes labels, over texts that are made up and over real ones: nothing but labels changes, every
//! reference leads to the same note, what is done twice is done once, and there and back is nowhere.

mod support;

use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use edition_ls::document::Snapshot;
use edition_ls::edition::Reference;
use edition_ls::edits::Edits;
use edition_ls::refactor::renumber::{Order, renumber};
use edition_ls::refactor::{self, Change, Refusal, rename};
use proptest::prelude::*;
use support::texts::{content, read, real_texts};

/// As much of a text as a person wants to see of a failure.
fn shown(snapshot: &Snapshot) -> String {
    const MOST: usize = 3000;
    match snapshot.text().len() {
        ..MOST => content(snapshot),
        _ => format!("{:?}", snapshot.hints().path),
    }
}

/// What each reference leads to: the text of a note, without the labels in it.
fn led_to(snapshot: &Snapshot) -> Vec<Option<String>> {
    let edition = snapshot.edition();
    let markers = markers(snapshot);
    let body = |footnote: usize| {
        let Range { mut start, end } = edition.body(footnote, snapshot.text());
        let mut said = String::new();
        let inner = &markers[markers.partition_point(|marker| marker.start < start)..];
        for marker in inner.iter().take_while(|marker| marker.start < end) {
            if marker.start >= start && marker.end <= end {
                said += &snapshot.text().slice(start..marker.start);
                start = marker.end;
            }
        }
        said + &snapshot.text().slice(start..end)
    };
    edition.references.iter().map(|reference| reference.footnote.map(body)).collect()
}

/// All places where labels stand.
fn markers(snapshot: &Snapshot) -> Vec<Range<usize>> {
    let edition = snapshot.edition();
    let references = edition.references.iter().map(|reference| reference.range.clone());
    let mut markers: Vec<_> =
        references.chain(edition.footnotes.iter().map(|footnote| footnote.marker.clone())).collect();
    markers.sort_by_key(|marker| marker.start);
    markers
}

/// Makes a change, and looks whether it did nothing but give labels.
fn relabelled(before: &Snapshot, edits: &Edits) -> Arc<Snapshot> {
    let after = before.after(edits);
    let markers = markers(before);
    for edit in edits {
        let next = markers.partition_point(|marker| marker.end < edit.range.end);
        let is_within =
            |marker: &Range<usize>| marker.start <= edit.range.start && edit.range.end <= marker.end;
        assert!(markers.get(next).is_some_and(is_within), "{edit:?} is at no label of {}", shown(before));
    }
    assert!(led_to(before) == led_to(&after), "references lead elsewhere:\n{}", shown(before));
    after
}

/// Renumbers twice; whether it could be done.
fn renumbering_is_lawful(before: &Snapshot, order: Order) -> bool {
    let Ok(change) = renumber(before, order, |_| true) else { return false };
    let after = relabelled(before, &change.edits);
    let again = renumber(&after, order, |_| true);
    assert_eq!(again, Ok(Change::default()), "twice is not once:\n{}", shown(&after));
    true
}

/// Whether several footnotes bear a name, or references that miss one.
fn is_shared(snapshot: &Snapshot, name: &str) -> bool {
    let edition = snapshot.edition();
    let footnotes = edition.footnotes.iter().filter(|footnote| edition.name(footnote.label) == name).count();
    let is_missing = |one: &Reference| one.footnote.is_none() && edition.name(one.label) == name;
    footnotes + usize::from(edition.references.iter().any(is_missing)) > 1
}

/// Renames there and back; whether it could be done.
fn renaming_is_lawful(before: &Snapshot, at: usize, name: &str) -> bool {
    let Some(found) = rename::prepare(before, at) else { return false };
    let Ok(change) = rename::rename(before, at, name) else { return false };
    let after = relabelled(before, &change.edits);
    let start = change.edits.iter().find(|edit| edit.range == found.range).map_or(found.range.start, |_| {
        let earlier = change.edits.iter().filter(|edit| edit.range.start < found.range.start);
        let grown: isize = earlier.map(|edit| edit.text.len() as isize - edit.range.len() as isize).sum();
        found.range.start.saturating_add_signed(grown)
    });
    let back = match rename::rename(&after, start, &found.name) {
        Ok(back) => back,
        // Who leaves a name that others bear as well may not be let back to it.
        Err(_) if is_shared(before, &found.name) => return true,
        Err(refusal) => panic!("{name} at {at} back: {}\n{}", refusal.message, shown(&after)),
    };
    assert!(
        content(&after.after(&back.edits)) == content(before),
        "{at} to {name} and back:\n{}",
        shown(before)
    );
    true
}

fn done(before: &Snapshot, at: usize, name: &str) -> Result<Change, Refusal> {
    (refactor::find(name).expect("a refactoring").apply)(before, at..at)
}

const STYLES: [&str; 6] = [
    "number-with-numbers",
    "number-with-letters",
    "number-with-small-letters",
    "number-with-roman-numerals",
    "number-with-small-roman-numerals",
    "number-with-symbols",
];

/// What a made-up text is made of.
#[derive(Debug, Clone)]
struct Plan {
    form: Form,
    chapters: Vec<Chapter>,
}

#[derive(Debug, Clone)]
struct Chapter {
    /// Which note each reference leads to; the first mention of each is where it appears.
    references: Vec<usize>,
    /// The label of each note, as a number.
    labels: Vec<u32>,
    /// The second series' notes are every third one.
    is_mixed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Dots,
    Brackets,
    Enclosed,
    Markdown,
}

impl Form {
    fn path(self) -> &'static str {
        if self == Form::Markdown { "work/chapter.md" } else { "work/chapter.txt" }
    }
}

impl Plan {
    fn label(&self, chapter: usize, note: usize) -> String {
        let part = &self.chapters[chapter];
        let number = part.labels[note];
        match self.form {
            // Names are of the whole file.
            Form::Markdown if part.is_mixed && note % 3 == 2 => format!("n{chapter}-{number}"),
            Form::Markdown => (number + 20 * chapter as u32).to_string(),
            Form::Enclosed if part.is_mixed && note % 3 == 2 => {
                char::from(b'A' + (number % 26) as u8).to_string()
            }
            _ if part.is_mixed && note % 3 == 2 => format!("{number}*"),
            _ => number.to_string(),
        }
    }

    fn text(&self) -> String {
        let mut text = match self.form {
            Form::Markdown => String::from("# On Mills\n\n"),
            Form::Enclosed => String::from("ON MILLS\n\n"),
            _ => String::from(
                "A. Author\n\nOn Mills\n\nSource: Works, Volume 2, pages 1-3.\nTranscription: A. Reader\n\n",
            ),
        };
        for (at, chapter) in self.chapters.iter().enumerate() {
            let _ = write!(text, "The miller, who was old — très vieux —, came to the village in spring.");
            for &note in &chapter.references {
                let label = self.label(at, note);
                let _ = match self.form {
                    Form::Markdown => write!(text, " He spoke of the weir.[^{label}]"),
                    _ => write!(text, " He spoke of the weir.[{label}]"),
                };
            }
            text += "\n\n";
            if matches!(self.form, Form::Dots | Form::Brackets) {
                text += "Notes\n\n";
            }
            for note in 0..chapter.labels.len() {
                let (label, body) = (self.label(at, note), format!("Note {at}.{note} of the edition"));
                let _ = match self.form {
                    Form::Dots => write!(text, "{label}. {body}.\n\n"),
                    Form::Brackets => write!(text, "[{label}] {body}.\n\n"),
                    Form::Enclosed => write!(text, "[Footnote {label}: {body}.]\n\n"),
                    Form::Markdown => write!(text, "[^{label}]: {body}.\n\n    Its second paragraph.\n\n"),
                };
            }
        }
        text
    }
}

fn chapter() -> impl Strategy<Value = Chapter> {
    let labels = (1..9usize).prop_flat_map(|count| Just((1..=count as u32).collect::<Vec<_>>()));
    (labels, any::<bool>(), any::<bool>()).prop_flat_map(|(labels, is_shuffled, is_mixed)| {
        let count = labels.len();
        let shuffled = match is_shuffled {
            true => Just(labels).prop_shuffle().boxed(),
            false => Just(labels).boxed(),
        };
        let all: Vec<usize> = (0..count).collect();
        let order = prop_oneof![Just(all.clone()), Just(all).prop_shuffle()];
        (shuffled, order, prop::collection::vec(0..count, 0..3)).prop_map(
            move |(labels, mut references, more)| {
                references.extend(more);
                Chapter { references, labels, is_mixed }
            },
        )
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    let forms = vec![Form::Dots, Form::Brackets, Form::Enclosed, Form::Markdown];
    (prop::sample::select(forms), prop::collection::vec(chapter(), 1..3))
        .prop_map(|(form, chapters)| Plan { form, chapters })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn renumbering(plan in plan()) {
        let before = read(&plan.text(), plan.form.path());
        renumbering_is_lawful(&before, Order::Law);
        renumbering_is_lawful(&before, Order::Strict);
    }

    #[test]
    fn renaming(plan in plan(), which in any::<prop::sample::Index>(), name in "[1-9][0-9]?|[A-H]|[a-h]|iv|[*†]|[1-9][*]|word") {
        let before = read(&plan.text(), plan.form.path());
        let markers = markers(&before);
        prop_assume!(!markers.is_empty());
        renaming_is_lawful(&before, which.get(&markers).start + 1, &name);
    }

    #[test]
    fn other_ways_to_count(plan in plan(), which in any::<prop::sample::Index>(), style in prop::sample::select(&STYLES[..])) {
        let before = read(&plan.text(), plan.form.path());
        let markers = markers(&before);
        prop_assume!(!markers.is_empty());
        if let Ok(change) = done(&before, which.get(&markers).start, style) {
            let after = relabelled(&before, &change.edits);
            if plan.chapters.iter().all(|chapter| !chapter.is_mixed) && !change.edits.is_empty() {
                let start = change.edits.moves().behind(which.get(&markers).start);
                let back = done(&after, start, "number-with-numbers");
                let back = back.map(|change| relabelled(&after, &change.edits));
                // Symbols count as they appear.
                if let Ok(back) = back && style != "number-with-symbols" {
                    prop_assert_eq!(content(&back), content(&before));
                }
            }
        }
    }

    #[test]
    fn series_that_become_one(plan in plan(), which in any::<prop::sample::Index>()) {
        let before = read(&plan.text(), plan.form.path());
        let markers = markers(&before);
        prop_assume!(!markers.is_empty());
        if let Ok(change) = done(&before, which.get(&markers).start, "merge-series") {
            relabelled(&before, &change.edits);
        }
    }

    #[test]
    fn prefixes_there_and_back(plan in plan()) {
        let before = read(&plan.text(), plan.form.path());
        if let Ok(change) = done(&before, 0, "add-prefix") {
            let after = relabelled(&before, &change.edits);
            let back = done(&after, 0, "remove-prefix").expect("the prefix is there");
            prop_assert_eq!(content(&after.after(&back.edits)), content(&before));
        }
    }
}

/// In order, nothing is to be done: notes counted from 1 as they appear.
#[test]
fn what_is_in_order_stays() {
    for form in [Form::Dots, Form::Brackets, Form::Enclosed, Form::Markdown] {
        let chapter = Chapter { references: vec![0, 1, 2, 0, 3], labels: vec![1, 2, 3, 4], is_mixed: false };
        let mut chapters = vec![chapter.clone()];
        if form != Form::Markdown {
            chapters.push(chapter);
        }
        let before = read(&Plan { form, chapters }.text(), form.path());
        assert_eq!(before.edition().footnotes.len(), before.edition().references.len() * 4 / 5, "{form:?}");
        for order in [Order::Law, Order::Strict] {
            assert_eq!(renumber(&before, order, |_| true), Ok(Change::default()), "{form:?}");
        }
    }
}

/// Skipped, saying so, where the corpus is not there.
#[test]
fn real_texts_keep_the_laws() {
    /// To rename in longer ones takes long.
    const LONG: usize = 100_000;
    let Some(texts) = real_texts(u64::MAX) else { return };
    let (mut editions, mut lawful, mut strict, mut renamed, mut tried) = (0, 0, 0, 0, 0);
    for (_, before) in texts {
        if !before.edition().is_edition || before.edition().footnotes.is_empty() {
            continue;
        }
        editions += 1;
        lawful += usize::from(renumbering_is_lawful(&before, Order::Law));
        strict += usize::from(renumbering_is_lawful(&before, Order::Strict));
        if before.text().len() > LONG {
            continue;
        }
        let markers = markers(&before);
        for marker in markers.iter().step_by(markers.len().div_ceil(3)) {
            for name in ["977", "c"] {
                tried += 1;
                renamed += usize::from(renaming_is_lawful(&before, marker.start + 1, name));
            }
        }
    }
    eprintln!(
        "{editions} editions: {lawful} can be renumbered, {strict} strictly; {renamed} of {tried} labels renamed"
    );
    assert!(lawful * 2 > editions, "{lawful} of {editions}");
}
