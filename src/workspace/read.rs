//! The bytes of a file, as many as a text can have; and the document that they make.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::folder::Folder;
use crate::charset::{self, SAMPLE};
use crate::config::find::Finder;
use crate::document::{Document, Hints, Snapshot};
use crate::neighbours::Neighbours;

/// Texts above this are refused, in bytes: far above any edition, and below what would exhaust a small machine.
pub const LARGEST: u64 = 1 << 30;

/// Why a file was not read.
#[derive(Debug)]
pub enum Unread {
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// The system says no.
    Failed(io::Error),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Unread::Failed(error)
    }
}

/// Reads all of a file into the empty `buffer`, but of a binary one only the sample that shows it.
pub fn file(path: &Path, buffer: &mut Vec<u8>) -> Result<(), Unread> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.len() > LARGEST {
        return Err(Unread::TooLarge);
    }
    buffer.reserve(metadata.len() as usize + 1);
    stream(file, buffer)
}

/// The same for what comes from somewhere else.
pub fn stream(mut from: impl Read, buffer: &mut Vec<u8>) -> Result<(), Unread> {
    from.by_ref().take(SAMPLE as u64).read_to_end(buffer)?;
    if charset::is_binary(buffer) {
        return Ok(());
    }
    // A size that was told may be wrong, and a pipe tells none: the reading itself is bounded too.
    from.take(LARGEST + 1 - SAMPLE as u64).read_to_end(buffer)?;
    if buffer.len() as u64 > LARGEST { Err(Unread::TooLarge) } else { Ok(()) }
}

/// A text as it is on the disk; `None` if it is none, or cannot be read. `buffer` is for the bytes meanwhile.
pub fn document(
    path: &Path,
    finder: &Finder,
    folder: &Arc<Folder>,
    buffer: &mut Vec<u8>,
) -> Option<Arc<Snapshot>> {
    buffer.clear();
    if let Err(unread) = file(path, buffer) {
        tracing::info!("{} cannot be read: {unread:?}", path.display());
        return None;
    }
    let decoded = match charset::decode(buffer) {
        Ok(decoded) => decoded,
        Err(reason) => {
            tracing::info!("{}: {reason}", path.display());
            return None;
        }
    };
    let hints = Hints {
        encoding: decoded.charset.foreign(),
        neighbours: Neighbours::new(path, folder.clone()),
        ..finder.hints(path, Some(path.to_string_lossy().into_owned()), None)
    };
    Some(Document::new(&decoded.text, hints).snapshot())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_files_are_not_read_to_their_end() {
        let mut buffer = Vec::new();
        let endless = io::repeat(0);
        assert!(stream(endless, &mut buffer).is_ok());
        assert_eq!(buffer.len(), SAMPLE);
    }
}
