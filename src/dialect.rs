//! Dialects: what references, footnotes, headings and headers look like in each tradition; and detection.

/// A tradition of plain-text editions.
#[derive(Debug)]
pub struct Dialect {
    /// Its name: `mia`.
    pub name: &'static str,
}
