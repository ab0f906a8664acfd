//! The values that a field of the header could have: languages, terms, and what other texts have there.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::Snapshot;
use crate::features::completion::fields::{self as lines, Part};
use crate::features::completion::{Completions, Item, Kind, Place};
use crate::header::{Style, fields, languages};
use crate::text::{is_space, on_one_line, trim};

/// What other texts say.
pub trait Known {
    /// The values of a header field, by any of its keys, and how many texts have each; the most frequent first.
    fn values(&self, field: &str) -> Vec<(String, usize)>;
}

/// The texts that are open.
impl Known for [Arc<Snapshot>] {
    fn values(&self, field: &str) -> Vec<(String, usize)> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for snapshot in self {
            let header = &snapshot.edition().header;
            for found in header.fields.iter().filter(|other| fields::is_same(&other.name, field)) {
                let value = on_one_line(&snapshot.text().slice(found.value.clone()), usize::MAX);
                *counts.entry(value).or_default() += usize::from(found.value.len() <= LONGEST);
            }
        }
        let mut values: Vec<_> =
            counts.into_iter().filter(|(value, count)| *count > 0 && !value.is_empty()).collect();
        values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        values
    }
}

impl Known for Vec<Arc<Snapshot>> {
    fn values(&self, field: &str) -> Vec<(String, usize)> {
        self[..].values(field)
    }
}

/// Longer values are nobody else's, in bytes.
const LONGEST: usize = 400;

/// The terms on which texts may be copied, as headers say them.
const TERMS: &[(&str, &str)] = &[
    (
        "Public domain. This text may be freely copied, shared, changed and sold. Please name its source.",
        "Nobody holds rights in the text, nor in this edition of it.",
    ),
    (
        "Public domain where copyright ends 70 years after the author’s death.",
        "As in the European Union and many other countries.",
    ),
    (
        "Public domain in the United States. Readers elsewhere should look at the laws of their country.",
        "As for most books that were printed there more than 95 years ago.",
    ),
    (
        "CC0 1.0 Universal",
        "Creative Commons: all rights are given up. creativecommons.org/publicdomain/zero/1.0/",
    ),
    (
        "Public Domain Mark 1.0",
        "Creative Commons: free of known copyright. creativecommons.org/publicdomain/mark/1.0/",
    ),
    (
        "Creative Commons Attribution 4.0 International (CC BY 4.0)",
        "May be copied and changed if its authors are named. creativecommons.org/licenses/by/4.0/",
    ),
    (
        "Creative Commons Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)",
        "The same, under the same terms. creativecommons.org/licenses/by-sa/4.0/",
    ),
    (
        "Creative Commons Attribution-NonCommercial 4.0 International (CC BY-NC 4.0)",
        "May be copied and changed, but not for profit. creativecommons.org/licenses/by-nc/4.0/",
    ),
    (
        "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International (CC BY-NC-SA 4.0)",
        "Not for profit, and under the same terms. creativecommons.org/licenses/by-nc-sa/4.0/",
    ),
];

/// Fields that name people, and so know of each other's.
const PEOPLE: &[&str] = &[
    "Transcription",
    "Transcription/Markup",
    "HTML Markup",
    "Proofread",
    "Translated",
    "Edited",
    "Author",
    "Produced By",
    "Illustrator",
    "Contributor",
];

/// The values that could stand at a place.
pub fn find(place: &Place, known: &dyn Known) -> Option<Completions> {
    let line = lines::line(place)?;
    let Part::Value(key, all) = &line.part else { return None };
    let name = fields::known(key).map_or(key.as_str(), |known| known.name);
    let is_language = name == "Language" || key.as_str() == "lang";
    let is_of_people = PEOPLE.contains(&name);
    let said = place.text().slice(all.clone()).into_owned();
    let mut typed = all.clone();
    if is_language || is_of_people {
        typed.start += last_part(&said);
    }
    let mut items = Vec::new();
    if is_language {
        items.extend(of_languages(place, &line.style, known));
    } else {
        let used = known.values(key).into_iter();
        items.extend(used.map(|(value, count)| item(value, times(count))));
        if ["Public Domain", "Copyleft", "Copyright"].contains(&name) {
            items.extend(
                TERMS.iter().map(|(terms, meaning)| item((*terms).to_owned(), (*meaning).to_owned())),
            );
        }
        if is_of_people {
            let begun = trim(&said[typed.start - all.start..]);
            let others = people(place, known, &line).into_iter().filter(|name| name != begun);
            items.extend(others.map(|name| item(name, String::new())));
        }
    }
    let mut seen: Vec<String> = Vec::new();
    items.retain(|item: &Item| {
        let is_new = !seen.contains(&item.text);
        seen.push(item.text.clone());
        is_new
    });
    // Behind the bare colon, a space is missing.
    let space = match place.text().byte(typed.start.wrapping_sub(1)) {
        Some(b':' | b',' | b';' | b'&') => " ",
        _ => "",
    };
    for item in &mut items {
        if line.style == Style::Yaml {
            item.text = quoted(&item.text);
        }
        item.text.insert_str(0, space);
    }
    let end = typed.end + place.behind.trim_end_matches(is_space).len();
    let is_long = place.text().line_range(place.line).end > place.offset + place.behind.len();
    let whole = typed.start..if is_language && !is_long { end } else { typed.end };
    (!items.is_empty()).then_some(Completions { typed, whole, items, is_rest_free: true, is_cut: false })
}

