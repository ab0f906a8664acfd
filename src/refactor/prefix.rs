//! A prefix for all labels of a file, so that files can be put together and no two labels meet: `[^1]` becomes
//! `[^chapter3-1]`. And its removal.

use super::relabel::{New, Relabelling};
use super::{Change, Refactoring, Refusal, is_at_label};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::Edition;
use crate::scan::{Form, Label, Series};

/// There and back.
pub const REFACTORINGS: &[Refactoring] = &[
    Refactoring {
        name: "add-prefix",
        kind: "refactor.rewrite.prefix.add",
        summary: "Put the file's name before all labels",
        offer: |snapshot, range| {
            let edition = named(snapshot).ok()?;
            let prefix = stem(snapshot).filter(|prefix| !is_shared(edition, prefix))?;
            is_at_label(snapshot, range.start)
                .then(|| format!("Put “{prefix}” before all labels of this file"))
        },
        apply: |snapshot, _| add(snapshot),
    },
    Refactoring {
        name: "remove-prefix",
        kind: "refactor.rewrite.prefix.remove",
        summary: "Remove the prefix that all labels share",
        offer: |snapshot, range| {
            let prefix = shared(snapshot).filter(|_| is_at_label(snapshot, range.start))?;
            Some(format!("Remove “{prefix}” from all labels of this file"))
        },
        apply: |snapshot, _| remove(snapshot),
    },
];

/// The prefix that the file's name makes: what of it may stand in a label, and a hyphen.
fn stem(snapshot: &Snapshot) -> Option<String> {
    let path = snapshot.hints().path.as_deref()?;
    let name = path.rsplit(['/', '\\']).next()?;
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let stem = words.collect::<Vec<_>>().join("-");
    (!stem.is_empty()).then(|| stem + "-")
}

/// Everything that bears a label, and the label: footnotes, then references without one.
struct Labels {
    footnotes: Vec<(usize, String)>,
    dangling: Vec<(usize, String)>,
}

impl Labels {
    fn of(edition: &Edition) -> Self {
        let is_label = |form: Form, label: Label| {
            !matches!(form, Form::Inline | Form::Link) && label.series != Series::Unlabelled
        };
        let footnotes = edition.footnotes.iter().enumerate();
        let footnotes = footnotes.filter(|(_, footnote)| is_label(footnote.form, footnote.label));
        let references = edition.references.iter().enumerate();
        let dangling = references.filter(|(_, reference)| {
            reference.footnote.is_none() && is_label(reference.form, reference.label)
        });
        Labels {
            footnotes: footnotes.map(|(index, footnote)| (index, edition.name(footnote.label))).collect(),
            dangling: dangling.map(|(index, reference)| (index, edition.name(reference.label))).collect(),
        }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.footnotes.iter().chain(&self.dangling).map(|(_, name)| name.as_str())
    }

    fn change(self, snapshot: &Snapshot, new: impl Fn(String) -> String) -> Result<Change, Refusal> {
        let renamed = |labels: Vec<(usize, String)>| {
            labels.into_iter().map(|(index, name)| (index, New::Name(new(name)))).collect()
        };
        let (footnotes, dangling) = (renamed(self.footnotes), renamed(self.dangling));
        Relabelling { footnotes, dangling }.change(snapshot)
    }
}

/// Whether all labels begin so, and go on behind it.
fn is_shared(edition: &Edition, prefix: &str) -> bool {
    let labels = Labels::of(edition);
    labels.names().next().is_some()
        && labels.names().all(|name| name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty()))
}

/// The prefix that all labels share: that of the file's name, else what stands before their first hyphen.
fn shared(snapshot: &Snapshot) -> Option<String> {
    let edition = named(snapshot).ok()?;
    if let Some(stem) = stem(snapshot).filter(|stem| is_shared(edition, stem)) {
        return Some(stem);
    }
    let labels = Labels::of(edition);
    let first = labels.names().next()?;
    let prefix = first[..=first.find('-')?].to_owned();
    (labels.names().count() > 1 && prefix.len() > 1 && is_shared(edition, &prefix)).then_some(prefix)
}

/// Only where labels are names may they be words.
fn named(snapshot: &Snapshot) -> Result<&Edition, Refusal> {
    let edition = snapshot.edition();
    match edition.law {
        _ if !edition.is_edition => Err(Refusal::new("This text is not read as an edition.")),
        Law::Runs => {
            Err(Refusal::new("In this text labels are numbers. Only those of Markdown can have a prefix."))
        }
        Law::Names => Ok(edition),
    }
}

fn add(snapshot: &Snapshot) -> Result<Change, Refusal> {
    let edition = named(snapshot)?;
    let prefix = stem(snapshot).ok_or_else(|| {
        Refusal::new("The prefix is made of the file's name, and this text has none yet. Save it first.")
    })?;
    if is_shared(edition, &prefix) {
        return Err(Refusal::new(format!("All labels begin with “{prefix}” already.")));
    }
    Labels::of(edition).change(snapshot, |name| format!("{prefix}{name}"))
}

fn remove(snapshot: &Snapshot) -> Result<Change, Refusal> {
    let edition = named(snapshot)?;
    let prefix = shared(snapshot).ok_or_else(|| Refusal::new("The labels of this file share no prefix."))?;
    Labels::of(edition).change(snapshot, |name| name.strip_prefix(&prefix).map(str::to_owned).unwrap_or(name))
}
