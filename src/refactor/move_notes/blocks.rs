//! What is put where when notes move, and what is taken away.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Target;
use super::layout::{Cluster, Layout};
use crate::dialect::Law;
use crate::notes;
use crate::text::trim;

/// Notes that are put in one place together.
pub struct Block {
    pub offset: usize,
    pub text: String,
    /// Notes, and where their markers are in `text`.
    pub pieces: Vec<(usize, usize)>,
}

impl Layout<'_> {
    /// What is put where: behind or before the notes that are there already, in the order that they have.
    pub fn blocks(&self) -> Vec<Block> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, note) in self.notes.iter().enumerate() {
            groups.entry(note.home).or_default().push(at);
        }
        let gap = notes::gap(self.snapshot);
        let mut blocks = Vec::new();
        for (home, group) in groups {
            let stays = |at: &usize| self.notes[*at].anchor == home;
            let first = group.iter().copied().find(stays);
            let Some(first) = first else {
                blocks.push(self.new_block(home, &group, &gap));
                continue;
            };
            let ahead: Vec<usize> = group.iter().copied().take_while(|&at| at < first).collect();
            if !ahead.is_empty() {
                let mut block =
                    Block { offset: self.notes[first].range.start, text: String::new(), pieces: Vec::new() };
                for at in ahead {
                    self.append(&mut block, at);
                    block.text += &gap;
                }
                blocks.push(block);
            }
            let mut behind = first;
            for at in group.into_iter().filter(|&at| at > first) {
                if stays(&at) {
                    behind = at;
                    continue;
                }
                let offset = self.notes[behind].range.end;
                if blocks.last().is_none_or(|block| block.offset != offset || offset == home) {
                    blocks.push(Block { offset, text: String::new(), pieces: Vec::new() });
                }
                if let Some(block) = blocks.last_mut() {
                    block.text += &gap;
                    self.append(block, at);
                }
            }
        }
        blocks
    }

    /// Notes where none stand yet, with a heading where they want one.
    fn new_block(&self, home: usize, group: &[usize], gap: &str) -> Block {
        let text = self.text();
        let line_break = text.line_break();
        let blank = line_break.repeat(2);
        let mut block = Block { offset: home, text: String::new(), pieces: Vec::new() };
        if home > 0 {
            block.text += &blank;
        }
        if let Some(heading) = self.heading().filter(|_| self.target != Target::Paragraph) {
            block.text += &format!("{heading}{blank}");
        }
        for (place, &at) in group.iter().enumerate() {
            block.text += if place > 0 { gap } else { "" };
            self.append(&mut block, at);
        }
        let next = text.line_of(home) + 1;
        if home == 0 || (next < text.line_count() && !text.is_blank_line(next)) {
            block.text += line_break;
        }
        block
    }

    fn append(&self, block: &mut Block, at: usize) {
        let note = &self.notes[at];
        let start = self.edition.footnotes[note.index].marker.start;
        block.pieces.push((at, block.text.len()));
        block.text += &self.text().slice(start..note.range.end);
    }

    /// The heading over notes: as this text has it, or as its tradition does.
    fn heading(&self) -> Option<String> {
        if self.edition.law == Law::Names {
            return None;
        }
        let mut own: Vec<(String, usize)> = Vec::new();
        let items = self.clusters.iter().flat_map(|cluster| &cluster.items);
        for heading in items.filter(|item| item.note.is_none()) {
            let written = trim(&self.text().slice(heading.range.clone())).to_owned();
            match own.iter_mut().find(|(other, _)| *other == written) {
                Some((_, count)) => *count += 1,
                None => own.push((written, 1)),
            }
        }
        // Of those that come as often, the first.
        let own = own.into_iter().rev().max_by_key(|(_, count)| *count).map(|(written, _)| written);
        own.or_else(|| match self.edition.dialect.as_deref()? {
            "mia" => Some("Notes".to_owned()),
            "gutenberg" => Some("FOOTNOTES:".to_owned()),
            _ => None,
        })
    }

    /// What is taken away: notes that move, and headings over which nothing is left.
    pub fn removals(&self) -> Vec<Range<usize>> {
        let mut removals = Vec::new();
        for cluster in &self.clusters {
            let leaves: Vec<bool> = (0..cluster.items.len()).map(|at| self.leaves(cluster, at)).collect();
            let mut at = 0;
            while at < leaves.len() {
                let run = leaves[at..].iter().take_while(|&&leaves| leaves).count();
                if run == 0 {
                    at += 1;
                    continue;
                }
                let range = cluster.items[at].range.start..cluster.items[at + run - 1].range.end;
                let before = at.checked_sub(1).map(|before| cluster.items[before].range.end);
                let next = cluster.items.get(at + run).map(|next| next.range.start);
                removals.push(match (before, next) {
                    (Some(before), _) => before..range.end,
                    (None, Some(next)) => range.start..next,
                    (None, None) => notes::cut(self.text(), range, notes::Space::Less),
                });
                at += run;
            }
        }
        removals
    }

    fn leaves(&self, cluster: &Cluster, at: usize) -> bool {
        let moves = |note: usize| self.notes[note].anchor != self.notes[note].home;
        match cluster.items[at].note {
            Some(note) => moves(note),
            None => cluster.items[at + 1..].iter().map_while(|item| item.note).all(moves),
        }
    }
}
