// The action, run as GitHub's runner runs it, with releases on a server of our own.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { runAction } from './runner.mjs';
import { copy, fresh, goodLetter, program, REPOSITORY, run, SERVER, text, version, write } from './support.mjs';

const release = fresh('release');
let action;
let site;

before(async () => {
  // As a release is made, with the program under test for each system.
  copy(release, '.github', 'Cargo.toml', 'README.md', 'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT');
  for (const target of ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc']) {
    const { code, all } = run('bash', [path.join(release, '.github/release/pack.sh'), target, SERVER]);
    assert.equal(code, 0, all);
  }
  const sums = readdirSync(path.join(release, 'dist')).map((name) => {
    const content = readFileSync(path.join(release, 'dist', name));
    return `${createHash('sha256').update(content).digest('hex')}  ${name}\n`;
  });
  write(release, 'dist/SHA256SUMS', sums.join(''));
  // As the runner lays it out; a space in its path is unlikely, and no reason to fail.
  action = path.join(fresh('actions'), 'edition-ls', 'v1');
  mkdirSync(action, { recursive: true });
  copy(action, 'action.yml', '.github', 'Cargo.toml');
  site = fork(path.join(REPOSITORY, 'tests/ci/site.mjs'), [path.join(release, 'dist')]);
  site.address = await new Promise((resolve) => site.once('message', resolve));
});

after(() => site?.kill());

/** What was asked of the server since the last time. */
function asked() {
  return new Promise((resolve) => {
    site.once('message', resolve);
    site.send('asked');
  });
}

/** Runs the action on a repository with these files. */
function act(files, options = {}) {
  const workspace = options.workspace ?? fresh('workspace');
  for (const [name, content] of Object.entries(files)) write(workspace, name, content);
  const tools = fresh('tools');
  program(tools, 'cargo', 'echo "cargo was not to be asked" >&2; exit 9');
  const env = { PATH: `${options.tools ?? tools}:${process.env.PATH}`, EDITION_LS_RELEASES: site.address };
  const temp = options.temp ?? fresh('temp');
  return { workspace, temp, ...runAction({ action, workspace, temp, env, ...options }) };
}

const only = (remarks) => remarks.filter(({ message }) => !message.startsWith('Process completed'));

