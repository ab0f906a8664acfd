//! How fast the engine answers, from a text of one note to one of 17,000.
//!
//! Machines differ, so read the figures of one run against each other: `naive` is what an editor would wait for
//! if each keystroke searched the whole text with one regular expression, and nothing else.

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use edition_ls::document::{Document, Hints, Snapshot};
use edition_ls::features::hover::{self, Markup};
use edition_ls::features::{completion, definition, hints, links, selection, symbols, tokens};
use edition_ls::refactor::renumber::{Order, renumber};
use edition_ls::rules;
use edition_ls::settings::{Settings, Shown};

/// An edition of about `bytes` bytes: a header, a paragraph of 550 bytes with one reference for each footnote. The
/// references bear the numbers that `label` gives their places, which count from 1.
fn edition_with(bytes: usize, label: impl Fn(usize) -> usize) -> String {
    let count = (bytes / 650).max(1);
    let mut text =
        String::from("A. Author\n\nOn Measuring\n\nSource: Collected Works, Volume 3, pages 10-12.\n");
    text.push_str("Transcription: A. Volunteer\n\n");
    let sentence = "The committee met again — as before — and spoke of the peasants’ land. ";
    for number in (1..=count).map(|place| label(place).min(count)) {
        let _ = write!(text, "{}It was decided.[{number}] {}\n\n", sentence.repeat(4), sentence.repeat(3));
    }
    for number in 1..=count {
        let _ = write!(text, "[{number}] See present edition, Volume 10, page {number}.—Ed.\n\n");
    }
    text.push_str("Works Index | Volume 3 | Collected Works\n");
    text
}

fn edition(bytes: usize) -> String {
    edition_with(bytes, |place| place)
}

/// The same, with every ten references in the opposite order.
fn disordered(bytes: usize) -> String {
    edition_with(bytes, |place| (place - 1) / 10 * 10 + 10 - (place - 1) % 10)
}

/// So much of a text is in sight, in bytes.
const SCREEN: usize = 5000;

/// A document of which everything is shown that can be.
fn opened(text: &str) -> Document {
    let shown = Shown { note_hints: true, page_hints: true, reference_lenses: true };
    let settings = Arc::new(Settings { shown, ..Settings::default() });
    Document::new(text, Hints { settings, ..Hints::default() })
}

/// Makes the label at `place` one that no footnote bears, or mends it.
fn toggle(document: &mut Document, place: usize, broken: bool) {
    match broken {
        true => document.edit(place + 1..place + 1, "9"),
        false => document.edit(place + 1..place + 2, ""),
    }
}

/// A reference in the middle of a text.
fn middle(text: &str) -> usize {
    let number = text.matches("[").count() / 4;
    text.find(&format!("[{number}]")).expect("a reference")
}

fn engine(criterion: &mut Criterion) {
    let naive = regex::Regex::new(r"\[[0-9]+\*?\]").expect("a valid expression");
    for (name, bytes) in [("100 KB", 100_000), ("1 MB", 1_000_000), ("10 MB", 10_000_000)] {
        let text = edition(bytes);
        let place = middle(&text);
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20).throughput(Throughput::Bytes(text.len() as u64));

        group.bench_function("open", |bencher| {
            bencher.iter(|| rules::check(&opened(black_box(&text)).snapshot()).len());
        });
        let mut document = opened(&text);
        let mut broken = false;
        group.bench_function("keystroke to diagnostics", |bencher| {
            bencher.iter(|| {
                broken = !broken;
                toggle(&mut document, place, broken);
                rules::check(&document.snapshot()).len()
            });
        });
        group.bench_function("keystroke alone", |bencher| {
            bencher.iter(|| document.edit(0..1, black_box("A")));
        });
        for (what, broken) in [("edition, sound", false), ("edition, one slip", true)] {
            let mut document = opened(&text);
            if broken {
                toggle(&mut document, place, broken);
            }
            group.bench_function(what, |bencher| {
                bencher.iter_batched(
                    || {
                        document.edit(0..1, "A");
                        document.snapshot()
                    },
                    |snapshot| snapshot.edition().footnotes.len(),
                    BatchSize::PerIteration,
                );
            });
        }
        let snapshot = opened(&text).snapshot();
        for (what, answer) in [
            (
                "hover",
                (|snapshot, at| hover::find(snapshot, at, Markup::Markdown).is_some()) as fn(&_, _) -> bool,
            ),
            ("definition", |snapshot, at| definition::find(snapshot, at).is_some()),
            ("outline", |snapshot, _| symbols::outline(snapshot).is_empty()),
            ("tokens", |snapshot, _| tokens::find(snapshot, 0..usize::MAX).is_empty()),
            ("tokens of a screen", |snapshot, at| tokens::find(snapshot, at..at + SCREEN).is_empty()),
            ("hints of a screen", |snapshot, at| hints::find(snapshot, at..at + SCREEN).is_empty()),
            ("links", |snapshot, _| links::find(snapshot).is_empty()),
            ("selection", |snapshot, at| selection::find(snapshot, &[at]).is_empty()),
        ] {
            group.bench_with_input(BenchmarkId::from_parameter(what), &snapshot, |bencher, snapshot| {
                bencher.iter(|| answer(snapshot, black_box(place + 1)));
            });
        }
        let snapshot = opened(&disordered(bytes)).snapshot();
        snapshot.edition();
        group.bench_function("renumber", |bencher| {
            bencher.iter(|| renumber(&snapshot, Order::Law, |_| true).expect("an order").edits.len());
        });
        // As typed: behind an opened bracket, in the middle of the text.
        let nobody: Vec<Arc<Snapshot>> = Vec::new();
        let typed = format!("{}[{}", &text[..place], &text[place..]);
        let snapshot = opened(&typed).snapshot();
        snapshot.edition();
        group.bench_function("completion", |bencher| {
            bencher.iter(|| completion::find(&snapshot, black_box(place + 1), &nobody).items.len());
        });
        // As most often: at the end of a word.
        group.bench_function("completion of a word", |bencher| {
            bencher.iter(|| completion::find(&snapshot, black_box(place), &nobody).items.len());
        });
        group.bench_function("naive", |bencher| {
            bencher.iter(|| naive.find_iter(black_box(&text)).count());
        });
        group.finish();
    }
}

criterion_group!(benches, engine);
criterion_main!(benches);
