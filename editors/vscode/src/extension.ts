// What VS Code calls.

import * as vscode from 'vscode';
import { Choices } from './choices';
import { CollectionHelp } from './collection';
import { registerCommands } from './commands';
import { SECTION } from './names';
import { Pages } from './page';
import { Recognizer } from './recognize';
import { Service } from './service';
import { StatusLine } from './status';
import { Wanted } from './wanted';

let service: Service | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const choices = new Choices(context.globalState);
  const wanted = new Wanted(choices);
  const recognizer = new Recognizer(choices);
  const languageOf = (document: vscode.TextDocument) => recognizer.languageOf(document);
  const running = new Service(context.extension, { wanted, languageOf });
  const pages = new Pages(running);
  const collections = vscode.workspace.createFileSystemWatcher('**/edition.toml', false, true, false);
  // Other documents are wanted then: the client asks about each when it starts.
  const anew = async () => {
    await recognizer.forgo((document) => wanted.has(document.uri, languageOf(document)));
    await running.restart();
  };
  const ifFolders = () => (recognizes() === 'editionFolders' ? anew() : undefined);
  service = running;
  // Without the log: what is under way when all ends still writes to it.
  context.subscriptions.push(
    recognizer,
    pages,
    collections,
    new CollectionHelp(context.extensionPath),
    new StatusLine(running, wanted, recognizer),
    registerCommands(running, recognizer, pages),
    collections.onDidCreate(ifFolders),
    collections.onDidDelete(ifFolders),
    vscode.workspace.onDidChangeConfiguration((event) =>
      ['server.path', 'recognize'].some((key) => event.affectsConfiguration(`${SECTION}.${key}`))
        ? anew()
        : undefined,
    ),
  );
  void running.start();
}

export async function deactivate(): Promise<void> {
  await service?.stop();
}

function recognizes(): string | undefined {
  return vscode.workspace.getConfiguration(SECTION).get('recognize');
}
