//! Laws of completion, over generated texts.

use std::fmt::Write;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::edits::Edits;
use crate::samples::opened_as;
use crate::text::trim;

const PIECES: &[&str] = &[
    "[1]",
    "[^1]",
    "[^a-1]",
    "[",
    "[^",
    "]",
    "{",
    "{1a}",
    "*",
    "†",
    "1.",
    "2. ",
    "[2] ",
    "[^1]: ",
    "[^a-1]: ",
    "[Footnote 1: ",
    "[Foot",
    "—Ed.",
    "—",
    " --",
    "^[",
    "`",
    "```\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "Notes\n",
    "---\n",
    "Source: a\n",
    "Transcription: b\n",
    "title: a\n",
    "lang: ",
    "# Title: a\n",
    "# ",
    "Language:",
    "word ",
    "é",
    "𝄞",
    "\u{a0}",
    "¹",
    "*** START OF THE PROJECT GUTENBERG EBOOK A ***\n",
    "*** END OF THE PROJECT GUTENBERG EBOOK A ***\n",
];

fn opened(text: &str, name: &str) -> Arc<Snapshot> {
    opened_as(text, name).snapshot()
}

/// No other texts.
fn nobody() -> Vec<Arc<Snapshot>> {
    Vec::new()
}

/// The text with an item in it.
fn with(snapshot: &Snapshot, found: &Completions, item: &Item) -> Arc<Snapshot> {
    snapshot.after(&Edits::one(found.whole.clone(), item.text.clone()))
}

/// How an edition may be written.
#[derive(Debug, Clone, Copy)]
enum Manner {
    Brackets,
    Numbers,
    Stars,
    Enclosed,
    Names,
}

