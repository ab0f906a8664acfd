use std::ops::Range;

use crate::document::Snapshot;
use crate::header::Field;
use crate::header::dates::{self, Fault};
use crate::rules::{Diagnostic, Rule, Safety, Severity};

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
                    found.push(RULE.at(at(range), message).offer(Safety::Suggested, title, at(range), *meant));
                }
                Some(Fault::Number(month)) => {
                    let message =
                        format!("There is no month {month}. Dates of this form are year-month-day.");
                    found.push(RULE.at(at(&date.range), message));
                }
                None => {}
            }
        }
    }
}
