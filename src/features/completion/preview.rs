//! The first words of a footnote, on one line.

use crate::edition::Edition;
use crate::text::{Text, is_space};

/// So much is shown, in characters.
const LONGEST: usize = 72;

/// The first words of footnote `index`; empty if it has none.
pub fn of(edition: &Edition, index: usize, text: &Text) -> String {
    let body = edition.body(index, text);
    // Four bytes hold any character, and one more tells whether there is more.
    let near = text.slice(body.start..body.end.min(body.start + 4 * LONGEST + 4));
    let words = near.split(is_space).filter(|word| !word.is_empty());
    let mut said = String::new();
    for word in words {
        let space = if said.is_empty() { "" } else { " " };
        if said.chars().count() + space.len() + word.chars().count() > LONGEST {
            let rest = LONGEST.saturating_sub(said.chars().count() + 1);
            let cut: String = if said.is_empty() { word.chars().take(rest).collect() } else { String::new() };
            return said + &cut + "…";
        }
        said = said + space + word;
    }
    said
}
