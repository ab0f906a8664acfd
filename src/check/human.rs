//! For reading: each problem with the line it is in, what else explains it, and what would mend it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str as printable,
};

use super::json::{Fixed, Place, Summary};
use super::load::Target;
use super::output::{self, Style};
use super::walk::Found;
use super::window;
use crate::config::FILE_NAME;
use crate::rules::{Diagnostic, Related, Severity};
use crate::text::Text;
use crate::words::count;

/// Stands for the path while a problem is rendered. The renderer says where a problem is by the cut lines that
/// it is given; the true place is put in afterwards. A private character that no title holds (see `fit`), and
/// only titles come before the place.
const PATH: &str = "\u{f8ff}";

/// Lines are cut to fit by `window`, which knows more of them than the renderer: it must not cut again.
const UNCUT: usize = 100_000;

/// Related places that are more lines away are told and not shown: the renderer goes over every line between.
const FAR: usize = 300;

/// The mark of a related place is not shortened below this many columns.
const SHORTEST: usize = 3;

/// One problem and the blank line after it.
pub(crate) fn render(file: &str, text: &Text, diagnostic: &Diagnostic, style: &Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::NOTE,
    }
    .with_name(diagnostic.severity.name());
    let line = |range: &Range<usize>| text.line_of(range.start);
    let is_near = |related: &&Related| line(&related.range).abs_diff(line(&diagnostic.range)) <= FAR;
    let near: Vec<&Related> = diagnostic.related.iter().filter(is_near).collect();
    let source = Source::new(text, diagnostic, &near, style.width);

    let label = format!("{}[{}]: ", diagnostic.severity.name(), diagnostic.rule);
    let title = level.primary_title(fit(&diagnostic.message, label.len(), style)).id(diagnostic.rule);
    let primary = AnnotationKind::Primary.span(source.marks[0].clone());
    let related = near.iter().zip(&source.marks[1..]).map(|(related, mark)| {
        let message = printable(&related.message.replace('\n', " "));
        AnnotationKind::Context.span(mark.clone()).label(message)
    });
    let annotations: Vec<Annotation<'_>> = std::iter::once(primary).chain(related).collect();
    let snippet =
        Snippet::source(&source.text).line_start(source.first_line + 1).path(PATH).annotations(annotations);
    let mut group = Group::with_title(title).element(snippet);
    let indent = digits(source.last_line + 1) + " = help: ".len();
    for related in diagnostic.related.iter().filter(|related| !is_near(related)) {
        let message = format!("line {}: {}", line(&related.range) + 1, related.message);
        group = group.element(Level::NOTE.message(fit(&message, indent, style)));
    }
    if let Some(fix) = diagnostic.fix() {
        group = group.element(Level::HELP.message(fit(&fix.title, indent, style)));
    }

    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(UNCUT);
    let rendered = renderer.render(&[group]);
    let Place { line, column } = Place::of(text, diagnostic.range.start);
    with_path(&rendered, &format!("{}:{line}:{column}", output::printable(file)))
}

/// The lines to show, as a text of their own whose line numbers are those of the whole text.
struct Source {
    text: String,
    first_line: usize,
    last_line: usize,
    /// The place of the diagnostic, then those of what is related.
    marks: Vec<Range<usize>>,
}

impl Source {
    fn new(text: &Text, diagnostic: &Diagnostic, related: &[&Related], width: usize) -> Self {
        let ranges: Vec<&Range<usize>> =
            std::iter::once(&diagnostic.range).chain(related.iter().map(|related| &related.range)).collect();
        let mut lines: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, range) in ranges.iter().enumerate() {
            lines.entry(text.line_of(range.start)).or_default().push(index);
        }
        let first_line = lines.keys().next().copied().unwrap_or_default();
        let last_line = lines.keys().next_back().copied().unwrap_or_default();
        let width = width.saturating_sub(digits(last_line + 1) + " | ".len());

        let mut source =
            Source { text: String::new(), first_line, last_line, marks: vec![0..0; ranges.len()] };
        let mut next = first_line;
        for (&line, indices) in &lines {
            // The renderer shows a single line between two others, and leaves out more than one.
            if line == next + 1 {
                source.text.push_str(&window::show(text, next, &[], width).text);
            }
            source.text.extend(std::iter::repeat_n('\n', line - next));
            let marks: Vec<Range<usize>> = indices.iter().map(|&index| ranges[index].clone()).collect();
            let shown = window::show(text, line, &marks, width);
            let start = source.text.len();
            for (&index, mark) in indices.iter().zip(&shown.marks) {
                let mut end = mark.end;
                // A related place may be a whole footnote: its words, beside the mark, are to fit in too.
                if let Some(related) = index.checked_sub(1).map(|index| related[index]) {
                    let taken =
                        window::columns(&shown.text[..mark.start]) + window::columns(&related.message);
                    let room = width.saturating_sub(taken + 1).max(SHORTEST);
                    end = mark.start + window::prefix(&shown.text[mark.clone()], room);
                }
                source.marks[index] = start + mark.start..start + end;
            }
            source.text.push_str(&shown.text);
            source.text.push('\n');
            next = line + 1;
        }
        source
    }
}

