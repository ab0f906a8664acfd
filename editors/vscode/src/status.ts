// The language status: what the server takes the text for, and how it fares itself.

import * as vscode from 'vscode';
import { SELECTOR } from './client';
import type { Status } from './document';
import { statusOf } from './document';
import { SECTION } from './names';
import type { Recognizer } from './recognize';
import type { Service } from './service';
import type { Wanted } from './wanted';
import { isConfig } from './wanted';

interface Told {
  text: string;
  detail: string;
  command: vscode.Command;
}

const SHOW_LOG = { title: 'Show Log', command: 'editionLs.showLog' };
const SETTINGS = {
  title: 'Where to Look',
  command: 'workbench.action.openSettings',
  arguments: ['edition-ls.recognize'],
};
const START = { title: 'Start Again', command: 'editionLs.restartServer' };
const UNDERSTOOD = { title: 'What Was Understood', command: 'editionLs.showUnderstood' };
const TREAT = { title: 'Treat It as an Edition', command: 'editionLs.treatAsEdition' };

/** How long a text must be at rest before the server is asked again, in milliseconds. */
const REST = 400;

export class StatusLine implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('edition-ls.status', SELECTOR);
  private readonly listeners: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;

  constructor(
    private readonly service: Service,
    private readonly wanted: Wanted,
    private readonly recognizer: Recognizer,
  ) {
    this.item.name = 'Plain-text Editions';
    this.listeners = [
      this.item,
      service.onDidChange(() => this.refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.later(0)),
      // The server must have heard of it before it is asked.
      vscode.workspace.onDidOpenTextDocument((document) => isShown(document) && this.later(0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => isShown(document) && this.later(REST)),
    ];
    this.refresh();
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.listeners).dispose();
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), milliseconds);
  }

  private refresh(): void {
    void this.ask(++this.asked);
  }

  private async ask(asked: number): Promise<void> {
    if (this.service.health !== 'running') {
      return this.showHealth();
    }
    const active = vscode.window.activeTextEditor?.document;
    if (active === undefined || vscode.languages.match(SELECTOR, active) === 0) {
      this.isEdition(false);
    }
    const shown = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document));
    for (const document of shown) {
      const isActive = document === active;
      if (
        vscode.languages.match(SELECTOR, document) > 0 &&
        (isActive || this.recognizer.isUndecided(document))
      ) {
        await this.askAbout(document, isActive, asked);
      }
    }
  }

  private async askAbout(document: vscode.TextDocument, isActive: boolean, asked: number): Promise<void> {
    // The server has no answer about documents that it is not told of.
    const status = this.isAsked(document) ? await statusOf(this.service, document) : undefined;
    // An answer that is overtaken by another question says nothing any more.
    if (isActive && asked === this.asked) {
      this.show(document, status);
    }
    if (status !== undefined) {
      await this.recognizer.learned(document, status);
    }
  }

  private showHealth(): void {
    const down = this.service.health === 'down';
    this.item.busy = !down;
    this.item.text = down ? 'Editions are not checked' : 'Starting';
    this.item.detail = down ? 'The program edition-ls is not running' : '';
    this.item.severity = down
      ? vscode.LanguageStatusSeverity.Error
      : vscode.LanguageStatusSeverity.Information;
    this.item.command = down ? START : SHOW_LOG;
    this.isEdition(false);
  }

  private show(document: vscode.TextDocument, status: Status | undefined): void {
    const { text, detail, command } = this.told(document, status);
    this.item.busy = false;
    this.item.severity = vscode.LanguageStatusSeverity.Information;
    this.item.text = text;
    this.item.detail = detail;
    this.item.command = command;
    this.isEdition(status?.edition ?? false);
  }

  private isAsked(document: vscode.TextDocument): boolean {
    return !isConfig(document.uri) && this.wanted.has(document.uri, this.recognizer.languageOf(document));
  }

  private told(document: vscode.TextDocument, status: Status | undefined): Told {
    if (isConfig(document.uri)) {
      return { text: 'Rules of a collection', detail: '', command: SHOW_LOG };
    }
    if (!this.isAsked(document)) {
      const command = document.languageId === 'markdown' ? SETTINGS : TREAT;
      return { text: 'Not looked at', detail: 'This text is not checked', command };
    }
    if (status === undefined) {
      return { text: 'Plain-text Editions', detail: '', command: SHOW_LOG };
    }
    if (!status.edition) {
      const command = document.languageId === 'markdown' ? UNDERSTOOD : TREAT;
      return { text: 'No edition', detail: 'Nothing in this text is checked', command };
    }
    return { text: `Edition: ${dialect(status.dialect)}`, detail: status.summary, command: UNDERSTOOD };
  }

  private isEdition(is: boolean): void {
    void vscode.commands.executeCommand('setContext', `${SECTION}.isEdition`, is);
  }
}

/** What dialects are called outside of this program. */
function dialect(name: string | null): string {
  const known: Record<string, string> = {
    mia: 'Marxists Internet Archive',
    gutenberg: 'Project Gutenberg',
    pandoc: 'Pandoc',
  };
  return known[name ?? ''] ?? name ?? 'plain text';
}

function isShown(document: vscode.TextDocument): boolean {
  return vscode.window.visibleTextEditors.some((editor) => editor.document === document);
}
