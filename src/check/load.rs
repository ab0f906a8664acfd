//! Reading one text, and saying in plain words why one cannot be read.

use std::fs::{self, File, FileType};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::str;

/// Texts above this are refused: far above any edition, and below what would exhaust a small machine.
const LARGEST: u64 = 1 << 30;

/// So much is looked at to tell a text from a binary file.
const SAMPLE: u64 = 8 * 1024;

const BOM: &[u8] = "\u{feff}".as_bytes();

/// Why a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Named on the command line: it must be readable.
    Named,
    /// Found in a folder.
    Found,
    /// Standard input.
    Stdin,
}

/// One text to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// Where it is; meaningless for standard input.
    pub path: PathBuf,
    /// Its name in every output.
    pub shown: String,
    /// Why it is read.
    pub origin: Origin,
}

impl Target {
    /// Standard input under this name.
    pub fn stdin(name: Option<&str>) -> Self {
        let shown = name.unwrap_or(UNNAMED).to_owned();
        Target { path: PathBuf::from("-"), shown, origin: Origin::Stdin }
    }

    /// Whether the user named this very text.
    pub fn asked_for(&self) -> bool {
        self.origin != Origin::Found
    }

    /// Where it is, or would be.
    pub fn file(&self) -> &Path {
        if self.origin == Origin::Stdin { Path::new(&self.shown) } else { &self.path }
    }

    /// What the engine may learn from its name.
    pub fn hint(&self) -> Option<String> {
        (self.shown != UNNAMED).then(|| self.shown.clone())
    }
}

const UNNAMED: &str = "<stdin>";

/// Why there is no text. The words are the end of a sentence that begins with the file's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The file cannot be read, or is none.
    Unreadable(String),
    /// It was read, and is text, but not in UTF-8.
    Undecodable(String),
}

impl Refusal {
    pub fn reason(&self) -> &str {
        match self {
            Refusal::Unreadable(reason) | Refusal::Undecodable(reason) => reason,
        }
    }
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Refusal::Unreadable(reason)
    }
}

/// The text of `target`, without a byte order mark; `None` for a file that is silently passed over.
pub(crate) fn load<'a>(target: &Target, buffer: &'a mut Vec<u8>) -> Result<Option<&'a str>, Refusal> {
    buffer.clear();
    let sampled = match target.origin {
        Origin::Stdin => read(io::stdin().lock(), buffer)?,
        Origin::Named => {
            // Asked before opening: to open a pipe would wait for its writer.
            let metadata = fs::metadata(&target.path).map_err(|error| explain(&error))?;
            refuse_special(metadata.file_type())?;
            read_file(target, buffer)?
        }
        Origin::Found => read_file(target, buffer)?,
    };
    if let Some(encoding) = utf16(buffer) {
        return Err(Refusal::Undecodable(format!(
            "not UTF-8 but {encoding}, as its first two bytes say. Save it as UTF-8 and check again."
        )));
    }
    if sampled == Content::Binary {
        return match target.origin {
            Origin::Found => Ok(None),
            _ => Err(Refusal::Unreadable(
                "not a plain text: there are zero bytes in it, as in a picture, a PDF or a word \
                 processor's file. Save it as plain text (UTF-8) and check again."
                    .to_owned(),
            )),
        };
    }
    let bytes = buffer.strip_prefix(BOM).unwrap_or(buffer);
    str::from_utf8(bytes).map(Some).map_err(|error| {
        let (line, column) = place(&bytes[..error.valid_up_to()]);
        let byte = bytes[error.valid_up_to()];
        Refusal::Undecodable(format!(
            "not UTF-8: byte 0x{byte:02X} in line {line}, column {column}. Save it as UTF-8 and check again."
        ))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Text,
    Binary,
}

fn read_file(target: &Target, buffer: &mut Vec<u8>) -> Result<Content, String> {
    let file = File::open(&target.path).map_err(|error| explain(&error))?;
    let metadata = file.metadata().map_err(|error| explain(&error))?;
    if metadata.len() > LARGEST {
        return Err(too_large());
    }
    buffer.reserve(metadata.len() as usize + 1);
    read(file, buffer)
}

/// Reads all of a text, but of a binary file only the sample that shows it.
fn read(mut from: impl Read, buffer: &mut Vec<u8>) -> Result<Content, String> {
    from.by_ref().take(SAMPLE).read_to_end(buffer).map_err(|error| explain(&error))?;
    if memchr::memchr(0, buffer).is_some() {
        return Ok(Content::Binary);
    }
    // A size that was told may be wrong, and a pipe tells none: the reading itself is bounded too.
    from.take(LARGEST + 1 - SAMPLE).read_to_end(buffer).map_err(|error| explain(&error))?;
    if buffer.len() as u64 > LARGEST { Err(too_large()) } else { Ok(Content::Text) }
}

fn utf16(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] => Some("UTF-16 (little-endian)"),
        [0xfe, 0xff, ..] => Some("UTF-16 (big-endian)"),
        _ => None,
    }
}

/// 1-based line and column (in characters) of the end of `valid`.
fn place(valid: &[u8]) -> (usize, usize) {
    let valid = str::from_utf8(valid).unwrap_or_default();
    let mut line = 1;
    let mut start = 0;
    for (at, byte) in valid.bytes().enumerate() {
        if byte == b'\n' || (byte == b'\r' && valid.as_bytes().get(at + 1) != Some(&b'\n')) {
            line += 1;
            start = at + 1;
        }
    }
    (line, valid[start..].chars().count() + 1)
}

fn refuse_special(kind: FileType) -> Result<(), String> {
    if kind.is_file() {
        return Ok(());
    }
    Err(if kind.is_dir() {
        "is a folder. Name the files in it.".to_owned()
    } else {
        "is a pipe or a device, not a file. To read what another program prints, give `-` as the file."
            .to_owned()
    })
}

fn too_large() -> String {
    "is larger than 1 GiB, which is too large to check. Split it into parts.".to_owned()
}

/// An error of the system in the words of this program, where it has some.
pub(crate) fn explain(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder. Is the name spelled right?".to_owned(),
        ErrorKind::PermissionDenied => {
            "cannot be read: permission denied. Ask its owner for the right to read it.".to_owned()
        }
        _ => format!("cannot be read: {error}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_every_line_break() {
        assert_eq!(place(b""), (1, 1));
        assert_eq!(place("a\r\nb\rc\nd𝄞é".as_bytes()), (4, 4));
        assert_eq!(place(b"a\r"), (2, 1));
    }

    #[test]
    fn binary_files_are_not_read_to_their_end() {
        let mut buffer = Vec::new();
        let endless = io::repeat(0);
        assert_eq!(read(endless, &mut buffer), Ok(Content::Binary));
        assert_eq!(buffer.len() as u64, SAMPLE);
    }
}
