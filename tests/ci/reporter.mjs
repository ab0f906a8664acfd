// Says of each test whether it passed, and at the end how many did.

export default async function* report(events) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A file counts through its tests, unless it did not even get to them.
    const isFile = data.details?.error?.failureType === 'subtestsFailed' || /\.test\.mjs$/.test(data.name);
    if (isFile && (type === 'test:pass' || data.details.error.failureType === 'subtestsFailed')) continue;
    const { skip } = data;
    const kind = skip === undefined ? (type === 'test:pass' ? 'passed' : 'failed') : 'skipped';
    count[kind] += 1;
    const number = count.passed + count.failed + count.skipped;
    yield `${kind === 'failed' ? 'not ok' : 'ok'} ${number} - ${data.name}${kind === 'skipped' ? ` # skip ${skip}` : ''}\n`;
    if (kind === 'failed') {
      const { cause } = data.details.error;
      yield `${String(cause?.stack ?? cause ?? data.details.error).replaceAll(/^/gm, '    ')}\n`;
    }
  }
  yield `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`;
}