/// `rendered` with `place` for the renderer's own, without white space at line ends, and a blank line after it.
fn with_path(rendered: &str, place: &str) -> String {
    let mut whole = String::with_capacity(rendered.len() + place.len() + 2);
    let mut placed = false;
    for line in rendered.lines() {
        match line.split_once(PATH).filter(|_| !placed) {
            Some((arrow, rest)) => {
                placed = true;
                let style = rest.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
                let _ = write!(whole, "{arrow}{place}{style}");
            }
            None => whole.push_str(line.trim_end()),
        }
        whole.push('\n');
    }
    whole.push('\n');
    whole
}

/// `message`, on a terminal broken into lines that leave `indent` columns free.
fn fit(message: &str, indent: usize, style: &Style) -> String {
    let message = printable(message.trim_end()).replace(PATH, "\u{fffd}");
    let width = style.width.saturating_sub(indent);
    if !style.wrap || width < 30 {
        return message;
    }
    message.split('\n').map(|line| wrap(line, width)).collect::<Vec<_>>().join("\n")
}

fn wrap(line: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(line.len());
    let mut column = 0;
    for word in line.split(' ') {
        let wide = window::columns(word);
        if column > 0 {
            let broken = column + 1 + wide > width;
            wrapped.push(if broken { '\n' } else { ' ' });
            column = if broken { 0 } else { column + 1 };
        }
        wrapped.push_str(word);
        column += wide;
    }
    wrapped
}

fn digits(number: usize) -> usize {
    number.to_string().len()
}

/// The last lines: what was fixed, what was found in how much, and what could be fixed besides.
pub(crate) fn summarize(out: &mut impl Write, summary: &Summary, found: &Found) -> io::Result<()> {
    if let Some(fixed) = summary.fixed.as_ref().filter(|fixed| fixed.problems > 0) {
        writeln!(out, "Fixed {}.", fixes(fixed))?;
    }
    tell_problems(out, summary, found)?;
    match summary.fixed {
        Some(Fixed { suggested: suggested @ 1.., .. }) => writeln!(
            out,
            "--unsafe-fixes would fix {suggested} more; look at the changes first with --diff --unsafe-fixes."
        ),
        _ => Ok(()),
    }
}

/// What a run with these flags would fix.
pub(crate) fn promise(flags: &str, fixed: Option<&Fixed>) -> String {
    let nothing = Fixed::default();
    let fixed = fixed.unwrap_or(&nothing);
    let what = if fixed.problems > 0 { format!("fix {}", fixes(fixed)) } else { "change nothing".to_owned() };
    match fixed.suggested {
        0 => format!("{flags} would {what}."),
        more => format!("{flags} would {what}; with --unsafe-fixes, {more} more."),
    }
}

/// `3 problems in 2 files`.
fn fixes(fixed: &Fixed) -> String {
    format!("{} in {}", count(fixed.problems, "problem"), count(fixed.files, "file"))
}

fn tell_problems(out: &mut impl Write, summary: &Summary, found: &Found) -> io::Result<()> {
    let files = count(summary.files, "file");
    let editions = count(summary.editions, "edition");
    if summary.problems() > 0 {
        let kinds = [
            (summary.errors, "error", "errors"),
            (summary.warnings, "warning", "warnings"),
            (summary.informations, "information", "information"),
            (summary.hints, "hint", "hints"),
        ];
        let kinds: Vec<String> = kinds
            .iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, more)| format!("{number} {}", if *number == 1 { one } else { more }))
            .collect();
        let places = [
            (summary.affected_configs == 1).then(|| FILE_NAME.to_owned()),
            (summary.affected_configs > 1).then(|| format!("{} files {FILE_NAME}", summary.affected_configs)),
            (summary.affected > 0).then(|| format!("{} of {editions}", summary.affected)),
        ];
        write!(
            out,
            "{} ({}) in {}",
            count(summary.problems(), "problem"),
            kinds.join(", "),
            places.into_iter().flatten().collect::<Vec<_>>().join(" and in ")
        )?;
        if summary.files > 0 { writeln!(out, "; {files} read.") } else { writeln!(out, ".") }
    } else if summary.editions > 0 {
        writeln!(out, "No problems in {editions} ({files} read).")
    } else if let ([target], 1) = (&found.targets[..], summary.files) {
        writeln!(out, "{} does not look like an edition: nothing was checked.", target.shown)?;
        writeln!(out, "To see what the program makes of it: edition-ls inspect {}", as_argument(target))
    } else if summary.files > 0 {
        writeln!(out, "No edition found: {files} read, none of which looks like one. Nothing was checked.")?;
        writeln!(out, "To see what the program makes of a text, name it: edition-ls inspect FILE")
    } else if summary.configs > 0 {
        writeln!(out, "No problems in {FILE_NAME}. Nothing else was checked.")
    } else if found.targets.iter().any(Target::asked_for) {
        writeln!(out, "Nothing was checked: no file could be read.")
    } else {
        writeln!(
            out,
            "No texts found. In folders, files are read that end in .txt, .text, .md, .markdown or .edition,"
        )?;
        writeln!(out, "or have no ending. A file that you name is read whatever it is called.")?;
        if found.left_out {
            writeln!(out, "There are others, which {FILE_NAME} leaves out (include, exclude).")?;
        }
        Ok(())
    }
}

fn as_argument(target: &Target) -> String {
    match target.path.to_string_lossy() {
        path if path.contains(char::is_whitespace) => format!("\"{}\"", output::printable(&path)),
        path => output::printable(&path),
    }
}

#[cfg(test)]
mod tests;
