// Finding the program: what the user names, else what came with the extension, else what the PATH has.

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';

/** Where a program was found. */
export interface Found {
  file: string;
  from: 'setting' | 'package' | 'path';
}

/** Why there is none: the setting names something that is no program, or there is nothing anywhere. */
export interface Missing {
  named?: string;
}

export interface Places {
  /** What the setting says; empty if nothing. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  /** The variable PATH. */
  path: string;
  platform: NodeJS.Platform;
}

/** The program to start. */
export function findServer(places: Places): Found | Missing {
  const name = places.platform === 'win32' ? 'edition-ls.exe' : 'edition-ls';
  const named = expand(places.setting.trim());
  if (named !== '') {
    // A user who names a program wants that one, and wants to know if it is not there.
    const file = path.isAbsolute(named) ? named : onPath(named, places.path);
    return file !== undefined && isProgram(file) ? { file, from: 'setting' } : { named };
  }
  const packaged = path.join(places.extension, 'server', name);
  if (isProgram(packaged)) {
    return { file: packaged, from: 'package' };
  }
  const file = onPath(name, places.path);
  return file === undefined ? {} : { file, from: 'path' };
}

function expand(name: string): string {
  const home = /^(?:~|\$\{userHome\})(?=$|[/\\])/;
  return name.replace(home, () => homedir());
}

function onPath(name: string, folders: string): string | undefined {
  return folders
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
