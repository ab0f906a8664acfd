use std::ops::Range;

use crate::document::Snapshot;
use crate::edits::Edits;
use crate::header::Field;
use crate::header::dates::{self, Fault};
use crate::rules::{Diagnostic, Fix, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "invalid-date",
    severity: Severity::Error,
    summary: "A date in the header that no calendar has.",
    page: include_str!("invalid_date.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let dated = |field: &&Field| field.field.is_some_and(|known| known.holds_dates());
    for field in snapshot.edition().header.fields.iter().filter(dated) {
        let value = snapshot.text().slice(field.value.clone());
        for date in dates::find(&value, field.field.is_some_and(|known| known.is_date)) {
            let at = |range: &Range<usize>| field.value.start + range.start..field.value.start + range.end;
            match &date.fault {
                Some(Fault::Day(day, month, last)) => {
                    let year = if (*month, *day) == ("February", 29) { " in that year" } else { "" };
                    let message =
                        format!("{month} has no day {day}{year}: its last is {last}. Compare the source.");
                    found.push(RULE.at(at(&date.range), message));
                }
                Some(Fault::Month(written, meant, range)) => {
                    let message = format!("There is no month “{written}”: {meant} is probably meant.");
                    let title = format!("Change {written} to {meant}");
                    let fix = Fix::suggested(title, Edits::one(at(range), *meant));
                    found.push(RULE.at(at(range), message).offer(fix));
                }
                Some(Fault::Number(month)) => {
                    let message =
                        format!("There is no month {month}. Dates of this form are year-month-day.");
                    let swapped = swapped(&value[date.range.clone()]);
                    let fix = swapped.map(|swapped| {
                        let title = format!("Change to {swapped}: the day and the month change places");
                        Fix::manual(title, Edits::one(at(&date.range), swapped))
                    });
                    found.push(RULE.at(at(&date.range), message).offer(fix));
                }
                None => {}
            }
        }
    }
}

/// `2024-13-01` with its month and day in each other's place, if that is a date.
fn swapped(written: &str) -> Option<String> {
    let [year, month, day] = written.split('-').collect::<Vec<_>>()[..] else { return None };
    let swapped = format!("{year}-{day}-{month}");
    let is_sound = dates::find(&swapped, true).iter().all(|date| date.fault.is_none() && date.iso.is_some());
    is_sound.then_some(swapped)
}
