//! Reading one text, and saying in plain words why one cannot be read.

use std::fs::{self, FileType};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::charset::{self, Decoded, Undecodable};
use crate::workspace::read::{self, Unread};

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

    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        self.origin == Origin::Stdin
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
    /// It was read, and is text, but in no encoding that makes sense of all of it.
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

impl From<Unread> for Refusal {
    fn from(unread: Unread) -> Self {
        Refusal::Unreadable(match unread {
            Unread::TooLarge => {
                "is larger than 1 GiB, which is too large to check. Split it into parts.".to_owned()
            }
            Unread::Failed(error) => explain(&error),
        })
    }
}

/// A text as it was read.
#[derive(Debug)]
pub(crate) struct Loaded<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// What they make.
    pub decoded: Decoded<'a>,
}

/// The text of `target`; `None` for a file that is silently passed over.
pub(crate) fn load<'a>(target: &Target, buffer: &'a mut Vec<u8>) -> Result<Option<Loaded<'a>>, Refusal> {
    buffer.clear();
    match target.origin {
        Origin::Stdin => read::stream(io::stdin().lock(), buffer)?,
        Origin::Named => {
            // Asked before opening: to open a pipe would wait for its writer.
            let metadata = fs::metadata(&target.path).map_err(|error| explain(&error))?;
            refuse_special(metadata.file_type())?;
            read::file(&target.path, buffer)?;
        }
        Origin::Found => read::file(&target.path, buffer)?,
    }
    match charset::decode(buffer) {
        Ok(decoded) => Ok(Some(Loaded { bytes: buffer, decoded })),
        Err(Undecodable::Binary) if target.origin == Origin::Found => Ok(None),
        Err(reason @ Undecodable::Binary) => Err(Refusal::Unreadable(reason.to_string())),
        Err(reason) => Err(Refusal::Undecodable(reason.to_string())),
    }
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
