//! The engine of edition-ls: it reads a plain-text edition the way its editor does, as a metadata header, a
//! body with footnote references, and footnotes, and says what does not fit together.
//!
//! Code map, from the bottom up. Dependencies point down this list's modules to the ones before, never back.
//!
//! - [`text`]: the rope; the only file that knows encodings of columns.
//! - [`words`]: words for people that many messages need: `2 files`; `a, b and c`.
//! - [`edits`]: changes of a text, in order and without overlaps, and where they move what they leave.
//! - [`charset`]: which encoding a file is in, and the text that its bytes make.
//! - [`neighbours`]: what lies beside a text, read when somebody asks.
//! - [`settings`]: what the keepers of a collection decided about a text.
//! - [`scan`]: labels, and the marks that a stretch of text shows on its own.
//! - [`header`]: the metadata header: fields, dates, volumes, page ranges.
//! - [`dialect`]: what references, footnotes, headings and navigation look like in each tradition; detection.
//! - [`blocks`]: a text cut into pieces with their marks, kept true under edits.
//! - [`edition`]: what the marks mean together: notes regions, footnotes, references bound to them, and whether these
//!   still lead where they led when a text has changed.
//! - [`document`]: a text under edits; snapshots.
//! - [`headings`]: headings that nothing marks as such.
//! - [`notes`]: how a text writes its notes: what rules and refactorings share that make text.
//! - [`rules`]: the registry; one rule per file, its page beside it; and [`rules::mend`], the fixes of many at once.
//! - [`refactor`]: changes of a text that a person asks for; one per file. What changes labels goes through its `relabel`.
//! - [`features`]: one question of an editor each; byte offsets in, plain values out.
//! - [`config`]: `edition.toml` and the settings of an editor: read, checked, and asked about a file.
//! - [`workspace`]: the texts of folders, open or on the disk: `walk` and `survey` find them, `read` reads one, `summary` is
//!   what is kept of it, `index` keeps it and `search` asks it; `folder` is what lies beside one text.
//! - [`check`]: the batch run and its output formats; what is mended or renumbered there is written back.
//! - [`server`]: the language server; the only place that knows LSP types.
//!
//! Invariants:
//!
//! 1. Scanning never fails and never panics. Every input has an answer.
//! 2. A document after any edits answers as a fresh document with the same text.
//! 3. Only [`check`], [`config::find`], [`workspace`] and `main.rs` read the disk. Texts are written by `check::write` alone, and
//!    only when somebody asked for it; the server writes no file, and hands edits to its client.
//! 4. Only [`check`] and `main.rs` write to stdout; in a session it belongs to the protocol.
//! 5. No diagnostics for a text that is not an edition.
//! 6. Nothing that is called safe, and nothing that a person asks for, leads a reference elsewhere that it does not speak of:
//!    what comes out is read again before it is handed out.

pub mod blocks;
pub mod charset;
pub mod check;
pub mod config;
pub mod dialect;
pub mod document;
pub mod edition;
pub mod edits;
pub mod features;
pub mod header;
pub mod headings;
pub mod neighbours;
pub mod notes;
pub mod refactor;
pub mod rules;
#[cfg(test)]
mod samples;
pub mod scan;
pub mod server;
pub mod settings;
pub mod text;
pub mod words;
pub mod workspace;
