//! The metadata header: fields, and their values (dates, volumes, page ranges) with spans.

use std::ops::Range;

/// A metadata header; empty where a text has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Its fields in text order.
    pub fields: Vec<Field>,
}

/// One `Key: value` of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key, without its colon.
    pub key: Range<usize>,
    /// The value, without white space at its ends; may span lines; empty where there is none.
    pub value: Range<usize>,
    /// The key as written.
    pub name: String,
    /// The name of the field that the key stands for, where it is a known one: `Source`.
    pub field: Option<&'static str>,
}
