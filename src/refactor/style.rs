//! Other signs for the same count: numbers, letters, roman numerals or symbols.

use std::ops::Range;

use super::count::refuse_what_is_doubtful;
use super::group::{Group, Others, at};
use super::relabel::{New, Relabelling};
use super::{Change, Refactoring, Refusal, is_at_label, understood};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::scan::{Label, Series};

/// One for each way to count.
pub const REFACTORINGS: &[Refactoring] = &[
    Refactoring {
        name: "number-with-numbers",
        kind: "refactor.rewrite.numbering.numbers",
        summary: "Number these footnotes 1, 2, 3 …",
        offer: |snapshot, range| offer(snapshot, range, Style::Numbers),
        apply: |snapshot, range| restyle(snapshot, range, Style::Numbers),
    },
    Refactoring {
        name: "number-with-letters",
        kind: "refactor.rewrite.numbering.letters",
        summary: "Number these footnotes A, B, C …",
        offer: |snapshot, range| offer(snapshot, range, Style::Letters),
        apply: |snapshot, range| restyle(snapshot, range, Style::Letters),
    },
    Refactoring {
        name: "number-with-small-letters",
        kind: "refactor.rewrite.numbering.smallLetters",
        summary: "Number these footnotes a, b, c …",
        offer: |snapshot, range| offer(snapshot, range, Style::SmallLetters),
        apply: |snapshot, range| restyle(snapshot, range, Style::SmallLetters),
    },
    Refactoring {
        name: "number-with-roman-numerals",
        kind: "refactor.rewrite.numbering.roman",
        summary: "Number these footnotes I, II, III …",
        offer: |snapshot, range| offer(snapshot, range, Style::Roman),
        apply: |snapshot, range| restyle(snapshot, range, Style::Roman),
    },
    Refactoring {
        name: "number-with-small-roman-numerals",
        kind: "refactor.rewrite.numbering.smallRoman",
        summary: "Number these footnotes i, ii, iii …",
        offer: |snapshot, range| offer(snapshot, range, Style::SmallRoman),
        apply: |snapshot, range| restyle(snapshot, range, Style::SmallRoman),
    },
    Refactoring {
        name: "number-with-symbols",
        kind: "refactor.rewrite.numbering.symbols",
        summary: "Number these footnotes *, †, ‡ …",
        offer: |snapshot, range| offer(snapshot, range, Style::Symbols),
        apply: |snapshot, range| restyle(snapshot, range, Style::Symbols),
    },
];

/// A way to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `1`, `2`, `3`
    Numbers,
    /// `A`, `B`, `C`, and behind `Z` `AA`
    Letters,
    /// `a`, `b`, `c`
    SmallLetters,
    /// `I`, `II`, `III`
    Roman,
    /// `i`, `ii`, `iii`
    SmallRoman,
    /// `*`, `†`, `‡`, `§`, `‖`, `¶`, and then twice each
    Symbols,
}

/// The order of the symbols, as printers have it.
const SYMBOLS: [Series; 6] = [
    Series::Asterisk,
    Series::Dagger,
    Series::DoubleDagger,
    Series::Section,
    Series::Parallel,
    Series::Pilcrow,
];

impl Style {
    /// The way in which the labels of a series count, if it is one of these.
    pub fn of(series: Series) -> Option<Self> {
        Some(match series {
            Series::Number => Style::Numbers,
            Series::Letter => Style::Letters,
            Series::SmallLetter => Style::SmallLetters,
            Series::Roman => Style::Roman,
            Series::SmallRoman => Style::SmallRoman,
            symbol if symbol.symbol().is_some() => Style::Symbols,
            _ => return None,
        })
    }

    /// The last number that there is a label for, and what it is called.
    fn last(self) -> (u32, &'static str) {
        match self {
            Style::Numbers => (99_999, "numbers"),
            Style::Letters => (26 * 27, "letters"),
            Style::SmallLetters => (26 * 27, "letters"),
            Style::Roman | Style::SmallRoman => (399, "roman numerals"),
            Style::Symbols => (6 * 4, "symbols"),
        }
    }

