use std::sync::LazyLock;

use regex::Regex;

use crate::document::Snapshot;
use crate::header::pages;
use crate::rules::{Diagnostic, Rule, Severity};

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
            found.push(
                RULE.at(place, message).relate(header.clone(), format!("the header names volume {volume}")),
            );
        }
    }
    let path = snapshot.hints().path.as_deref().unwrap_or_default();
    if let Some(other) = volume_of_path(path).filter(|other| collected && other != volume) {
        let message = format!(
            "The header names volume {volume}, but the file lies in the folder of volume {other}. One of them is wrong."
        );
        found.push(RULE.at(header, message));
    }
}

/// The volume that a path names, if it is one of collected works: `cw/volume11/`.
fn volume_of_path(path: &str) -> Option<u32> {
    static FOLDER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:^|[/\\])(?:cw|collected[-_ ]?works)[/\\](?:volume|vol|v)[-_ ]?0*(?P<number>[0-9]{1,3})(?:[/\\])")
            .expect("a valid expression")
    });
    FOLDER.captures(path)?.name("number")?.as_str().parse().ok()
}
