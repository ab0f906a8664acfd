import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contributes } from '../../package.json';
import { type Inspected, serverKeys, whatIsSet } from '../../src/settings';

const declared = contributes.configuration.flatMap((part) => Object.keys(part.properties));
const keys = serverKeys(declared, 'edition-ls');

function told(settings: Record<string, Inspected>): object {
  return whatIsSet(keys, (key) => ({ defaultValue: 'usual', ...settings[key] }) as Inspected);
}

test('what nobody has set is not told', () => {
  assert.deepEqual(told({}), {});
});

test('what is for the extension itself is not told', () => {
  assert.ok(declared.includes('edition-ls.recognize'));
  assert.ok(!keys.includes('recognize') && !keys.includes('server.path'));
});

test('names with dots are objects in objects', () => {
  const settings = { 'hints.notes': { globalValue: true }, 'rules.footnote-gap': { globalValue: 'off' } };
  assert.deepEqual(told(settings), { hints: { notes: true }, rules: { 'footnote-gap': 'off' } });
});

test('false is an answer, and empty text is none', () => {
  assert.deepEqual(told({ 'hints.pages': { globalValue: false }, dialect: { globalValue: '' } }), {
    hints: { pages: false },
  });
});

test('the nearest value counts', () => {
  assert.deepEqual(told({ dialect: { globalValue: 'mia', workspaceFolderValue: 'pandoc' } }), {
    dialect: 'pandoc',
  });
  assert.deepEqual(told({ languages: { globalValue: ['en'], workspaceValue: ['de'] } }), {
    languages: ['de'],
  });
});

test('an empty text that is nearer takes back what is farther', () => {
  assert.deepEqual(told({ dialect: { globalValue: 'mia', workspaceValue: '' } }), {});
});

test('objects of several levels are one', () => {
  const [one, other] = [
    { reference: 'a', footnote: 'b' },
    { reference: 'c', footnote: 'd' },
  ];
  assert.deepEqual(told({ dialects: { globalValue: { one }, workspaceValue: { other } } }), {
    dialects: { one, other },
  });
});
