//! Changes of a text: edits against one state of it.
//!
//! Invariant: the edits of an [`Edits`] stand in text order and do not overlap, so that they can be applied from the
//! end to the start, or sent to an editor as they are.

use std::collections::BTreeMap;
use std::ops::{Deref, Range};

use crate::text::Text;

/// One change to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced: bytes.
    pub range: Range<usize>,
    /// By what.
    pub text: String,
}

impl Edit {
    /// Replaces `range`.
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Edit { range, text: text.into() }
    }

    /// Puts `text` before the byte `offset`.
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Edit::new(offset..offset, text)
    }

    /// Takes `range` away.
    pub fn delete(range: Range<usize>) -> Self {
        Edit::new(range, "")
    }
}

/// Changes that belong together, all against the same state of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits(Vec<Edit>);

/// A piece of a text that was changed: what it kept of the text before, or something new.
enum Piece {
    Kept(Range<usize>),
    New(String),
}

impl Edits {
    /// Puts edits in order. `None` if two of them overlap. Of two that insert at one place the first stays first.
    pub fn new(mut edits: Vec<Edit>) -> Option<Self> {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let is_apart = edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
        is_apart.then_some(Edits(edits))
    }

    /// One edit.
    pub fn one(range: Range<usize>, text: impl Into<String>) -> Self {
        Edits(vec![Edit::new(range, text)])
    }

    /// As many of `several` as do not meet, each if none before it was in its way; and which these are, by their places
    /// among `several`. Two that touch do meet: which comes first, nobody could say.
    pub fn join_all<'a>(several: impl IntoIterator<Item = &'a Edits>) -> (Self, Vec<usize>) {
        // What is taken, by where it starts. These are apart, so that the last to start is the last to end.
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let (mut all, mut joined) = (Vec::new(), Vec::new());
        for (index, edits) in several.into_iter().enumerate() {
            let is_met = |edit: &Edit| {
                let before = taken.range(..=edit.range.end).next_back();
                before.is_some_and(|(_, &end)| end >= edit.range.start)
            };
            if edits.iter().any(is_met) {
                continue;
            }
            for Edit { range, .. } in edits {
                let end = taken.entry(range.start).or_insert(range.end);
                *end = range.end.max(*end);
            }
            all.extend(edits.iter().cloned());
            joined.push(index);
        }
        all.sort_by_key(|edit| (edit.range.start, edit.range.end));
        (Edits(all), joined)
    }

    /// The text as it is with them.
    pub fn apply(&self, text: &Text) -> Text {
        let mut text = text.clone();
        for edit in self.iter().rev() {
            text.replace(edit.range.clone(), &edit.text);
        }
        text
    }

    /// Where places of the text are afterwards.
    pub fn moves(&self) -> Moves<'_> {
        let mut shift = 0isize;
        let place = |edit: &Edit| {
            let start = edit.range.start.saturating_add_signed(shift);
            shift += edit.text.len() as isize - edit.range.len() as isize;
            start..start + edit.text.len()
        };
        Moves { edits: self, made: self.iter().map(place).collect() }
    }

    /// These, and then others against the text that these make of a text of `len` bytes, as one.
    pub fn then(self, next: &Edits, len: usize) -> Self {
        let mut pieces = self.pieces(len).into_iter();
        let mut rest = pieces.next();
        let mut made = Vec::new();
        let mut at = 0;
        for edit in next.iter() {
            take(&mut rest, &mut pieces, edit.range.start - at, &mut |piece| made.push(piece));
            made.push(Piece::New(edit.text.clone()));
            take(&mut rest, &mut pieces, edit.range.len(), &mut drop);
            at = edit.range.end;
        }
        made.extend(rest);
        made.extend(pieces);
        Edits::of_pieces(made, len)
    }

    fn pieces(self, len: usize) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(self.len() * 2 + 1);
        let mut at = 0;
        for edit in self.0 {
            pieces.push(Piece::Kept(at..edit.range.start));
            pieces.push(Piece::New(edit.text));
            at = edit.range.end;
        }
        pieces.push(Piece::Kept(at..len));
        pieces
    }

    fn of_pieces(pieces: Vec<Piece>, len: usize) -> Self {
        let mut edits: Vec<Edit> = Vec::new();
        let (mut at, mut new) = (0, String::new());
        let mut close = |at: usize, start: usize, new: &mut String| {
            if start > at || !new.is_empty() {
                edits.push(Edit::new(at..start, std::mem::take(new)));
            }
        };
        for piece in pieces {
            match piece {
                Piece::New(text) => new.push_str(&text),
                Piece::Kept(range) if range.is_empty() => {}
                Piece::Kept(range) => {
                    close(at, range.start, &mut new);
                    at = range.end;
                }
            }
        }
        close(at, len, &mut new);
        Edits(edits)
    }
}

