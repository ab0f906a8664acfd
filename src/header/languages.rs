//! Tags of languages, by BCP 47: `en`, `pt-BR`.

use oxilangtag::LanguageTag;

/// What is wrong with a tag, as the end of a sentence that begins with it; `None` if nothing is.
pub fn fault(tag: &str) -> Option<String> {
    const EXAMPLE: &str = "Write it as in en, de or pt-BR";
    match LanguageTag::parse(tag) {
        // Longer ones are for languages to come: now they are names of languages.
        Ok(read) if read.primary_language().len() <= 3 => None,
        Ok(_) => Some(format!("is no tag of a language. {EXAMPLE}")),
        Err(_) if tag.contains('_') => {
            Some(format!("is no tag of a language. Write {}", tag.replace('_', "-")))
        }
        Err(_) => Some(format!("is no tag of a language. {EXAMPLE}")),
    }
}
