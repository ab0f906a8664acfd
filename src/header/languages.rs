//! Languages: tags by BCP 47, as `en` and `pt-BR`, and English names, as catalogues of books have them.

use std::ops::Range;

use oxilangtag::LanguageTag;

use crate::text::is_space;

/// A language that a value names. `range` is bytes of the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The tag or name.
    pub range: Range<usize>,
    /// What it says.
    pub meaning: Meaning,
}

/// What is said about a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A tag, or the tag of a name.
    Tag(String),
    /// A tag that would be right if it were written so.
    Misspelt(String),
    /// Words that are no known name. They may be one.
    Unknown,
}

/// English names, and their tags: the languages of the books of Project Gutenberg, and of the Marxists Internet Archive.
const NAMES: &[(&str, &str)] = &[
    ("afrikaans", "af"),
    ("arabic", "ar"),
    ("bengali", "bn"),
    ("breton", "br"),
    ("bulgarian", "bg"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("esperanto", "eo"),
    ("estonian", "et"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("frisian", "fy"),
    ("galician", "gl"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("icelandic", "is"),
    ("indonesian", "id"),
    ("irish", "ga"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("latin", "la"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("norwegian", "no"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("sanskrit", "sa"),
    ("serbian", "sr"),
    ("slovenian", "sl"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("tagalog", "tl"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("vietnamese", "vi"),
    ("welsh", "cy"),
    ("yiddish", "yi"),
];

/// The English names of languages, in small letters, and their tags; by their names.
pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.iter().copied()
}

/// The languages that a value names: `English`, `en-GB`, `German, Latin and French`.
pub fn find(value: &str) -> Vec<Language> {
    let mut found = Vec::new();
    let mut start = 0;
    for part in value.split_inclusive([',', ';', '/', '&']).flat_map(|part| part.split_inclusive(" and ")) {
        let written = part.strip_suffix(" and ").unwrap_or(part);
        let is_around = |c: char| is_space(c) || ",;/&\"'“”‘’().[]".contains(c);
        let from = start + (written.len() - written.trim_start_matches(is_around).len());
        let written = written.trim_matches(is_around);
        if !written.is_empty() {
            found.push(Language { range: from..from + written.len(), meaning: meaning(written) });
        }
        start += part.len();
    }
    found
}

fn meaning(written: &str) -> Meaning {
    let name = written.to_lowercase();
    if let Some((_, tag)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Meaning::Tag((*tag).to_owned());
    }
    if is_tag(written) {
        return Meaning::Tag(written.to_owned());
    }
    match mended(written) {
        Some(mended) => Meaning::Misspelt(mended),
        None => Meaning::Unknown,
    }
}

/// Whether a text is a tag. Longer first parts are for languages to come: for now they are names of languages.
fn is_tag(written: &str) -> bool {
    LanguageTag::parse(written).is_ok_and(|tag| tag.primary_language().len() <= 3)
}

/// `en_GB` as computers have it, and `en GB` as it is read aloud.
fn mended(written: &str) -> Option<String> {
    let parts: Vec<&str> = written.split(['_', '-', ' ']).collect();
    let [language, region] = parts[..] else { return None };
    let is_region = region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_language = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_language && (is_region || written.contains('_')))
        .then(|| parts.join("-"))
        .filter(|mended| is_tag(mended))
}

/// What is wrong with a tag, as the end of a sentence that begins with it; `None` if nothing is.
pub fn fault(tag: &str) -> Option<String> {
    let instead = match meaning(tag) {
        _ if is_tag(tag) => return None,
        Meaning::Tag(tag) | Meaning::Misspelt(tag) => format!("Write {tag}"),
        Meaning::Unknown => "Write it as in en, de or pt-BR".to_owned(),
    };
    Some(format!("is no tag of a language. {instead}"))
}

/// Whether a tag is meant by one of those that are allowed: `en` means `en-GB` too.
pub fn is_among(tag: &str, allowed: &[String]) -> bool {
    allowed.iter().any(|allowed| {
        let len = allowed.len();
        tag.get(..len).is_some_and(|start| start.eq_ignore_ascii_case(allowed))
            && matches!(tag.as_bytes().get(len), None | Some(b'-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(value: &str) -> Vec<String> {
        let tag = |language: Language| match language.meaning {
            Meaning::Tag(tag) => tag,
            Meaning::Misspelt(tag) => format!("not {tag}"),
            Meaning::Unknown => format!("? {}", &value[language.range]),
        };
        find(value).into_iter().map(tag).collect()
    }

    #[test]
    fn languages_are_found() {
        assert_eq!(tags("English"), ["en"]);
        assert_eq!(tags("German, Latin and \"French\"."), ["de", "la", "fr"]);
        assert_eq!(tags("en-GB; pt-BR / zh-Hant"), ["en-GB", "pt-BR", "zh-Hant"]);
        assert_eq!(tags("en_GB"), ["not en-GB"]);
        assert_eq!(tags("en GB"), ["not en-GB"]);
        assert_eq!(tags("Middle Scots"), ["? Middle Scots"]);
        assert_eq!(tags("to be determined"), ["? to be determined"]);
        assert_eq!(tags("fr en"), ["? fr en"]);
        assert_eq!(find("é, English")[1].range, 4..11);
        assert!(tags(" , ").is_empty());
    }

    #[test]
    fn faults_of_tags() {
        for tag in ["en", "pt-BR", "grc", "sr-Cyrl-RS"] {
            assert_eq!(fault(tag), None, "{tag}");
        }
        for (tag, instead) in
            [("English", "Write en"), ("en_GB", "Write en-GB"), ("Elvish", "as in en"), ("", "as in en")]
        {
            assert!(fault(tag).unwrap().contains(instead), "{tag}");
        }
    }

    #[test]
    fn a_language_means_its_regions() {
        let allowed = ["en".to_owned(), "pt-BR".to_owned()];
        for (tag, is) in
            [("en", true), ("EN-gb", true), ("eng", false), ("pt", false), ("pt-BR", true), ("é", false)]
        {
            assert_eq!(is_among(tag, &allowed), is, "{tag}");
        }
    }
}
