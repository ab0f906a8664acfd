// What is in the Command Palette under “Edition”.

import * as vscode from 'vscode';
import { log } from './log';
import { ask, SECTION } from './names';
import type { Pages } from './page';
import type { Recognizer } from './recognize';
import type { Service } from './service';
import * as talk from './talk';

export function registerCommands(service: Service, recognizer: Recognizer, pages: Pages): vscode.Disposable {
  const commands: Record<string, (editor: vscode.TextEditor) => unknown> = {
    insertFootnote: (editor) => perform(service, ask.insert, editor),
    makeSelectionFootnote: (editor) => perform(service, ask.selection, editor),
    deleteFootnote: (editor) => perform(service, ask.delete, editor),
    jump: (editor) => perform(service, ask.jump, editor),
    renumber: (editor) => perform(service, ask.renumber, editor),
    fixAll: (editor) => perform(service, ask.fixAll, editor),
    toggleNoteHints: (editor) => toggleNoteHints(editor.document.uri),
    showUnderstood: (editor) => pages.show(editor.document),
    treatAsEdition: (editor) => recognizer.treat(editor.document),
    leaveAlone: async (editor) => {
      await recognizer.leave(editor.document);
      // What was said of the text goes with the old server. The new one is not told of it.
      await service.restart();
    },
  };
  const registered = Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`editionLs.${name}`, async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor !== undefined) {
        await run(editor);
      }
    }),
  );
  return vscode.Disposable.from(
    ...registered,
    vscode.commands.registerCommand('editionLs.restartServer', () => service.restart()),
    vscode.commands.registerCommand('editionLs.showLog', () => log.show()),
  );
}

/** Has the server do something at the cursor. */
async function perform(service: Service, command: string, editor: vscode.TextEditor): Promise<void> {
  if (service.health !== 'running') {
    void vscode.window.showInformationMessage('The program edition-ls is not running.');
    return;
  }
  if (!service.knows(command)) {
    void vscode.window.showInformationMessage('This needs a newer version of the program edition-ls.');
    return;
  }
  const { document, selection } = editor;
  const position = ({ line, character }: vscode.Position) => ({ line, character });
  const argument = {
    textDocument: { uri: document.uri.toString() },
    position: position(selection.active),
    range: { start: position(selection.start), end: position(selection.end) },
  };
  await talk.orRefuse(() => service.ask(command, argument));
}

/** Where the user has set it, else for all texts. */
async function toggleNoteHints(uri: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION, uri);
  const inspected = configuration.inspect<boolean>('hints.notes');
  const target =
    inspected?.workspaceFolderValue !== undefined
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : inspected?.workspaceValue !== undefined
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
  const show = configuration.get<boolean>('hints.notes') !== true;
  await configuration.update('hints.notes', show, target);
  const hints = vscode.workspace
    .getConfiguration('editor', { uri, languageId: 'edition' })
    .get('inlayHints.enabled');
  if (show && hints === 'off') {
    void vscode.window.showInformationMessage(
      'Hints are turned off in VS Code: see the setting editor.inlayHints.enabled.',
    );
  }
}
