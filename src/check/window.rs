//! What is shown of a line. Lines of these texts are whole paragraphs, of 20,000 characters or of two
//! million: only a window around each mark is shown, and nothing here reads more of a line than that.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::text::Text;

const CUT: &str = "…";

/// Space between two windows of one line.
const GAP: &str = " … ";

/// A window is not narrower than this, however many share a line.
const NARROWEST: usize = 24;

/// So far from its edge a window looks for the end of a word.
const WORD: usize = 16;

/// A line as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Windows of the line, joined by `…`.
    pub text: String,
    /// Where in `text` the marks are, in the order in which they were given.
    pub marks: Vec<Range<usize>>,
}

/// `line`, cut to about `width` columns so that the beginning of every one of `marks` is to be seen.
/// What reaches beyond the line, or its window, is marked as far as it is shown.
pub(crate) fn show(text: &Text, line: usize, marks: &[Range<usize>], width: usize) -> Shown {
    let whole = text.line_range(line);
    let marks: Vec<Range<usize>> = marks
        .iter()
        .map(|mark| {
            let start = mark.start.clamp(whole.start, whole.end);
            start..mark.end.clamp(start, whole.end)
        })
        .collect();
    let windows = windows(text, &whole, &marks, width);

    let mut shown = Shown { text: String::new(), marks: vec![0..0; marks.len()] };
    for (index, window) in windows.iter().enumerate() {
        if index > 0 {
            shown.text.push_str(GAP);
        } else if window.start > whole.start {
            shown.text.push_str(CUT);
        }
        let at = |offset: usize| printable(&text.slice(window.start..offset)).len();
        for (mark, slot) in marks.iter().zip(&mut shown.marks) {
            if (window.start..=window.end).contains(&mark.start) {
                let base = shown.text.len();
                *slot = base + at(mark.start)..base + at(mark.end.min(window.end));
            }
        }
        shown.text.push_str(&printable(&text.slice(window.clone())));
    }
    if windows.last().is_some_and(|last| last.end < whole.end) {
        shown.text.push_str(CUT);
    }
    shown
}

