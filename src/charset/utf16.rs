//! UTF-16, with a byte order mark or without.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::{BadBytes, Charset, Decoded, SAMPLE, Undecodable, has_zero, hexadecimal, is_littered};

/// Which byte of a unit comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endian {
    Little,
    Big,
}

impl Endian {
    /// The order that `bytes` have, if they are UTF-16, and whether a mark says so.
    pub fn of(bytes: &[u8]) -> Option<(Endian, bool)> {
        match bytes {
            [0xff, 0xfe, ..] => Some((Endian::Little, true)),
            [0xfe, 0xff, ..] => Some((Endian::Big, true)),
            _ if has_zero(bytes) => {
                let mut both = [Endian::Little, Endian::Big].into_iter();
                both.find(|endian| endian.is_evident(bytes)).map(|endian| (endian, false))
            }
            _ => None,
        }
    }

    /// Whether bytes that no mark stands before are certainly UTF-16 of this order: hardly a unit that is no
    /// letter or mark of an alphabet, and spaces or other ASCII among them. Read in the wrong order, each of
    /// these would be a Chinese character or none at all.
    fn is_evident(self, bytes: &[u8]) -> bool {
        let (mut units, mut ascii, mut others) = (0, 0, 0);
        for unit in self.units(&bytes[..bytes.len().min(SAMPLE)]) {
            units += 1;
            match unit {
                0x09 | 0x0a | 0x0c | 0x0d | 0x20..=0x7e => ascii += 1,
                0x80..=0x06ff | 0x1e00..=0x22ff => {}
                _ => others += 1,
            }
        }
        ascii * 16 >= units && others * 8 <= units && units > 0
    }

    fn units(self, bytes: &[u8]) -> impl Iterator<Item = u16> {
        bytes.as_chunks().0.iter().map(move |&pair| match self {
            Endian::Little => u16::from_le_bytes(pair),
            Endian::Big => u16::from_be_bytes(pair),
        })
    }

    fn bytes(self, unit: u16) -> [u8; 2] {
        match self {
            Endian::Little => unit.to_le_bytes(),
            Endian::Big => unit.to_be_bytes(),
        }
    }

    /// The order that an encoding is named for, if it is UTF-16.
    pub fn of_charset(charset: Charset) -> Option<Endian> {
        [Endian::Little, Endian::Big].into_iter().find(|endian| endian.charset() == charset)
    }

    fn charset(self) -> Charset {
        Charset(match self {
            Endian::Little => UTF_16LE,
            Endian::Big => UTF_16BE,
        })
    }
}

/// The bytes of `text`, and a mark of their order before them if there is to be one.
pub(super) fn encode(text: &str, endian: Endian, has_bom: bool) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 2 + 2);
    let bom = has_bom.then_some(0xfeff);
    bom.into_iter().chain(text.encode_utf16()).for_each(|unit| bytes.extend(endian.bytes(unit)));
    bytes
}

/// The text of `bytes`, whose order is `endian`.
pub(super) fn decode(bytes: &[u8], endian: Endian, has_bom: bool) -> Result<Decoded<'static>, Undecodable> {
    let bytes = if has_bom { &bytes[2..] } else { bytes };
    let mut text = String::with_capacity(bytes.len());
    let mut bad = 0;
    let mut first = None;
    let mut refuse = |before: &str, bytes: &[u8]| {
        bad += 1;
        first.get_or_insert_with(|| BadBytes::after(before, hexadecimal(bytes)));
    };
    for unit in char::decode_utf16(endian.units(bytes)) {
        match unit {
            Ok(char) => text.push(char),
            Err(half) => refuse(&text, &endian.bytes(half.unpaired_surrogate())),
        }
    }
    if bytes.len() % 2 == 1 {
        refuse(&text, &bytes[bytes.len() - 1..]);
    }
    match first {
        _ if is_littered(text.as_bytes()) => Err(Undecodable::Binary),
        Some(first) => Err(Undecodable::Damaged { charset: endian.charset(), first, more: bad - 1 }),
        None => Ok(Decoded { text: text.into(), charset: endian.charset(), has_bom }),
    }
}
