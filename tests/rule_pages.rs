//! The rules' pages say what the rules do: their examples are run here, and README's table is compared.
//!
//! In a page, each fenced block that opens with `edition` is a complete text. Below a line that a rule must
//! flag stands a line of carets and the rule's name; a block without carets must be clean. `edition path=...`
//! tells the path that the text lies at, `edition encoding=...` what its file is saved in.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use edition_ls::charset;
use edition_ls::config;
use edition_ls::document::{Document, Hints, Snapshot};
use edition_ls::rules::{Diagnostic, Fix, RULES, Rule, Safety};
use edition_ls::text::{Encoding, Text};

/// What every page holds, in this order.
const SECTIONS: [&str; 5] =
    ["## Why it matters", "## Example", "## What to do", "## When it stays silent", "## Fix"];

/// One example of a page.
struct Block {
    /// The line of the page that it starts at.
    line: usize,
    /// The path that the text lies at, if the page names one.
    path: Option<String>,
    /// What the text is saved in, if the page names an encoding.
    encoding: Option<&'static encoding_rs::Encoding>,
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
                    blocks.push(Block::opened(at + 1, rest));
                    open = true;
                }
                None if open => blocks.last_mut().expect("a block is open").take(line),
                None => {}
            }
        }
        blocks
    }

    /// An empty block at this line of the page, with what is said behind `edition`.
    fn opened(line: usize, directives: &str) -> Block {
        let mut block = Block { line, path: None, encoding: None, text: String::new(), expected: Vec::new() };
        for directive in directives.split_whitespace() {
            match directive.split_once('=') {
                Some(("path", path)) => block.path = Some(path.to_owned()),
                Some(("encoding", label)) => {
                    let encoding = encoding_rs::Encoding::for_label(label.as_bytes());
                    block.encoding = Some(encoding.expect("an encoding"));
                }
                _ => panic!("line {line}: what does `{directive}` mean?"),
            }
        }
        block
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

    fn read(&self, text: &str) -> Arc<Snapshot> {
        let path = self.path.clone();
        let Some(encoding) = self.encoding else {
            return Document::new(text, Hints { path, ..Hints::default() }).snapshot();
        };
        let (bytes, _, _) = encoding.encode(text);
        let decoded = charset::decode(&bytes).expect("the example can be decoded");
        assert_eq!(decoded.text, text, "the example in line {} is read otherwise", self.line);
        let hints = Hints { path, encoding: decoded.charset.foreign(), ..Hints::default() };
        Document::new(&decoded.text, hints).snapshot()
    }

    fn diagnose(&self, text: &str) -> Vec<Diagnostic> {
        config::check(&self.read(text))
    }

    fn is_config(&self) -> bool {
        self.path.as_deref().is_some_and(config::is_config)
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

/// What is not understood as an edition is clean without proving anything.
#[test]
fn examples_are_editions() {
    on_every_page(|_, blocks| {
        let texts = blocks.iter().filter(|block| !block.is_config());
        let others = texts.filter(|block| !block.read(&block.text).edition().is_edition);
        let complaint: String =
            others.map(|block| format!("  the example in line {} is no edition\n", block.line)).collect();
        if complaint.is_empty() { Ok(()) } else { Err(complaint) }
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

/// The text with these fixes applied, from its end to its start; of two that overlap, only the later one.
fn mend<'a>(text: &str, fixes: impl Iterator<Item = &'a Fix>) -> String {
    let mut edits: Vec<_> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.range.start);
    let mut mended = text.to_owned();
    let mut untouched = text.len();
    for edit in edits.into_iter().rev() {
        assert!(edit.range.end <= text.len(), "a fix goes past the end of the text: {edit:?}");
        if edit.range.end <= untouched {
            mended.replace_range(edit.range.clone(), &edit.text);
            untouched = edit.range.start;
        }
    }
    mended
}

/// The fix that is applied with others: what a person has to choose is not.
fn likely(diagnostic: &Diagnostic) -> Option<&Fix> {
    diagnostic.fix().filter(|fix| fix.safety < Safety::Manual)
}

fn mend_all(block: &Block, text: &str) -> String {
    mend(text, block.diagnose(text).iter().filter_map(likely))
}

fn count(diagnostics: &[Diagnostic], rule: &str) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.rule == rule).count()
}

#[test]
fn a_fix_mends_what_it_is_offered_for() {
    on_every_page(|_, blocks| {
        let mut complaint = String::new();
        for block in blocks {
            let found = block.found();
            for diagnostic in &found {
                for (at, fix) in diagnostic.fixes.iter().enumerate() {
                    let mended = mend(&block.text, [fix].into_iter());
                    let left = block.diagnose(&mended);
                    let is_mended = count(&left, diagnostic.rule) < count(&found, diagnostic.rule);
                    // What a person may choose besides, may leave more to do.
                    if !is_mended || (at == 0 && left.len() > found.len()) {
                        let (line, title) = (block.line, &fix.title);
                        let _ = writeln!(complaint, "  the example in line {line}: \"{title}\" leaves");
                        complaint += &annotated(&mended, &flags(&left, &mended));
                    }
                }
            }
        }
        if complaint.is_empty() { Ok(()) } else { Err(complaint) }
    });
}

#[test]
fn fixing_everything_mends_it_for_good() {
    on_every_page(|_, blocks| {
        let mut complaint = String::new();
        for block in blocks {
            let found = block.found();
            let mended = mend_all(block, &block.text);
            let left = block.diagnose(&mended);
            let remains = |diagnostic: &Diagnostic| {
                let offered = |other: &Diagnostic| other.rule != diagnostic.rule || likely(other).is_some();
                found.iter().all(offered) && count(&left, diagnostic.rule) > 0
            };
            if found.iter().any(remains) {
                let _ = writeln!(complaint, "  the example in line {}: after all its fixes", block.line);
                complaint += &annotated(&mended, &flags(&left, &mended));
            }
            let again = mend_all(block, &mended);
            if again != mended {
                let _ = writeln!(
                    complaint,
                    "  the example in line {}: fixed twice, it changes again",
                    block.line
                );
                let _ = writeln!(complaint, "    from {mended:?}\n    to   {again:?}");
            }
        }
        if complaint.is_empty() { Ok(()) } else { Err(complaint) }
    });
}

/// The table of rules as README has it.
fn table() -> String {
    let mut table = "| Rule | Severity | What it finds |\n|---|---|---|\n".to_owned();
    for rule in RULES {
        let (name, severity) = (rule.name, rule.severity.name());
        let _ = writeln!(table, "| [{name}]({}) | {severity} | {} |", page_path(rule), rule.summary);
    }
    table
}

#[test]
fn readme_lists_every_rule() {
    const START: &str = "<!-- rules -->\n";
    const END: &str = "<!-- /rules -->";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).expect("README.md can be read");
    let start = readme.find(START).expect("README.md has a line <!-- rules -->") + START.len();
    let end = start + readme[start..].find(END).expect("README.md has a line <!-- /rules --> after it");
    let table = table();
    if readme[start..end] != table && env::var_os("UPDATE_README").is_some_and(|value| value == "1") {
        let updated = format!("{}{table}{}", &readme[..start], &readme[end..]);
        fs::write(&path, updated).expect("README.md can be written");
        return;
    }
    assert!(
        readme[start..end] == table,
        "README.md does not list the rules as they are. Run the tests with UPDATE_README=1, or put this between \
         <!-- rules --> and <!-- /rules -->:\n\n{table}"
    );
}
