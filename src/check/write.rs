//! Writing a text back: all of it or nothing, and as it was but for what was changed.
//!
//! The new text is written beside the file and then takes its place at one blow, so that no reader ever sees half of it and no
//! loss of power leaves half of it. What a person would miss stays: encoding, byte order mark, line ends, permissions,
//! owner, and links. A file that somebody else changed since it was read is left as it is.

use std::borrow::Cow;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use super::json::Place;
use super::load::{Loaded, Origin, Target};
use crate::charset::{Charset, Decoded};
use crate::edits::Edits;
use crate::text::Text;

/// Makes `edits` in the text of `target`: in its file, or, of standard input, in the bytes that are handed out for standard
/// output. Where nothing changes nothing is written. An error is the end of a sentence that begins with the file's name.
pub(crate) fn put(target: &Target, loaded: &Loaded<'_>, edits: &Edits) -> Result<Option<Vec<u8>>, String> {
    let Loaded { bytes, decoded } = loaded;
    let new = if edits.is_empty() { Cow::Borrowed(*bytes) } else { encode(bytes, decoded, edits)?.into() };
    if target.origin == Origin::Stdin {
        return Ok(Some(new.into_owned()));
    }
    if new != *bytes {
        write(&target.path, bytes, &new)?;
    }
    Ok(None)
}

/// The bytes of a text after `edits`, in the encoding that it was read from. `old` are its bytes as they were read. An error is
/// the end of a sentence that begins with the file's name.
fn encode(old: &[u8], decoded: &Decoded<'_>, edits: &Edits) -> Result<Vec<u8>, String> {
    let (charset, has_bom) = (decoded.charset, decoded.has_bom);
    // Some encodings write one character in several ways. What was not changed must not be written in another.
    let is_same =
        charset.foreign().is_none() || charset.encode(&decoded.text, has_bom).is_ok_and(|bytes| bytes == old);
    if !is_same {
        return Err(format!(
            "was not changed: it is in {}, in a form that would not stay as it is. Save it as UTF-8, and run this again.",
            name(charset)
        ));
    }
    let mut new = String::with_capacity(decoded.text.len());
    let mut at = 0;
    for edit in edits {
        new.push_str(&decoded.text[at..edit.range.start]);
        new.push_str(&edit.text);
        at = edit.range.end;
    }
    new.push_str(&decoded.text[at..]);
    charset.encode(&new, has_bom).map_err(|lacking| {
        let Place { line, column } = Place::of(&Text::new(&new), lacking.offset);
        let char = lacking.char;
        format!(
            "was not changed: the character “{char}” (U+{:04X}), which would be in line {line}, column {column}, does not exist \
             in {}. Save the file as UTF-8, and run this again.",
            u32::from(char),
            name(charset)
        )
    })
}

fn name(charset: Charset) -> &'static str {
    charset.foreign().unwrap_or(charset.label())
}

/// Replaces the content of a file, which was `old` when it was read, by `new`. Links to it stay links. An error is the end of
/// a sentence that begins with the file's name; then the file is as it was.
fn write(path: &Path, old: &[u8], new: &[u8]) -> Result<(), String> {
    write_after(path, old, new, || {})
}

/// The same; `last` is done right before the file is looked at for the last time.
fn write_after(path: &Path, old: &[u8], new: &[u8], last: impl FnOnce()) -> Result<(), String> {
    let path = &dunce::canonicalize(path).map_err(|error| explain(&error))?;
    let metadata = fs::metadata(path).map_err(|error| explain(&error))?;
    if metadata.permissions().readonly() {
        return Err("was not changed: it is read-only. Allow writing to it, and run this again.".to_owned());
    }
    // To replace a file takes a right to its folder only. Who may not write to the file is not to change it that way.
    let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(|error| explain(&error))?;
    let mut beside = prepare(path, new).map_err(|error| explain_beside(&error))?;
    let can_replace = is_only_link(&metadata) && keeps(&mut beside, &metadata).is_ok();
    beside.as_file().sync_all().map_err(|error| explain_beside(&error))?;
    last();
    if fs::read(path).map_err(|error| explain(&error))? != old {
        return Err("was not changed: another program changed it meanwhile. Run this again.".to_owned());
    }
    if can_replace {
        beside.persist(path).map_err(|error| explain(&error.error))?;
        sync_folder(path);
        return Ok(());
    }
    // Other names of the file, or its owner, would be lost. The new text is on the disk already, so that there is room
    // for it; what then still fails is undone.
    overwrite(&mut file, new).map_err(|error| {
        let _ = overwrite(&mut file, old);
        explain(&error)
    })
}

fn prepare(path: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = Builder::new().prefix(".edition-ls-").suffix(".tmp").tempfile_in(folder)?;
    beside.write_all(content)?;
    Ok(beside)
}

