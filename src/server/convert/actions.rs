//! Code actions: the fixes of diagnostics, and the refactorings.

use tower_lsp::ls_types::*;

use super::Converter;
use crate::config;
use crate::refactor::{self, Change};
use crate::rules;
use crate::server::errand::{DO, Errand, REVEAL, Target, Task};

/// What a client wants to hear of: everything, or actions of these kinds and of those below them.
struct Wanted(Option<Vec<CodeActionKind>>);

impl Wanted {
    fn has(&self, kind: &str) -> bool {
        let covers = |only: &CodeActionKind| {
            let below = kind.strip_prefix(only.as_str());
            below.is_some_and(|below| below.is_empty() || below.starts_with('.') || only.as_str().is_empty())
        };
        self.0.as_ref().is_none_or(|only| only.iter().any(covers))
    }
}

/// The kinds of all actions that there are.
pub fn action_kinds() -> Vec<CodeActionKind> {
    let mut kinds = vec![CodeActionKind::QUICKFIX];
    let refactorings = refactor::all().map(|refactoring| CodeActionKind::new(refactoring.kind));
    kinds.extend(refactorings);
    kinds.dedup();
    kinds
}

impl Converter<'_> {
    /// What can be done at a place.
    pub fn actions(&self, params: CodeActionParams, version: i32) -> CodeActionResponse {
        let wanted = Wanted(params.context.only);
        let errand = |task: Task| Errand {
            text_document: Target { uri: params.text_document.uri.clone(), version: Some(version) },
            range: params.range,
            task,
        };
        let mut actions = Vec::new();
        if wanted.has(CodeActionKind::QUICKFIX.as_str()) {
            self.fixes(&errand, &mut actions);
        }
        let at = self.range_of(params.range);
        for refactoring in refactor::all().filter(|refactoring| wanted.has(refactoring.kind)) {
            if let Some(title) = (refactoring.offer)(self.snapshot, at.clone()) {
                let action = CodeAction {
                    title,
                    kind: Some(CodeActionKind::new(refactoring.kind)),
                    ..Default::default()
                };
                actions.extend(self.promise(action, errand(Task::Refactor(refactoring.name.to_owned()))));
            }
        }
        actions
    }

    /// The fixes of the diagnostics that a range meets.
    fn fixes(&self, errand: &dyn Fn(Task) -> Errand, actions: &mut CodeActionResponse) {
        let Errand { text_document: Target { uri, version }, range, .. } =
            errand(Task::Refactor(String::new()));
        let version = version.unwrap_or_default();
        let at = self.range_of(range);
        let meets = |found: &&rules::Diagnostic| found.range.start <= at.end && at.start <= found.range.end;
        for found in config::check(self.snapshot).iter().filter(meets) {
            for (choice, fix) in found.fixes.iter().enumerate() {
                if !self.profile.action_literals {
                    let task = Task::Fix { rule: found.rule.to_owned(), choice };
                    let errand = Errand { range: self.range(&found.range), ..errand(task) };
                    actions.extend(self.command(fix.title.clone(), &errand).map(CodeActionOrCommand::from));
                    continue;
                }
                let action = CodeAction {
                    title: fix.title.clone(),
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(vec![self.diagnostic(&uri, found)]),
                    edit: Some(self.workspace_edit(&uri, version, &fix.edits)),
                    is_preferred: (choice == 0
                        && fix.safety < rules::Safety::Manual
                        && self.profile.action_preference)
                        .then_some(true),
                    ..Default::default()
                };
                actions.push(action.into());
            }
        }
    }

    /// An action whose edits are made when it is chosen, if the client can wait so long; else at once.
    fn promise(&self, action: CodeAction, errand: Errand) -> Option<CodeActionOrCommand> {
        if !self.profile.action_literals {
            return self.command(action.title, &errand).map(Into::into);
        }
        if self.profile.resolves_actions {
            return Some(CodeAction { data: serde_json::to_value(errand).ok(), ..action }.into());
        }
        let range = self.range_of(errand.range);
        let change = errand.task.perform(self.snapshot, range).ok()?;
        Some(self.kept(action, &errand, &change).into())
    }

    /// An action with what it promised.
    pub fn kept(&self, action: CodeAction, errand: &Errand, change: &Change) -> CodeAction {
        let Target { uri, version } = &errand.text_document;
        CodeAction {
            edit: Some(self.workspace_edit(uri, version.unwrap_or_default(), &change.edits)),
            command: self.reveal(uri, change),
            ..action
        }
    }

    /// A change that is to be made at once, and the place to be shown then.
    pub fn change(&self, errand: &Errand, change: &Change) -> (WorkspaceEdit, Option<Location>) {
        let Target { uri, version } = &errand.text_document;
        let edit = self.workspace_edit(uri, version.unwrap_or_default(), &change.edits);
        (edit, self.place_after(uri, change))
    }

    /// The place to be shown after a change, if the client can show one.
    fn place_after(&self, uri: &Uri, change: &Change) -> Option<Location> {
        let range = self.selection_after(change).filter(|_| self.profile.shows_documents)?;
        Some(Location { uri: uri.clone(), range })
    }

    /// A command that selects what is to be selected after a change, once the client has made it.
    fn reveal(&self, uri: &Uri, change: &Change) -> Option<Command> {
        let place = serde_json::to_value(self.place_after(uri, change)?).ok()?;
        Some(Command::new("Go to the footnote".to_owned(), REVEAL.to_owned(), Some(vec![place])))
    }

    /// For clients that know no code actions but commands.
    fn command(&self, title: String, errand: &Errand) -> Option<Command> {
        let argument = serde_json::to_value(errand).ok().filter(|_| self.profile.applies_edits)?;
        Some(Command::new(title, DO.to_owned(), Some(vec![argument])))
    }
}
