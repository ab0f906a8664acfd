// The one place where things are written down for whoever looks for a mistake.

import * as vscode from 'vscode';

export const log = vscode.window.createOutputChannel('Plain-text Editions', { log: true });
