// The page that tells what the server has understood of a text. It follows the text.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { ask } from './names';
import type { Service } from './service';

const SCHEME = 'edition-ls';
const REST = 400;

export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly listeners: vscode.Disposable[];
  readonly onDidChange = this.changed.event;

  constructor(private readonly service: Service) {
    this.listeners = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      service.onDidChange(() => this.shown().forEach((page) => this.changed.fire(page))),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.later(document.uri)),
      vscode.workspace.onDidOpenTextDocument((document) => this.later(document.uri)),
    ];
  }

  async show(document: vscode.TextDocument): Promise<void> {
    const page = pageOf(document.uri);
    // A page that is still there from before is not asked for again.
    this.changed.fire(page);
    await vscode.window.showTextDocument(page, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  async provideTextDocumentContent(page: vscode.Uri): Promise<string> {
    const argument = { textDocument: { uri: page.query } };
    const text = await this.service.ask<string | null>(ask.inspect, argument);
    return (
      text ?? 'This text is not looked at now: it is closed, or the program edition-ls is not running.\n'
    );
  }

  dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    vscode.Disposable.from(...this.listeners).dispose();
  }

  private shown(): vscode.Uri[] {
    return vscode.workspace.textDocuments.map(({ uri }) => uri).filter(({ scheme }) => scheme === SCHEME);
  }

  private later(uri: vscode.Uri): void {
    const page = pageOf(uri);
    const name = page.toString();
    if (uri.scheme !== SCHEME && this.shown().some((shown) => shown.toString() === name)) {
      clearTimeout(this.timers.get(name));
      this.timers.set(
        name,
        setTimeout(() => this.changed.fire(page), REST),
      );
    }
  }
}

function pageOf(uri: vscode.Uri): vscode.Uri {
  const name = `/What was understood of ${path.posix.basename(uri.path)}`;
  return vscode.Uri.from({ scheme: SCHEME, path: name, query: uri.toString() });
}
