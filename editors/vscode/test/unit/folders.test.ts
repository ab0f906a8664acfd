import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { inCollection } from '../../src/folders';

const at = (...parts: string[]) => path.resolve('/', ...parts);

function isIn(file: string, ...files: string[]): boolean {
  return inCollection(file, (name) => files.includes(String(name)), at('home', 'me'));
}

test('the folder of the file, or one above, has an edition.toml', () => {
  assert.ok(isIn(at('texts', 'a.txt'), at('texts', 'edition.toml')));
  assert.ok(isIn(at('texts', 'old', 'b.txt'), at('texts', 'edition.toml')));
  assert.ok(!isIn(at('texts', 'a.txt'), at('texts', 'old', 'edition.toml')));
  assert.ok(!isIn(at('texts', 'a.txt')));
});

test('the search ends at the folder of a repository', () => {
  const git = at('texts', 'old', '.git');
  assert.ok(!isIn(at('texts', 'old', 'b.txt'), at('texts', 'edition.toml'), git));
  assert.ok(isIn(at('texts', 'old', 'b.txt'), at('texts', 'old', 'edition.toml'), git));
});

test('the home folder is not one collection, nor what is above it', () => {
  assert.ok(!isIn(at('home', 'me', 'a.txt'), at('home', 'me', 'edition.toml')));
  assert.ok(!isIn(at('home', 'me', 'texts', 'a.txt'), at('home', 'me', 'edition.toml')));
  assert.ok(!isIn(at('home', 'me', 'a.txt'), at('home', 'edition.toml')));
  assert.ok(isIn(at('home', 'me', 'texts', 'a.txt'), at('home', 'me', 'texts', 'edition.toml')));
  assert.ok(isIn(at('home', 'men', 'a.txt'), at('home', 'men', 'edition.toml')));
});

test('unless it is a repository itself', () => {
  const home = [at('home', 'me', '.git'), at('home', 'me', 'edition.toml')];
  assert.ok(isIn(at('home', 'me', 'texts', 'a.txt'), ...home));
});
