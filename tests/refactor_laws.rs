//! Laws of what moves or makes text, over texts that are made for it, and over real ones. Those are skipped, saying so,
//! where the corpus is not there.

mod support;

use std::collections::BTreeMap;

use edition_ls::document::Snapshot;
use edition_ls::refactor;
use edition_ls::rules::{self, Diagnostic, Safety};
use proptest::prelude::*;
use support::texts::{content, read, real_texts};

/// A work in chapters of paragraphs, of which each has some notes, of which each has some paragraphs.
type Work = Vec<Vec<Vec<usize>>>;

fn works() -> impl Strategy<Value = Work> {
    let paragraph = prop::collection::vec(1..3usize, 0..3);
    let chapter = prop::collection::vec(paragraph, 1..4);
    prop::collection::vec(chapter, 1..4)
}

/// Where the notes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Paragraph,
    Section,
    File,
}

const PLACES: [(Place, &str); 3] = [
    (Place::Paragraph, "move-notes-to-paragraphs"),
    (Place::Section, "move-notes-to-sections"),
    (Place::File, "move-notes-to-end"),
];

/// How a tradition writes a work.
struct Tradition {
    path: &'static str,
    opening: &'static str,
    closing: &'static str,
    chapter: fn(usize) -> String,
    reference: fn(usize) -> String,
    /// A note of so many paragraphs.
    note: fn(usize, usize) -> String,
    heading: &'static str,
}

const MIA: Tradition = Tradition {
    path: "bees.txt",
    opening: "On Bees\n\nSource: The Hive, Volume 3, pages 10-12.\nPublished: 1901.\n",
    closing: "\nTop of the page\n",
    chapter: |number| format!("\nChapter {number}\n"),
    reference: |number| format!(" [{number}]"),
    note: |number, paragraphs| format!("[{number}] {}", said(number, paragraphs, "")),
    heading: "Notes",
};

const GUTENBERG: Tradition = Tradition {
    path: "bees.txt",
    opening: "*** START OF THE PROJECT GUTENBERG EBOOK BEES ***\n",
    closing: "\n*** END OF THE PROJECT GUTENBERG EBOOK BEES ***\n",
    chapter: |number| format!("\n\n\n\nCHAPTER {number}\n\n"),
    reference: |number| format!("[{number}]"),
    note: |number, paragraphs| format!("[Footnote {number}: {}]", said(number, paragraphs, "")),
    heading: "FOOTNOTES:",
};

const PANDOC: Tradition = Tradition {
    path: "bees.md",
    opening: "---\ntitle: Bees\n---\n",
    closing: "",
    chapter: |number| format!("\n# Chapter {number}\n"),
    reference: |number| format!("[^{number}]"),
    note: |number, paragraphs| format!("[^{number}]: {}", said(number, paragraphs, "    ")),
    heading: "",
};

