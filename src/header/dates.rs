//! Dates as headers write them: `17 July 1848`, `May 10, 1930`, `December 14(27), 1917`, `January 10-18, 1918`.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use strsim::osa_distance;

/// A date, or what was meant for one. Ranges are bytes of the value it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// All of it.
    pub range: Range<usize>,
    /// What it says, where it is sound: `1906-07-04`, `1848-07`.
    pub iso: Option<String>,
    /// What is wrong with it, where something is.
    pub fault: Option<Fault>,
}

/// What is wrong with a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The month has no such day: the day as written, the month's name, its last day.
    Day(u32, &'static str, u32),
    /// No month is called so: the word, the month that is probably meant, and where the word is.
    Month(String, &'static str, Range<usize>),
    /// There is no month of this number.
    Number(u32),
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Months of other languages that are one letter away from an English one.
const OTHER_LANGUAGES: [&str; 12] = [
    "januar",
    "februar",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "avril",
    "abril",
    "decembre",
    "desember",
    "septembre",
    "novembro",
];

/// Day, a second day in brackets or behind a dash, month, year; or month first. The day may be `4th`.
///
/// ASCII classes only: the tables of Unicode letters would take longer to build than most texts to check.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?-u:\b)(?:
            (?P<d1>[0-9]{1,2})(?:st|nd|rd|th)?(?:\s?[-–(]\s?(?P<e1>[0-9]{1,2})\)?)?\s+(?P<m1>[A-Za-z]{3,9})\.?,?\s+(?P<y1>[0-9]{4})
          | (?P<m2>[A-Za-z]{3,9})\.?\s+(?P<d2>[0-9]{1,2})(?:st|nd|rd|th)?(?:\s?[-–(]\s?(?P<e2>[0-9]{1,2})\)?)?,?\s+(?P<y2>[0-9]{4})
          | (?P<m3>[A-Za-z]{3,9})\s+(?P<d3>[0-9]{1,2})
          | (?P<d4>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?P<m4>[A-Za-z]{3,9})
          | (?P<m5>[A-Za-z]{3,9})\.?,?\s+(?P<y5>[0-9]{4})
        )(?-u:\b)",
    )
    .expect("a valid expression")
});

/// `2024-02-29`, as computers write dates.
static ISO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:T|(?-u:\b))")
        .expect("a valid expression")
});

/// The dates in a value. With `is_date`, the value is a date above all, and misspelt months are looked for.
pub fn find(value: &str, is_date: bool) -> Vec<Written> {
    let found = DATE.captures_iter(value).filter(|captures| !is_number(value, captures));
    let mut dates: Vec<Written> = found.filter_map(|captures| read(&captures, is_date)).collect();
    // Elsewhere, numbers with hyphens are of any kind.
    if is_date {
        dates.extend(ISO.captures_iter(value).filter_map(|captures| read_iso(&captures)));
        dates.sort_by_key(|date| date.range.start);
    }
    dates
}

fn read_iso(captures: &Captures<'_>) -> Option<Written> {
    let [year, month, day] = ["year", "month", "day"].map(|name| captures.name(name));
    let (year, month, day) = (year?, month?, day?);
    let range = year.start()..day.end();
    let (month, day): (u32, u32) = (month.as_str().parse().ok()?, day.as_str().parse().ok()?);
    let fault = match month.checked_sub(1).and_then(|at| MONTHS.get(at as usize)) {
        None => Some(Fault::Number(month)),
        Some(name) => {
            let last = last_day(year.as_str().parse().ok(), month);
            (!(1..=last).contains(&day)).then_some(Fault::Day(day, name, last))
        }
    };
    let iso = fault.is_none().then(|| format!("{}-{month:02}-{day:02}", year.as_str()));
    Some(Written { range, iso, fault })
}

/// The number of an issue stands before a month as a day does: "No. 34 May 1917".
fn is_number(value: &str, captures: &Captures<'_>) -> bool {
    let before = captures.get(0).map_or("", |found| &value[..found.start()]);
    let last = before.trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let word = last.trim_end_matches('.').to_lowercase();
    ["no", "nos", "nr", "vol", "volume", "#", "№"].iter().any(|number| word.ends_with(number))
}

