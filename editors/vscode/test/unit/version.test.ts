import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits } from '../../src/version';

test('which versions go together', () => {
  assert.ok(fits('0.1.0', '0.1.7'));
  assert.ok(!fits('0.1.0', '0.2.0'));
  assert.ok(fits('1.1.0', '1.9.3'));
  assert.ok(!fits('1.1.0', '2.0.0'));
  assert.ok(!fits('0.1.0', '1.1.0'));
});
