//! The batch run and its output formats.
//!
//! `run` finds the texts (`walk`), and what is decided about them ([`config::find`]), reads each one (`load`),
//! asks the engine, and hands what it says to one of the formats (`human`, `json`, `github`). `inspect` shows what was understood, `registry` the rules.
//!
//! Only what is to be printed outlives the file that it came from: texts are dropped as soon as they are checked.

mod github;
mod human;
pub mod inspect;
mod json;
mod load;
mod output;
pub mod registry;
mod walk;
mod window;

use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use crate::charset::Decoded;
use crate::config::find::Finder;
use crate::config::{self, is_config};
use crate::document::{Document, Hints};
use crate::neighbours::Neighbours;
use crate::rules::Severity;
use crate::workspace::Folder;
use json::Summary;
use load::{Refusal, Target};
use output::Output;
use walk::Found;

/// Nothing is wrong, or nothing that counts.
pub const CLEAN: i32 = 0;
/// There are problems at or above the level of `--fail-on`.
pub const PROBLEMS: i32 = 1;
/// Something that was asked for could not be done.
pub const FAILED: i32 = 2;

/// How problems are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading: each problem with the line it is in
    Human,
    /// For other programs; described in the README
    Json,
    /// For GitHub Actions: remarks in the margin of a pull request
    Github,
}

/// The least problem that makes a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Only errors
    Error,
    /// Errors and warnings
    Warning,
    /// Errors, warnings and information
    Information,
    /// Nothing: problems are shown, but the exit code stays 0
    Never,
}

/// Whether output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless the environment variable NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to check, and how to say what was found.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files and folders; `-` is standard input. None at all means the current folder.
    pub paths: Vec<PathBuf>,
    /// What standard input is called in the output.
    pub stdin_filename: Option<String>,
    /// How problems are shown.
    pub format: Format,
    /// The least problem that makes the run fail.
    pub fail_on: FailOn,
    /// Whether output is coloured.
    pub color: Color,
}

/// What is left of one file when its text is gone.
#[derive(Default)]
struct Outcome {
    summary: Summary,
    findings: Findings,
    /// A line for stderr.
    complaint: Option<String>,
    failed: bool,
    /// A text that was named cannot be decoded: for whoever keeps the collection, a problem like others.
    undecodable: bool,
}

enum Findings {
    Rendered(String),
    Problems(Vec<json::Problem>),
}

impl Default for Findings {
    fn default() -> Self {
        Findings::Rendered(String::new())
    }
}

/// Checks, prints, and returns the exit code: [`CLEAN`], [`PROBLEMS`] or [`FAILED`].
pub fn run(options: &Options) -> i32 {
    let finder = Arc::new(Finder::default());
    let found = walk::find(&options.paths, options.stdin_filename.as_deref(), &finder);
    let mut out = Output::stdout(options.color);
    let asker = Asker { finder: &finder, folder: Arc::default(), format: options.format, style: out.style() };

    let configs = walk::configs(&found.targets, &finder);
    let targets: Vec<&Target> = configs.iter().chain(&found.targets).collect();
    let progress = Progress::new(targets.len());
    // An indexed parallel map keeps the order of the targets, whatever the threads do.
    let outcomes: Vec<Outcome> = targets
        .par_iter()
        .map_init(Vec::new, |buffer, target| {
            let outcome = asker.check(target, buffer);
            progress.advance();
            outcome
        })
        .collect();
    progress.clear();

    let (mut failed, mut undecodable) = (found.failed, false);
    for complaint in found.complaints.iter().chain(outcomes.iter().filter_map(|o| o.complaint.as_ref())) {
        output::complain(complaint);
    }
    let mut summary = Summary::default();
    for outcome in &outcomes {
        summary.add(&outcome.summary);
        failed |= outcome.failed;
        undecodable |= outcome.undecodable;
    }

    let written = print(&mut out, options, outcomes, &summary, &found);
    let code = match () {
        () if failed => FAILED,
        () if undecodable && options.fail_on != FailOn::Never => PROBLEMS,
        () if fails(options.fail_on, &summary) => PROBLEMS,
        () => CLEAN,
    };
    out.finish(written, code)
}

