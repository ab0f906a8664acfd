// The language of documents: a plain text that the server takes for an edition is shown as one.

import * as vscode from 'vscode';
import type { Choices } from './choices';
import type { Status } from './document';
import { EDITION, SCHEMES } from './names';

const PLAIN = 'plaintext';

export class Recognizer implements vscode.Disposable {
  /** Documents whose language is being changed by us, and not by the user. */
  private readonly changing = new Set<string>();
  private readonly closed = new Map<string, string>();
  /** Documents that have become editions because the server took them for such. */
  private readonly automatic = new Set<string>();
  private readonly listeners: vscode.Disposable[];

  constructor(private readonly choices: Choices) {
    // A document whose language changes is closed and opened again, at one blow.
    this.listeners = [
      vscode.workspace.onDidCloseTextDocument((document) => {
        const uri = document.uri.toString();
        this.closed.set(uri, document.languageId);
        queueMicrotask(() => {
          this.closed.delete(uri);
          if (document.isClosed) {
            this.automatic.delete(uri);
            choices.closed(document.uri);
          }
        });
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidRenameFiles(async ({ files }) => {
        for (const { oldUri, newUri } of files) {
          await choices.renamed(oldUri, newUri);
        }
      }),
    ];
    vscode.workspace.textDocuments.forEach((document) => this.opened(document));
  }

  /**
   * The language that the server is told of. That a document is an edition, it is only told where somebody says so: else
   * it would hear its own opinion, and never change it.
   */
  languageOf(document: vscode.TextDocument): string {
    const isOpinion = document.languageId === EDITION && this.automatic.has(document.uri.toString());
    return isOpinion ? PLAIN : document.languageId;
  }

  /** Whether nobody has said what a document is. */
  isUndecided(document: vscode.TextDocument): boolean {
    return document.languageId === PLAIN && this.choices.of(document.uri) === undefined;
  }

  /** The server has said what a document is. */
  async learned(document: vscode.TextDocument, status: Status): Promise<void> {
    if (status.edition && this.isUndecided(document) && !document.isClosed) {
      this.automatic.add(document.uri.toString());
      await this.change(document, EDITION);
    }
  }

  /** Documents that are not looked at any more have no language of ours. */
  async forgo(isWanted: (document: vscode.TextDocument) => boolean): Promise<void> {
    for (const document of vscode.workspace.textDocuments) {
      if (document.languageId === EDITION && this.languageOf(document) === PLAIN && !isWanted(document)) {
        await this.change(document, PLAIN);
      }
    }
  }

  /** The user says that a document is an edition. */
  async treat(document: vscode.TextDocument): Promise<void> {
    await this.choices.set(document.uri, 'edition');
    this.automatic.delete(document.uri.toString());
    await this.change(document, EDITION);
  }

  /** The user says that it is none. */
  async leave(document: vscode.TextDocument): Promise<void> {
    await this.choices.set(document.uri, 'off');
    if (document.languageId === EDITION) {
      await this.change(document, PLAIN);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.listeners).dispose();
  }

  private opened(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    const before = this.closed.get(uri);
    if (!SCHEMES.includes(document.uri.scheme) || this.changing.has(uri)) {
      return;
    }
    if (before !== undefined && before !== document.languageId) {
      this.automatic.delete(uri);
      this.chosen(document, before);
    } else if (document.languageId === PLAIN && this.choices.of(document.uri) === 'edition') {
      void this.change(document, EDITION);
    }
  }

  /** Somebody chose another language for a document, in VS Code's own list. */
  private chosen(document: vscode.TextDocument, before: string): void {
    if (document.languageId === EDITION) {
      void this.choices.set(document.uri, undefined);
    } else if (before === EDITION || before === PLAIN) {
      void this.choices.set(document.uri, 'hand');
    }
  }

  private async change(document: vscode.TextDocument, language: string): Promise<void> {
    const uri = document.uri.toString();
    this.changing.add(uri);
    try {
      await vscode.languages.setTextDocumentLanguage(document, language);
    } finally {
      this.changing.delete(uri);
    }
  }
}
