import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Schema, headersOf, keysOf, schemaOf, tableAt, valuesOf } from '../../src/toml';

const rules: Schema = {
  type: 'object',
  properties: { 'footnote-gap': { description: 'A number is missing.', enum: ['error', 'off'] } },
};
const schema: Schema = {
  type: 'object',
  properties: {
    exclude: { type: ['array', 'null'], items: { type: 'string' }, examples: [['drafts/**', 'index.txt']] },
    dialect: { type: ['string', 'null'], examples: ['mia'] },
    rules,
    hints: { type: 'object', properties: { notes: { type: ['boolean', 'null'] } } },
    overrides: { type: 'array', items: { type: 'object', properties: { files: { type: 'array' }, rules } } },
    dialects: {
      type: 'object',
      additionalProperties: { type: 'object', properties: { reference: { examples: ['\\{\\d+\\}'] } } },
    },
  },
};

test('the table that a line is in', () => {
  const lines = [
    'exclude = []',
    '',
    '[rules] # all',
    'a = "off"',
    '[[overrides]]',
    '',
    '[dialects."my.own"]',
  ];
  assert.deepEqual(tableAt(lines, 1), []);
  assert.deepEqual(tableAt(lines, 3), ['rules']);
  assert.deepEqual(tableAt(lines, 5), ['overrides']);
  assert.deepEqual(tableAt(['[dialects.angled]'], 0), ['dialects', 'angled']);
});

test('keys of a table, but for those that are there', () => {
  const keys = (names: string[], ...written: string[]) =>
    keysOf(schemaOf(schema, names) ?? {}, new Set(written)).map(({ snippet }) => snippet);
  assert.deepEqual(keys([]), ['exclude = ["$1"]$0', 'dialect = "$1"$0']);
  assert.deepEqual(keys([], 'dialect'), ['exclude = ["$1"]$0']);
  assert.deepEqual(keys(['rules']), ['footnote-gap = ${1|"error","off"|}$0']);
  assert.deepEqual(keys(['hints']), ['notes = ${1|true,false|}$0']);
  assert.deepEqual(keys(['overrides']), ['files = ["$1"]$0']);
  assert.deepEqual(keys(['dialects', 'angled']), ['reference = "$1"$0']);
  assert.deepEqual(keys(['nothing']), []);
});

test('headers of tables', () => {
  assert.deepEqual(
    headersOf(schema).map(({ snippet }) => snippet),
    ['[rules]\n$0', '[hints]\n$0', '[[overrides]]\n$0', '[dialects.${1:name}]\n$0'],
  );
});

test('values as they are written', () => {
  const values = (...names: string[]) => valuesOf(schemaOf(schema, names) ?? {});
  assert.deepEqual(values('rules', 'footnote-gap'), ['"error"', '"off"']);
  assert.deepEqual(values('overrides', 'rules', 'footnote-gap'), ['"error"', '"off"']);
  assert.deepEqual(values('hints', 'notes'), ['true', 'false']);
  assert.deepEqual(values('exclude'), ['["drafts/**", "index.txt"]']);
  assert.deepEqual(values('dialects', 'angled', 'reference'), ["'\\{\\d+\\}'"]);
});
