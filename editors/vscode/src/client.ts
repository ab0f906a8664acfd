// The client of the language server: what it is told, and what it is not.

import * as vscode from 'vscode';
import type {
  ConfigurationItem,
  Executable,
  LanguageClientOptions,
  Middleware,
} from 'vscode-languageclient/node';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  vsdiag,
} from 'vscode-languageclient/node';
import { log } from './log';
import { ask, EDITION, SCHEMES, SECTION } from './names';
import { serverKeys, whatIsSet } from './settings';
import * as talk from './talk';
import type { Wanted } from './wanted';

const LANGUAGES = [EDITION, 'markdown', 'plaintext'];

/** Documents that may be of interest. */
export const SELECTOR = [
  ...SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
  ...SCHEMES.map((scheme) => ({ scheme, pattern: '**/edition.toml' })),
];

/** What the client asks about documents before it tells the server of them. */
export interface Doorkeeper {
  wanted: Wanted;
  languageOf(document: vscode.TextDocument): string;
}

/** A client for the program `file`. `closed` is called when the program ends although nobody asked it to. */
export function makeClient(
  file: string,
  door: Doorkeeper,
  declared: string[],
  closed: () => void,
): LanguageClient {
  const server: Executable = { command: file, args: ['server'] };
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR,
    outputChannel: log,
    // What is to be said to the user is said in `talk`.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        closed();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    middleware: middleware(door, serverKeys(declared, SECTION)),
  };
  return new QuietClient(SECTION, 'Plain-text Editions', server, options);
}

/** Writes its troubles down, and shows them to nobody: they are in words for programmers, and come one by one. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** What is asked while it stops finds nothing, and is no trouble. */
  override handleFailedRequest<T>(...failed: Parameters<LanguageClient['handleFailedRequest']>): T {
    const [, , , nothing] = failed;
    return (this.isRunning() ? super.handleFailedRequest(...failed) : nothing) as T;
  }
}

function middleware({ wanted, languageOf }: Doorkeeper, keys: string[]): Middleware {
  const isWanted = (document: vscode.TextDocument) => wanted.has(document.uri, languageOf(document));
  const nothing = Promise.resolve();
  return {
    // What is not wanted is never opened. All other questions about it find nothing, but diagnostics: the server would
    // read the file for them.
    didOpen: (document, next) => (isWanted(document) ? next(as(document, languageOf(document))) : nothing),
    didChange: (event, next) => (isWanted(event.document) ? next(event) : nothing),
    didSave: (document, next) => (isWanted(document) ? next(document) : nothing),
    didClose: (document, next) => (isWanted(document) ? next(document) : nothing),
    provideDiagnostics: (document, before, token, next) => {
      const known = document instanceof vscode.Uri ? wanted.has(document) : isWanted(document);
      return known
        ? next(document, before, token)
        : { kind: vsdiag.DocumentDiagnosticReportKind.full, items: [] };
    },
    provideWorkspaceDiagnostics: (before, token, report, next) =>
      next(before, token, (chunk) =>
        report(
          chunk && {
            items: chunk.items.filter((item) => wanted.has(item.uri, languageOfOpen(item.uri, languageOf))),
          },
        ),
      ),
    // What the server refuses to do, it says in a sentence for the user. VS Code would be silent.
    resolveCodeAction: async (action, token, next) =>
      (await talk.orRefuse(() => next(action, token))) ?? action,
    // VS Code shows the reason at the cursor by itself. But in Markdown it first asks its own renaming, which knows nothing
    // of footnotes, makes “[^a]” into “[b]”, and says nothing: so it must not learn that something was refused.
    provideRenameEdits: async (document, position, name, token, next) => {
      const rename = async () => await next(document, position, name, token);
      return document.languageId === 'markdown'
        ? ((await talk.orRefuse(rename)) ?? new vscode.WorkspaceEdit())
        : await rename();
    },
    executeCommand: async (command, args, next) =>
      command === ask.showReferences ? await peek(args) : await talk.orRefuse(() => next(command, args)),
    workspace: {
      // That something has changed, and not what: the server asks, and is answered below.
      didChangeConfiguration: (_, next) => next(undefined),
      configuration: (params, token, next) =>
        params.items.every((item) => item.section === SECTION)
          ? params.items.map((item) => settings(item, keys))
          : next(params, token),
    },
  };
}

/** The same document in another language. */
function as(document: vscode.TextDocument, languageId: string): vscode.TextDocument {
  return languageId === document.languageId
    ? document
    : (Object.create(document, { languageId: { value: languageId } }) as vscode.TextDocument);
}

function languageOfOpen(uri: vscode.Uri, languageOf: Doorkeeper['languageOf']): string | undefined {
  const is = (document: vscode.TextDocument) => document.uri.toString() === uri.toString();
  const document = vscode.workspace.textDocuments.find(is);
  return document && languageOf(document);
}

function settings(item: ConfigurationItem, keys: string[]): object {
  const scope = item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri);
  const configuration = vscode.workspace.getConfiguration(SECTION, scope);
  return whatIsSet(keys, (key) => configuration.inspect(key));
}

/** The references that a code lens counts, in VS Code's own list. */
async function peek(args: unknown[]): Promise<void> {
  const [uri, at, places] = args as [
    string,
    Position,
    { uri: string; range: { start: Position; end: Position } }[],
  ];
  const position = ({ line, character }: Position) => new vscode.Position(line, character);
  const locations = places.map(
    ({ uri, range }) =>
      new vscode.Location(
        vscode.Uri.parse(uri),
        new vscode.Range(position(range.start), position(range.end)),
      ),
  );
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    position(at),
    locations,
  );
}

interface Position {
  line: number;
  character: number;
}
