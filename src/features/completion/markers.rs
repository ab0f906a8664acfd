//! What has been typed of a marker: the end of a line that begins as markers of this text do.

use std::ops::Range;

use crate::features::completion::{Completions, Item, Place};
use crate::scan::SUPERSCRIPTS;

/// Longer labels are not completed, in characters.
const LONGEST: usize = 60;

/// How a marker is written: what stands around its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    before: String,
    behind: String,
}

/// What has been typed of a marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// All of it: bytes of the text.
    pub range: Range<usize>,
    /// What is replaced: with what is there already of the marker's end.
    pub whole: Range<usize>,
    /// What has been typed of what stands before the label.
    before: String,
    /// What has been typed of the label.
    pub label: String,
}

impl Writing {
    /// From how a marker with the label `name` is written.
    pub fn of(spell: impl Fn(&str) -> String) -> Self {
        // No marker has it.
        const NAME: &str = "\0";
        let marker = spell(NAME);
        let (before, behind) = marker.split_once(NAME).unwrap_or((&marker, ""));
        Writing { before: before.to_owned(), behind: behind.to_owned() }
    }

    pub fn spell(&self, name: &str) -> String {
        format!("{}{name}{}", self.before, self.behind)
    }

    /// Whether nothing stands before the label.
    pub fn is_bare(&self) -> bool {
        self.before.is_empty()
    }

    /// What has been typed of such a marker right before the cursor, if anything has.
    pub fn typed(&self, place: &Place) -> Option<Typed> {
        let (before, label) = if self.is_bare() {
            let len: usize = place.before.chars().rev().take_while(|&c| is_sign(c)).map(char::len_utf8).sum();
            ("", &place.before[place.before.len() - len..])
        } else {
            self.begun(&place.before)?
        };
        if before.is_empty() && label.is_empty() {
            return None;
        }
        let start = place.back(before.len() + label.len());
        let end = place.offset + self.end(&place.behind);
        Some(Typed {
            range: start..place.offset,
            whole: start..end,
            before: before.to_owned(),
            label: label.to_owned(),
        })
    }

    /// What a line ends with that begins such a marker: what stands before the label, and the label so far.
    fn begun<'a>(&self, line: &'a str) -> Option<(&'a str, &'a str)> {
        let first = self.before.chars().next()?;
        let near = line.char_indices().rev().take(LONGEST + self.before.len());
        let begun = near.filter(|(_, c)| *c == first).filter_map(|(at, _)| {
            let rest = &line[at..];
            let common = self.before.char_indices().zip(rest.chars());
            let common = common.take_while(|((_, one), other)| one.eq_ignore_ascii_case(other));
            // Only letters of ASCII are written large or small.
            let len = common.last().map_or(0, |((at, c), _)| at + c.len_utf8());
            let (before, label) = rest.split_at(len);
            (len > 0 && label.chars().all(is_part)).then_some((before, label))
        });
        // Of "<<" both begin one, but the first begins all of it.
        begun.max_by_key(|(before, label)| (before.len(), usize::MAX - label.len()))
    }

    /// How much of a line behind the cursor is the end of such a marker.
    fn end(&self, behind: &str) -> usize {
        let label: usize = behind.chars().take(LONGEST).take_while(|&c| is_part(c)).map(char::len_utf8).sum();
        let close = self.behind.trim_end();
        match !close.is_empty() && behind[label..].starts_with(close) {
            true => label + close.len(),
            // Of "[Footnote 1: ]", an editor has closed the bracket.
            false if close.len() > 1 && behind.starts_with(']') => 1,
            false => 0,
        }
    }

    /// A marker with this label as an item.
    pub fn item(&self, name: &str, typed: &Typed) -> Item {
        let text = self.spell(name);
        let rest = match typed.label.is_empty() {
            true => text[typed.before.len()..].to_owned(),
            false => format!("{name}{}", self.behind),
        };
        Item { name: text.clone(), filter: format!("{}{rest}", typed.before), text, ..Item::default() }
    }

    /// Whether all has been typed that stands before the label.
    pub fn is_opened(&self, typed: &Typed) -> bool {
        typed.before.len() == self.before.len()
    }
}

impl Typed {
    /// A label of which nothing else has been typed.
    pub fn bare(place: &Place, label: &str) -> Self {
        let range = place.back(label.len())..place.offset;
        Typed { whole: range.clone(), range, before: String::new(), label: label.to_owned() }
    }

    pub fn completions(&self, items: Vec<Item>, is_cut: bool) -> Completions {
        let (typed, whole) = (self.range.clone(), self.whole.clone());
        Completions { typed, whole, is_rest_free: false, items, is_cut }
    }
}

/// What labels are made of.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || "-_.+#".contains(c) || is_sign(c)
}

/// What labels are made of that nothing sets off.
fn is_sign(c: char) -> bool {
    "*†‡§‖¶".contains(c) || SUPERSCRIPTS.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Form;

    #[test]
    fn what_begins_a_marker() {
        let begun = |form: Form, line: &'static str| Writing::of(|name| form.of_reference(name)).begun(line);
        for (form, line, found) in [
            (Form::Bracket, "text.[", Some(("[", ""))),
            (Form::Bracket, "text.[1] and [12", Some(("[", "12"))),
            (Form::Bracket, "text.[1]", None),
            (Form::Bracket, "text [sic", Some(("[", "sic"))),
            (Form::Bracket, "text [see p", None),
            (Form::Bracket, "text", None),
            (Form::Caret, "text.[", Some(("[", ""))),
            (Form::Caret, "text.[^", Some(("[^", ""))),
            (Form::Caret, "text.[^no", Some(("[^", "no"))),
            (Form::Caret, "text.[no", Some(("[", "no"))),
            (Form::Footnote, "text [foot", Some(("[foot", ""))),
            (Form::Footnote, "text [Footnote 1", Some(("[Footnote ", "1"))),
            (Form::Hash, "text [FN#", Some(("[FN#", ""))),
            (Form::Brace, "é{", Some(("{", ""))),
        ] {
            assert_eq!(begun(form, line), found, "{form:?} {line}");
        }
    }

    #[test]
    fn what_is_there_of_its_end() {
        let end = |form: Form, behind: &str| Writing::of(|name| form.of_reference(name)).end(behind);
        for (form, behind, len) in [
            (Form::Bracket, "]", 1),
            (Form::Bracket, "2] more", 2),
            (Form::Bracket, "word", 0),
            (Form::Bracket, " [1]", 0),
            (Form::Brace, "]", 0),
        ] {
            assert_eq!(end(form, behind), len, "{form:?} {behind}");
        }
    }
}
