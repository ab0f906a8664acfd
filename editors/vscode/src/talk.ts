// What the extension says when something does not work, in words for people who are no programmers.

import * as vscode from 'vscode';
import { log } from './log';
import type { Found, Missing } from './server';

const INSTALLING = 'https://github.com/edition-ls/edition-ls#try-it';

const openSettings = {
  title: 'Open the Setting',
  run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'edition-ls.server.path'),
};
const howToInstall = {
  title: 'How to Install It',
  run: () => vscode.env.openExternal(vscode.Uri.parse(INSTALLING)),
};
const showLog = { title: 'Show Log', run: () => log.show() };
const startAgain = {
  title: 'Start Again',
  run: () => vscode.commands.executeCommand('editionLs.restartServer'),
};

interface Button {
  title: string;
  run: () => unknown;
}

function say(show: typeof vscode.window.showErrorMessage, message: string, buttons: Button[]): void {
  void show(message, ...buttons.map((button) => button.title)).then((chosen) =>
    buttons.find((button) => button.title === chosen)?.run(),
  );
}

export function noServer(missing: Missing): void {
  const message =
    missing.named === undefined
      ? 'Your editions cannot be checked: the program edition-ls is not on this computer. This extension needs it to find mistakes in your texts.'
      : `Your editions cannot be checked: the setting edition-ls.server.path names “${missing.named}”, and there is no such program. Correct the setting, or leave it empty.`;
  say(vscode.window.showErrorMessage, message, [openSettings, howToInstall]);
}

export function cannotStart(found: Found): void {
  const message = `Your editions cannot be checked: the program ${found.file} does not start, or is not edition-ls.`;
  say(vscode.window.showErrorMessage, message, [showLog, openSettings, howToInstall]);
}

export function keepsFailing(): void {
  const message =
    'Your editions are not being checked: the program edition-ls has stopped several times in a row. Your texts are as you left them.';
  say(vscode.window.showErrorMessage, message, [startAgain, showLog]);
}

export function otherVersion(found: Found, server: string, extension: string): void {
  const message = `The program ${found.file} is edition-ls ${server}, but this extension goes with ${extension}. Some things may not work until both have the same version.`;
  say(vscode.window.showWarningMessage, message, [openSettings, howToInstall]);
}

/** Does something that the server may refuse, and then shows its reason. */
export async function orRefuse<Answer>(
  ask: () => vscode.ProviderResult<Answer>,
): Promise<Answer | null | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof vscode.CancellationError) {
      throw error;
    }
    log.warn(String(error));
    void vscode.window.showInformationMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
