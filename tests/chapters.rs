//! Sound works in chapters, in all the ways that volunteers make them: no alarm, and every reference leads to the note of
//! its own chapter.

use std::fmt::Write;

use edition_ls::document::{Document, Hints};
use edition_ls::rules;
use proptest::prelude::*;

/// How the notes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `[1] text`
    Bracket,
    /// `1. text`
    Dot,
    /// `[Footnote 1: text]`
    Enclosed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tradition {
    Mia,
    Gutenberg,
}

/// Where the notes of a chapter stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Paragraph,
    Chapter,
    Work,
}

/// A work whose numbering begins anew in each chapter.
#[derive(Debug, Clone)]
struct Work {
    tradition: Tradition,
    form: Form,
    heading: Option<&'static str>,
    place: Place,
    /// For each chapter its paragraphs: how many sentences, how many new references, and whether an earlier one is
    /// repeated (only where the chapter's notes stand at its end).
    chapters: Vec<Vec<(usize, usize, bool)>>,
    /// Of each note: how many sentences, and how many paragraphs more.
    notes: (usize, usize),
}

const SENTENCES: [&str; 5] = [
    "The keeper went out to the hives before the sun was over the hedge.",
    "Nobody in the village had seen so dry a spring.",
    "It was the custom to tell the bees of every death in the house.",
    "He wrote it all down in a book with a blue cover, which his daughter has still.",
    "Rain came late.",
];

fn sentences(from: usize, count: usize) -> String {
    (from..from + count).map(|at| SENTENCES[at % SENTENCES.len()]).collect::<Vec<_>>().join(" ")
}

/// What a note says.
fn said(chapter: usize, number: usize) -> String {
    format!("As chapter {} has it in place {number},", ["A", "B", "C", "D", "E"][chapter])
}

impl Work {
    fn text(&self) -> String {
        let mut text = match self.tradition {
            Tradition::Mia => "On Bees\n\nSource: The Hive, Volume 3, pages 10-12.\nPublished: 1901.\n",
            Tradition::Gutenberg => {
                "The Project Gutenberg eBook of On Bees\n\nTitle: On Bees\n\nAuthor: Ada Quill\n\n\
                 *** START OF THE PROJECT GUTENBERG EBOOK ON BEES ***\n"
            }
        }
        .to_owned();
        let name = |chapter: usize| ["One", "Two", "Three", "Four", "Five"][chapter];
        let mut pooled = String::new();
        for (chapter, paragraphs) in self.chapters.iter().enumerate() {
            write!(text, "\nChapter {}\n", name(chapter)).unwrap();
            let mut number = 0;
            let mut notes = String::new();
            for &(length, references, repeats) in paragraphs {
                let mut paragraph = sentences(number + chapter, length);
                if repeats && number > 0 && self.place == Place::Chapter {
                    write!(paragraph, " He said it again.[{}]", number.div_ceil(2)).unwrap();
                }
                for _ in 0..references {
                    number += 1;
                    write!(paragraph, " The smoke was thin.[{number}]").unwrap();
                    notes += &self.note(chapter, number);
                }
                write!(text, "\n{paragraph}\n").unwrap();
                if self.place == Place::Paragraph {
                    text += &std::mem::take(&mut notes);
                }
            }
            match self.place {
                Place::Paragraph => {}
                Place::Chapter => {
                    if let Some(heading) = self.heading.filter(|_| number > 0) {
                        write!(text, "\n{heading}\n").unwrap();
                    }
                    text += &notes;
                }
                Place::Work if number > 0 => write!(pooled, "\nChapter {}\n{notes}", name(chapter)).unwrap(),
                Place::Work => {}
            }
        }
        if let (Place::Work, false) = (self.place, pooled.is_empty()) {
            write!(text, "\n{}\n{pooled}", self.heading.unwrap_or("Notes")).unwrap();
        }
        if self.tradition == Tradition::Gutenberg {
            text += "\n*** END OF THE PROJECT GUTENBERG EBOOK ON BEES ***\n";
        }
        text
    }

