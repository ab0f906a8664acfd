// The reader of commands itself: a test that trusts it must be able to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, Reader } from './commands.mjs';

test('the runner: commands in both forms, with their codes', () => {
  assert.deepEqual(parse('  ::error file=a%2Cb%3A 1%25.txt,line=2::100 %25:%0Atwo'), {
    name: 'error',
    properties: { file: 'a,b: 1%.txt', line: '2' },
    data: '100 %:\ntwo',
  });
  assert.deepEqual(parse('said: ##[add-matcher a=b;c=d]file'), {
    name: 'add-matcher',
    properties: { a: 'b', c: 'd' },
    data: 'file',
  });
  for (const line of ['error::x', '::nothing::x', '##[nothing]x', '::error', 'a ::error::x']) {
    assert.equal(parse(line), undefined, line);
  }
});

test('the runner: between stop-commands and its token, nothing is a command', () => {
  const reader = new Reader('/repository');
  for (const line of ['::stop-commands::abc', '::error::one', 'x ##[add-mask]y', '::ABC::', '::error::two']) {
    reader.read(line);
  }
  assert.deepEqual(reader.remarks, [{ level: 'error', message: 'two' }]);
  assert.deepEqual(reader.carriedOut, []);
});

test('the runner: what it no longer does fails the step, and files are named from the top', () => {
  const reader = new Reader('/repository');
  reader.read('a ##[set-env name=A]b');
  reader.read('::warning file=/repository/a/b.txt::c');
  assert.equal(reader.refused.length, 1);
  assert.deepEqual(reader.remarks, [{ level: 'warning', message: 'c', file: 'a/b.txt' }]);
});
