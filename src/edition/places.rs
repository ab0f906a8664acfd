//! Where labels stand: the very characters that another label would replace.

use std::ops::Range;

use crate::edition::Edition;
use crate::scan::Label;
use crate::text::Text;

impl Edition {
    /// Where a label stands within a marker that bears it, or bears it among others: bytes of the text. `None` where it
    /// is not spelt out, as the 3 of `[2-4]` is not.
    pub fn label_in(&self, marker: &Range<usize>, label: Label, text: &Text) -> Option<Range<usize>> {
        let (written, name) = (text.slice(marker.clone()), self.name(label));
        let start = marker.start + word_in(&written, &name)?;
        Some(start..start + name.len())
    }

    /// Every place that bears the label of footnote `index`: its own, and those of the references to it. In text
    /// order. If one does not spell it out, that marker.
    pub fn places_of(&self, index: usize, text: &Text) -> Result<Vec<Range<usize>>, Range<usize>> {
        let footnote = &self.footnotes[index];
        let references = self.references_of(index).map(|reference| &reference.range);
        let find =
            |marker: &Range<usize>| self.label_in(marker, footnote.label, text).ok_or_else(|| marker.clone());
        let mut places: Vec<_> = references.chain([&footnote.marker]).map(find).collect::<Result<_, _>>()?;
        places.sort_unstable_by_key(|place| place.start);
        Ok(places)
    }
}

/// Where `word` is in `text`, from the end, and is not a part of a longer one: `1` is not in `[12]`.
fn word_in(text: &str, word: &str) -> Option<usize> {
    let (first, last) = (word.chars().next()?, word.chars().next_back()?);
    let goes_on = |edge: char, other: Option<char>| {
        other.is_some_and(|other| other == edge || (other.is_alphanumeric() && edge.is_alphanumeric()))
    };
    text.rmatch_indices(word).map(|(at, _)| at).find(|&at| {
        let (before, behind) = (&text[..at], &text[at + word.len()..]);
        !goes_on(first, before.chars().next_back()) && !goes_on(last, behind.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        for (text, word, at) in [
            ("[12]", "12", Some(1)),
            ("[12]", "1", None),
            ("[Footnote o:", "o", Some(10)),
            ("[^1]:", "1", Some(2)),
            ("[2,3]", "2", Some(1)),
            ("[2,3]", "3", Some(3)),
            ("[2-4]", "3", None),
            ("[**]", "*", None),
            ("[1*]", "1*", Some(1)),
            ("[]", "", None),
        ] {
            assert_eq!(word_in(text, word), at, "{word} in {text}");
        }
    }
}
