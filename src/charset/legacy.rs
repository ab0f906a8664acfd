//! The encodings of one alphabet or script each that were usual before Unicode. Nothing in a file names them: they
//! are guessed, and a guess is taken only where it makes words.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EncoderResult, Encoding, KOI8_R, KOI8_U, WINDOWS_1252, mem};

use super::{BadBytes, Charset, Decoded, Undecodable, Unencodable, hexadecimal, is_littered};

/// So many bytes of words tell an encoding as well as more would: the detector reads some megabytes a second.
const ENOUGH: usize = 32 * 1024;

/// The text of `bytes`, which are not UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Undecodable> {
    if is_littered(bytes) {
        return Err(Undecodable::Binary);
    }
    let guess = guess(bytes);
    let guessed = read(bytes, guess).filter(|text| !is_thin(bytes) || has_another_alphabet(text));
    let (text, encoding) = guessed
        .map(|text| (text, guess))
        .or_else(|| read(bytes, WINDOWS_1252).map(|text| (text, WINDOWS_1252)))
        .ok_or_else(|| Undecodable::Unknown(suspect(bytes)))?;
    Ok(Decoded { charset: Charset(without_idle_letters(encoding, &text)), text, has_bom: false })
}

/// Adds the bytes of `text` in this encoding.
pub(super) fn encode(
    text: &str,
    encoding: &'static Encoding,
    bytes: &mut Vec<u8>,
) -> Result<(), Unencodable> {
    let mut encoder = encoding.new_encoder();
    let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len());
    bytes.reserve(room.unwrap_or(text.len()));
    match encoder.encode_from_utf8_to_vec_without_replacement(text, bytes, true) {
        (EncoderResult::Unmappable(char), read) => Err(Unencodable { char, offset: read - char.len_utf8() }),
        (EncoderResult::InputEmpty | EncoderResult::OutputFull, _) => Ok(()),
    }
}

/// What the bytes are most likely in.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut seen = [false; 256];
    let mut fed = 0;
    // The detector judges a character by those beside it; of ASCII alone it learns nothing.
    for word in bytes.split_inclusive(|&byte| byte <= b' ').filter(|word| !word.is_ascii()) {
        // A single byte that an encoding lacks rules it out, however late it comes.
        let is_news = word.iter().any(|&byte| !byte.is_ascii() && !seen[usize::from(byte)]);
        if fed < ENOUGH || is_news {
            word.iter().for_each(|&byte| seen[usize::from(byte)] = true);
            fed += word.len();
            detector.feed(word, false);
        }
    }
    detector.feed(b"", true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether there is too little to tell the encodings of the Latin alphabet from each other. Nearly all such texts are
/// in a language of the West, with a foreign name or a currency sign here and there.
fn is_thin(bytes: &[u8]) -> bool {
    let foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    foreign < 8 || foreign * 50 < bytes.len()
}

/// Whether there are letters of an alphabet beyond the Latin one, from Greek to Thai and Georgian.
fn has_another_alphabet(text: &str) -> bool {
    text.chars().any(|c| ('\u{370}'..'\u{1e00}').contains(&c) && c.is_alphabetic())
}

/// The text of `bytes` in this encoding, if they all are characters in it and stand where such characters stand.
fn read<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Option<Cow<'a, str>> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).filter(|text| makes_words(text))
}

/// Whether hardly a character beyond ASCII stands where it cannot. A wrong reading puts capitals and signs into the
/// middle of words, as in "cafŽ" and "r‚pondu".
fn makes_words(text: &str) -> bool {
    let (mut foreign, mut misplaced) = (0, 0);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\0'..='\x7f' => {}
            // Standard decoders let bytes that mean nothing pass as these control characters.
            '\u{80}'..='\u{9f}' => return false,
            _ => {
                foreign += 1;
                misplaced += usize::from(is_misplaced(before, c, chars.peek().copied().unwrap_or(' ')));
            }
        }
        before = c;
    }
    misplaced * 4 <= foreign
}

fn is_misplaced(before: char, c: char, after: char) -> bool {
    match c {
        // Other alphabets and scripts are hardly ever mixed with Latin letters in one word.
        '\u{370}'..'\u{1e00}' | '\u{2e80}'.. => before.is_ascii_alphabetic() || after.is_ascii_alphabetic(),
        _ if c.is_alphabetic() => c.is_uppercase() && before.is_lowercase(),
        // These stand before what they belong to.
        '‚' | '„' | '€' => before.is_alphabetic(),
        _ => !parts_words(c) && before.is_alphabetic() && after.is_alphabetic(),
    }
}

/// Whether a sign may stand between two letters: spaces, dashes, apostrophes, dots, joiners and combining accents.
fn parts_words(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '´' | '·' | '…' | '\u{2010}'..='\u{2015}' | '‘' | '’')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{300}'..='\u{36f}')
}

/// The encoding that people know, where two read a text the same: the detector names KOI8-U for both kinds of KOI8.
fn without_idle_letters(encoding: &'static Encoding, text: &str) -> &'static Encoding {
    let is_ukrainian = |c| "єіїґўЄІЇҐЎ".contains(c);
    if encoding == KOI8_U && !text.contains(is_ukrainian) { KOI8_R } else { encoding }
}

/// The byte that a person should look at first: one that Windows-1252 lacks, or else the first beyond ASCII.
fn suspect(bytes: &[u8]) -> BadBytes {
    let lacks = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    let at = bytes.iter().position(lacks).or_else(|| bytes.iter().position(|byte| !byte.is_ascii()));
    let at = at.unwrap_or_default();
    BadBytes::after(&mem::decode_latin1(&bytes[..at]), hexadecimal(&bytes[at..][..1]))
}
