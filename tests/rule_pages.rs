//! The rules' pages say what the rules do: their examples are run here, and README's table is compared.
//!
//! In a page, each fenced block that opens with `edition` is a complete text. Below a line that a rule must
//! flag stands a line of carets and the rule's name; a block without carets must be clean. `edition path=...`
//! tells the path that the text lies at.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use edition_ls::document::{Document, Hints};
use edition_ls::rules::{Diagnostic, Edit, RULES, Rule};
use edition_ls::text::{Encoding, Position, Text};

/// What every page holds, in this order.
const SECTIONS: [&str; 5] =
    ["## Why it matters", "## Example", "## What to do", "## When it stays silent", "## Fix"];

/// One example of a page.
struct Block {
    /// The line of the page that it starts at.
    line: usize,
    /// The path that the text lies at, if the page names one.
    path: Option<String>,
    /// The text, without the lines of carets.
    text: String,
    /// What the carets say.
    expected: Vec<Flag>,
}

/// A stretch of one line that a rule flags. Lines and columns count from 1, columns in code points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Flag {
    line: usize,
    start: usize,
    end: usize,
    rule: String,
}

impl Block {
    fn all(page: &str) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = false;
        for (at, line) in page.lines().enumerate() {
            match line.strip_prefix("```") {
                Some(_) if open => open = false,
                Some(info) => {
                    let Some(rest) = info.strip_prefix("edition") else {
                        panic!("line {}: every fenced block is an `edition`, this is `{info}`", at + 1);
                    };
                    let path = rest.trim().strip_prefix("path=").map(str::to_owned);
                    blocks.push(Block { line: at + 1, path, text: String::new(), expected: Vec::new() });
                    open = true;
                }
                None if open => blocks.last_mut().expect("a block is open").take(line),
                None => {}
            }
        }
        blocks
    }

    /// Adds a line of the page: a line of text, or carets under the one before.
    fn take(&mut self, line: &str) {
        let marks = line.trim_start_matches(' ');
        let carets = marks.len() - marks.trim_start_matches('^').len();
        if carets == 0 {
            self.text += line;
            self.text.push('\n');
            return;
        }
        let start = line.len() - marks.len() + 1;
        let rule = marks[carets..].trim().to_owned();
        let flagged = self.text.lines().count();
        self.expected.push(Flag { line: flagged, start, end: start + carets, rule });
    }

    fn diagnose(&self, text: &str) -> Vec<Diagnostic> {
        let hints = Hints { path: self.path.clone(), language: None };
        Document::new(text, hints).snapshot().diagnostics().to_vec()
    }

    /// What the program finds in the block as it stands.
    fn found(&self) -> Vec<Diagnostic> {
        self.diagnose(&self.text)
    }
}

/// Where a diagnostic would be marked: all of it, or what of it is in its first line.
fn flag(diagnostic: &Diagnostic, text: &Text) -> Flag {
    let first = text.line_of(diagnostic.range.start);
    let end = diagnostic.range.end.min(text.line_range(first).end);
    let column = |offset| text.position(offset, Encoding::Utf32).column + 1;
    Flag {
        line: first + 1,
        start: column(diagnostic.range.start),
        end: column(end),
        rule: diagnostic.rule.to_owned(),
    }
}

fn flags(diagnostics: &[Diagnostic], text: &str) -> Vec<Flag> {
    let text = Text::new(text);
    let mut flags: Vec<Flag> = diagnostics.iter().map(|diagnostic| flag(diagnostic, &text)).collect();
    flags.sort();
    flags
}

/// Runs `check` on every page; fails with everything that it says.
fn on_every_page(check: impl Fn(&Rule, &[Block]) -> Result<(), String>) {
    let mut complaints = String::new();
    for rule in RULES {
        if let Err(complaint) = check(rule, &Block::all(rule.page)) {
            let _ = write!(complaints, "\n{}:\n{complaint}", page_path(rule));
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

fn page_path(rule: &Rule) -> String {
    format!("src/rules/{}.md", rule.name.replace('-', "_"))
}

#[test]
fn pages_have_their_sections() {
    on_every_page(|rule, _| {
        let mut lines = rule.page.lines();
        if lines.next() != Some(&format!("# {}", rule.name)) {
            return Err(format!("  its first line is not \"# {}\"\n", rule.name));
        }
        let opening = lines.find(|line| !line.is_empty()).unwrap_or_default();
        if !opening.starts_with(rule.summary) {
            return Err(format!("  its text does not start with the rule's summary: {}\n", rule.summary));
        }
        let headings: Vec<&str> = rule.page.lines().filter(|line| line.starts_with("## ")).collect();
        match headings == SECTIONS {
            true => Ok(()),
            false => Err(format!("  its sections are {headings:?}\n  instead of       {SECTIONS:?}\n")),
        }
    });
}

#[test]
fn pages_show_bad_and_good_text() {
    on_every_page(|rule, blocks| {
        let flagged = blocks.iter().any(|block| block.expected.iter().any(|flag| flag.rule == rule.name));
        let clean = blocks.iter().any(|block| block.expected.is_empty());
        match (flagged, clean) {
            (true, true) => Ok(()),
            (false, _) => Err("  it shows no text that the rule flags\n".to_owned()),
            (true, false) => Err("  it shows no text that is clean\n".to_owned()),
        }
    });
}

#[test]
fn examples_are_flagged_as_marked() {
    on_every_page(|_, blocks| {
        let mut complaint = String::new();
        for block in blocks {
            let mut expected = block.expected.clone();
            expected.sort();
            let found = block.found();
            let got = flags(&found, &block.text);
            if expected != got {
                let _ = writeln!(complaint, "  the example in line {}", block.line);
                list(&mut complaint, "expected", &expected);
                list(&mut complaint, "got", &got);
                found.iter().for_each(|diagnostic| {
                    let _ = writeln!(complaint, "      {}: {}", diagnostic.rule, diagnostic.message);
                });
                complaint += &annotated(&block.text, &got);
            }
        }
        if complaint.is_empty() { Ok(()) } else { Err(complaint) }
    });
}

/// A headed list of places: line and columns in the example's text.
fn list(to: &mut String, heading: &str, flags: &[Flag]) {
    let _ = writeln!(to, "    {heading}:");
    for Flag { line, start, end, rule } in flags {
        let _ = writeln!(to, "      line {line}, columns {start} to {end}: {rule}");
    }
    if flags.is_empty() {
        let _ = writeln!(to, "      nothing");
    }
}

/// A text with carets below what is flagged, as it would stand in a page.
fn annotated(text: &str, flags: &[Flag]) -> String {
    let mut page = String::new();
    for (at, line) in text.lines().enumerate() {
        let _ = writeln!(page, "    | {line}");
        for flag in flags.iter().filter(|flag| flag.line == at + 1) {
            let (indent, carets) = (" ".repeat(flag.start - 1), "^".repeat(flag.end - flag.start));
            let _ = writeln!(page, "    | {indent}{carets} {}", flag.rule);
        }
    }
    page
}