/// Where places of a text are after edits. All are bytes, and are asked for in any order.
#[derive(Debug, Clone)]
pub struct Moves<'a> {
    edits: &'a Edits,
    /// Where the texts of the edits are.
    made: Vec<Range<usize>>,
}

impl Moves<'_> {
    /// Where the byte `offset` is: behind what is inserted there; what was replaced is at the end of what replaces it.
    pub fn behind(&self, offset: usize) -> usize {
        self.edit_before(offset)
            .map_or(offset, |(edit, made)| made.end + offset.saturating_sub(edit.range.end))
    }

    /// Where something begins that began at `start`; `None` if its beginning is taken away. What is put in the place of
    /// its beginning is its beginning still.
    pub fn kept(&self, start: usize) -> Option<usize> {
        match self.edit_before(start) {
            Some((edit, made)) if start < edit.range.end => {
                (edit.range.start == start && !made.is_empty()).then_some(made.start)
            }
            _ => Some(self.behind(start)),
        }
    }

    /// Where the text of one of the edits is.
    pub fn made_by(&self, index: usize) -> Range<usize> {
        self.made[index].clone()
    }

    /// Whether a byte of the text as it is afterwards is one that an edit put there.
    pub fn is_made(&self, offset: usize) -> bool {
        let at = self.made.partition_point(|made| made.end <= offset);
        self.made.get(at).is_some_and(|made| made.start <= offset)
    }

    /// The last edit that begins at `offset` or before it, and where its text is.
    fn edit_before(&self, offset: usize) -> Option<(&Edit, &Range<usize>)> {
        let index = self.edits.partition_point(|edit| edit.range.start <= offset).checked_sub(1)?;
        Some((&self.edits[index], &self.made[index]))
    }
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Piece::Kept(range) => range.len(),
            Piece::New(text) => text.len(),
        }
    }

    fn split(self, at: usize) -> (Piece, Piece) {
        match self {
            Piece::Kept(Range { start, end }) => {
                (Piece::Kept(start..start + at), Piece::Kept(start + at..end))
            }
            Piece::New(mut text) => {
                let behind = text.split_off(at);
                (Piece::New(text), Piece::New(behind))
            }
        }
    }
}

/// Hands out the next `count` bytes.
fn take(
    rest: &mut Option<Piece>,
    pieces: &mut impl Iterator<Item = Piece>,
    mut count: usize,
    out: &mut dyn FnMut(Piece),
) {
    while count > 0 {
        let Some(piece) = rest.take() else { return };
        if piece.len() <= count {
            count -= piece.len();
            *rest = pieces.next();
            out(piece);
        } else {
            let (piece, behind) = piece.split(count);
            *rest = Some(behind);
            count = 0;
            out(piece);
        }
    }
}

impl Deref for Edits {
    type Target = [Edit];

