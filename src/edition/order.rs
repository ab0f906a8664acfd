//! The law of order: which sequences of labels are as an editor may have wanted them.

use std::ops::Range;

/// The numbers k that part a sequence so that those up to k rise, and those above k do; `None` if none does.
///
/// The page notes and the endnotes of a volume may share one series: its page notes are 1 to k, its endnotes go on from
/// there, and each appear in order. First appearances like 2, 1 or 3, 1, 2 or 1, 2, 3, 5, 4 are correct. Every pair that
/// falls must lie on both sides of k.
pub fn parting(numbers: &[u32]) -> Option<Range<u32>> {
    let mut highest_after_higher = 0;
    let mut highest = 0;
    for &number in numbers {
        if number <= highest {
            highest_after_higher = number.max(highest_after_higher);
        }
        highest = number.max(highest);
    }
    let mut lowest_before_lower = u32::MAX;
    let mut lowest = u32::MAX;
    for &number in numbers.iter().rev() {
        if number >= lowest {
            lowest_before_lower = number.min(lowest_before_lower);
        }
        lowest = number.min(lowest);
    }
    (highest_after_higher < lowest_before_lower).then_some(highest_after_higher..lowest_before_lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_notes_and_endnotes_in_one_series() {
        for sound in [&[2, 1][..], &[3, 1, 2], &[2, 3, 1], &[1, 2, 3, 5, 4], &[1, 2, 3], &[7], &[]] {
            assert!(parting(sound).is_some(), "{sound:?}");
        }
        assert_eq!(parting(&[1, 4, 2, 5, 3, 6]), Some(3..4));
        for odd in [&[3, 2, 1][..], &[2, 6, 1, 5, 4, 3]] {
            assert_eq!(parting(odd), None, "{odd:?}");
        }
    }
}
