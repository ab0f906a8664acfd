// What the tests share: fresh folders, programs that run, the parts of the repository.

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

export const { REPOSITORY, SERVER, CACHE, WORK } = process.env;

export const version = /^version = "(.+)"$/m.exec(readFileSync(path.join(REPOSITORY, 'Cargo.toml'), 'utf8'))[1];

/** A folder that nobody has used. */
export function fresh(name) {
  return mkdtempSync(path.join(WORK, `${name} `));
}

export function write(folder, name, text) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** A program of this name that does what the lines of a shell script say. */
export function program(folder, name, script) {
  const file = write(folder, name, `#!/usr/bin/env bash\nset -euo pipefail\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** One of the texts that all editors are tried with: letter.txt and essay.md have a broken reference, shopping.txt is no edition. */
export function text(name) {
  return readFileSync(path.join(REPOSITORY, 'tests/editors/texts', name), 'utf8');
}

/** The letter without its slip. */
export function goodLetter() {
  return text('letter.txt').replace('[4]', '');
}

/** What of the repository is named, copied to `folder`. */
export function copy(folder, ...names) {
  for (const name of names) cpSync(path.join(REPOSITORY, name), path.join(folder, name), { recursive: true });
}

/** Runs a program to its end. */
export function run(file, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8', ...options });
  if (error) throw error;
  return { code: status, stdout, stderr, all: stdout + stderr };
}