    /// The label of a number, which is not 0.
    pub fn label(self, number: u32) -> Label {
        let place = number.saturating_sub(1) as usize;
        match self {
            Style::Numbers => Label::new(Series::Number, number),
            Style::Letters => Label::new(Series::Letter, number),
            Style::SmallLetters => Label::new(Series::SmallLetter, number),
            Style::Roman => Label::new(Series::Roman, number),
            Style::SmallRoman => Label::new(Series::SmallRoman, number),
            Style::Symbols => Label::new(SYMBOLS[place % SYMBOLS.len()], (place / SYMBOLS.len()) as u32 + 1),
        }
    }

    fn counts_in(self, series: Series) -> bool {
        Style::of(series) == Some(self)
    }
}

fn offer(snapshot: &Snapshot, range: Range<usize>, style: Style) -> Option<String> {
    understood(snapshot).ok().filter(|_| is_at_label(snapshot, range.start))?;
    let group = at(snapshot, range.start)?;
    let can_be = group.style != Some(style) && group.highest() <= style.last().0;
    let [first, second, third] = [1, 2, 3].map(|number| style.label(number).spelling());
    can_be.then(|| format!("Number these footnotes {first}, {second}, {third} …"))
}

/// Counts the footnotes that the cursor is at in another way.
pub fn restyle(snapshot: &Snapshot, range: Range<usize>, style: Style) -> Result<Change, Refusal> {
    let edition = understood(snapshot)?;
    let group = at(snapshot, range.start).ok_or_else(|| {
        Refusal::new("There is no label here that counts. Put the cursor on a reference or at the beginning of a footnote.")
    })?;
    refuse_what_is_doubtful(snapshot, &group.numbering)?;
    group.refuse_several(snapshot)?;
    let (last, called) = style.last();
    if group.highest() > last {
        let message = format!("These footnotes count to {}, but {called} only to {last}.", group.highest());
        return Err(Refusal::new(message));
    }
    let others = Others { snapshot, group: &group };
    if let Some(index) = others.find(|label| style.counts_in(label.series)) {
        let marker = edition.footnotes[index].marker.clone();
        let name = edition.name(edition.footnotes[index].label);
        let message = format!(
            "footnote {name} is counted so already, and is none of these. Both would be taken for one series."
        );
        return Err(Refusal::at(marker, snapshot, &message));
    }
    let new = |number: u32| match edition.law {
        Law::Runs => New::Label(style.label(number)),
        Law::Names => New::Name(style.label(number).spelling()),
    };
    let relabelling = Relabelling {
        footnotes: group.footnotes().map(|(index, number)| (index, new(number))).collect(),
        dangling: group.dangling(edition)?.into_iter().map(|(index, number)| (index, new(number))).collect(),
    };
    if edition.law == Law::Names {
        refuse_names_that_are_taken(snapshot, &group, &relabelling)?;
    }
    relabelling.change(snapshot)
}

/// Where labels are names, other footnotes may bear what these are to bear.
fn refuse_names_that_are_taken(
    snapshot: &Snapshot,
    group: &Group,
    relabelling: &Relabelling,
) -> Result<(), Refusal> {
    let edition = snapshot.edition();
    let new: std::collections::HashSet<String> =
        relabelling.footnotes.iter().map(|(_, new)| new.spelling()).collect();
    let all = edition.footnotes.iter().enumerate();
    let mut others = all.filter(|(index, _)| !group.numbering.holds(*index));
    let taken = others.find(|(_, other)| new.contains(&edition.name(other.label)));
    let missing = edition.references.iter().enumerate().find(|(index, reference)| {
        reference.footnote.is_none()
            && group.numbering.dangling.binary_search(index).is_err()
            && new.contains(&edition.name(reference.label))
    });
    if let Some((_, footnote)) = taken {
        let message =
            format!("there is a footnote {} already. Rename it first.", edition.name(footnote.label));
        return Err(Refusal::at(footnote.marker.clone(), snapshot, &message));
    }
    if let Some((_, reference)) = missing {
        let name = edition.name(reference.label);
        let message = format!("this refers to a footnote {name}, which is missing. Mend it first.");
        return Err(Refusal::at(reference.range.clone(), snapshot, &message));
    }
    Ok(())
}
