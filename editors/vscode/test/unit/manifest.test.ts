import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import * as manifest from '../../package.json';

const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command);
const sources = readdirSync('src').map((name) => readFileSync(path.join('src', name), 'utf8'));

test('keys, menus, the walkthrough and the code name commands that there are', () => {
  const named = [
    ...contributes.keybindings.map(({ command }) => command),
    ...contributes.menus['editor/context'].map(({ command }) => command),
    ...`${JSON.stringify(contributes.walkthroughs)}${sources.join()}`.matchAll(/editionLs\.\w+/g),
  ].map(String);
  assert.deepEqual(
    named.filter((command) => !declared.includes(command)),
    [],
  );
});

test('every command does something', () => {
  const commands = readFileSync('src/commands.ts', 'utf8');
  for (const command of declared) {
    const name = command.replace('editionLs.', '');
    assert.match(commands, new RegExp(`^ +${name}: |'${command}'`, 'm'), command);
  }
});

test('files that are named are there', () => {
  const named = [
    manifest.icon,
    ...contributes.languages.map((language) => language.configuration),
    ...contributes.grammars.map((grammar) => grammar.path),
    ...contributes.snippets.map((snippets) => snippets.path),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
  ];
  assert.deepEqual(
    named.filter((file) => !existsSync(file)),
    [],
  );
});

test('one key has one meaning at a time', () => {
  const keys = contributes.keybindings.map(({ key, when }) => `${key} ${when}`);
  assert.equal(new Set(keys).size, keys.length);
});

test('plain text as such is not taken over', () => {
  const [language] = contributes.languages;
  assert.deepEqual(language?.extensions, ['.edition', '.edition.txt']);
});
