// What the user has decided about single files. Kept on this computer, and not in the folder of the texts: a decision
// about one file needs no file of settings that somebody has to commit.

import type * as vscode from 'vscode';

/**
 * - `edition`: it is an edition, whatever it looks like;
 * - `off`: it is none, and is not looked at;
 * - `hand`: its language was chosen by hand, and stays.
 */
export type Choice = 'edition' | 'off' | 'hand';

const KEY = 'choices';

export class Choices {
  /** Of texts that have no file yet: the next one may have the same name. */
  private readonly passing = new Map<string, Choice>();

  constructor(private readonly memory: vscode.Memento) {}

  of(uri: vscode.Uri): Choice | undefined {
    return this.passing.get(uri.toString()) ?? this.all()[uri.toString()];
  }

  async set(uri: vscode.Uri, choice: Choice | undefined): Promise<void> {
    if (uri.scheme === 'untitled') {
      choice === undefined ? this.passing.delete(uri.toString()) : this.passing.set(uri.toString(), choice);
      return;
    }
    const { [uri.toString()]: _, ...others } = this.all();
    await this.memory.update(KEY, choice === undefined ? others : { ...others, [uri.toString()]: choice });
  }

  /** A document was closed. */
  closed(uri: vscode.Uri): void {
    this.passing.delete(uri.toString());
  }

  /** A file, or a folder of files, has another name now. */
  async renamed(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    const [old, now] = [from.toString(), to.toString()];
    const renamed = Object.entries(this.all()).map(([uri, choice]) =>
      uri === old || uri.startsWith(`${old}/`) ? [now + uri.slice(old.length), choice] : [uri, choice],
    );
    await this.memory.update(KEY, Object.fromEntries(renamed));
  }

  private all(): Record<string, Choice> {
    return this.memory.get(KEY, {});
  }
}
