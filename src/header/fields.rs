//! Known header fields: the keys that mean them, and what they mean.
//!
//! From the 2,459 headers among 9,189 files of the Marxists Internet Archive.

use strsim::osa_distance;

/// A field that headers are known to have.
#[derive(Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name, as the archive writes it most often.
    pub name: &'static str,
    /// What it says, for a person.
    pub meaning: &'static str,
    /// Keys that mean it, normalised as by [`normalise`].
    keys: &'static [&'static str],
    /// Whether its value is a date above all.
    pub is_date: bool,
}

impl Known {
    /// Whether dates in its value are dates, and not part of a remark.
    pub fn holds_dates(&self) -> bool {
        self.is_date
            || ["Source", "Publisher", "Online Version", "Translated", "Transcription"].contains(&self.name)
    }
}

/// Every known field.
pub static KNOWN: &[Known] = &[
    Known {
        name: "Source",
        meaning: "The printed edition or web page that the text was taken from: title, publisher, year, volume, pages.",
        keys: &["source", "sources", "text source", "copied from", "reprinted from"],
        is_date: false,
    },
    Known {
        name: "Written",
        meaning: "When, and perhaps where, the author wrote the text.",
        keys: &["written", "written by", "date", "date written", "drafted", "composed"],
        is_date: true,
    },
    Known {
        name: "Delivered",
        meaning: "When and where a speech was given.",
        keys: &["delivered", "speech delivered", "spoken", "given", "report delivered"],
        is_date: true,
    },
    Known {
        name: "First Published",
        meaning: "Where and when the text was printed for the first time.",
        keys: &[
            "first published",
            "originally published",
            "first publication",
            "original publication",
            "first printed",
            "originally printed",
            "first published in english",
            "original",
        ],
        is_date: true,
    },
    Known {
        name: "Published",
        meaning: "Where and when the text, or the edition it was taken from, was printed.",
        keys: &["published", "publication", "printed", "reprinted", "republished", "published in"],
        is_date: true,
    },
    Known {
        name: "Publisher",
        meaning: "Who printed the edition that the text was taken from.",
        keys: &["publisher", "publishers", "published by"],
        is_date: false,
    },
    Known {
        name: "Translated",
        meaning: "Who translated the text, and from what.",
        keys: &["translated", "translation", "translator", "translators", "translated by", "translations"],
        is_date: false,
    },
    Known {
        name: "Edited",
        meaning: "Who edited the text.",
        keys: &["edited", "editor", "editors", "edited by", "editing"],
        is_date: false,
    },
    Known {
        name: "Transcription",
        meaning: "Who typed or scanned the text.",
        keys: &[
            "transcription",
            "transcribed",
            "transcriber",
            "transcribers",
            "transcribed by",
            "transcript",
            "digitalized",
            "digitized",
            "scanned",
            "scanning",
            "ocr",
            "typed",
        ],
        is_date: false,
    },
    Known {
        name: "Transcription/Markup",
        meaning: "Who typed or scanned the text and prepared it for the archive.",
        keys: &[
            "transcription markup",
            "transcription html markup",
            "transcribed marked up",
            "transcription mark up",
            "transcription and markup",
            "transcription and html markup",
            "transcription html",
            "transcribed and marked up",
            "transcription editing markup",
            "transcriber markup",
        ],
        is_date: false,
    },
    Known {
        name: "HTML Markup",
        meaning: "Who prepared the text for the archive.",
        keys: &[
            "html markup",
            "markup",
            "marked up",
            "mark up",
            "html",
            "html mark up",
            "marked up by",
            "formatted",
            "formatting",
            "html by",
            "html marked up",
        ],
        is_date: false,
    },
    Known {
        name: "Proofread",
        meaning: "Who compared the text with its source.",
        keys: &[
            "proofread",
            "proofreader",
            "proofreaders",
            "proofreading",
            "proofed",
            "proofed by",
            "proof reading",
            "proofread by",
            "proof read",
            "proofed and corrected",
            "corrected",
            "proofing",
        ],
        is_date: false,
    },
    Known {
        name: "Online Version",
        meaning: "Where and when the text was first put online.",
        keys: &["online version", "online", "on line version", "first online", "web version"],
        is_date: false,
    },
    Known {
        name: "Public Domain",
        meaning: "The terms on which the text may be copied: it is in the public domain.",
        keys: &["public domain"],
        is_date: false,
    },
    Known {
        name: "Copyleft",
        meaning: "The licence under which the text may be copied.",
        keys: &["copyleft", "licence", "license", "creative commons"],
        is_date: false,
    },
    Known {
        name: "Copyright",
        meaning: "Who holds the rights in the text.",
        keys: &["copyright", "rights"],
        is_date: false,
    },
    Known { name: "Author", meaning: "Who wrote the text.", keys: &["author", "authors"], is_date: false },
    Known {
        name: "Title",
        meaning: "What the text is called.",
        keys: &["title", "original title", "subtitle"],
        is_date: false,
    },
    Known {
        name: "Release Date",
        meaning: "When the text was put online, and its number there.",
        keys: &["release date"],
        is_date: true,
    },
    Known {
        name: "Posting Date",
        meaning: "When the file was put online in its present form.",
        keys: &["posting date"],
        is_date: true,
    },
    Known {
        name: "Last Updated",
        meaning: "When the file was last changed.",
        keys: &["last updated", "most recently updated"],
        is_date: true,
    },
    Known {
        name: "Language",
        meaning: "The language of the text.",
        keys: &["language", "languages"],
        is_date: false,
    },
    Known {
        name: "Character Set Encoding",
        meaning: "How the characters of the file are encoded.",
        keys: &["character set encoding", "encoding"],
        is_date: false,
    },
    Known {
        name: "Illustrator",
        meaning: "Who drew the pictures.",
        keys: &["illustrator", "illustrators"],
        is_date: false,
    },
    Known {
        name: "Contributor",
        meaning: "Who else had a part in the text.",
        keys: &["contributor", "contributors", "annotator", "commentator", "compiler", "composer"],
        is_date: false,
    },
    Known {
        name: "Produced By",
        meaning: "Who prepared the text.",
        keys: &["produced by", "credits"],
        is_date: false,
    },
    Known { name: "Edition", meaning: "Which edition this is.", keys: &["edition"], is_date: false },
    Known {
        name: "Signed",
        meaning: "The name under which the text appeared.",
        keys: &["signed"],
        is_date: false,
    },
    Known {
        name: "Note",
        meaning: "A remark of the archive on this text.",
        keys: &["note", "notes", "editor s note", "transcriber s note", "mia note"],
        is_date: false,
    },
];

