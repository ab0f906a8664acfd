//! Errands: changes that a client can ask for, by a code action or a command. They go to the client and come back as
//! JSON, and are done on the newest state of the document only.

use std::ops;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::ls_types::{Position, Range, Uri};

use crate::config;
use crate::document::Snapshot;
use crate::edits::Edits;
use crate::refactor::{self, Change, Refusal};
use crate::rules::mend::{Wanted, mend};
use crate::rules::{self, Safety};

/// What the names of this program's commands begin with.
pub const PREFIX: &str = concat!(env!("CARGO_PKG_NAME"), ".");
/// The command that does an [`Errand`] whole.
pub const DO: &str = concat!(env!("CARGO_PKG_NAME"), ".do");
/// The command that applies every safe fix.
const FIX_ALL: &str = concat!(env!("CARGO_PKG_NAME"), ".fix-all");
/// A change that a client can ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Errand {
    /// The document, as in the parameters of most requests.
    pub text_document: Target,
    /// The cursor or selection.
    pub range: Range,
    /// What is to be done.
    pub task: Task,
}

/// The document that an [`Errand`] is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    pub uri: Uri,
    /// The state that it was offered for; in any other it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
}

/// What an [`Errand`] does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Task {
    /// The refactoring of this name.
    Refactor(String),
    /// One of the fixes of a diagnostic, by its rule and its place among them.
    Fix { rule: String, choice: usize },
    /// The likeliest fix of every diagnostic of this rule, but for those that only a person chooses.
    FixRule(String),
    /// Every fix that cannot change what the text says.
    FixAll,
}

/// The names of the commands that change a text.
pub fn commands() -> Vec<String> {
    let refactorings = refactor::all().map(|refactoring| format!("{PREFIX}{}", refactoring.name));
    refactorings.chain([FIX_ALL, DO].map(str::to_owned)).collect()
}

/// The parameters that a command of a hand-written key binding has: those of a request about a position or a range.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    text_document: Target,
    position: Option<Position>,
    range: Option<Range>,
}

/// The errand that a command is.
pub fn of_command(command: &str, arguments: Vec<Value>) -> Result<Errand, Error> {
    const SHAPE: &str = "one argument: { textDocument: { uri }, position }, as in a request about a position";
    if command == DO {
        return argument(command, arguments, 0, SHAPE);
    }
    let name = command.strip_prefix(PREFIX).filter(|name| refactor::find(name).is_some());
    let task = match name {
        Some(name) => Task::Refactor(name.to_owned()),
        None if command == FIX_ALL => Task::FixAll,
        None => return Err(Error::invalid_params(format!("There is no command {command}."))),
    };
    let place: Place = argument(command, arguments, 0, SHAPE)?;
    let range = place.range.or(place.position.map(|position| Range::new(position, position)));
    // What is about the whole text needs no place in it.
    let range = range.unwrap_or_default();
    Ok(Errand { text_document: place.text_document, range, task })
}

/// The argument of a command at `index`, which is to be as in `shape`.
pub fn argument<T: DeserializeOwned>(
    command: &str,
    arguments: Vec<Value>,
    index: usize,
    shape: &str,
) -> Result<T, Error> {
    let argument = arguments.into_iter().nth(index).unwrap_or_default();
    serde_json::from_value(argument)
        .map_err(|error| Error::invalid_params(format!("{command} needs {shape}. {error}.")))
}

impl Errand {
    /// The same for this version of the document.
    pub fn of(self, version: i32) -> Self {
        let text_document = Target { version: Some(version), ..self.text_document };
        Errand { text_document, ..self }
    }
}

impl Task {
    /// Makes the change, for the cursor or selection `range` in bytes.
    pub fn perform(&self, snapshot: &Snapshot, range: ops::Range<usize>) -> Result<Change, Refusal> {
        match self {
            Task::Refactor(name) => {
                let refactoring = refactor::find(name);
                let refactoring =
                    refactoring.ok_or_else(|| Refusal::new(format!("Nothing here is called {name}.")))?;
                (refactoring.apply)(snapshot, refactor::meant(snapshot, range))
            }
            Task::Fix { rule, choice } => {
                let found = config::check(snapshot);
                let meant = found.iter().find(|found| found.rule == rule && found.range == range);
                let fix = meant.and_then(|found| found.fixes.get(*choice));
                let fix = fix.ok_or_else(|| Refusal::new("This is mended already."))?;
                Ok(Change::of(fix))
            }
            Task::FixRule(rule) => {
                let rule = rules::find(rule);
                let rule = rule.ok_or_else(|| Refusal::new("There is no such kind of mistake."))?;
                Ok(mended(snapshot, Wanted { rule: Some(rule), safety: Safety::Suggested }))
            }
            Task::FixAll => Ok(mended(snapshot, Wanted { rule: None, safety: Safety::Safe })),
        }
    }
}

/// The fixes that are wanted, as one change.
fn mended(snapshot: &Snapshot, wanted: Wanted) -> Change {
    let present = snapshot.after(&Edits::default());
    Change::new(mend(&present, &wanted).edits)
}

/// The answer to a request about a document that nobody has opened.
pub fn not_open() -> Error {
    refused(&Refusal::new("This document is not open."))
}

/// A refusal as the answer to a request.
pub fn refused(refusal: &Refusal) -> Error {
    /// LSP's RequestFailed: what was asked makes sense, but cannot be done.
    const REQUEST_FAILED: i64 = -32803;
    Error {
        code: ErrorCode::ServerError(REQUEST_FAILED),
        message: refusal.message.clone().into(),
        data: None,
    }
}
