//! The command line.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Mutex;

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use edition_ls::check::{self, Color, FailOn, Fixing, Format, inspect, registry, renumber};
use edition_ls::rules::Safety;
use edition_ls::server;
use tracing::level_filters::LevelFilter;

const EXAMPLES: &str = "\
Examples:
  edition-ls check                   check every text in this folder and the folders in it
  edition-ls check essay.txt         check one text
  edition-ls check --diff essay.txt  see what can be fixed without a question
  edition-ls check --fix essay.txt   fix it
  edition-ls renumber essay.txt      number its footnotes anew
  edition-ls inspect essay.txt       see what the program understood of it
  edition-ls explain empty-footnote  read what a problem means and how to mend it

Nothing is changed in your files unless you say --fix or renumber.";

const CHECK_NOTES: &str = "\
In folders, files are read that end in .txt, .text, .md, .markdown or .edition, or have no ending; hidden files, \
files that .gitignore names, links and binary files are passed over. A file that you name is read \
whatever it is called. Texts that are not editions are left alone.

Texts are best saved as UTF-8. Files in UTF-16 and in older encodings such as Windows-1252 or KOI8-R are read \
too, and a remark says what they were taken for.

A file edition.toml in the folder of a text, or in one above it, can leave out files, turn rules off, and \
more; the README tells all of it.

Without --fix, nothing is changed in your files. With it, a file is replaced as a whole by its new version, in the same \
encoding, with the same line ends and permissions, and only if nobody else changed it meanwhile. edition.toml is never \
changed. With `-`, the fixed text goes to standard output and the problems to standard error.

Exit code: 0 if nothing is wrong, 1 if there are problems (see --fail-on) or a file that you named is damaged \
or in an unknown encoding, 2 if one could not be read or written. After --fix, what is left decides. With --diff: 1 if \
--fix would change something, 0 if not.";

const RENUMBER_NOTES: &str = "\
Each series (1, 2, 3; 1*, 2*; A, B, C) and each section that begins with 1 anew is numbered by itself. Several references to one \
footnote stay references to it. Footnotes stay where they stand, and what is in order already stays as it is. Where a \
label is doubtful, nothing is changed: edition-ls check says what is wrong.

A file is replaced as a whole by its new version, in the same encoding, with the same line ends and permissions, and only \
if nobody else changed it meanwhile. With `-`, the text goes to standard output.

Exit code: 0 if all is done, 2 if a text could not be renumbered. With --diff: 1 if something would change, 0 if not.";

/// Checks plain-text editions: footnotes, the references to them, and the metadata header.
///
/// It reads a text the way its editor does, finds references without a footnote, footnotes that nothing
/// refers to, numbers that occur twice, dates and pages that cannot be right, and says where they are and
/// what would mend them. It works from the terminal and, as a language server, inside a text editor.
#[derive(Parser)]
#[command(name = "edition-ls", version, after_help = EXAMPLES)]
#[command(subcommand_required = true, arg_required_else_help = true, disable_help_subcommand = true)]
#[command(max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find mistakes in texts and show them
    #[command(after_help = CHECK_NOTES)]
    Check(CheckArgs),
    /// Number the footnotes of texts anew, in the order in which the text refers to them
    #[command(after_help = RENUMBER_NOTES)]
    Renumber(RenumberArgs),
    /// Show what the program understood of a text: its header, its references and footnotes
    Inspect(InspectArgs),
    /// List the kinds of mistakes that can be found
    Rules,
    /// Explain one kind of mistake, with examples
    Explain {
        /// The name of the rule, as `check` shows it in brackets: undefined-footnote
        rule: String,
    },
    /// Print the JSON schema of edition.toml, for editors that can complete it
    Schema,
    /// Serve a text editor (started by the editor, not by hand)
    Server(ServerArgs),
}

#[derive(Args)]
#[command(group(ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true)))]
struct CheckArgs {
    /// Files and folders to check; `-` reads a text from standard input [default: this folder]
    paths: Vec<PathBuf>,
    /// How to show the problems
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The least problem that makes the exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Warning, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// The name to give the text that `-` reads [default: <stdin>]
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<String>,
    /// Fix, in the files, what can be fixed without changing what a text says; then show what is left
    #[arg(long, help_heading = FIXING)]
    fix: bool,
    /// With --fix or --diff: apply suggested fixes too. They are probably right, but a person should look
    #[arg(long, help_heading = FIXING, requires = "fixing")]
    unsafe_fixes: bool,
    /// Show what --fix would change, as a unified diff, and change nothing
    #[arg(long, help_heading = FIXING, conflicts_with_all = ["format", "fail_on"])]
    diff: bool,
}

