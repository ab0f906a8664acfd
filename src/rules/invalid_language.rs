use crate::document::Snapshot;
use crate::edits::Edits;
use crate::header::Field;
use crate::header::languages::{self, Meaning};
use crate::rules::{Diagnostic, Fix, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "invalid-language",
    severity: Severity::Error,
    summary: "A language in the header whose tag is miswritten, or that edition.toml does not allow.",
    page: include_str!("invalid_language.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let allowed = &snapshot.settings().languages;
    for field in snapshot.edition().header.fields.iter().filter(|field| is_language(field)) {
        let value = snapshot.text().slice(field.value.clone());
        for language in languages::find(&value) {
            let range = field.value.start + language.range.start..field.value.start + language.range.end;
            let written = &value[language.range];
            match language.meaning {
                Meaning::Misspelt(meant) => {
                    let message = format!("“{written}” is no tag of a language. Write “{meant}”.");
                    let title = format!("Change {written} to {meant}");
                    found.push(
                        RULE.at(range.clone(), message)
                            .offer(Fix::suggested(title, Edits::one(range, meant))),
                    );
                }
                Meaning::Tag(tag) if !allowed.is_empty() && !languages::is_among(&tag, allowed) => {
                    let message = format!(
                        "“{written}” is not among the languages of this collection: {}. Is it a slip? If not, add \"{tag}\" \
                         to `languages` in edition.toml.",
                        allowed.join(", ")
                    );
                    found.push(RULE.at(range, message));
                }
                // Words that are no known name may be one.
                Meaning::Tag(_) | Meaning::Unknown => {}
            }
        }
    }
}

/// Pandoc calls it `lang`.
fn is_language(field: &Field) -> bool {
    field.field.is_some_and(|known| known.name == "Language") || field.name == "lang"
}