fn item(value: String, detail: String) -> Item {
    Item {
        kind: Kind::Value,
        name: value.clone(),
        detail,
        filter: value.clone(),
        text: value,
        ..Item::default()
    }
}

fn times(count: usize) -> String {
    match count {
        1 => "In another text".to_owned(),
        count => format!("In {count} texts"),
    }
}

/// Where the last of several languages or people starts in a value.
fn last_part(value: &str) -> usize {
    let separators = [",", ";", "/", "&", " and "];
    let end = separators.iter().filter_map(|sign| value.rfind(sign).map(|at| at + sign.len())).max();
    let end = end.unwrap_or(0);
    end + (value[end..].len() - value[end..].trim_start_matches(is_space).len())
}

/// Languages, those first that are decided on or that other texts are in: names, or in YAML tags.
fn of_languages(place: &Place, style: &Style, known: &dyn Known) -> Vec<Item> {
    let used: Vec<(String, usize)> = ["language", "lang"].iter().flat_map(|key| known.values(key)).collect();
    let is_tag = |value: &str| value.len() <= 3 || value.contains('-');
    let are_tags = used.first().is_some_and(|(value, _)| is_tag(value));
    let as_tags = *style == Style::Yaml || are_tags;
    let item = |name: &str, tag: &str| {
        let (shown, other) = if as_tags { (tag, name) } else { (name, tag) };
        let filter = format!("{shown} {other}");
        Item { filter, ..item(shown.to_owned(), other.to_owned()) }
    };
    let capital = |name: &str| {
        let mut letters = name.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    let name_of = |tag: &str| {
        let main = tag.split('-').next().unwrap_or(tag);
        languages::names().find(|(_, other)| other.eq_ignore_ascii_case(main)).map(|(name, _)| capital(name))
    };
    let allowed = &place.snapshot.settings().languages;
    if !allowed.is_empty() {
        let of_tag = |tag: &String| item(&name_of(tag).unwrap_or_else(|| tag.clone()), tag);
        return allowed.iter().map(of_tag).collect();
    }
    let all: Vec<(String, &str)> = languages::names().map(|(name, tag)| (capital(name), tag)).collect();
    let times = |name: &str, tag: &str| {
        let counts = used.iter().filter(|(value, _)| value.eq_ignore_ascii_case(name) || value == tag);
        counts.map(|(_, count)| count).sum::<usize>()
    };
    let mut items: Vec<(usize, Item)> =
        all.iter().map(|(name, tag)| (times(name, tag), item(name, tag))).collect();
    items.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    items.into_iter().map(|(_, item)| item).collect()
}

/// The people that are named in other fields, here and elsewhere.
fn people(place: &Place, known: &dyn Known, line: &lines::HeaderLine) -> Vec<String> {
    let here = line
        .others()
        .fields
        .iter()
        .filter(|field| PEOPLE.iter().any(|name| field.field.is_some_and(|known| known.name == *name)));
    let here = here.map(|field| place.text().slice(field.value.clone()).into_owned());
    let elsewhere = PEOPLE.iter().flat_map(|field| known.values(field)).map(|(value, _)| value);
    let mut names = Vec::new();
    for value in here.chain(elsewhere) {
        let parts = value.split([',', ';', '&']).flat_map(|part| part.split(" and "));
        names.extend(parts.map(trim).filter(|name| is_name(name)).map(str::to_owned));
    }
    names
}

/// Whether a part of a value is the name of a person, as far as one can tell.
fn is_name(part: &str) -> bool {
    const MOST_WORDS: usize = 4;
    let words = part.split(is_space).count();
    (2..=MOST_WORDS).contains(&words)
        && part.starts_with(char::is_uppercase)
        && !part.chars().any(|c| c.is_ascii_digit() || ":()".contains(c))
}

/// A value as YAML has it: between quotation marks, where it would be read as something else without.
fn quoted(value: &str) -> String {
    let is_plain = value.starts_with(|c: char| c.is_alphanumeric())
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.ends_with(':');
    match is_plain || value.starts_with(['"', '\'']) {
        true => value.to_owned(),
        false => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several() {
        for (value, last) in [("", ""), ("Eng", "Eng"), ("English, Ger", "Ger"), ("A. B and C. D", "C. D")] {
            assert_eq!(&value[last_part(value)..], last, "{value}");
        }
    }

    #[test]
    fn values_of_yaml() {
        for (value, written) in [
            ("A. Person", "A. Person"),
            ("Letters: a choice", "\"Letters: a choice\""),
            ("“Letters”", "\"“Letters”\""),
            ("'so'", "'so'"),
        ] {
            assert_eq!(quoted(value), written, "{value}");
        }
    }
}