const FIXING: &str = "Fixing";

#[derive(Args)]
struct InspectArgs {
    /// The texts to look at; `-` reads a text from standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How to show them
    #[arg(long, value_enum, default_value_t = inspect::Format::Human)]
    format: inspect::Format,
    /// The name to give the text that `-` reads [default: <stdin>]
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<String>,
}

#[derive(Args)]
struct RenumberArgs {
    /// The texts to renumber; `-` reads a text from standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only the footnotes of one section: its heading, or its number where numbers begin anew
    #[arg(long, value_name = "N|TITLE")]
    section: Option<String>,
    /// Only the footnotes of one series
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(renumber::series()))]
    series: Option<String>,
    /// Show what would change, as a unified diff, and change nothing
    #[arg(long)]
    diff: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// The name to give the text that `-` reads [default: <stdin>]
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<String>,
}

#[derive(Args)]
struct ServerArgs {
    /// Speak over standard input and output; this is what it does anyway
    #[arg(long)]
    stdio: bool,
    /// How much to write to the log
    #[arg(long, value_enum, default_value_t = LogLevel::Warn, value_name = "LEVEL")]
    log_level: LogLevel,
    /// Write the log to this file instead of standard error
    #[arg(long, value_name = "FILE")]
    log_file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogLevel {
    /// Only what went wrong
    Error,
    /// Also what looks wrong
    Warn,
    /// Also what happens
    Info,
    /// Also why
    Debug,
    /// Everything
    Trace,
}

impl From<LogLevel> for LevelFilter {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => LevelFilter::ERROR,
            LogLevel::Warn => LevelFilter::WARN,
            LogLevel::Info => LevelFilter::INFO,
            LogLevel::Debug => LevelFilter::DEBUG,
            LogLevel::Trace => LevelFilter::TRACE,
        }
    }
}

fn main() {
    let code = match Cli::parse().command {
        Command::Check(args) => check::run(&check::Options {
            paths: args.paths,
            stdin_filename: args.stdin_filename,
            format: args.format,
            fail_on: args.fail_on,
            color: args.color,
            fixing: match (args.diff, args.fix) {
                (true, _) => Some(Fixing::Show),
                (false, fix) => fix.then_some(Fixing::Apply),
            },
            safety: if args.unsafe_fixes { Safety::Suggested } else { Safety::Safe },
        }),
        Command::Inspect(args) => inspect::run(&inspect::Options {
            files: args.files,
            stdin_filename: args.stdin_filename,
            format: args.format,
        }),
        Command::Renumber(args) => renumber::run(&renumber::Options {
            files: args.files,
            section: args.section,
            series: args.series,
            diff: args.diff,
            stdin_filename: args.stdin_filename,
            color: args.color,
        }),
        Command::Rules => registry::list(),
        Command::Explain { rule } => registry::explain(&rule),
        Command::Schema => registry::print_schema(),
        Command::Server(args) => serve(&args),
    };
    // Not a return: a thread that still waits for standard input would hold the process.
    process::exit(code)
}

fn serve(args: &ServerArgs) -> i32 {
    if let Err(error) = start_log(args.log_level, args.log_file.as_deref()) {
        eprintln!("{error}");
        return check::FAILED;
    }
    server::run()
}

/// Sends the log to `file`, or to standard error. Never to standard output: that is the protocol's.
fn start_log(level: LogLevel, file: Option<&Path>) -> Result<(), String> {
    let log = tracing_subscriber::fmt().with_max_level(LevelFilter::from(level)).with_ansi(false);
    match file {
        None => log.with_writer(std::io::stderr).init(),
        Some(path) => {
            let file = OpenOptions::new().create(true).append(true).open(path).map_err(|error| {
                format!(
                    "The log file {} could not be opened: {error}. Name another with --log-file.",
                    path.display()
                )
            })?;
            log.with_writer(Mutex::new(file)).init();
        }
    }
    Ok(())
}
