// Help with writing edition.toml, without any extension for TOML.

import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { SCHEMES } from './names';
import type { Proposal, Schema } from './toml';
import { headersOf, keysOf, schemaOf, tableAt, valuesOf } from './toml';

const SELECTOR = SCHEMES.map((scheme) => ({ scheme, pattern: '**/edition.toml' }));
const KEY = /[\w-]+/;

export class CollectionHelp
  implements vscode.CompletionItemProvider, vscode.HoverProvider, vscode.Disposable
{
  private known: Schema | undefined;
  private readonly registered = vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(SELECTOR, this, '[', '=', '"'),
    vscode.languages.registerHoverProvider(SELECTOR, this),
  );

  constructor(private readonly extension: string) {}

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    const lines = document.getText().split(/\r?\n/);
    const line = lines[position.line] ?? '';
    const before = line.slice(0, position.character);
    // Brackets and quotes that VS Code has closed already.
    const closed = /^[\]"']*(?=\s*$)/.exec(line.slice(position.character))?.[0].length ?? 0;
    const place = (begun: string) =>
      new vscode.Range(position.translate(0, -begun.length), position.translate(0, closed));
    const names = tableAt(lines, position.line - 1);
    const table = schemaOf(this.schema, names);
    const assignment = /^\s*([\w-]+)\s*=\s*(\S*)$/.exec(before);
    if (assignment !== null) {
      const [, key = '', begun = ''] = assignment;
      const schema = table && schemaOf(table, [key]);
      return valuesOf(schema ?? {}).map((value) => item(value, place(begun)));
    }
    const begun = before.trimStart();
    if (begun.startsWith('[')) {
      return headersOf(this.schema).map((header) => proposed(header, place(begun)));
    }
    if (!/^[\w-]*$/.test(begun)) {
      return [];
    }
    const all = [...keysOf(table ?? {}, this.written(lines, position.line)), ...headersOf(this.schema)];
    return all.map((key) => proposed(key, place(begun)));
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const range = document.getWordRangeAtPosition(position, KEY);
    if (range === undefined) {
      return undefined;
    }
    const lines = document.getText().split(/\r?\n/);
    const line = lines[position.line] ?? '';
    const isKey =
      /^\s*$/.test(line.slice(0, range.start.character)) && /^\s*=/.test(line.slice(range.end.character));
    const isHeader = /^\s*\[/.test(line);
    const names = isHeader
      ? tableAt(lines, position.line)
      : [...tableAt(lines, position.line), document.getText(range)];
    const about = isKey || isHeader ? schemaOf(this.schema, names)?.description : undefined;
    return about === undefined ? undefined : new vscode.Hover(about, range);
  }

  dispose(): void {
    this.registered.dispose();
  }

  /** The keys that the table around a line has already. */
  private written(lines: string[], line: number): Set<string> {
    const isHeader = (at: number) => /^\s*\[/.test(lines[at] ?? '');
    let [start, end] = [line, line];
    while (start > 0 && !isHeader(start)) start--;
    while (end < lines.length && !(end > line && isHeader(end))) end++;
    const keys = lines.slice(start, end).map((text) => /^\s*([\w-]+)\s*=/.exec(text)?.[1]);
    return new Set(keys.filter((key) => key !== undefined));
  }

  /** Read when it is needed for the first time. */
  private get schema(): Schema {
    const file = path.join(this.extension, 'edition.schema.json');
    return (this.known ??= JSON.parse(readFileSync(file, 'utf8')) as Schema);
  }
}

function proposed(proposal: Proposal, place: vscode.Range): vscode.CompletionItem {
  const made = item(proposal.label, place);
  made.kind = proposal.label.startsWith('[')
    ? vscode.CompletionItemKind.Module
    : vscode.CompletionItemKind.Property;
  made.insertText = new vscode.SnippetString(proposal.snippet);
  made.documentation = proposal.about;
  return made;
}

function item(label: string, place: vscode.Range): vscode.CompletionItem {
  const made = new vscode.CompletionItem(label, vscode.CompletionItemKind.Value);
  made.range = place;
  return made;
}