test('action: a broken reference becomes a remark at its place, and the step fails', async () => {
  const done = act({ 'letter.txt': text('letter.txt'), 'shopping.txt': text('shopping.txt') });
  assert.equal(done.failed, true);
  assert.equal(done.outputs['exit-code'], '1');
  const [remark, ...others] = only(done.remarks);
  assert.deepEqual(others, []);
  const { message, ...place } = remark;
  assert.deepEqual(place, {
    level: 'error',
    file: 'letter.txt',
    line: '12',
    endLine: '12',
    col: '55',
    endColumn: '58',
    title: 'edition-ls undefined-footnote',
  });
  assert.match(message, /^\[4\] refers to footnote 4, but this text has no footnote 4\. /);
  // The log says where, which remarks in the log do not.
  assert.match(done.log, /--> letter\.txt:12:55/);
  assert.match(done.summary, /^### edition-ls\n\n1 problem \(1 error\) in 1 of 1 edition; 2 files read\.\n/);
  assert.match(done.summary, /<details>[^]*\n {6}--> letter\.txt:12:55\n[^]*<\/details>/);
});

test('action: a good text is let pass', () => {
  const done = act({ 'letter.txt': goodLetter() });
  assert.equal(done.failed, false);
  assert.equal(done.outputs['exit-code'], '0');
  assert.deepEqual(done.remarks, []);
  assert.equal(done.summary, '### edition-ls\n\nNo problems in 1 edition (1 file read).\n\n');
});

test('action: with fail-on never, problems are shown and the step passes', () => {
  const done = act({ 'letter.txt': text('letter.txt') }, { inputs: { 'fail-on': 'never' } });
  assert.equal(done.failed, false);
  assert.equal(done.outputs['exit-code'], '0');
  assert.equal(done.remarks.length, 1);
  assert.match(done.summary, /1 problem/);
});

test('action: empty inputs mean what is usual', () => {
  const inputs = { paths: '', 'working-directory': '', 'fail-on': '', format: '', version: '' };
  const done = act({ 'letter.txt': text('letter.txt') }, { inputs });
  assert.equal(done.outputs['exit-code'], '1');
  assert.equal(only(done.remarks)[0].file, 'letter.txt');
});

test('action: paths one a line, with spaces, in a folder; remarks name files from the top', () => {
  const files = {
    'my texts/first part/letter.txt': text('letter.txt'),
    'my texts/essay.md': text('essay.md'),
    'my texts/other/letter.txt': text('letter.txt'),
    'letter.txt': text('letter.txt'),
  };
  const inputs = { 'working-directory': './my texts/', paths: '\r\n  first part\r\n\n./essay.md  \n' };
  const done = act(files, { inputs });
  const named = only(done.remarks).map(({ file }) => file);
  assert.deepEqual(named, ['my texts/first part/letter.txt', 'my texts/essay.md']);

  const all = act(files, { inputs: { 'working-directory': 'my texts' } });
  assert.equal(only(all.remarks).length, 3);
  assert.ok(only(all.remarks).every(({ file }) => file.startsWith('my texts/')));
});

test('action: whatever inputs hold is no command and no option', () => {
  const evil = `$(touch pwned) \`touch pwned\`'; touch pwned; "`;
  for (const name of ['paths', 'working-directory', 'fail-on', 'format', 'version']) {
    const done = act({ 'letter.txt': goodLetter() }, { inputs: { [name]: evil } });
    assert.equal(done.failed, true, name);
    assert.equal(existsSync(path.join(done.workspace, 'pwned')), false, name);
    assert.equal(only(done.remarks).length, 1, name);
    assert.equal(only(done.remarks)[0].level, 'error', name);
  }
  const fixing = act({ 'letter.txt': text('letter.txt') }, { inputs: { paths: '--fix' } });
  assert.equal(fixing.outputs['exit-code'], '2');
});

test('action: whatever texts and their names hold is no command', () => {
  const hostile = text('letter.txt').replace('My brother asks who had chosen', '##[set-env name=A]b ##[add-matcher]c');
  const done = act({ '::error::owned ##[add-mask]a, b.txt': hostile, 'c.txt': 'no text \u0000 at all' }, {
    inputs: { paths: '.\nc.txt\n##[set-env name=A]100%0Agone.txt' },
  });
  assert.deepEqual(done.refused, []);
  assert.deepEqual(done.carriedOut, []);
  const remarks = only(done.remarks);
  assert.equal(remarks[0].file, '::error::owned ##[add-mask]a, b.txt');
  assert.equal(remarks.length, 2);
  // What could not be read is one remark.
  assert.match(remarks[1].message, /c\.txt: not a plain text[^]*100%0Agone\.txt: there is no such file/);
  assert.match(done.log, /##\[set-env name=A\]b/);
  // On the page of the run, each line is quoted.
  assert.doesNotMatch(done.summary, /^(?! {4}).*set-env/m);
});

test('action: what cannot be done is said, and the exit code is 2', () => {
  for (const [inputs, message] of [
    [{ paths: 'leter.txt' }, /^leter\.txt: there is no such file or folder/],
    [{ 'fail-on': 'errors' }, /invalid value 'errors' for '--fail-on/],
    [{ format: 'pdf' }, /invalid value 'pdf' for '--format/],
    [{ 'working-directory': 'textes' }, /^There is no folder textes/],
  ]) {
    const done = act({ 'letter.txt': goodLetter() }, { inputs });
    assert.equal(done.outputs['exit-code'], '2', String(message));
    const [remark] = only(done.remarks);
    assert.equal(remark.level, 'error');
    assert.match(remark.message, message);
    assert.doesNotMatch(remark.message, /%0A/);
  }
});

test('action: where there are no texts, a warning says so', () => {
  const done = act({ 'picture.png': 'no text' });
  assert.equal(done.failed, false);
  assert.equal(done.remarks.length, 1);
  assert.match(done.remarks[0].message, /^No texts found/);
});

test('action: other formats go to the log, without remarks', () => {
  const human = act({ 'letter.txt': text('letter.txt') }, { inputs: { format: 'human' } });
  assert.deepEqual(only(human.remarks), []);
  assert.match(human.log, /--> letter\.txt:12:55/);
  const json = act({ 'letter.txt': text('letter.txt') }, { inputs: { format: 'json' } });
  assert.deepEqual(only(json.remarks), []);
  assert.equal(json.outputs['exit-code'], '1');
  const object = json.log.slice(json.log.indexOf('\n{') + 1, json.log.lastIndexOf('\n}') + 2);
  assert.equal(JSON.parse(object).problems.length, 1);
});

test('action: thousands of problems do not make the page too long', () => {
  const letters = Array.from({ length: 1500 }, (_, index) => [`letters/${index}.txt`, text('letter.txt')]);
  const done = act(Object.fromEntries(letters));
  assert.equal(only(done.remarks).length, letters.length);
  assert.ok(Buffer.byteLength(done.summary) < 600_000);
  assert.match(done.summary, /The rest is in the log of the step\.\n\n<\/details>\n$/);
});

test('action: the program is there for later steps, and is not fetched twice', async () => {
  const first = act({ 'letter.txt': goodLetter() });
  const { stdout } = run('edition-ls', ['--version'], {
    env: { PATH: [...first.job.path, process.env.PATH].join(':') },
  });
  assert.equal(stdout, `edition-ls ${version}\n`);
  assert.equal(path.dirname(first.outputs.program), first.job.path.at(-1));
  await asked();
  const { workspace, temp, job } = first;
  assert.equal(act({}, { workspace, temp, job }).failed, false);
  assert.deepEqual(await asked(), []);
});

test('action: a file with another checksum is never run, and not built instead', () => {
  const sums = path.join(release, 'dist/SHA256SUMS');
  const right = readFileSync(sums, 'utf8');
  try {
    for (const [wrong, message] of [
      [right.replaceAll(/^./gm, (digit) => (digit === '0' ? '1' : '0')), /checksum is another/],
      ['', /checksum of .* is missing/],
    ]) {
      write(release, 'dist/SHA256SUMS', wrong);
      const done = act({ 'letter.txt': goodLetter() });
      assert.equal(done.failed, true);
      assert.match(only(done.remarks)[0].message, message);
      assert.doesNotMatch(done.log, new RegExp(`edition-ls ${version}$`, 'm'));
      assert.doesNotMatch(done.log, /cargo/);
    }
  } finally {
    write(release, 'dist/SHA256SUMS', right);
  }
});

test('action: each system asks for its own program', async () => {
  const targets = {
    'Linux-X64': 'x86_64-unknown-linux-gnu.tar.gz',
    'Linux-ARM64': 'aarch64-unknown-linux-gnu.tar.gz',
    'macOS-X64': 'x86_64-apple-darwin.tar.gz',
    'macOS-ARM64': 'aarch64-apple-darwin.tar.gz',
    'Windows-X64': 'x86_64-pc-windows-msvc.zip',
    'Windows-ARM64': 'aarch64-pc-windows-msvc.zip',
  };
  for (const [system, archive] of Object.entries(targets)) {
    await asked();
    const done = act({ 'letter.txt': goodLetter() }, { system: system.split('-') });
    const name = `/v${version}/edition-ls-${version}-${archive}`;
    assert.deepEqual(await asked(), [`/v${version}/SHA256SUMS`, name]);
    // Two of them are there.
    assert.equal(done.failed, !system.endsWith('-X64') || system.startsWith('macOS'), system);
    if (system === 'Windows-X64') assert.match(done.outputs.program, /edition-ls\.exe$/);
  }
  await asked();
  act({ 'letter.txt': goodLetter() }, { system: ['Linux', 'ARM'] });
  assert.deepEqual(await asked(), []);
});

/** A cargo that puts the program under test where it was told, and says what it was asked. */
function builder() {
  const tools = fresh('tools');
  program(
    tools,
    'cargo',
    `echo "cargo $* in $PWD"
    while [[ $1 != --root ]]; do shift; done
    mkdir -p "$2/bin"
    cp "${SERVER}" "$2/bin/edition-ls"`,
  );
  return tools;
}

test('action: where there is no program for the system, it is built from the source of the action', () => {
  const files = { 'letter.txt': text('letter.txt'), '.cargo/config.toml': 'not toml' };
  const done = act(files, { system: ['Linux', 'ARM64'], tools: builder() });
  assert.equal(done.outputs['exit-code'], '1');
  assert.match(done.log, /Building edition-ls from source, which takes a few minutes\./);
  // Not in the repository that is checked: what it tells cargo would count there.
  assert.ok(done.log.includes(`cargo install --locked`));
  assert.ok(done.log.includes(`in ${action}\n`), done.log);
});

test('action: version "source" builds and asks nobody', async () => {
  await asked();
  const done = act({ 'letter.txt': goodLetter() }, { inputs: { version: 'source' }, tools: builder() });
  assert.equal(done.failed, false);
  assert.match(done.log, /cargo install/);
  assert.deepEqual(await asked(), []);
});

test('action: another version than that of the action is fetched, or the step fails', async () => {
  await asked();
  const done = act({ 'letter.txt': goodLetter() }, { inputs: { version: 'v9.8.7' }, tools: builder() });
  assert.equal(done.failed, true);
  assert.deepEqual(await asked(), ['/v9.8.7/SHA256SUMS']);
  assert.match(only(done.remarks)[0].message, /^edition-ls 9\.8\.7 could not be installed/);
  assert.doesNotMatch(done.log, /cargo install/);
  const same = act({ 'letter.txt': goodLetter() }, { inputs: { version: `v${version}` } });
  assert.equal(same.failed, false);
});

test('action: without a release and without Rust, the step says what is missing', () => {
  const done = act({ 'letter.txt': goodLetter() }, { system: ['Linux', 'ARM64'] });
  assert.equal(done.failed, true);
  assert.match(only(done.remarks)[0].message, /could not be built/);
});