#[cfg(unix)]
fn is_only_link(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) == 1
}

#[cfg(not(unix))]
fn is_only_link(_: &Metadata) -> bool {
    true
}

/// Gives a file the owner and the permissions of another.
#[cfg(unix)]
fn keeps(beside: &mut NamedTempFile, of: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = beside.as_file().metadata()?;
    let owner = (own.uid() != of.uid()).then_some(of.uid());
    let group = (own.gid() != of.gid()).then_some(of.gid());
    if owner.is_some() || group.is_some() {
        fchown(beside.as_file(), owner, group)?;
    }
    beside.as_file().set_permissions(of.permissions())
}

#[cfg(not(unix))]
fn keeps(beside: &mut NamedTempFile, of: &Metadata) -> io::Result<()> {
    beside.as_file().set_permissions(of.permissions())
}

fn overwrite(file: &mut File, content: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(content)?;
    file.set_len(content.len() as u64)?;
    file.sync_all()
}

/// That the new file is there must reach the disk, too. Where folders cannot be synced, the system sees to it.
fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}

fn explain(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "was not changed: it is no longer there.".to_owned(),
        ErrorKind::PermissionDenied => {
            "was not changed: permission denied. Ask its owner for the right to write to it.".to_owned()
        }
        _ => format!("was not changed: {error}."),
    }
}

fn explain_beside(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => {
            "was not changed: a new version is first written beside it, and nothing can be \
                                        written in that folder. Ask its owner for the right to."
                .to_owned()
        }
        ErrorKind::StorageFull => {
            "was not changed: there is no room on the disk for a new version.".to_owned()
        }
        _ => format!("was not changed: a new version could not be written beside it: {error}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charset;
    use crate::edits::Edit;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn a_file_that_changes_meanwhile_is_left_alone() {
        let folder = folder();
        let path = folder.path().join("a.txt");
        fs::write(&path, "old").unwrap();
        let refused = write_after(&path, b"old", b"new", || fs::write(&path, "theirs").unwrap());
        assert_eq!(
            refused.unwrap_err(),
            "was not changed: another program changed it meanwhile. Run this again."
        );
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        let gone = write_after(&path, b"theirs", b"new", || fs::remove_file(&path).unwrap());
        assert_eq!(gone.unwrap_err(), "was not changed: it is no longer there.");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left beside it");
    }

    #[test]
    fn nothing_is_left_beside_a_file_that_was_written() {
        let folder = folder();
        let path = folder.path().join("a.txt");
        fs::write(&path, "old and long").unwrap();
        write(&path, b"old and long", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn the_other_name_of_a_file_still_names_it() {
        let folder = folder();
        let (path, other) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
        fs::write(&path, "old and long").unwrap();
        fs::hard_link(&path, &other).unwrap();
        write(&path, b"old and long", b"new").unwrap();
        assert_eq!((fs::read(&path).unwrap(), fs::read(&other).unwrap()), (b"new".to_vec(), b"new".to_vec()));
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_named() {
        let old = "Мельница стояла у реки, и рано выпал снег. Потом замёрз ручей.\nЕё построил дед.\n";
        let (bytes, _, _) = encoding_rs::KOI8_R.encode(old);
        let decoded = charset::decode(&bytes).unwrap();
        let at = old.find("построил").unwrap();
        let refused = encode(&bytes, &decoded, &Edits::one(at..at, "†"));
        assert_eq!(
            refused.unwrap_err(),
            "was not changed: the character “†” (U+2020), which would be in line 2, column 4, does not exist in KOI8-R \
             (Russian). Save the file as UTF-8, and run this again."
        );
    }

    #[test]
    fn what_is_not_edited_keeps_its_bytes() {
        let text = "Die Mühle stand am Fluß, und draußen schneite es früh.\r\nSpäter fror der Bach.\rEnde\n";
        let units = |unit: fn(u16) -> [u8; 2], bom: &str| -> Vec<u8> {
            format!("{bom}{text}").encode_utf16().flat_map(unit).collect()
        };
        let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
        for old in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            latin,
            units(u16::to_le_bytes, "\u{feff}"),
            units(u16::to_be_bytes, "\u{feff}"),
            units(u16::to_le_bytes, ""),
            units(u16::to_be_bytes, ""),
        ] {
            let decoded = charset::decode(&old).unwrap();
            assert_eq!(encode(&old, &decoded, &Edits::default()), Ok(old.clone()));
            let edits = Edits::new(vec![Edit::delete(0..4), Edit::insert(text.len(), "ß")]).unwrap();
            let new = encode(&old, &decoded, &edits).unwrap();
            let again = charset::decode(&new).unwrap();
            assert_eq!(again.text, format!("{}ß", &text[4..]));
            assert_eq!((again.charset, again.has_bom), (decoded.charset, decoded.has_bom));
        }
    }
}
