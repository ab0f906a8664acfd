// The language status: what the server takes the text for, and how it fares itself.

import * as vscode from 'vscode';
import { SELECTOR } from './client';
import type { Status } from './document';
import { statusOf } from './document';
import { EDITION, SECTION } from './names';
import type { Recognizer } from './recognize';
import type { Service } from './service';
import type { Wanted } from './wanted';
import { isConfig } from './wanted';

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
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document === vscode.window.activeTextEditor?.document) {
          this.refresh();
        }
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) {
          clearTimeout(this.timer);
          this.timer = setTimeout(() => this.refresh(), REST);
        }
      }),
    ];
    this.refresh();
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.listeners).dispose();
  }

  private refresh(): void {
    void this.ask(++this.asked);
  }

  private async ask(asked: number): Promise<void> {
    if (this.service.health !== 'running') {
      return this.showHealth();
    }
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || vscode.languages.match(SELECTOR, document) === 0) {
      return this.isEdition(false);
    }
    const status = await statusOf(this.service, document);
    // An answer that is overtaken by another question says nothing any more.
    if (asked === this.asked) {
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
    this.item.command = {
      title: down ? 'Start Again' : 'Show Log',
      command: down ? 'editionLs.restartServer' : 'editionLs.showLog',
    };
    this.isEdition(false);
  }

  private show(document: vscode.TextDocument, status: Status | undefined): void {
    this.item.busy = false;
    this.item.severity = vscode.LanguageStatusSeverity.Information;
    if (isConfig(document.uri)) {
      this.item.text = 'The rules of this collection';
      this.item.detail = '';
    } else if (!this.wanted.has(document.uri, document.languageId)) {
      this.item.text = 'Not looked at';
      this.item.detail = 'This text is not checked';
    } else {
      this.item.text = status === undefined ? 'Checked' : status.summary;
      this.item.detail = '';
    }
    const about = status !== undefined;
    this.item.command = about
      ? { title: 'What Was Understood', command: 'editionLs.showUnderstood' }
      : { title: 'Show Log', command: 'editionLs.showLog' };
    this.isEdition(status?.edition ?? document.languageId === EDITION);
  }

  private isEdition(is: boolean): void {
    void vscode.commands.executeCommand('setContext', `${SECTION}.isEdition`, is);
  }
}
