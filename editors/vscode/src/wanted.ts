// Which documents the server is told of. It decides what an edition is, but it cannot decide about what it never sees.

import * as vscode from 'vscode';
import { Choices } from './choices';
import { inCollection } from './folders';
import { EDITION, SECTION } from './names';

/** Whether a document is edition.toml, the settings of a collection. */
export function isConfig(uri: vscode.Uri): boolean {
  return uri.path.endsWith('/edition.toml');
}

export class Wanted {
  constructor(private readonly choices: Choices) {}

  /** The language is the one that the server would be told of; a file that is not open has none. */
  has(uri: vscode.Uri, language?: string): boolean {
    if (isConfig(uri) || language === EDITION) {
      return true;
    }
    if (this.choices.of(uri) === 'off') {
      return false;
    }
    switch (vscode.workspace.getConfiguration(SECTION, uri).get<string>('recognize')) {
      case 'never':
        return false;
      case 'editionFolders':
        return uri.scheme === 'file' && inCollection(uri.fsPath);
      default:
        return true;
    }
  }
}
