//! Page ranges and volumes as headers write them: `pages 90-93`, `pp.178-84`, `pp. 1 & 4`, `Volume 11`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A range of pages. `range` is bytes of the value it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// All of it, without the word "pages".
    pub range: Range<usize>,
    /// First page.
    pub first: u32,
    /// Last page, written out: `178-84` ends at 184.
    pub last: u32,
    /// Whether the last page is written with all its digits.
    pub is_written_out: bool,
}

static AFTER_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?-u:\b)(?:[Pp]ages?|[Pp]gs?\.?|[Pp]p?\.|pp|S\.|Seiten?)\s*
          (?P<list>[0-9]+[a-z]?(?:\s*(?:[-–—]|,|&|\sand\s)\s*[0-9]+[a-z]?)*)",
    )
    .expect("a valid expression")
});

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<first>[0-9]+)[a-z]?\s*[-–—]\s*(?P<last>[0-9]+)[a-z]?").expect("a valid expression")
});

static VOLUME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:[Vv]olume|VOLUME|[Vv]ol\.?|Band|[Tt]ome)\s*(?P<number>[0-9]{1,4})(?-u:\b)")
        .expect("a valid expression")
});

/// The page ranges in a value, in order. Numbers that are no range of pages are left alone.
pub fn find(value: &str) -> Vec<Pages> {
    let lists = AFTER_WORD.captures_iter(value).filter_map(|found| found.name("list"));
    lists
        .flat_map(|list| {
            RANGE.captures_iter(list.as_str()).filter_map(move |found| {
                let range = found.get(0)?.range();
                let (first, last) = (found.name("first")?.as_str(), found.name("last")?.as_str());
                Some(Pages {
                    range: list.start() + range.start..list.start() + range.end,
                    first: first.parse().ok()?,
                    last: expand(first, last)?,
                    is_written_out: last.len() >= first.len(),
                })
            })
        })
        .collect()
}

/// `178` and `84` is 184: the last page may leave out the digits that it shares with the first.
fn expand(first: &str, last: &str) -> Option<u32> {
    let whole: u32 = last.parse().ok()?;
    if last.len() >= first.len() {
        return Some(whole);
    }
    format!("{}{last}", &first[..first.len() - last.len()]).parse().ok()
}

/// The volumes that a value names, with their places.
pub fn volumes(value: &str) -> Vec<(u32, Range<usize>)> {
    let found = VOLUME.captures_iter(value);
    found
        .filter_map(|found| Some((found.name("number")?.as_str().parse().ok()?, found.get(0)?.range())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(value: &str) -> Vec<(u32, u32)> {
        find(value).into_iter().map(|pages| (pages.first, pages.last)).collect()
    }

    #[test]
    fn page_ranges() {
        assert_eq!(ranges("Volume\u{a0}11, pages\u{a0}90-93."), [(90, 93)]);
        assert_eq!(ranges("pp.178-84; pp. 1 & 4"), [(178, 184)]);
        assert_eq!(ranges("pages 147b-148a"), [(147, 148)]);
        assert_eq!(ranges("pp. 3, 151–153 and 1999-2003"), [(151, 153), (1999, 2003)]);
        assert_eq!(ranges("pages 93-90"), [(93, 90)]);
        assert!(ranges("1918-1920, No. 3-4").is_empty());
    }

    #[test]
    fn volumes_are_found() {
        let numbers = |value| volumes(value).into_iter().map(|(number, _)| number).collect::<Vec<_>>();
        assert_eq!(numbers("Lenin Collected Works, Volume\u{a0}11"), [11]);
        assert_eq!(numbers("Vol.2 No.5, vol 3"), [2, 3]);
        assert!(numbers("volumes of poetry").is_empty());
    }
}
