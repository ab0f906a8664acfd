//! Signs: what betrays a text's tradition wherever it stands, counted block by block whatever the text is read as.

use std::ops::Add;

use memchr::memmem;

/// How often each sign occurs. Sums over blocks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// `[^1]:` at a line start.
    pub caret_definitions: usize,
    /// `.. [1]` at a line start.
    pub rest_definitions: usize,
    /// `<ref>`, `<ref name=...>`
    pub wiki_references: usize,
    /// `footnote:[`
    pub asciidoc_footnotes: usize,
    /// `[Footnote 1:` at a line start.
    pub enclosed_footnotes: usize,
    /// `{{<`, `{{%`: Hugo's shortcodes.
    pub hugo: usize,
    /// What of Markdown only Pandoc and its kin understand: `^[note]`, `[@citation]`, `{#anchor}`, `{.class}`.
    pub pandoc: usize,
}

impl Add for Signs {
    type Output = Signs;

    fn add(self, other: Signs) -> Signs {
        Signs {
            caret_definitions: self.caret_definitions + other.caret_definitions,
            rest_definitions: self.rest_definitions + other.rest_definitions,
            wiki_references: self.wiki_references + other.wiki_references,
            asciidoc_footnotes: self.asciidoc_footnotes + other.asciidoc_footnotes,
            enclosed_footnotes: self.enclosed_footnotes + other.enclosed_footnotes,
            hugo: self.hugo + other.hugo,
            pandoc: self.pandoc + other.pandoc,
        }
    }
}

impl Signs {
    /// Counts the signs of a stretch of whole lines.
    pub fn of(block: &str) -> Self {
        let bytes = block.as_bytes();
        let opens_line = |&at: &usize| {
            let before = &bytes[..at];
            let indent = before.iter().rev().take(3).take_while(|&&b| b == b' ').count();
            matches!(before[..at - indent].last(), None | Some(b'\n' | b'\r'))
        };
        let count = |needle: &'static str| memmem::find_iter(bytes, needle);
        let is_definition = |&at: &usize| {
            const LONGEST: usize = 80;
            let label = &bytes[at + 2..bytes.len().min(at + LONGEST)];
            let end = memchr::memchr3(b']', b'\n', b'\r', label);
            end.is_some_and(|end| end > 0 && label[end..].starts_with(b"]:"))
        };
        Signs {
            caret_definitions: count("[^").filter(opens_line).filter(is_definition).count(),
            rest_definitions: count(".. [").filter(opens_line).count(),
            wiki_references: count("<ref>").count() + count("<ref name").count(),
            asciidoc_footnotes: count("footnote:[").count(),
            enclosed_footnotes: count("[Footnote ").filter(opens_line).count(),
            hugo: ["{{<", "{{%"].into_iter().map(|sign| count(sign).count()).sum(),
            pandoc: ["^[", "[@", "{#", "{."].into_iter().map(|sign| count(sign).count()).sum(),
        }
    }
}
