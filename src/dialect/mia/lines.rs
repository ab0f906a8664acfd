//! Lines that stand around the text: navigation and notes headings.

use std::sync::LazyLock;

use regex::Regex;

/// Longer lines are never navigation or headings.
const LONGEST: usize = 240;

/// Lines that the page around the text left behind.
static NAVIGATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:
            (?:back\ to\ |return\ to\ )?(?:the\ )?top\ of\ (?:the\ |this\ )?page\b.{0,20}
          | last\ updated\b.{0,60}
          | mia\s*(?:>|:|&gt;).*
          | (?:marxists\S*\s+internet\s+archive|m\.?i\.?a\.?)\s*(?:>|\|).*
          | <\s*backward\b.*
          | works\ index\b.*
          | (?:encyclopedia\ of\ marxism|glossary)
          | (?:next|previous|prev|last|forward|back)(?:\ (?:chapter|section|part|page|article|letter|work)\b.{0,40})?(?:\s*[|>:].*)?
          | (?:back|return|forward|on)\ to\ .{0,80}
          | (?:continued|contents|index|table\ of\ contents)(?:\s*\|.*)?
          | collected\ works\ (?:volume\b.{0,20}|table\ of\ contents|index)
          | (?:[\p{L}.’'\-]+\ ){0,5}(?:works\ |internet\ |reference\ )?archive(?:\s*\|.*|\ index|\ home\ page)?
          | .*\|.*\b(?:index|archive|contents|volume|home|mia|next|previous|works)\b.*
          | .*\b(?:index|archive|contents|volume|home|mia|next|previous|works)\b.*\|.*
        )$",
    )
    .expect("a valid expression")
});

/// Headings over notes. Words before and after as they occur in the archive: "Author's Footnotes",
/// "Note by MIA", "Footnotes (Hobson)", "Transcriber's note".
static NOTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^[\W_]*
          (?:[\p{L}’'.\-]+\ ){0,2}
          (?:(?:foot|end)[\s-]?notes?|notes?|anmerkungen|fu(?:ß|ss)noten?|примечания)
          (?:\ (?:by|to|for|from)\ .{1,40} | \ ?[(\[][^)\]]{1,40}[)\]])?
          [\s:.\-–—*\])]*$
          | ^references:?$",
    )
    .expect("a valid expression")
});

/// Whether a line belongs to the web page around the text.
pub fn is_navigation(text: &str) -> bool {
    text.len() <= LONGEST && NAVIGATION.is_match(text)
}

/// Whether a line is a heading over notes.
pub fn is_notes_heading(text: &str) -> bool {
    text.len() <= 80 && NOTES.is_match(text)
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
        for line in ["The Latin Library", "The next chapter is about archives.", "Next day the strike began.", "Volume 11"] {
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
        ] {
            assert!(is_notes_heading(line), "{line}");
        }
        for line in ["A Few References to History", "Note 2", "Notes of a Publicist", "He notes this.", "Notes on the Strike", "Noted"] {
            assert!(!is_notes_heading(line), "{line}");
        }
    }
}
