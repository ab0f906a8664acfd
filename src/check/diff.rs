//! What would change, as the unified diffs that people and programs know: made from the edits, so that a long text
//! costs no more than its changes.

use std::fmt::Write as _;
use std::ops::Range;

use super::output::{self, Style};
use crate::edits::{Edit, Edits};
use crate::text::Text;

/// So many lines are shown around a change.
const AROUND: usize = 3;

/// Lines that are replaced by others.
struct Change {
    /// Lines of the old text.
    old: Range<usize>,
    /// With their line breaks.
    new: Vec<String>,
}

/// The diff of a text and of what edits make of it; empty if they make nothing of it.
pub(crate) fn render(file: &str, text: &Text, edits: &Edits, style: &Style) -> String {
    // Edits in different lines may undo each other: a line break less here, one more there.
    let changes = if edits.apply(text).whole() == text.whole() { Vec::new() } else { changes(text, edits) };
    let mut diff = Diff { out: String::new(), style };
    let mut shift = 0;
    let mut rest = &changes[..];
    while let Some(first) = rest.first() {
        if diff.out.is_empty() {
            let file = output::printable(file);
            diff.line(BOLD, &format!("--- {file}"));
            diff.line(BOLD, &format!("+++ {file}"));
        }
        let near = |pair: &[Change]| pair[1].old.start - pair[0].old.end <= 2 * AROUND;
        let count = 1 + rest.windows(2).take_while(|pair| near(pair)).count();
        let (hunk, behind) = rest.split_at(count);
        let start = first.old.start.saturating_sub(AROUND);
        let end = (hunk[count - 1].old.end + AROUND).min(lines(text));
        let added: usize = hunk.iter().map(|change| change.new.len()).sum();
        let removed: usize = hunk.iter().map(|change| change.old.len()).sum();
        let (old, new) = (end - start, end - start + added - removed);
        let [old, new] = [span(start, old), span((start as isize + shift) as usize, new)];
        diff.line(CYAN, &format!("@@ -{old} +{new} @@"));
        diff.hunk(text, hunk, start, end);
        shift += added as isize - removed as isize;
        rest = behind;
    }
    diff.out
}

/// `5,3`: three lines from the fifth. Of none it is the line before that counts, of one the count is left out.
fn span(start: usize, count: usize) -> String {
    match count {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        _ => format!("{},{count}", start + 1),
    }
}

/// Lines that have any content; a last line break begins none.
fn lines(text: &Text) -> usize {
    let last = text.line_count() - 1;
    if text.line_start(last) == text.len() { last } else { last + 1 }
}

/// A line with its break.
fn line(text: &Text, line: usize) -> String {
    text.slice(text.line_start(line)..text.line_start(line + 1)).into_owned()
}

fn changes(text: &Text, edits: &Edits) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut rest = &edits[..];
    while let Some(first) = rest.first() {
        let start = text.line_of(first.range.start);
        let mut last = text.line_of(first.range.end);
        let mut count = 1;
        while let Some(next) = rest.get(count).filter(|next| text.line_of(next.range.start) <= last) {
            last = text.line_of(next.range.end);
            count += 1;
        }
        let (together, behind) = rest.split_at(count);
        changes.extend(change(text, start..last + 1, together));
        rest = behind;
    }
    changes
}

/// What edits make of the lines that they are in, without those that stay as they are at either end.
fn change(text: &Text, within: Range<usize>, edits: &[Edit]) -> Option<Change> {
    let (mut at, end) = (text.line_start(within.start), text.line_start(within.end));
    let mut new = String::new();
    for edit in edits {
        new.push_str(&text.slice(at..edit.range.start));
        new.push_str(&edit.text);
        at = edit.range.end;
    }
    new.push_str(&text.slice(at..end));
    let made = Text::new(&new);
    let mut new: Vec<String> = (0..lines(&made)).map(|at| line(&made, at)).collect();
    let mut old = within.start..within.end.min(lines(text));
    while !old.is_empty() && new.last().is_some_and(|new| *new == line(text, old.end - 1)) {
        new.pop();
        old.end -= 1;
    }
    let same = old.clone().zip(&new).take_while(|(at, new)| **new == line(text, *at)).count();
    new.drain(..same);
    old.start += same;
    (!old.is_empty() || !new.is_empty()).then_some(Change { old, new })
}

const BOLD: &str = "\x1b[1m";
const CYAN: &str = "\x1b[36m";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const PLAIN: &str = "";

struct Diff<'a> {
    out: String,
    style: &'a Style,
}

