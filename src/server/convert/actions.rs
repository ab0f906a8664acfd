//! Code actions: the fixes of diagnostics, and the refactorings.

use std::ops;

use tower_lsp::ls_types::*;

use super::Converter;
use crate::config;
use crate::refactor::{self, Change};
use crate::rules::mend::Wanted;
use crate::rules::{self, Fix, Safety};
use crate::server::command::REVEAL;
use crate::server::errand::{DO, Errand, Target, Task};

/// What a client wants to hear of: everything, or actions of these kinds and of those below them.
struct Only(Option<Vec<CodeActionKind>>);

impl Only {
    fn has(&self, kind: &str) -> bool {
        let covers = |only: &CodeActionKind| {
            let below = kind.strip_prefix(only.as_str());
            below.is_some_and(|below| below.is_empty() || below.starts_with('.') || only.as_str().is_empty())
        };
        self.0.as_ref().is_none_or(|only| only.iter().any(covers))
    }
}

/// The kind of the action that applies every safe fix: editors can be told to do so whenever a text is saved.
const FIX_ALL: &str = concat!("source.fixAll.", env!("CARGO_PKG_NAME"));

/// The kinds of all actions that there are.
pub fn action_kinds() -> Vec<CodeActionKind> {
    let mut kinds = vec![CodeActionKind::QUICKFIX];
    let refactorings = refactor::all().map(|refactoring| CodeActionKind::new(refactoring.kind));
    kinds.extend(refactorings);
    kinds.push(CodeActionKind::new(FIX_ALL));
    kinds.dedup();
    kinds
}

impl Converter<'_> {
    /// What can be done at a place.
    pub fn actions(&self, params: CodeActionParams, version: i32) -> CodeActionResponse {
        let only = Only(params.context.only);
        let errand = |task: Task| Errand {
            text_document: Target { uri: params.text_document.uri.clone(), version: Some(version) },
            range: params.range,
            task,
        };
        let mut actions = Vec::new();
        let at = self.range_of(params.range);
        let (fixes, fix_all) = (only.has(CodeActionKind::QUICKFIX.as_str()), only.has(FIX_ALL));
        let found = if fixes || fix_all { config::check(self.snapshot) } else { Vec::new() };
        if fixes {
            self.fixes(&found, &at, &errand, &mut actions);
        }
        // Unasked, only what is wrong is worth a light bulb.
        let is_asked =
            params.context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC) || only.0.is_some();
        let wanted = refactor::all().filter(|refactoring| is_asked && only.has(refactoring.kind));
        let meant = refactor::meant(self.snapshot, at);
        for refactoring in wanted {
            if let Some(title) = (refactoring.offer)(self.snapshot, meant.clone()) {
                let action = CodeAction {
                    title,
                    kind: Some(CodeActionKind::new(refactoring.kind)),
                    ..Default::default()
                };
                actions.extend(self.promise(action, errand(Task::Refactor(refactoring.name.to_owned()))));
            }
        }
        let safe = Wanted { rule: None, safety: Safety::Safe };
        if fix_all && found.iter().any(|found| safe.fix(found).is_some()) {
            let title = "Mend everything that can safely be mended".to_owned();
            let action = CodeAction { title, kind: Some(CodeActionKind::new(FIX_ALL)), ..Default::default() };
            actions.extend(self.promise(action, errand(Task::FixAll)));
        }
        actions
    }

    /// The fixes of the diagnostics that a range meets; and for a rule that found more, all of its.
    fn fixes(
        &self,
        found: &[rules::Diagnostic],
        at: &ops::Range<usize>,
        errand: &dyn Fn(Task) -> Errand,
        actions: &mut CodeActionResponse,
    ) {
        let mut rules = Vec::new();
        let meets = |found: &&rules::Diagnostic| found.range.start <= at.end && at.start <= found.range.end;
        for found in found.iter().filter(meets).filter(|found| !found.fixes.is_empty()) {
            actions.extend(found.fixes.iter().enumerate().filter_map(|(choice, fix)| {
                let task = Task::Fix { rule: found.rule.to_owned(), choice };
                let errand = Errand { range: self.range(&found.range), ..errand(task) };
                self.fix_action(found, fix, choice, &errand)
            }));
            if !rules.contains(&found.rule) {
                rules.push(found.rule);
            }
        }
        for rule in rules {
            let wanted = Wanted { rule: rules::find(rule), safety: Safety::Suggested };
            let count = found.iter().filter(|found| wanted.fix(found).is_some()).count();
            if count > 1 {
                let title = format!("Mend all {count} of this kind in the text ({rule})");
                let kind = Some(CodeActionKind::QUICKFIX);
                let action = CodeAction { title, kind, ..Default::default() };
                actions.extend(self.promise(action, errand(Task::FixRule(rule.to_owned()))));
            }
        }
    }

    fn fix_action(
        &self,
        found: &rules::Diagnostic,
        fix: &Fix,
        choice: usize,
        errand: &Errand,
    ) -> Option<CodeActionOrCommand> {
        if !self.profile.action_literals {
            return self.command(fix.title.clone(), errand).map(Into::into);
        }
        let uri = &errand.text_document.uri;
        let is_sure = choice == 0 && fix.safety < Safety::Manual;
        let action = CodeAction {
            title: fix.title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![self.diagnostic(uri, found)]),
            is_preferred: (is_sure && self.profile.action_preference).then_some(true),
            ..Default::default()
        };
        Some(self.kept(action, errand, &Change::of(fix)).into())
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
            command: self.reveal(uri, change).filter(|_| self.profile.action_commands),
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