/// The known field that a key means, whatever its case, slashes and spaces.
pub fn known(key: &str) -> Option<&'static Known> {
    let key = normalise(key);
    KNOWN.iter().find(|known| known.keys.contains(&key.as_str()))
}

/// The known field whose key this most likely is a mistyping of: one edit away, or two for long keys.
pub fn nearest(key: &str) -> Option<&'static Known> {
    let key = normalise(key);
    let distance = |known: &Known| known.keys.iter().filter_map(|other| slips(&key, other)).min();
    let near = KNOWN.iter().filter_map(|known| Some((distance(known)?, known)));
    near.min_by_key(|&(distance, _)| distance).map(|(_, known)| known)
}

/// The one of these names that a key most likely is a mistyping of.
pub fn nearest_of<'a>(key: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let key = normalise(key);
    let near = names.into_iter().filter_map(|name| Some((slips(&key, &normalise(name))?, name)));
    near.min_by_key(|&(distance, _)| distance).map(|(_, name)| name)
}

/// Whether two keys mean the same field, be it a known one or not.
pub fn is_same(key: &str, other: &str) -> bool {
    match (known(key), known(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => normalise(key) == normalise(other),
        _ => false,
    }
}

/// How many slips of the finger make a normalised key of another; `None` if these are more likely two words.
fn slips(key: &str, other: &str) -> Option<usize> {
    // In a short key, a letter makes another word: "Signed" and "Signet", "Mode" and "Note".
    let most = match key.chars().count() {
        0..=5 => return None,
        6..=8 => 1,
        _ => 2,
    };
    let is_near = other.len().abs_diff(key.len()) <= most;
    is_near.then(|| osa_distance(key, other)).filter(|&distance| distance <= most)
}

/// A key in lower case, with single spaces for everything that is no letter or digit.
fn normalise(key: &str) -> String {
    let words = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_keys() {
        for (key, name) in [
            ("Transcription\\Markup", "Transcription/Markup"),
            ("Transcription/HTML Markup", "Transcription/Markup"),
            ("Public Domain", "Public Domain"),
            ("First published", "First Published"),
            ("PROOFREAD", "Proofread"),
        ] {
            assert_eq!(known(key).map(|known| known.name), Some(name), "{key}");
        }
        assert!(known("Thanks to").is_none());
    }

    #[test]
    fn mistyped_keys() {
        assert_eq!(nearest("Pubic Domain").map(|known| known.name), Some("Public Domain"));
        assert_eq!(nearest("Transcrition").map(|known| known.name), Some("Transcription"));
        assert_eq!(nearest("Scoure").map(|known| known.name), None);
        assert_eq!(nearest("Soucre").map(|known| known.name), Some("Source"));
        assert!(nearest("Thanks to").is_none());
        assert!(nearest("Volume").is_none());
    }
}
