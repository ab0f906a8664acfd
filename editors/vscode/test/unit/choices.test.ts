import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Memento, Uri } from 'vscode';
import { Choices } from '../../src/choices';

function memory(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, usual?: T) => (values.get(key) ?? usual) as T,
    update: async (key, value) => void values.set(key, value),
  };
}

const uri = (text: string) => ({ scheme: text.split(':')[0], toString: () => text }) as Uri;

test('a choice is kept, and taken back', async () => {
  const kept = memory();
  await new Choices(kept).set(uri('file:///a.txt'), 'edition');
  assert.equal(new Choices(kept).of(uri('file:///a.txt')), 'edition');
  assert.equal(new Choices(kept).of(uri('file:///b.txt')), undefined);
  await new Choices(kept).set(uri('file:///a.txt'), undefined);
  assert.equal(new Choices(kept).of(uri('file:///a.txt')), undefined);
});

test('a choice goes with the file, and with its folder', async () => {
  const choices = new Choices(memory());
  await choices.set(uri('file:///old/a.txt'), 'off');
  await choices.set(uri('file:///older.txt'), 'hand');
  await choices.renamed(uri('file:///old'), uri('file:///new'));
  assert.equal(choices.of(uri('file:///new/a.txt')), 'off');
  assert.equal(choices.of(uri('file:///old/a.txt')), undefined);
  assert.equal(choices.of(uri('file:///older.txt')), 'hand');
  await choices.renamed(uri('file:///new/a.txt'), uri('file:///new/b.txt'));
  assert.equal(choices.of(uri('file:///new/b.txt')), 'off');
});

test('a choice about a text without a file ends with it', async () => {
  const [kept, text] = [memory(), uri('untitled:Untitled-1')];
  const choices = new Choices(kept);
  await choices.set(text, 'off');
  assert.equal(choices.of(text), 'off');
  assert.equal(new Choices(kept).of(text), undefined);
  choices.closed(text);
  assert.equal(choices.of(text), undefined);
});
