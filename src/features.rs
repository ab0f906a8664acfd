//! What an editor asks of a document: one question per file. Byte offsets in, plain values with byte ranges out.

pub mod completion;
pub mod definition;
pub mod folding;
pub mod highlight;
pub mod hints;
pub mod hover;
pub mod jump;
pub mod lenses;
pub mod linked;
pub mod links;
pub mod pages;
pub mod references;
pub mod selection;
pub mod status;
pub mod symbols;
pub mod title;
pub mod tokens;
