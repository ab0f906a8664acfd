//! Titles and notes by the words in them, whatever their case and accents.

use std::path::Path;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::index::Known;
use super::summary::Line;

/// A title or a note that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The text that it is in.
    pub path: Arc<Path>,
    /// The title, or how the note begins.
    pub line: Line,
    /// Of a title, the author; of a note, the title of its text.
    pub within: Option<Box<str>>,
    /// Whether it is a note.
    pub is_note: bool,
}

/// How well something fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is what was looked for.
    Equal,
    /// It begins with it.
    Beginning,
    /// It has it where a word begins.
    Word,
    /// It has it somewhere.
    Inside,
    /// It has all words of it.
    AllWords,
}

/// What was looked for.
struct Query {
    folded: String,
}

impl Query {
    fn words(&self) -> impl Iterator<Item = &str> {
        self.folded.split(' ').filter(|word| !word.is_empty())
    }

    /// How well something that is folded fits.
    fn fit(&self, said: &str) -> Option<Fit> {
        match said.find(&self.folded) {
            Some(0) if said.len() == self.folded.len() => Some(Fit::Equal),
            Some(0) => Some(Fit::Beginning),
            Some(at) if !said[..at].ends_with(char::is_alphanumeric) => Some(Fit::Word),
            Some(_) => Some(Fit::Inside),
            None => self.words().all(|word| said.contains(word)).then_some(Fit::AllWords),
        }
    }
}

/// The titles and notes that hold `query`, or all of its words; titles before notes, the best first, no more than
/// `most`. Without any words, all titles. It ends early, with nothing, when `is_wanted` says no.
pub fn search(texts: &[Known], query: &str, most: usize, is_wanted: impl Fn() -> bool) -> Vec<Hit> {
    let mut folded = String::new();
    fold(query, &mut folded);
    let query = Query { folded: folded.split_whitespace().collect::<Vec<_>>().join(" ") };
    let mut found = Vec::new();
    for (index, (_, summary)) in texts.iter().enumerate() {
        if !is_wanted() {
            return Vec::new();
        }
        if let Some(title) = &summary.title
            && let Some(fit) = title_fit(&query, &title.said, summary.author.as_deref(), &mut folded)
        {
            found.push((false, fit, index, 0));
        }
        if query.folded.is_empty() {
            continue;
        }
        for (note, line) in summary.notes().enumerate() {
            fold(line.said, &mut folded);
            // That a note begins with something, its marker hides.
            if let Some(fit) = query.fit(&folded) {
                found.push((true, fit.max(Fit::Word), index, note));
            }
        }
    }
    if found.len() > most {
        found.select_nth_unstable(most);
        found.truncate(most);
    }
    found.sort_unstable();
    found.into_iter().filter_map(|(is_note, _, index, note)| hit(&texts[index], is_note, note)).collect()
}

/// A title is also found by words of which some are the author's.
fn title_fit(query: &Query, title: &str, author: Option<&str>, folded: &mut String) -> Option<Fit> {
    fold(title, folded);
    query.fit(folded).or_else(|| {
        let mut both = String::new();
        fold(author?, &mut both);
        both.push(' ');
        both.push_str(folded);
        query.fit(&both).map(|_| Fit::AllWords)
    })
}

fn hit((path, summary): &Known, is_note: bool, note: usize) -> Option<Hit> {
    let (path, title) = (path.clone(), summary.title.as_ref());
    Some(match is_note {
        false => Hit { path, line: title?.clone(), within: summary.author.clone(), is_note },
        true => {
            let Line { said, start, end } = summary.notes().nth(note)?;
            let line = Line { said: said.into(), start, end };
            Hit { path, line, within: title.map(|title| title.said.clone()), is_note }
        }
    })
}

/// Writes what was said into the emptied `folded` in small letters without accents, with straight quotation marks.
fn fold(said: &str, folded: &mut String) {
    folded.clear();
    for c in said.chars() {
        match c {
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            '‘' | '’' => folded.push('\''),
            '“' | '”' => folded.push('"'),
            '\u{2000}'..='\u{206f}' => folded.push(c),
            _ => {
                let letters = c.nfkd().filter(|part| !is_combining_mark(*part));
                folded.extend(letters.flat_map(char::to_lowercase));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Hints};
    use crate::text::Encoding;
    use crate::workspace::summary::Summary;

    fn texts() -> Vec<Known> {
        let text = |(path, author, title): (&str, &str, &str)| -> Known {
            let content = format!(
                "{author}\n\n{title}[1]\n\nSource: Letters, page 1.\n\nText.[2]\n\n[1] A note on Bées.\n\n[2] Hives.\n"
            );
            let snapshot = Document::new(&content, Hints::default()).snapshot();
            (Path::new(path).into(), Arc::new(Summary::of(&snapshot, Encoding::Utf16)))
        };
        [
            ("/1.txt", "A. Keeper", "On the Keeping of Bees"),
            ("/2.txt", "É. Łódź", "Bees"),
            ("/3.txt", "A. Keeper", "Beeswax"),
            ("/4.txt", "A. Keeper", "The “Honey”"),
        ]
        .map(text)
        .to_vec()
    }

    fn found(query: &str, most: usize) -> Vec<String> {
        let hits = search(&texts(), query, most, || true);
        hits.iter().map(|hit| format!("{} {}", hit.path.display(), hit.line.said)).collect()
    }

    #[test]
    fn the_best_first_and_titles_before_notes() {
        let titles = ["/2.txt Bees", "/3.txt Beeswax", "/1.txt On the Keeping of Bees"];
        let notes = ["1", "2", "3", "4"].map(|text| format!("/{text}.txt [1] A note on Bées."));
        assert_eq!(found("bees", 500), [titles.map(String::from).as_slice(), &notes].concat());
        assert_eq!(found("BÉES", 2), titles[..2]);
        assert_eq!(found("hives", 1), ["/1.txt [2] Hives."]);
    }

    #[test]
    fn all_words_in_any_order_and_the_author() {
        assert_eq!(found("bees keeping", 500), ["/1.txt On the Keeping of Bees"]);
        assert_eq!(found("keeper wax", 500), ["/3.txt Beeswax"]);
        assert_eq!(found("e. łodz", 500), ["/2.txt Bees"]);
        assert_eq!(found("\"honey\"", 500), ["/4.txt The “Honey”"]);
        assert_eq!(found("wasps", 500), [""; 0]);
    }

    #[test]
    fn no_words_ask_for_titles() {
        assert_eq!(found("  ", 500).len(), 4);
        assert_eq!(search(&texts(), "", 500, || false), []);
    }
}