fn print(
    out: &mut Output,
    options: &Options,
    outcomes: Vec<Outcome>,
    summary: &Summary,
    found: &Found,
) -> io::Result<()> {
    let mut problems = Vec::new();
    for outcome in outcomes {
        match outcome.findings {
            Findings::Rendered(rendered) => out.write_all(rendered.as_bytes())?,
            Findings::Problems(more) => problems.extend(more),
        }
    }
    match options.format {
        Format::Human => human::summarize(out, summary, found),
        Format::Json => json::write(out, &json::CheckReport { version: 1, summary, problems: &problems }),
        Format::Github => Ok(()),
    }
}

fn fails(fail_on: FailOn, summary: &Summary) -> bool {
    let counted = match fail_on {
        FailOn::Error => summary.errors,
        FailOn::Warning => summary.errors + summary.warnings,
        FailOn::Information => summary.errors + summary.warnings + summary.informations,
        FailOn::Never => 0,
    };
    counted > 0
}

/// What is known of a text besides its content.
fn hints(finder: &Finder, folder: &Arc<Folder>, target: &Target, decoded: &Decoded<'_>) -> Hints {
    let hints = finder.hints(target.file(), target.hint(), None);
    let neighbours = Neighbours::new(target.file(), folder.clone());
    Hints { encoding: decoded.charset.foreign(), neighbours, ..hints }
}

/// How this run asks about each text.
struct Asker<'a> {
    finder: &'a Finder,
    folder: Arc<Folder>,
    format: Format,
    style: output::Style,
}

impl Asker<'_> {
    fn check(&self, target: &Target, buffer: &mut Vec<u8>) -> Outcome {
        let decoded = match load::load(target, buffer) {
            Ok(Some(decoded)) => decoded,
            Ok(None) => return Outcome::default(),
            Err(refusal) => {
                let undecodable = matches!(refusal, Refusal::Undecodable(_));
                return Outcome {
                    complaint: Some(format!("{}: {}", target.shown, refusal.reason())),
                    failed: target.asked_for() && !undecodable,
                    undecodable: target.asked_for() && undecodable,
                    ..Outcome::default()
                };
            }
        };
        // One text that the engine cannot digest must not cost the answers on a thousand others.
        panic::catch_unwind(AssertUnwindSafe(|| self.diagnose(target, &decoded))).unwrap_or_else(|_| {
            Outcome {
                complaint: Some(format!(
                    "{}: edition-ls itself stumbled over this text. The other files were checked. \
                 Please report it, if you can with the text.",
                    target.shown
                )),
                failed: true,
                ..Outcome::default()
            }
        })
    }

    fn diagnose(&self, target: &Target, decoded: &Decoded<'_>) -> Outcome {
        let snapshot =
            Document::new(&decoded.text, hints(self.finder, &self.folder, target, decoded)).snapshot();
        let mut outcome = Outcome::default();
        let diagnostics = config::check(&snapshot);
        let summary = &mut outcome.summary;
        let (kind, affected) = match is_config(&target.shown) {
            true => (&mut summary.configs, &mut summary.affected_configs),
            false => {
                summary.files = 1;
                (&mut summary.editions, &mut summary.affected)
            }
        };
        *kind = usize::from(is_config(&target.shown) || snapshot.edition().is_edition);
        *affected = usize::from(!diagnostics.is_empty());
        for diagnostic in &diagnostics {
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Information => summary.informations += 1,
                Severity::Hint => summary.hints += 1,
            }
        }
        let (file, text) = (target.shown.as_str(), snapshot.text());
        let found = diagnostics.iter();
        outcome.findings = match self.format {
            Format::Human => {
                Findings::Rendered(found.map(|d| human::render(file, text, d, &self.style)).collect())
            }
            Format::Github => Findings::Rendered(found.map(|d| github::render(file, text, d)).collect()),
            Format::Json => Findings::Problems(found.map(|d| json::Problem::new(file, text, d)).collect()),
        };
        outcome
    }
}

/// A bar on stderr that appears only when a person is waiting: on a terminal, after a second.
struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: Once,
    wanted: bool,
}

impl Progress {
    const PATIENCE: Duration = Duration::from_secs(1);

    fn new(targets: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(targets as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Progress { bar, started: Instant::now(), shown: Once::new(), wanted: io::stderr().is_terminal() }
    }

    fn advance(&self) {
        if !self.wanted {
            return;
        }
        if self.started.elapsed() > Self::PATIENCE {
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        self.bar.inc(1);
    }

    fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