    fn note(&self, chapter: usize, number: usize) -> String {
        let (length, more) = self.notes;
        let mut said = format!("{} {}", said(chapter, number), sentences(number, length));
        for at in 0..more {
            write!(said, "\n\nThere is more. {}", sentences(at, length)).unwrap();
        }
        match self.form {
            Form::Bracket => format!("\n[{number}] {said}\n"),
            Form::Dot => format!("\n{number}. {said}\n"),
            Form::Enclosed => format!("\n[Footnote {number}: {said}]\n"),
        }
    }

    /// For each reference, how the note begins that it leads to.
    fn expected(&self) -> Vec<String> {
        let mut expected = Vec::new();
        for (chapter, paragraphs) in self.chapters.iter().enumerate() {
            let mut number = 0;
            for &(_, references, repeats) in paragraphs {
                if repeats && number > 0 && self.place == Place::Chapter {
                    expected.push(said(chapter, usize::div_ceil(number, 2)));
                }
                expected.extend((number + 1..=number + references).map(|number| said(chapter, number)));
                number += references;
            }
        }
        expected
    }

    /// What is wrong with how it is read.
    fn complaints(&self) -> Vec<String> {
        let hints = Hints { path: Some("bees.txt".into()), ..Hints::default() };
        let snapshot = Document::new(&self.text(), hints).snapshot();
        let (edition, text) = (snapshot.edition(), snapshot.text());
        let mut complaints: Vec<String> = rules::check(&snapshot)
            .into_iter()
            .map(|problem| {
                let line = text.line_of(problem.range.start) + 1;
                format!("line {line}: {} {}", problem.rule, problem.label.unwrap_or_default())
            })
            .collect();
        let expected: Vec<String> = self.expected();
        let notes: usize = self.chapters.iter().flatten().map(|&(_, references, _)| references).sum();
        if edition.references.len() != expected.len() || edition.footnotes.len() != notes {
            complaints.push(format!(
                "{} references and {} footnotes, not {} and {notes}",
                edition.references.len(),
                edition.footnotes.len(),
                expected.len()
            ));
            return complaints;
        }
        for (reference, said) in edition.references.iter().zip(expected) {
            let line = text.line_of(reference.range.start) + 1;
            match reference.footnote.map(|footnote| text.slice(edition.body(footnote, text))) {
                Some(body) if body.starts_with(&said) => {}
                Some(body) => complaints.push(format!("line {line}: {said} -> {body}")),
                None => complaints.push(format!("line {line}: {said} -> none")),
            }
        }
        complaints
    }
}

/// How often an earlier reference is repeated.
const REPEATS: f64 = 0.15;

fn works() -> impl Strategy<Value = Work> {
    let paragraph = (
        1..6usize,
        prop_oneof![1 => Just(0usize), 6 => Just(1), 1 => Just(2)],
        prop::bool::weighted(REPEATS),
    );
    let chapter = prop::collection::vec(paragraph, 1..9);
    let written = prop_oneof![
        Just((Tradition::Mia, Form::Bracket)),
        Just((Tradition::Mia, Form::Dot)),
        Just((Tradition::Mia, Form::Enclosed)),
        Just((Tradition::Gutenberg, Form::Bracket)),
        Just((Tradition::Gutenberg, Form::Dot)),
        Just((Tradition::Gutenberg, Form::Enclosed)),
    ];
    let heading = prop_oneof![Just(None), Just(Some("Notes")), Just(Some("FOOTNOTES:"))];
    let place = prop_oneof![1 => Just(Place::Paragraph), 2 => Just(Place::Chapter), 1 => Just(Place::Work)];
    let notes = (1..4usize, prop_oneof![3 => Just(0usize), 1 => Just(1)]);
    (written, heading, place, prop::collection::vec(chapter, 2..5), notes).prop_map(
        |((tradition, form), heading, place, chapters, notes)| {
            // Numbers without brackets that begin anew under one heading are lists as often.
            let place = if form == Form::Dot && place == Place::Work { Place::Chapter } else { place };
            Work { tradition, form, heading, place, chapters, notes }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sound_chapters_give_no_alarm(work in works()) {
        let complaints = work.complaints();
        prop_assert!(complaints.is_empty(), "{}\n{}", complaints.join("\n"), work.text());
    }
}
