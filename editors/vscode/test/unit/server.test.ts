import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { findServer } from '../../src/server';

const NAME = process.platform === 'win32' ? 'edition-ls.exe' : 'edition-ls';

function program(folder: string, name = NAME): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

function machine() {
  const root = mkdtempSync(path.join(tmpdir(), 'edition-ls-'));
  const [extension, bin] = [path.join(root, 'extension'), path.join(root, 'bin')];
  mkdirSync(extension);
  mkdirSync(bin);
  return { root, extension, bin, places: { setting: '', extension, path: bin, platform: process.platform } };
}

test('without any program there is none', () => {
  assert.deepEqual(findServer(machine().places), {});
});

test('the one of the package counts more than the one of the PATH', () => {
  const { extension, bin, places } = machine();
  const file = program(bin);
  assert.deepEqual(findServer(places), { file, from: 'path' });
  const packaged = program(path.join(extension, 'server'));
  assert.deepEqual(findServer(places), { file: packaged, from: 'package' });
});

test('the setting counts most', () => {
  const { root, extension, places } = machine();
  program(path.join(extension, 'server'));
  const file = program(root, 'my-server');
  assert.deepEqual(findServer({ ...places, setting: ` ${file} ` }), { file, from: 'setting' });
});

test('a name in the setting is looked for in the PATH', () => {
  const { bin, places } = machine();
  const file = program(bin, 'my-server');
  assert.deepEqual(findServer({ ...places, setting: 'my-server' }), { file, from: 'setting' });
});

test('a setting that names no program is not passed over in silence', () => {
  const { root, bin, places } = machine();
  program(bin);
  const nothing = path.join(root, 'nothing');
  assert.deepEqual(findServer({ ...places, setting: nothing }), { named: nothing });
  assert.deepEqual(findServer({ ...places, setting: root }), { named: root }, 'a folder is no program');
});

test('the home folder may be written short', () => {
  const { places } = machine();
  const named = path.join(homedir(), 'no', 'such', 'program');
  assert.deepEqual(findServer({ ...places, setting: '~/no/such/program' }), { named });
  assert.deepEqual(findServer({ ...places, setting: '${userHome}/no/such/program' }), { named });
});

test('what cannot be run is no program', { skip: process.platform === 'win32' }, () => {
  const { extension, places } = machine();
  chmodSync(program(path.join(extension, 'server')), 0o644);
  assert.deepEqual(findServer(places), {});
});

test('folders of the PATH without a full name are passed over: the workspace decides what is in them', () => {
  const { bin, places } = machine();
  program(bin);
  assert.deepEqual(findServer({ ...places, path: ['.', path.relative('.', bin)].join(path.delimiter) }), {});
});
