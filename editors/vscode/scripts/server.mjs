// The program edition-ls of this repository, for what is made of what it prints.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const repository = path.dirname(path.dirname(here));

/** The one that is named, else what was built here, else what the PATH has; `undefined` if there is none. */
export function program(named) {
  const name = process.platform === 'win32' ? 'edition-ls.exe' : 'edition-ls';
  const target = process.env.CARGO_TARGET_DIR ?? path.join(repository, 'target');
  const built = ['release', 'debug'].map((kind) => path.join(target, kind, name));
  const onPath = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
  return named ?? [...built, ...onPath].find((file) => existsSync(file));
}

/** The JSON schema of edition.toml. */
export function schemaBy(file) {
  return JSON.parse(execFileSync(file, ['schema'], { encoding: 'utf8' }));
}
