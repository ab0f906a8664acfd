use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::Snapshot;
use crate::edits::Edits;
use crate::header::pages;
use crate::rules::{Diagnostic, Fix, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "volume-mismatch",
    severity: Severity::Warning,
    summary: "The header names one volume, the links of the page or its folder another.",
    page: include_str!("volume_mismatch.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let edition = snapshot.edition();
    let Some(source) = edition.header.find("Source") else { return };
    let value = snapshot.text().slice(source.value.clone());
    let [(volume, range)] = &pages::volumes(&value)[..] else { return };
    let collected = value.to_lowercase().contains("works");
    let header = source.value.start + range.start..source.value.start + range.end;
    for navigation in edition.navigation.iter().filter(|_| collected) {
        let line = snapshot.text().slice(navigation.clone());
        for (other, place) in pages::volumes(&line).into_iter().filter(|(other, _)| other != volume) {
            let place = navigation.start + place.start..navigation.start + place.end;
            let message = format!(
                "This line of links names volume {other}, but the header names volume {volume}. One of them is wrong."
            );
            let here = change(snapshot, "Change this", &place, *volume);
            let there = change(snapshot, "Change the header", &header, other);
            found.push(
                RULE.at(place, message)
                    .relate(header.clone(), format!("the header names volume {volume}"))
                    .offer(here)
                    .offer(there),
            );
        }
    }
    let path = snapshot.hints().path.as_deref().unwrap_or_default();
    if let Some(other) = volume_of_path(path).filter(|other| collected && other != volume) {
        let message = format!(
            "The header names volume {volume}, but the file lies in the folder of volume {other}. One of them is wrong."
        );
        // Where the links of the page agree with the header, it is rather the folder that is wrong.
        let agrees = edition.navigation.iter().any(|navigation| {
            let line = snapshot.text().slice(navigation.clone());
            pages::volumes(&line).iter().any(|(named, _)| named == volume)
        });
        let fix = if agrees { None } else { change(snapshot, "Change the header", &header, other) };
        found.push(RULE.at(header, message).offer(fix));
    }
}

/// Writes another number at the end of `place`.
fn change(snapshot: &Snapshot, what: &str, place: &Range<usize>, volume: u32) -> Option<Fix> {
    let written = snapshot.text().slice(place.clone());
    let number = place.end - (written.len() - written.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    let edits = Edits::one(number..place.end, volume.to_string());
    (number < place.end).then(|| Fix::manual(format!("{what} to volume {volume}"), edits))
}

/// The volume that a path names, if it is one of collected works: `cw/volume11/`.
fn volume_of_path(path: &str) -> Option<u32> {
    static FOLDER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:^|[/\\])(?:cw|collected[-_ ]?works)[/\\](?:volume|vol|v)[-_ ]?0*(?P<number>[0-9]{1,3})(?:[/\\])")
            .expect("a valid expression")
    });
    FOLDER.captures(path)?.name("number")?.as_str().parse().ok()
}
