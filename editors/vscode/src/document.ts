// What the server knows of a document.

import type * as vscode from 'vscode';
import { ask } from './names';
import type { Service } from './service';

export interface Status {
  edition: boolean;
  dialect: string | null;
  references: number;
  footnotes: number;
  /** One line for people. */
  summary: string;
}

/** `undefined` for a document that the server does not have, or while there is no server. */
export async function statusOf(service: Service, document: vscode.TextDocument): Promise<Status | undefined> {
  try {
    const argument = { textDocument: { uri: document.uri.toString() } };
    return (await service.ask<Status | null>(ask.status, argument)) ?? undefined;
  } catch {
    // The server goes down, or the document was closed meanwhile: somebody else says so.
    return undefined;
  }
}