/// The parts of the line to show: in order, apart from each other.
fn windows(text: &Text, whole: &Range<usize>, marks: &[Range<usize>], width: usize) -> Vec<Range<usize>> {
    let fits = whole.len() <= reach(width) && columns(&text.slice(whole.clone())) <= width;
    if fits {
        return vec![whole.clone()];
    }
    if marks.is_empty() {
        return vec![around(text, whole, &(whole.start..whole.start), width)];
    }
    let share = (width / marks.len()).max(NARROWEST);
    let mut windows: Vec<Range<usize>> = marks.iter().map(|mark| around(text, whole, mark, share)).collect();
    windows.sort_by_key(|window| window.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(windows.len());
    for window in windows {
        match apart.last_mut() {
            Some(last) if window.start <= last.end + GAP.len() => last.end = last.end.max(window.end),
            _ => apart.push(window),
        }
    }
    apart
}

/// The stretch of `whole`, about `width` columns, with `mark` in its middle or as near as the line's ends allow.
fn around(text: &Text, whole: &Range<usize>, mark: &Range<usize>, width: usize) -> Range<usize> {
    let room = width.saturating_sub(2 * columns(CUT));
    let reach = reach(room);

    let marked = text.slice(mark.start..mark.end.min(mark.start.saturating_add(reach)));
    let marked = &marked[..prefix(&marked, room * 2 / 3)];
    let marked_end = mark.start + marked.len();
    let before = text.slice(whole.start.max(mark.start.saturating_sub(reach))..mark.start);
    let after = text.slice(marked_end..whole.end.min(marked_end.saturating_add(reach)));

    let rest = room - columns(marked).min(room);
    let (wide_before, wide_after) = (columns(&before).min(rest), columns(&after).min(rest));
    let take_before = (rest / 2).max(rest - wide_after).min(wide_before);
    let take_after = rest - take_before;

    let (left, right) = (suffix(&before, take_before), prefix(&after, take_after));
    let mut start = mark.start - (before.len() - left);
    let mut end = marked_end + right;
    if start > whole.start && !before[..left].ends_with(char::is_whitespace) {
        start += word_start(&before[left..]);
    }
    if end < whole.end && !after[right..].starts_with(char::is_whitespace) {
        end -= word_end(&after[..right]);
    }
    start..end
}

/// How much of the left edge belongs to a word that was cut, or to a character's accents.
fn word_start(edge: &str) -> usize {
    let mut space = false;
    for (column, (at, c)) in edge.char_indices().enumerate() {
        match c.is_whitespace() {
            true => space = true,
            false if space => return at,
            false if column > WORD => break,
            false => {}
        }
    }
    edge.char_indices().find(|&(_, c)| width_of(c) > 0).map_or(0, |(at, _)| at)
}

/// How much of the right edge belongs to a word that was cut.
fn word_end(edge: &str) -> usize {
    let kept = edge
        .char_indices()
        .rev()
        .take(WORD)
        .skip_while(|(_, c)| !c.is_whitespace())
        .find(|(_, c)| !c.is_whitespace())
        .map_or(edge.len(), |(at, c)| at + c.len_utf8());
    edge.len() - kept
}

/// Bytes in which `width` columns surely fit, unless the text is piled with accents.
fn reach(width: usize) -> usize {
    width.saturating_mul(8).saturating_add(64)
}

/// The length of the longest beginning of `text` that is at most `width` columns wide.
pub(crate) fn prefix(text: &str, width: usize) -> usize {
    let mut taken = 0;
    text.char_indices()
        .find(|&(_, c)| {
            taken += width_of(c);
            taken > width
        })
        .map_or(text.len(), |(at, _)| at)
}

/// Where the longest end of `text` starts that is at most `width` columns wide.
fn suffix(text: &str, width: usize) -> usize {
    let mut taken = 0;
    text.char_indices()
        .rev()
        .find(|&(_, c)| {
            taken += width_of(c);
            taken > width
        })
        .map_or(0, |(at, c)| at + c.len_utf8())
}

/// Columns of a terminal that `text` fills.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// Columns of one character; a tab is shown as four spaces.
fn width_of(c: char) -> usize {
    if c == '\t' { 4 } else { c.width().unwrap_or(1) }
}

/// `text` without characters that a terminal takes for commands or line breaks and that annotate-snippets
/// lets through. A character for a character, so that places stay comparable.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{80}'..='\u{9f}' => '\u{fffd}',
            '\u{2028}' | '\u{2029}' => '\u{2424}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shown line with its marks in braces.
    fn shown(content: &str, marks: &[&str], width: usize) -> String {
        let text = Text::new(content);
        let ranges: Vec<_> = marks
            .iter()
            .map(|mark| {
                let start = content.find(mark).unwrap();
                start..start + mark.len()
            })
            .collect();
        let shown = show(&text, 0, &ranges, width);
        let mut marked = shown.text.clone();
        let mut places: Vec<_> = shown.marks;
        places.sort_by_key(|place| std::cmp::Reverse(place.start));
        for place in places {
            marked.insert(place.end, '}');
            marked.insert(place.start, '{');
        }
        marked
    }

    #[test]
    fn short_lines_are_whole() {
        assert_eq!(shown("It has a clef 𝄞 in it.[3]\n", &["[3]"], 40), "It has a clef 𝄞 in it.{[3]}");
        assert_eq!(shown("\n", &[], 40), "");
    }

    #[test]
    fn long_lines_are_cut_between_words() {
        let line = format!("{}the mark[3] is here {}", "word ".repeat(500_000), "and so on ".repeat(50));
        assert_eq!(shown(&line, &["[3]"], 60), "…word word word the mark{[3]} is here and so on and so on…");
        assert_eq!(shown(&line, &[], 30), "word word word word word…");
    }

    #[test]
    fn marks_at_the_ends_leave_their_room_to_the_other_side() {
        let line = format!("[3] {}[4]", "word ".repeat(50));
        assert_eq!(shown(&line, &["[3]"], 30), "{[3]} word word word word word…");
        assert_eq!(shown(&line, &["[4]"], 30), "…word word word word word {[4]}");
    }

    #[test]
    fn marks_of_one_line_have_a_window_each() {
        let line = format!("{}[3] {}[4] {}", "word ".repeat(50), "more ".repeat(50), "rest ".repeat(50));
        assert_eq!(
            shown(&line, &["[4]", "[3]"], 60),
            "…word word {[3]} more more … more more {[4]} rest rest…"
        );
        assert_eq!(shown(&line, &["[3]", "[3] more more more"], 80).matches('…').count(), 2);
    }

    #[test]
    fn words_without_end_are_cut_between_characters() {
        let line = format!("{}[3]{}", "e\u{301}".repeat(300), "漢".repeat(300));
        let text = shown(&line, &["[3]"], 30);
        assert!(text.starts_with("…e\u{301}"), "{text}");
        assert!(columns(&text) <= 30 + 2, "{text}");
    }

    #[test]
    fn a_mark_longer_than_the_window_begins_in_it() {
        let line = format!("He said: {}to them.", "long ".repeat(100));
        let mark = format!("{}to them", "long ".repeat(100));
        let text = shown(&line, &[&mark], 40);
        assert!(text.starts_with("…said: {long long"), "{text}");
        assert!(text.ends_with("}…"), "{text}");
    }
}
