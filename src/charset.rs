//! The encoding that a file is in, and the text that its bytes make.
//!
//! UTF-8 is taken as it is. Anything else is decoded only where nothing speaks against the reading: a refusal
//! sends its reader to the right place, a wrong reading would let damage pass for text.

use std::borrow::Cow;
use std::fmt;
use std::str;

use encoding_rs::{Encoding, UTF_8};

use crate::text::{self, Text};
use utf16::Endian;

mod legacy;
mod utf16;

/// So much of the beginning tells a binary file, in bytes.
pub const SAMPLE: usize = 8 * 1024;

const BOM: &[u8] = "\u{feff}".as_bytes();

/// A text, and what a writer must know to store it as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// What it was decoded from.
    pub charset: Charset,
    /// Whether a byte order mark stood before it.
    pub has_bom: bool,
}

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charset(&'static Encoding);

impl Charset {
    /// Its label in the Encoding Standard, which programs understand: `UTF-8`, `windows-1252`.
    pub fn label(self) -> &'static str {
        self.0.name()
    }

    /// Its name for people; `None` for UTF-8, which needs no word.
    pub fn foreign(self) -> Option<&'static str> {
        Some(match self.label() {
            "UTF-8" => return None,
            "UTF-16LE" => "UTF-16 (little-endian)",
            "UTF-16BE" => "UTF-16 (big-endian)",
            "windows-1250" => "Windows-1250 (Central European)",
            "windows-1251" => "Windows-1251 (Cyrillic)",
            "windows-1252" => "Windows-1252 (which includes ISO-8859-1)",
            "windows-1253" => "Windows-1253 (Greek)",
            "windows-1254" => "Windows-1254 (Turkish)",
            "windows-1257" => "Windows-1257 (Baltic)",
            "ISO-8859-2" => "ISO-8859-2 (Central European)",
            "KOI8-R" => "KOI8-R (Russian)",
            "KOI8-U" => "KOI8-U (Ukrainian)",
            other => other,
        })
    }

    /// The bytes that `text` makes, with a byte order mark before them or without.
    pub fn encode(self, text: &str, has_bom: bool) -> Result<Vec<u8>, Unencodable> {
        if let Some(endian) = Endian::of_charset(self) {
            return Ok(utf16::encode(text, endian, has_bom));
        }
        let mut bytes = Vec::with_capacity(text.len() + BOM.len());
        if has_bom {
            bytes.extend_from_slice(BOM);
        }
        match self.label() {
            "UTF-8" => bytes.extend_from_slice(text.as_bytes()),
            _ => legacy::encode(text, self.0, &mut bytes)?,
        }
        Ok(bytes)
    }
}

/// A character that an encoding does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unencodable {
    /// Which.
    pub char: char,
    /// Where the first one is: a byte of the text.
    pub offset: usize,
}

/// Why bytes are no text. It displays as the end of a sentence that begins with the file's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undecodable {
    /// They are something else than text: a picture, a PDF, a word processor's file.
    Binary,
    /// They are in this encoding, but for some that are no characters.
    Damaged {
        /// What the rest is in.
        charset: Charset,
        /// The first that are no character.
        first: BadBytes,
        /// How many more places there are like the first.
        more: usize,
    },
    /// They are in an encoding that cannot be told.
    Unknown(BadBytes),
}

/// Bytes that are no character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadBytes {
    /// As a person sees them in other programs: `0xE9`.
    shown: String,
    /// 1-based.
    line: usize,
    /// 1-based, in code points.
    column: usize,
}

impl BadBytes {
    /// `shown`, where the text goes no further than `before`.
    fn after(before: &str, shown: String) -> Self {
        let text = Text::new(before);
        let end = text.position(text.len(), text::Encoding::Utf32);
        BadBytes { shown, line: end.line + 1, column: end.column + 1 }
    }
}

impl fmt::Display for BadBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = if self.shown.contains(' ') { "bytes" } else { "byte" };
        write!(f, "{bytes} {} in line {}, column {}", self.shown, self.line, self.column)
    }
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Undecodable::Binary => f.write_str(
                "not a plain text: there are zero bytes or control characters in it, as in a picture, a PDF or \
                 a word processor's file. Save it as plain text (UTF-8) and check again.",
            ),
            Undecodable::Damaged { charset, first, more } => {
                let name = charset.foreign().unwrap_or(charset.label());
                write!(f, "damaged {name}: {first} cannot be read as a character")?;
                match more {
                    0 => {}
                    1 => f.write_str(", nor can one place further on")?,
                    more => write!(f, ", nor can {more} places further on")?,
                }
                f.write_str(". Write there what belongs there, save the file as UTF-8 and check again.")
            }
            Undecodable::Unknown(first) => write!(
                f,
                "not UTF-8, and its encoding cannot be told: {first} makes no sense in any that was tried. \
                 Save it as UTF-8 and check again."
            ),
        }
    }
}

/// The text that `bytes` make. What is valid UTF-8 is not copied.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Undecodable> {
    if let Some((endian, has_bom)) = Endian::of(bytes) {
        return utf16::decode(bytes, endian, has_bom);
    }
    if has_zero(bytes) {
        return Err(Undecodable::Binary);
    }
    let (bytes, has_bom) = bytes.strip_prefix(BOM).map_or((bytes, false), |rest| (rest, true));
    match str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: Cow::Borrowed(text), charset: Charset(UTF_8), has_bom }),
        Err(_) => damage(bytes, has_bom).map_or_else(|| legacy::decode(bytes), Err),
    }
}

/// Whether a file that begins with `sample` is certainly no text.
pub fn is_binary(sample: &[u8]) -> bool {
    has_zero(sample) && Endian::of(sample).is_none()
}

fn has_zero(bytes: &[u8]) -> bool {
    memchr::memchr(0, &bytes[..bytes.len().min(SAMPLE)]).is_some()
}

/// What is wrong with `bytes`, if they are UTF-8 and damaged. Bytes that make a character of UTF-8 together seldom do so
/// by chance: where there are as many of these as wrong places, it is UTF-8 that something else got into.
fn damage(bytes: &[u8], has_bom: bool) -> Option<Undecodable> {
    let (mut wide, mut bad) = (0, 0);
    let mut first: Option<(usize, &[u8])> = None;
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            bad += 1;
            first.get_or_insert((at, chunk.invalid()));
        }
        at += chunk.invalid().len();
    }
    let (start, invalid) = first.filter(|_| has_bom || wide >= bad)?;
    let before = str::from_utf8(&bytes[..start]).unwrap_or_default();
    let first = BadBytes::after(before, hexadecimal(invalid));
    Some(Undecodable::Damaged { charset: Charset(UTF_8), first, more: bad - 1 })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("0x{byte:02X}")).collect::<Vec<_>>().join(" ")
}

/// Whether so many control characters are in a text that it is none. A few strays are let be: an end-of-file mark of
/// DOS, a printer's code.
fn is_littered(text: &[u8]) -> bool {
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 0x0e..=0x1f | 0x7f);
    text.iter().filter(is_control).count() * 100 > text.len()
}

#[cfg(test)]
mod tests;