impl Diff<'_> {
    /// One change after the other, each old line before what takes its place: so a long list of them can be read.
    fn hunk(&mut self, text: &Text, changes: &[Change], start: usize, end: usize) {
        let mut at = start;
        for change in changes {
            (at..change.old.start).for_each(|kept| self.text(PLAIN, ' ', &line(text, kept)));
            change.old.clone().for_each(|removed| self.text(RED, '-', &line(text, removed)));
            change.new.iter().for_each(|added| self.text(GREEN, '+', added));
            at = change.old.end;
        }
        (at..end).for_each(|kept| self.text(PLAIN, ' ', &line(text, kept)));
    }

    /// A line of the text. A program that applies the diff needs CRLF as it is; a single CR it would not take for an end.
    fn text(&mut self, color: &str, sign: char, line: &str) {
        let content = line.trim_end_matches(['\r', '\n']);
        let end = &line[content.len()..];
        let carriage = if end == "\r\n" && !self.style.wrap { "\r" } else { "" };
        // What a text holds must not command a terminal.
        let content = content.replace(|c: char| self.style.wrap && c.is_control() && c != '\t', "\u{fffd}");
        self.line(color, &format!("{sign}{content}{carriage}"));
        if end.is_empty() {
            self.line(PLAIN, "\\ No newline at end of file");
        }
    }

    fn line(&mut self, color: &str, line: &str) {
        let _ = match self.style.color && !color.is_empty() {
            true => writeln!(self.out, "{color}{line}\x1b[0m"),
            false => writeln!(self.out, "{line}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STYLE: Style = Style { color: false, width: 80, wrap: false };

    /// What a program makes of a text that applies a diff to it.
    fn patched(text: &str, diff: &str) -> String {
        let old: Vec<&str> = text.split_inclusive('\n').collect();
        let (mut new, mut at) = (String::new(), 0);
        let mut lines = diff.split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            let (sign, content) = line.split_at(1);
            let is_last = lines.peek().is_some_and(|next| next.starts_with('\\'));
            let content = if is_last { content.trim_end_matches('\n') } else { content };
            match sign {
                "@" => {
                    let span = line["@@ -".len()..].split(' ').next().unwrap();
                    let (start, count) = span.split_once(',').unwrap_or((span, "1"));
                    let start: usize = start.parse().unwrap();
                    let start = if count == "0" { start } else { start - 1 };
                    old[at..start].iter().for_each(|kept| new.push_str(kept));
                    at = start;
                }
                "+" if !line.starts_with("+++") => new.push_str(content),
                "-" | " " if !line.starts_with("---") => {
                    assert_eq!(content, old[at], "of {text:?}");
                    at += 1;
                    if sign == " " {
                        new.push_str(content);
                    }
                }
                _ => {}
            }
        }
        old[at..].iter().for_each(|kept| new.push_str(kept));
        new
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_diff_applied_is_the_edits_applied(
            lines in prop::collection::vec("[a-c]{0,2}(\n|\r\n|\n\n\n\n\n\n\n\n)", 0..12),
            end in "[a-c]{0,2}",
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
            with in prop::collection::vec("[x-y\n]{0,3}", 4),
        ) {
            let content = lines.concat() + &end;
            let text = Text::new(&content);
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(content.len() + 1)).collect();
            cuts.sort_unstable();
            // Nobody edits the inside of a line break.
            cuts.retain(|&cut| !content[..cut].ends_with('\r'));
            let pairs = cuts.chunks_exact(2).zip(with);
            let edits = Edits::new(pairs.map(|(cut, with)| Edit::new(cut[0]..cut[1], with)).collect()).unwrap();
            let after = edits.apply(&text);
            let diff = render("a.txt", &text, &edits, &STYLE);
            prop_assert_eq!(patched(&content, &diff), after.whole());
            prop_assert_eq!(diff.is_empty(), after.whole() == content);
        }
    }

    #[test]
    fn edits_that_undo_each_other_are_no_difference() {
        let text = Text::new(&format!("a{}b", "\n".repeat(12)));
        let edits = Edits::new(vec![Edit::delete(1..2), Edit::insert(12, "\n")]).unwrap();
        assert_eq!(edits.apply(&text).whole(), text.whole());
        assert_eq!(render("a.txt", &text, &edits, &STYLE), "");
    }

    #[test]
    fn far_changes_stand_in_hunks_of_their_own() {
        let text = Text::new(&(1..=20).map(|number| format!("{number}\n")).collect::<String>());
        let edits = Edits::new(vec![
            Edit::insert(0, "new\n"),
            Edit::delete(text.line_start(12)..text.line_start(13)),
        ]);
        let diff = render("a.txt", &text, &edits.unwrap(), &STYLE);
        let hunks: Vec<&str> = diff.lines().filter(|line| line.starts_with('@')).collect();
        assert_eq!(hunks, ["@@ -1,3 +1,4 @@", "@@ -10,7 +11,6 @@"]);
    }

    #[test]
    fn a_text_cannot_command_a_terminal() {
        let style = Style { wrap: true, ..STYLE };
        let diff = render("a.txt", &Text::new("a\r\n"), &Edits::one(1..1, "\u{1b}[2J"), &style);
        assert_eq!(diff, "--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-a\n+a\u{fffd}[2J\n");
    }
}
