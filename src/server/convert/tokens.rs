//! Tokens, as editors colour them.
//!
//! | What | Type | Modifier | In VS Code's dark theme |
//! |---|---|---|---|
//! | key of a header field | `property` | | light blue |
//! | its value | `string` | | orange |
//! | reference that leads to a footnote | `function` | | yellow |
//! | marker of a footnote, the bracket that closes it | `function` | `declaration` | yellow |
//! | heading of notes, of a section outside Markdown | `class` | | green-blue |
//! | navigation, edges of the text | `comment` | | green |
//!
//! Types that every theme has a colour for: `variable` and `namespace` look like the text around them in many. A
//! reference is to its footnote what a call is to a function.

use tower_lsp::ls_types::*;

use super::{Converter, number};
use crate::features::tokens::{Token, TokenKind};

/// What the numbers in tokens mean.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: vec![
            SemanticTokenType::PROPERTY,
            SemanticTokenType::STRING,
            SemanticTokenType::FUNCTION,
            SemanticTokenType::CLASS,
            SemanticTokenType::COMMENT,
        ],
        token_modifiers: vec![SemanticTokenModifier::DECLARATION],
    }
}

/// Indices into the legend's types, and the set of its modifiers.
fn in_legend(kind: TokenKind) -> (u32, u32) {
    match kind {
        TokenKind::Key => (0, 0),
        TokenKind::Value => (1, 0),
        TokenKind::Reference => (2, 0),
        TokenKind::Footnote => (2, 1),
        TokenKind::Heading => (3, 0),
        TokenKind::Frame => (4, 0),
    }
}

impl Converter<'_> {
    /// Tokens, each placed by the one before.
    pub fn tokens(&self, found: &[Token]) -> Vec<SemanticToken> {
        let mut before = Position::default();
        let token = |token: &Token| {
            let Range { start, end } = self.range(&token.range);
            let delta_line = start.line - before.line;
            let delta_start = start.character - if delta_line == 0 { before.character } else { 0 };
            before = start;
            let (token_type, token_modifiers_bitset) = in_legend(token.kind);
            let length = end.character - start.character;
            SemanticToken { delta_line, delta_start, length, token_type, token_modifiers_bitset }
        };
        found.iter().map(token).collect()
    }
}

/// What makes `new` of `old`: one edit, as tokens that follow a change stay as they are.
pub fn token_edits(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    /// How many numbers there are of each token.
    const NUMBERS: usize = 5;
    if old == new {
        return Vec::new();
    }
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[start..], &new[start..]);
    let same = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    vec![SemanticTokensEdit {
        start: number(NUMBERS * start),
        delete_count: number(NUMBERS * (old.len() - same)),
        data: Some(new[..new.len() - same].to_vec()),
    }]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tokens that are often alike.
    fn tokens() -> impl Strategy<Value = Vec<SemanticToken>> {
        let token = (0..2u32, 0..2u32).prop_map(|(delta_line, length)| SemanticToken {
            delta_line,
            length,
            ..Default::default()
        });
        prop::collection::vec(token, 0..12)
    }

    fn numbers(tokens: &[SemanticToken]) -> Vec<u32> {
        let numbers = |token: &SemanticToken| {
            [
                token.delta_line,
                token.delta_start,
                token.length,
                token.token_type,
                token.token_modifiers_bitset,
            ]
        };
        tokens.iter().flat_map(numbers).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn edits_make_new_tokens_of_old(old in tokens(), new in tokens()) {
            let edits = token_edits(&old, &new);
            prop_assert_eq!(edits.is_empty(), old == new);
            let mut made = numbers(&old);
            for edit in edits {
                let start = edit.start as usize;
                made.splice(start..start + edit.delete_count as usize, numbers(&edit.data.unwrap_or_default()));
            }
            prop_assert_eq!(made, numbers(&new));
        }
    }
}
