//! The rules, listed and explained; and the settings, described for programs.

use std::io::{self, Write};

use super::output::{Output, complain};
use super::{CLEAN, Color, FAILED, json};
use crate::config::{nearest, schema};
use crate::rules::{self, RULES, Rule};

/// Prints every rule with its severity and what it finds; returns the exit code.
pub fn list() -> i32 {
    let mut out = Output::stdout(Color::Auto);
    let written = write_table(&mut out, RULES);
    out.finish(written, CLEAN)
}

fn write_table(out: &mut impl Write, rules: &[&Rule]) -> io::Result<()> {
    let wide = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in rules {
        writeln!(out, "{:wide$}  {:11}  {}", rule.name, rule.severity.name(), rule.summary)?;
    }
    Ok(())
}

/// Prints the page of a rule; returns the exit code.
pub fn explain(name: &str) -> i32 {
    let Some(rule) = rules::find(name) else {
        complain(&unknown(name, RULES));
        return FAILED;
    };
    let mut out = Output::stdout(Color::Auto);
    let written = out.write_all(readable(rule.page).as_bytes());
    out.finish(written, CLEAN)
}

fn unknown(name: &str, rules: &[&Rule]) -> String {
    let nearest = nearest(name, rules.iter().map(|rule| rule.name));
    match nearest {
        Some(nearest) => format!(
            "There is no rule named {name}. Did you mean {nearest}? (`edition-ls rules` lists all of them.)"
        ),
        None => format!("There is no rule named {name}. `edition-ls rules` lists all of them."),
    }
}

/// Prints the JSON schema of `edition.toml`; returns the exit code.
pub fn print_schema() -> i32 {
    let mut out = Output::stdout(Color::Auto);
    let written = json::write(&mut out, schema());
    out.finish(written, CLEAN)
}

/// A page as a person reads it in a terminal: examples indented, without the lines that speak to programs.
fn readable(page: &str) -> String {
    let comment = |line: &str| line.starts_with("<!--") && line.ends_with("-->");
    let mut readable = String::with_capacity(page.len());
    let mut example = false;
    for line in page.lines().filter(|line| !comment(line.trim())) {
        if line.starts_with("```") {
            example = !example;
            continue;
        }
        if example && !line.is_empty() {
            readable.push_str("    ");
        }
        readable.push_str(line);
        readable.push('\n');
    }
    readable
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Severity;

    static EMPTY: Rule = Rule {
        name: "empty-footnote",
        severity: Severity::Warning,
        summary: "A footnote without text.",
        page: "# empty-footnote\n\n<!-- example: flags 1 -->\nText <!-- that stays -->\n",
        check: |_, _| {},
    };
    static UNDEFINED: Rule = Rule {
        name: "undefined-footnote",
        severity: Severity::Error,
        summary: "A reference without footnote.",
        page: "",
        check: |_, _| {},
    };

    #[test]
    fn rules_are_listed_in_columns() {
        let mut out = Vec::new();
        write_table(&mut out, &[&EMPTY, &UNDEFINED]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "empty-footnote      warning      A footnote without text.\n\
             undefined-footnote  error        A reference without footnote.\n"
        );
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        let rules: &[&Rule] = &[&EMPTY, &UNDEFINED];
        assert!(unknown("undefind-footnote", rules).contains("Did you mean undefined-footnote?"));
        assert!(!unknown("xyz", rules).contains("Did you mean"));
    }

    #[test]
    fn pages_are_shown_without_lines_of_comment() {
        assert_eq!(readable(EMPTY.page), "# empty-footnote\n\nText <!-- that stays -->\n");
    }
}