    fn deref(&self) -> &[Edit] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Edits {
    type Item = &'a Edit;
    type IntoIter = std::slice::Iter<'a, Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;

    use super::*;

    /// Both, if no edit of one meets an edit of the other: what joining means, said plainly.
    fn join(one: &Edits, other: &Edits) -> Option<Edits> {
        let meets =
            |a: &Edit| other.iter().any(|b| b.range.start <= a.range.end && a.range.start <= b.range.end);
        let all = || one.iter().chain(other.iter()).cloned().collect();
        if one.iter().any(meets) { None } else { Edits::new(all()) }
    }

    /// Edits of a text of so many bytes, each character one.
    fn edits(len: usize) -> impl Strategy<Value = Edits> {
        let cuts = prop::collection::vec(0..=len, 0..8);
        (cuts, prop::collection::vec("[a-z]{0,3}", 4)).prop_map(|(mut cuts, texts)| {
            cuts.sort_unstable();
            let pairs = cuts.chunks_exact(2).zip(texts);
            Edits::new(pairs.map(|(cut, text)| Edit::new(cut[0]..cut[1], text)).collect()).expect("in order")
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn one_after_the_other_is_both_at_once(text in "[A-Z]{0,20}", seed in any::<prop::sample::Index>()) {
            let before = Text::new(&text);
            let mut runner = proptest::test_runner::TestRunner::deterministic();
            for _ in 0..seed.index(8) + 1 {
                let first = edits(text.len()).new_tree(&mut runner).unwrap().current();
                let between = first.apply(&before);
                let second = edits(between.len()).new_tree(&mut runner).unwrap().current();
                let after = second.apply(&between);
                let both = first.then(&second, before.len());
                let at_once = both.apply(&before);
                prop_assert_eq!(at_once.whole(), after.whole());
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn joining_all_is_joining_one_by_one(several in prop::collection::vec(edits(30), 0..8)) {
            let (mut expected, mut joined) = (Edits::default(), Vec::new());
            for (index, edits) in several.iter().enumerate() {
                if let Some(both) = join(&expected, edits) {
                    expected = both;
                    joined.push(index);
                }
            }
            prop_assert_eq!(Edits::join_all(&several), (expected, joined));
        }
    }

    #[test]
    fn edits_that_overlap_are_none() {
        assert!(Edits::new(vec![Edit::delete(3..5), Edit::delete(0..4)]).is_none());
        let touching = Edits::new(vec![Edit::insert(4, "b"), Edit::delete(0..4)]).unwrap();
        assert_eq!(touching.apply(&Text::new("aaaac")).whole(), "bc");
    }

    #[test]
    fn edits_that_touch_are_not_joined() {
        let one = Edits::one(2..4, "x");
        let joined = |others: &[Edits]| Edits::join_all([&one].into_iter().chain(others)).1;
        assert_eq!(joined(&[Edits::one(4..4, "y")]), [0]);
        assert_eq!(joined(&[Edits::one(0..2, "y")]), [0]);
        assert_eq!(joined(&[Edits::one(0..1, "y"), Edits::one(5..5, "z")]), [0, 1, 2]);
    }

    #[test]
    fn places_move_with_the_text() {
        let edits =
            Edits::new(vec![Edit::insert(2, "xx"), Edit::delete(4..6), Edit::new(8..10, "long")]).unwrap();
        let moves = edits.moves();
        assert_eq!([0, 2, 3, 4, 5, 6, 8, 9].map(|offset| moves.behind(offset)), [0, 4, 5, 6, 6, 6, 12, 12]);
        let kept = [0, 2, 3, 4, 5, 6, 8, 9, 10].map(|start| moves.kept(start));
        assert_eq!(
            kept,
            [Some(0), Some(4), Some(5), None, None, Some(6), Some(8), None, Some(12)],
            "what is replaced begins where its replacement does"
        );
        assert_eq!([0, 1, 2].map(|index| moves.made_by(index)), [2..4, 6..6, 8..12]);
        assert_eq!(
            [1, 2, 3, 4, 6, 8, 11, 12].map(|offset| moves.is_made(offset)),
            [false, true, true, false, false, true, true, false]
        );
    }
}