fn said(number: usize, paragraphs: usize, indent: &str) -> String {
    let paragraphs = (0..paragraphs).map(|at| match at {
        0 => format!("What is said of {number} in a note."),
        _ => format!("{indent}There is more of it, and it is said here."),
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn written(work: &Work, place: Place, tradition: &Tradition) -> String {
    let mut text = tradition.opening.to_owned();
    let mut number = 0;
    let mut waiting: Vec<String> = Vec::new();
    let put = |text: &mut String, waiting: &mut Vec<String>, heading: &str| {
        if !waiting.is_empty() && !heading.is_empty() {
            *text += &format!("\n{heading}\n");
        }
        waiting.drain(..).for_each(|note| *text += &format!("\n{note}\n"));
    };
    for (at, chapter) in work.iter().enumerate() {
        text += &(tradition.chapter)(at + 1);
        for paragraph in chapter {
            text += "\nThe keeper speaks of bees, and of what they do in the hive";
            for &paragraphs in paragraph {
                number += 1;
                text += &format!(" and elsewhere{}", (tradition.reference)(number));
                waiting.push((tradition.note)(number, paragraphs));
            }
            text += ".\n";
            if place == Place::Paragraph {
                put(&mut text, &mut waiting, "");
            }
        }
        // The last paragraph of a chapter has no notes.
        text += "\nMore is not known of them, and the keeper goes on to something else.\n";
        if place == Place::Section {
            put(&mut text, &mut waiting, tradition.heading);
        }
    }
    put(&mut text, &mut waiting, tradition.heading);
    text + tradition.closing
}

/// Whether so many notes are read, each with all its paragraphs and none of the text below.
fn has_notes(snapshot: &Snapshot, count: usize) -> bool {
    const MORE: &str = "There is more of it";
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let goes_too_far = |index: usize| text.slice(edition.extent(index, text)).contains("More is not known");
    let more = |index: usize| text.slice(edition.extent(index, text)).matches(MORE).count();
    edition.footnotes.len() == count
        && !(0..count).any(goes_too_far)
        && (0..count).map(more).sum::<usize>() == content(snapshot).matches(MORE).count()
}

/// Wherever the notes stand, moved they stand as if they had been written there; and stay.
fn moving_is_writing(work: &Work, tradition: &Tradition) -> Result<(), TestCaseError> {
    for (from, _) in PLACES {
        let before = written(work, from, tradition);
        let snapshot = read(&before, tradition.path);
        let count: usize = work.iter().flatten().map(Vec::len).sum();
        prop_assume!(count > 0);
        if !has_notes(&snapshot, count) {
            continue;
        }
        for (to, name) in PLACES {
            let after = written(work, to, tradition);
            let sound = has_notes(&read(&after, tradition.path), count);
            let change = (refactor::find(name).expect("a refactoring").apply)(&snapshot, 0..0);
            match change {
                Ok(change) => {
                    let found = content(&snapshot.after(&change.edits));
                    prop_assert!(found == after, "{:?} to {:?}: {}\n--- and not\n{}", from, to, found, after);
                    prop_assert_eq!(change.edits.is_empty(), before == after);
                }
                Err(refusal) => prop_assert!(
                    !sound || refusal.message.contains("nothing shows whe"),
                    "{:?} to {:?}: {}\n{}",
                    from,
                    to,
                    refusal.message,
                    before
                ),
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn moving_notes_is_writing_them_there(work in works()) {
        for tradition in [&MIA, &GUTENBERG, &PANDOC] {
            moving_is_writing(&work, tradition)?;
        }
    }
}

/// Larger texts take long without optimisation.
const LARGEST: u64 = 600 << 10;

/// What the references of a text lead to: their labels, and what is said there; in no order.
fn led(snapshot: &Snapshot) -> Vec<(String, Option<String>)> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let said = |index: usize| text.slice(edition.extent(index, text)).into_owned();
    let references = edition.references.iter();
    let mut led: Vec<_> = references.map(|one| (edition.name(one.label), one.footnote.map(said))).collect();
    led.sort();
    led
}

/// The words of a text, but for headings over notes; in no order.
fn words(text: &str) -> BTreeMap<&str, isize> {
    let is_heading = |line: &&str| {
        let line = line.to_lowercase();
        line.split_whitespace().count() <= 4 && line.contains("note")
    };
    let mut words = BTreeMap::new();
    let lines = text.lines().filter(|line| !is_heading(line));
    lines.flat_map(str::split_whitespace).for_each(|word| *words.entry(word).or_default() += 1);
    words
}

#[test]
fn moving_notes_keeps_what_references_lead_to() {
    let (mut moved, mut refused) = (0, BTreeMap::<String, usize>::new());
    for (path, snapshot) in real_texts(LARGEST).into_iter().flatten() {
        let before = content(&snapshot);
        for (_, name) in PLACES {
            let apply = refactor::find(name).expect("a refactoring").apply;
            let change = match apply(&snapshot, 0..0) {
                Ok(change) if change.edits.is_empty() => continue,
                Ok(change) => change,
                Err(refusal) => {
                    let why = refusal.message.split_once(": ").map_or(&*refusal.message, |(_, why)| why);
                    *refused
                        .entry(format!("{name}: {}", why.chars().take(60).collect::<String>()))
                        .or_default() += 1;
                    continue;
                }
            };
            moved += 1;
            let after = snapshot.after(&change.edits);
            let now = content(&after);
            assert_eq!(led(&snapshot), led(&after), "{name} {}", path.display());
            let mut lost = words(&before);
            words(&now).into_iter().for_each(|(word, count)| *lost.entry(word).or_default() -= count);
            lost.retain(|_, count| *count != 0);
            assert!(lost.is_empty(), "{name} {}: {lost:?}", path.display());
            let again = apply(&after, 0..0)
                .unwrap_or_else(|refusal| panic!("{name} {}: {}", path.display(), refusal.message));
            if let Some(edit) = again.edits.first() {
                let from =
                    (0..=edit.range.start.saturating_sub(600)).rev().find(|&at| now.is_char_boundary(at));
                let around: String = now[from.unwrap_or(0)..].chars().take(1800).collect();
                panic!("{name} twice in {}: {edit:?}\n{around}", path.display());
            }
        }
    }
    eprintln!("moved {moved}; refused {refused:#?}");
}

fn count(diagnostics: &[Diagnostic], rule: &str) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.rule == rule).count()
}

#[test]
fn every_fix_mends_its_problem_in_real_texts() {
    /// Of so many problems of a rule in a text, the fixes are tried.
    const SOME: usize = 3;
    let mut complaints = Vec::new();
    let mut tried = BTreeMap::<&str, usize>::new();
    for (path, snapshot) in real_texts(LARGEST).into_iter().flatten() {
        let found = rules::check(&snapshot);
        let mut seen = BTreeMap::<&str, usize>::new();
        for diagnostic in &found {
            let times = seen.entry(diagnostic.rule).or_default();
            *times += 1;
            if *times > SOME {
                continue;
            }
            for (at, fix) in diagnostic.fixes.iter().enumerate() {
                *tried.entry(diagnostic.rule).or_default() += 1;
                let after = snapshot.after(&fix.edits);
                let left = rules::check(&after);
                let is_mended = count(&left, diagnostic.rule) < count(&found, diagnostic.rule);
                let more = at == 0 && fix.safety < Safety::Manual && left.len() > found.len();
                if !is_mended || more {
                    let line = snapshot.text().line_of(diagnostic.range.start) + 1;
                    complaints.push(format!(
                        "{}:{line}: {}: {} ({} to {})",
                        path.display(),
                        diagnostic.rule,
                        fix.title,
                        found.len(),
                        left.len()
                    ));
                }
            }
        }
    }
    eprintln!("tried {tried:#?}");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
