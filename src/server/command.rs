//! Commands: what a client can ask for by name, besides what the protocol has a request for.

use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Location, Position, TextDocumentIdentifier, TextDocumentPositionParams, Uri};

use super::errand::{self, Errand, argument};
use super::profile::Profile;
use super::session::{Session, reveal};
use crate::features::{jump, status};
use crate::refactor::Refusal;

/// Selects a place.
pub const REVEAL: &str = concat!(env!("CARGO_PKG_NAME"), ".reveal");
/// Selects one of several places, and the next one when it comes again.
pub const SHOW_REFERENCES: &str = concat!(env!("CARGO_PKG_NAME"), ".showReferences");
/// Goes from a reference to its footnote, and from a footnote back.
const JUMP: &str = concat!(env!("CARGO_PKG_NAME"), ".jump");
/// Tells how a text stands.
const STATUS: &str = concat!(env!("CARGO_PKG_NAME"), ".status");
/// Tells all that was understood of a text.
const INSPECT: &str = concat!(env!("CARGO_PKG_NAME"), ".inspect");

/// A command with its arguments.
#[derive(Debug)]
pub enum Command {
    Reveal(Location),
    ShowReferences(Vec<Location>),
    Jump(TextDocumentPositionParams),
    Status(Uri),
    Inspect(Uri),
    Change(Errand),
}

/// The names of the commands that end in something the client can do.
pub fn names(profile: &Profile) -> Vec<String> {
    let mut names = if profile.applies_edits { errand::commands() } else { Vec::new() };
    let places = [(profile.action_literals, REVEAL), (profile.code_lenses, SHOW_REFERENCES), (true, JUMP)];
    let of_use = places.iter().filter(|(is_of_use, _)| *is_of_use && profile.shows_documents);
    names.extend(of_use.map(|(_, name)| name).chain(&[STATUS, INSPECT]).map(|&name| name.to_owned()));
    names
}

impl Command {
    /// The command of this name.
    pub fn new(name: &str, arguments: Vec<Value>) -> Result<Self> {
        Ok(match name {
            REVEAL => Command::Reveal(argument(name, arguments, 0, "{ uri, range }")?),
            SHOW_REFERENCES => {
                Command::ShowReferences(argument(name, arguments, 2, "a uri, a position and locations")?)
            }
            JUMP => Command::Jump(argument(name, arguments, 0, "{ textDocument: { uri }, position }")?),
            STATUS => Command::Status(document(name, arguments)?),
            INSPECT => Command::Inspect(document(name, arguments)?),
            _ => Command::Change(errand::of_command(name, arguments)?),
        })
    }

    /// Does it, and answers. What the client is asked to do for it, it does when it can.
    pub async fn run(self, session: &Session) -> Result<Option<Value>> {
        match self {
            Command::Reveal(place) => show(session, Some(place)),
            Command::ShowReferences(places) => show(session, session.round.next(places)),
            Command::Jump(place) => show(session, Some(other_side(session, place).await?)),
            Command::Status(uri) => return told(session, &uri).await,
            Command::Inspect(uri) => return understood(session, uri).await,
            Command::Change(errand) => change(session, errand).await?,
        }
        Ok(None)
    }
}

/// The document that a command is about.
fn document(name: &str, arguments: Vec<Value>) -> Result<Uri> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct About {
        text_document: TextDocumentIdentifier,
    }
    let about: About = argument(name, arguments, 0, "{ textDocument: { uri } }")?;
    Ok(about.text_document.uri)
}

fn show(session: &Session, place: Option<Location>) {
    if let Some(place) = place {
        let client = session.client.clone();
        tokio::spawn(async move { reveal(&client, place).await });
    }
}

/// Where the cursor goes from a reference or footnote.
async fn other_side(session: &Session, place: TextDocumentPositionParams) -> Result<Location> {
    let uri = place.text_document.uri;
    let left = session.left.last(&uri);
    let document = uri.clone();
    let found = session.ask(&uri, move |converter| {
        let left = left.map(|left| converter.offset(left));
        let jump = jump::find(converter.snapshot(), converter.offset(place.position), left);
        Some(jump.map(|jump| (jump, converter.landing(&document, jump))))
    });
    let found = found.await?.ok_or_else(errand::not_open)?;
    let (jump, landing) = found.map_err(|reason| errand::refused(&Refusal::new(reason)))?;
    if !matches!(jump, jump::Jump::Back(_)) {
        session.left.is_now(uri, place.position);
    }
    landing.ok_or_else(Error::internal_error)
}

/// How a text stands; nothing of one that is not open.
async fn told(session: &Session, uri: &Uri) -> Result<Option<Value>> {
    session
        .ask(uri, |converter| {
            let status = status::find(converter.snapshot());
            Some(json!({
                "edition": status.is_edition,
                "dialect": status.dialect,
                "references": status.references,
                "footnotes": status.footnotes,
                "summary": status.summary,
            }))
        })
        .await
}

/// All that was understood of a text, as a page; nothing of one that is not open.
async fn understood(session: &Session, uri: Uri) -> Result<Option<Value>> {
    let (name, settings) = session.configs.named(&uri);
    session
        .ask(&uri, move |converter| {
            Some(crate::check::inspect::page(&name, settings.as_deref(), converter.snapshot()).into())
        })
        .await
}

/// Makes a change, and moves the cursor to where it goes on.
async fn change(session: &Session, errand: Errand) -> Result<()> {
    let client = session.client.clone();
    let (edit, place) =
        session.run(errand, |converter, errand, change| converter.change(errand, change)).await?;
    tokio::spawn(async move {
        match client.apply_edit(edit).await {
            Ok(answer) if answer.applied => {}
            Ok(answer) => return tracing::warn!("the client did not edit: {:?}", answer.failure_reason),
            Err(error) => return tracing::warn!("the client could not edit: {error}"),
        }
        if let Some(place) = place {
            reveal(&client, place).await;
        }
    });
    Ok(())
}

/// A round of places: each time it is asked for the same ones, the next.
#[derive(Debug, Default)]
pub struct Round(Mutex<(Vec<Location>, usize)>);

impl Round {
    /// The first of other places than last time, or the one behind the last one.
    fn next(&self, places: Vec<Location>) -> Option<Location> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = if last.0 == places { last.1 + 1 } else { 0 };
        let next = if next < places.len() { next } else { 0 };
        let place = places.get(next).cloned();
        *last = (places, next);
        place
    }
}

/// The reference that was left last for its footnote. It says which of several references is meant by the way back.
#[derive(Debug, Default)]
pub struct Left(Mutex<Option<(Uri, Position)>>);

impl Left {
    fn is_now(&self, uri: Uri, position: Position) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((uri, position));
    }

    fn last(&self, uri: &Uri) -> Option<Position> {
        let left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        left.as_ref().filter(|(last, _)| last == uri).map(|(_, position)| *position)
    }
}