/// An edition of chapters, each with so many notes, of which some may have no reference; and where to write, behind a sentence.
fn edition(manner: Manner, chapters: &[usize], goes_on: bool, at: usize, typed: &str) -> (String, usize) {
    type Spell = fn(usize) -> String;
    let (reference, note): (Spell, Spell) = match manner {
        Manner::Brackets => (|n| format!("[{n}]"), |n| format!("[{n}] Note")),
        Manner::Numbers => (|n| format!("[{n}]"), |n| format!("{n}. Note")),
        Manner::Stars => (|n| format!("[{n}*]"), |n| format!("[{n}*] Note")),
        Manner::Enclosed => (|n| format!("[{n}]"), |n| format!("[Footnote {n}: Note]")),
        Manner::Names => (|n| format!("[^{n}]"), |n| format!("[^{n}]: Note")),
    };
    let mut text = match manner {
        Manner::Enclosed => {
            "Title: Letters\n\n*** START OF THE PROJECT GUTENBERG EBOOK LETTERS ***\n\n".to_owned()
        }
        Manner::Names => "# Letters\n\n".to_owned(),
        _ => "Source: Letters\nTranscription: A. Volunteer\n\n".to_owned(),
    };
    let (mut number, mut sentence, mut cursor) = (0, 0, 0);
    // Where labels begin anew, it is their order that tells what is meant.
    let has_orphans = goes_on && chapters[0] > 3;
    for (chapter, &count) in chapters.iter().enumerate() {
        number = if goes_on || matches!(manner, Manner::Names) { number } else { 0 };
        let first = number + 1;
        let _ = writeln!(text, "Chapter {}\n", ["One", "Two", "Three"][chapter]);
        for index in 0..count {
            number += 1;
            let marker = if index == 1 && has_orphans { String::new() } else { reference(number) };
            let _ = write!(
                text,
                "The committee met again and spoke of the peasants in the land.{marker} It ended."
            );
            if sentence == at {
                text += typed;
                cursor = text.len();
            }
            sentence += 1;
            text += "\n\n";
        }
        if !matches!(manner, Manner::Enclosed | Manner::Names) {
            text += "Notes\n\n";
        }
        for number in first..=number {
            let _ = writeln!(text, "{} {chapter}-{number}.\n", note(number).trim_end_matches(']'));
            if matches!(manner, Manner::Enclosed) {
                text.truncate(text.trim_end().len());
                text += "]\n\n";
            }
        }
    }
    (text, cursor)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_there_is_an_answer(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
        at in 0.0..1.0f64,
        name in prop::sample::select(&["a.txt", "a.md"][..]),
    ) {
        let text = pieces.concat();
        let snapshot = opened(&text, name);
        let known: Vec<Arc<Snapshot>> = vec![snapshot.clone()];
        let found = find(&snapshot, (text.len() as f64 * at) as usize, &known);
        prop_assert!(found.items.len() <= MOST);
        prop_assert!(found.whole.start == found.typed.start && found.whole.end >= found.typed.end);
        let line = snapshot.text().line_range(snapshot.text().line_of(found.typed.end));
        if !found.items.is_empty() {
            prop_assert!(line.start <= found.typed.start && found.whole.end <= line.end);
        }
        for item in &found.items {
            with(&snapshot, &found, item).edition();
            prop_assert!(item.cursor.is_none_or(|cursor| item.text.is_char_boundary(cursor)));
            if let Some(footnote) = &item.note {
                prop_assert!(note(&snapshot, footnote, Markup::Plain).is_some());
            }
        }
    }

    #[test]
    fn a_label_that_is_chosen_leads_to_the_footnote_that_was_shown(
        manner in prop::sample::select(&[Manner::Brackets, Manner::Numbers, Manner::Stars, Manner::Enclosed, Manner::Names][..]),
        chapters in prop::collection::vec(2..7usize, 1..4),
        goes_on in any::<bool>(),
        at in 0.0..1.0f64,
        is_closed in any::<bool>(),
    ) {
        let sentences: usize = chapters.iter().sum();
        let at = (sentences as f64 * at) as usize;
        let opening = if matches!(manner, Manner::Names) { "[^" } else { "[" };
        let typed = format!("{opening}{}", if is_closed { "]" } else { "" });
        let (text, cursor) = edition(manner, &chapters, goes_on, at, &typed);
        let snapshot = opened(&text, if matches!(manner, Manner::Names) { "a.md" } else { "a.txt" });
        let cursor = cursor - usize::from(is_closed);
        let found = find(&snapshot, cursor, &nobody());
        // Only where the text itself is read as it was written.
        let base = snapshot.after(&Edits::one(found.whole.clone(), ""));
        let unreferred = |index: &usize| base.edition().references_of(*index).len() == 0;
        let orphans = (0..base.edition().footnotes.len()).filter(unreferred).count();
        prop_assume!(orphans == if goes_on && chapters[0] > 3 { chapters.len() } else { 0 });
        prop_assert!(found.items.len() > 1, "{text}");
        for item in found.items.iter().filter(|item| item.note.is_some()) {
            let after = with(&snapshot, &found, item);
            let edition = after.edition();
            let reference = edition.references.iter().find(|other| other.range.start == found.whole.start);
            let reference = reference.unwrap_or_else(|| panic!("{} is none in {text}", item.text));
            prop_assert_eq!(reference.range.len(), item.text.len());
            let footnote = reference.footnote.unwrap_or_else(|| panic!("{} leads nowhere in {text}", item.text));
            let shown = after.text().slice(edition.body(footnote, after.text()));
            prop_assert_eq!(trim(&shown), &item.detail, "{} in {}", item.text, text);
        }
        let new = found.items.iter().find(|item| item.note.is_none()).expect("a new one");
        let after = with(&snapshot, &found, new);
        let edition = after.edition();
        let reference = edition.references.iter().find(|other| other.range.start == found.whole.start);
        let reference = reference.unwrap_or_else(|| panic!("{} is none in {text}", new.text));
        // Where chapters count for themselves, it leads to another chapter's until its own footnote is written.
        if goes_on || chapters.len() == 1 {
            prop_assert_eq!(reference.footnote, None, "{} in {}", &new.text, text);
        }
    }
}