fn read(captures: &Captures<'_>, is_date: bool) -> Option<Written> {
    let one = |names: &[&str]| names.iter().find_map(|name| captures.name(name));
    let word = one(&["m1", "m2", "m3", "m4", "m5"])?;
    let day: Option<u32> = one(&["d1", "d2", "d3", "d4"]).and_then(|day| day.as_str().parse().ok());
    let year: Option<i16> = one(&["y1", "y2", "y5"]).and_then(|year| year.as_str().parse().ok());
    let range = captures.get(0)?.range();
    let Some(month) = month(word.as_str()) else {
        // Only day, word and year together are surely a date.
        let meant = misspelt(word.as_str()).filter(|_| is_date && day.is_some() && year.is_some())?;
        let fault = Fault::Month(word.as_str().to_owned(), meant, word.range());
        return Some(Written { range, iso: None, fault: Some(fault) });
    };
    let name = MONTHS[month as usize - 1];
    let last = last_day(year, month);
    let second: Option<u32> = one(&["e1", "e2"]).and_then(|day| day.as_str().parse().ok());
    let wrong = day.into_iter().chain(second).find(|day| !(1..=last).contains(day));
    let fault = wrong.map(|day| Fault::Day(day, name, last));
    let iso = match (fault.is_none(), year, day) {
        (true, Some(year), Some(day)) => Some(format!("{year:04}-{month:02}-{day:02}")),
        (true, Some(year), None) => Some(format!("{year:04}-{month:02}")),
        _ => None,
    };
    (iso.is_some() || fault.is_some()).then_some(Written { range, iso, fault })
}

fn month(word: &str) -> Option<u32> {
    let found = MONTHS.iter().position(|name| {
        name.eq_ignore_ascii_case(word)
            || (word.len() >= 3
                && word.len() <= 4
                && name.get(..word.len()).is_some_and(|short| short.eq_ignore_ascii_case(word)))
    })?;
    // "may" is a verb, and "march" too, unless written as names are.
    word.starts_with(char::is_uppercase).then_some(found as u32 + 1)
}

/// The month that a word is one letter away from.
fn misspelt(word: &str) -> Option<&'static str> {
    const SHORTEST: usize = 4;
    let is_near = |name: &&&str| {
        name.len() >= SHORTEST && osa_distance(&word.to_lowercase(), &name.to_lowercase()) == 1
    };
    let named = word.len() >= SHORTEST
        && word.starts_with(char::is_uppercase)
        && !OTHER_LANGUAGES.contains(&word.to_lowercase().as_str());
    MONTHS.iter().find(is_near).filter(|_| named).copied()
}

/// The last day of a month. Before 1918 texts may count by the Julian calendar, which has a 29 February in
/// every fourth year; without a year, any day that the month can have is taken.
fn last_day(year: Option<i16>, month: u32) -> u32 {
    let leap = match year {
        Some(year) if year < 1918 && year % 4 == 0 => 1904,
        Some(year) => year,
        None => 1904,
    };
    Date::new(leap, month as i8, 1).map_or(31, |date| date.days_in_month() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isos(value: &str) -> Vec<String> {
        find(value, true)
            .into_iter()
            .map(|date| date.iso.unwrap_or_else(|| format!("{:?}", date.fault)))
            .collect()
    }

    #[test]
    fn sound_dates() {
        assert_eq!(isos("Ekho, No. 11, July 4, 1906."), ["1906-07-04"]);
        assert_eq!(isos("17 July 1848; May 10, 1930"), ["1848-07-17", "1930-05-10"]);
        assert_eq!(isos("February 1932"), ["1932-02"]);
        assert_eq!(isos("December 14(27), 1917"), ["1917-12-14"]);
        assert_eq!(isos("10-18 January, 1918"), ["1918-01-10"]);
        assert_eq!(isos("4th Sept. 1914"), ["1914-09-04"]);
        assert_eq!(isos("29 February 1900"), ["1900-02-29"]);
        assert_eq!(isos("(1929?), Late September 1943"), ["1943-09"]);
        assert_eq!(isos("2024-02-29T10:00:00Z"), ["2024-02-29"]);
        assert!(isos("No. 34 May 1917").is_empty());
        assert!(isos("5 Oktober 1906, 5 Juni 1906").is_empty());
        assert!(isos("Part 5, 1920, Vol.2 No.5, Socialism 1848").is_empty());
    }

    #[test]
    fn faulty_dates() {
        assert_eq!(isos("31 November 1931"), [r#"Some(Day(31, "November", 30))"#]);
        assert_eq!(isos("30-31 November 1931"), [r#"Some(Day(31, "November", 30))"#]);
        assert_eq!(isos("May 34"), [r#"Some(Day(34, "May", 31))"#]);
        assert_eq!(isos("29 February 1923"), [r#"Some(Day(29, "February", 28))"#]);
        assert_eq!(isos("5 Mach 1906"), [r#"Some(Month("Mach", "March", 2..6))"#]);
        assert!(find("5 Mach 1906", false).is_empty());
        assert_eq!(isos("2023-02-29"), [r#"Some(Day(29, "February", 28))"#]);
        assert_eq!(isos("2024-13-01"), ["Some(Number(13))"]);
        assert!(find("2024-13-01", false).is_empty());
    }
}
