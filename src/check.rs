//! The batch run and its output formats.
//!
//! `run` finds the texts (`walk`), and what is decided about them ([`config::find`]), reads each one (`load`),
//! asks the engine, and hands what it says to one of the formats (`human`, `json`, `github`). What can be fixed is written back
//! (`write`) or shown (`diff`) where that is asked for. `inspect` shows what was understood, `registry` the rules.
//!
//! Only what is to be printed outlives the file that it came from: texts are dropped as soon as they are checked.

mod diff;
mod github;
mod human;
pub mod inspect;
mod json;
mod load;
mod output;
pub mod registry;
pub mod renumber;
mod walk;
mod window;
mod write;

use std::collections::HashSet;
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
use crate::document::{Document, Hints, Snapshot};
use crate::neighbours::Neighbours;
use crate::rules::mend::{Mended, Wanted, mend};
use crate::rules::{Diagnostic, Safety, Severity};
use crate::workspace::Folder;
use json::{Fixed, Summary};
use load::{Loaded, Refusal, Target};
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

/// What is done where a problem can be fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixing {
    /// The file is changed.
    Apply,
    /// What would be changed is shown instead of the problems, and no file is touched.
    Show,
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
    /// Whether problems are fixed. Never in `edition.toml`: what it decides, nobody can tell from the texts.
    pub fixing: Option<Fixing>,
    /// The most daring fixes that are applied.
    pub safety: Safety,
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
    /// Standard input as it is with the fixes, for standard output.
    text: Option<Vec<u8>>,
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
    let mut found = walk::find(&options.paths, options.stdin_filename.as_deref(), &finder);
    if options.fixing == Some(Fixing::Apply) {
        keep_one_of_each(&mut found.targets);
    }
    let is_filter = options.fixing == Some(Fixing::Apply) && found.targets.iter().any(Target::is_stdin);
    let mut out = if is_filter { Output::stderr(options.color) } else { Output::stdout(options.color) };
    let asker = Asker { finder: &finder, folder: Arc::default(), options, style: out.style() };

    let configs = walk::configs(&found.targets, &finder);
    let targets: Vec<&Target> = configs.iter().chain(&found.targets).collect();
    let progress = Progress::new(targets.len());
    // An indexed parallel map keeps the order of the targets, whatever the threads do.
    let mut outcomes: Vec<Outcome> = targets
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

    let text = outcomes.iter_mut().find_map(|outcome| outcome.text.take());
    let written = text.map_or(Ok(()), |text| output::pass_on(&text));
    let written = written.and_then(|()| print(&mut out, options, outcomes, &summary, &found));
    let changes = summary.fixed.as_ref().is_some_and(|fixed| fixed.problems > 0);
    let code = match options.fixing {
        _ if failed => FAILED,
        Some(Fixing::Show) => {
            if changes {
                PROBLEMS
            } else {
                CLEAN
            }
        }
        _ if undecodable && options.fail_on != FailOn::Never => PROBLEMS,
        _ if fails(options.fail_on, &summary) => PROBLEMS,
        _ => CLEAN,
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
        _ if options.fixing == Some(Fixing::Show) => {
            let flags = if options.safety > Safety::Safe { "--fix --unsafe-fixes" } else { "--fix" };
            output::complain(&human::promise(flags, summary.fixed.as_ref()));
            Ok(())
        }
        Format::Human => human::summarize(out, summary, found),
        Format::Json => json::write(out, &json::CheckReport { version: 1, summary, problems: &problems }),
        Format::Github => Ok(()),
    }
}

/// A file that goes by two names is fixed once.
fn keep_one_of_each(targets: &mut Vec<Target>) {
    let mut met = HashSet::new();
    targets.retain(|target| {
        target.is_stdin() || dunce::canonicalize(&target.path).map_or(true, |path| met.insert(path))
    });
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
    options: &'a Options,
    style: output::Style,
}

impl Asker<'_> {
    fn check(&self, target: &Target, buffer: &mut Vec<u8>) -> Outcome {
        let loaded = match load::load(target, buffer) {
            Ok(Some(loaded)) => loaded,
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
        panic::catch_unwind(AssertUnwindSafe(|| self.diagnose(target, &loaded))).unwrap_or_else(|_| Outcome {
            complaint: Some(format!(
                "{}: edition-ls itself stumbled over this text. The other files were checked. \
                 Please report it, if you can with the text.",
                target.shown
            )),
            failed: true,
            ..Outcome::default()
        })
    }

    fn diagnose(&self, target: &Target, loaded: &Loaded<'_>) -> Outcome {
        let decoded = &loaded.decoded;
        let snapshot =
            Document::new(&decoded.text, hints(self.finder, &self.folder, target, decoded)).snapshot();
        match self.options.fixing {
            None => self.report(target, &snapshot, &config::check(&snapshot)),
            Some(fixing) => self.fix(target, loaded, &snapshot, fixing),
        }
    }

    fn fix(&self, target: &Target, loaded: &Loaded<'_>, snapshot: &Arc<Snapshot>, fixing: Fixing) -> Outcome {
        let mended = match is_config(&target.shown) {
            true => Mended::unchanged(snapshot, config::check(snapshot)),
            false => mend(snapshot, &Wanted { rule: None, safety: self.options.safety }),
        };
        let mut outcome = match fixing {
            Fixing::Show => {
                let diff = diff::render(&target.shown, snapshot.text(), &mended.edits, &self.style);
                Outcome { findings: Findings::Rendered(diff), ..Outcome::default() }
            }
            Fixing::Apply => match write::put(target, loaded, &mended.edits) {
                Ok(text) => Outcome { text, ..self.report(target, &mended.snapshot, &mended.left) },
                Err(reason) => {
                    return Outcome {
                        complaint: Some(format!("{}: {reason}", target.shown)),
                        failed: true,
                        ..self.report(target, snapshot, &config::check(snapshot))
                    };
                }
            },
        };
        let suggested = Wanted { rule: None, safety: Safety::Suggested };
        outcome.summary.fixed = Some(Fixed {
            problems: mended.fixed.values().sum(),
            files: usize::from(!mended.edits.is_empty()),
            suggested: mended.left.iter().filter(|left| suggested.fix(left).is_some()).count(),
            rules: mended.fixed,
        });
        outcome
    }

    fn report(&self, target: &Target, snapshot: &Snapshot, diagnostics: &[Diagnostic]) -> Outcome {
        let mut outcome = Outcome::default();
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
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Information => summary.informations += 1,
                Severity::Hint => summary.hints += 1,
            }
        }
        let (file, text) = (target.shown.as_str(), snapshot.text());
        let found = diagnostics.iter();
        outcome.findings = match self.options.format {
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
