//! Lines that stand around the text: navigation and notes headings.
//!
//! Plain comparisons, because every short line of every text is asked.

use crate::text::is_space;

/// Longer lines are never navigation, in bytes.
const LONGEST: usize = 240;
/// Longer lines are never notes headings, in bytes.
const LONGEST_HEADING: usize = 80;

/// What whole navigation lines say.
const LINKS: [&str; 8] = [
    "contents",
    "index",
    "table of contents",
    "continued",
    "encyclopedia of marxism",
    "glossary",
    "next",
    "back",
];

/// What navigation lines begin with; what follows is short.
const OPENINGS: [&str; 17] = [
    "top of page",
    "top of the page",
    "top of this page",
    "back to ",
    "return to ",
    "forward to ",
    "on to ",
    "last updated",
    "< backward",
    "<backward",
    "works index",
    "next chapter",
    "next section",
    "next part",
    "previous chapter",
    "collected works volume",
    "collected works table",
];

/// One of them stands between or beside the bars of a row of links.
const LINKED: [&str; 9] =
    ["index", "archive", "contents", "volume", "home", "mia", "next", "previous", "works"];

/// Whether a line belongs to the web page around the text.
pub fn is_navigation(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    if text.contains('|') {
        let text = text.to_lowercase();
        return words(&text).any(|word| LINKED.contains(&word));
    }
    if text.contains('>') && !text.starts_with('<') {
        let text = text.to_lowercase();
        return words(&text).next().is_some_and(|word| ["mia", "marxists"].contains(&word));
    }
    const LONGEST_LINK: usize = 60;
    if text.len() > LONGEST_LINK || text.ends_with(['.', ',', ';', ':', '?', '!']) && !text.contains("pdated")
    {
        return false;
    }
    let text = text.to_lowercase();
    LINKS.contains(&text.as_str())
        || OPENINGS.iter().any(|opening| text.starts_with(opening))
        || (text.ends_with(" archive") && words(&text).count() <= 7)
}

/// What notes are called.
const NOTES: [&str; 13] = [
    "note",
    "notes",
    "footnote",
    "footnotes",
    "endnote",
    "endnotes",
    "foot-note",
    "foot-notes",
    "end-notes",
    "anmerkung",
    "anmerkungen",
    "fußnoten",
    "примечания",
];

/// Whether a line is a heading over notes: one of their names, with up to two words before it ("Author's
/// Footnotes") and a few behind it ("Note by MIA", "Footnotes (Hobson)").
pub fn is_notes_heading(text: &str) -> bool {
    if text.len() > LONGEST_HEADING {
        return false;
    }
    let bare = text.trim_matches(|c: char| is_space(c) || "*-–—_:.#[]=".contains(c));
    if bare.eq_ignore_ascii_case("references") {
        return true;
    }
    const MOST_WORDS_BEFORE: usize = 2;
    let mut words = bare.split(is_space).filter(|word| !word.is_empty());
    let name = words.by_ref().take(MOST_WORDS_BEFORE + 1).position(|word| {
        let word = word.to_lowercase();
        NOTES.contains(&word.trim_matches([':', '.', '“', '”']))
    });
    // Words before the name are words, not sentences or numbers.
    let before = bare.split(is_space).filter(|word| !word.is_empty()).take(name.unwrap_or(0));
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || "’'.-".contains(c));
    name.is_some() && before.into_iter().all(is_word) && may_follow(words.next(), text)
}

/// Whether a notes heading may go on with this word: "Notes on the Strike" and "Note 2" are no headings.
fn may_follow(word: Option<&str>, text: &str) -> bool {
    match word {
        None => true,
        Some(word) => {
            let bracketed = word.starts_with(['(', '[']) && text.ends_with([')', ']']);
            bracketed || ["by", "to", "for", "from"].contains(&word.to_lowercase().as_str())
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn navigation() {
        for line in [
            "MIA  >  Archive  >  Bax",
            "Works Index \u{a0} | \u{a0} Volume 11 | Collected Works \u{a0} | \u{a0} L.I.A. Index",
            "< backward \u{a0} forward >",
            "Top of the page",
            "Last updated on 12.11.2006",
            "Collected Works Volume 26",
            "H M Hyndman Archive",
            "Contents | MIA | Bax Archive",
            "Marxists’ Internet Archive | Hyndman Archive",
            "NEXT CHAPTER",
        ] {
            assert!(is_navigation(line), "{line}");
        }
        for line in [
            "The Latin Library",
            "The next chapter is about archives.",
            "Next day the strike began.",
            "Volume 11",
            "1891 | 146,617,000 | 33,720,000",
        ] {
            assert!(!is_navigation(line), "{line}");
        }
    }

    #[test]
    fn notes_headings() {
        for line in [
            "Notes",
            "NOTES:",
            "Footnote",
            "Endnotes",
            "Author’s Footnotes",
            "Note by MIA",
            "Note (by William Morris)",
            "Footnotes (Hobson)",
            "Transcriber’s note",
            "Editorial Notes",
            "* Notes *",
            "References",
        ] {
            assert!(is_notes_heading(line), "{line}");
        }
        for line in [
            "A Few References to History",
            "Note 2",
            "Notes of a Publicist",
            "He notes this.",
            "Notes on the Strike",
            "Noted",
        ] {
            assert!(!is_notes_heading(line), "{line}");
        }
    }
}
