// The hooks, run by pre-commit. Only how the program gets there is another: pre-commit would build it, which takes minutes.

import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { CACHE, fresh, goodLetter, REPOSITORY, run, SERVER, text, WORK, write } from './support.mjs';

const preCommit = path.join(CACHE, 'python/bin/pre-commit');
const programs = fresh('programs');
symlinkSync(SERVER, path.join(programs, 'edition-ls'));
const env = {
  ...process.env,
  PATH: `${programs}:${process.env.PATH}`,
  PRE_COMMIT_HOME: path.join(WORK, 'pre-commit'),
  GIT_CONFIG_GLOBAL: write(fresh('git'), 'config', '[user]\nname = A\nemail = a@example.org\n[init]\ndefaultBranch = main\n'),
};

function git(folder, ...args) {
  const { code, stdout, all } = run('git', args, { cwd: folder, env });
  assert.equal(code, 0, all);
  return stdout;
}

/** A repository with these files, all of them added. */
function repository(files) {
  const folder = fresh('repository');
  git(folder, 'init', '-q');
  for (const [name, content] of Object.entries(files)) write(folder, name, content);
  git(folder, 'add', '.');
  return folder;
}

const manifest = readFileSync(path.join(REPOSITORY, '.pre-commit-hooks.yaml'), 'utf8');
const hooks = repository({ '.pre-commit-hooks.yaml': manifest.replaceAll('language: rust', 'language: system') });
git(hooks, 'commit', '-q', '-m', 'Hooks');
const revision = git(hooks, 'rev-parse', 'HEAD').trim();

function check(folder, hook, more = '') {
  const configuration = `repos:
  - repo: ${JSON.stringify(hooks)}
    rev: ${revision}
    hooks:
      - id: ${hook}
        verbose: true
${more}`;
  write(folder, '.pre-commit-config.yaml', configuration);
  git(folder, 'add', '.pre-commit-config.yaml');
  return run(preCommit, ['run', '--color', 'never'], { cwd: folder, env });
}

test('pre-commit takes the definition of the hooks', () => {
  const file = path.join(REPOSITORY, '.pre-commit-hooks.yaml');
  const { code, all } = run(preCommit, ['validate-manifest', file], { env });
  assert.equal(code, 0, all);
  assert.equal(manifest.match(/language: rust/g).length, 2);
});

test('pre-commit: a broken reference stops the commit, and a good text does not', () => {
  const bad = check(repository({ 'letter.txt': text('letter.txt') }), 'edition-ls');
  assert.equal(bad.code, 1, bad.all);
  assert.match(bad.all, /Check editions\.+Failed/);
  assert.match(bad.all, /--> letter\.txt:12:55/);
  const good = check(repository({ 'letter.txt': goodLetter() }), 'edition-ls');
  assert.equal(good.code, 0, good.all);
  assert.match(good.all, /Check editions\.+Passed/);
});

test('pre-commit: the files are those that the check of a folder reads', () => {
  const names = ['a.txt', 'b c/d.text', 'e.md', 'f.markdown', 'g.edition', 'LOUD.TXT', 'no-ending', 'old.2/no ending'];
  const others = ['a.rs', 'b.html', 'c.txt.orig', 'd.toml', 'e.py', '.hidden.txt', 'a/.hidden/b.txt'];
  const slip = (name) => text(/\.m/.test(name) ? 'essay.md' : 'letter.txt');
  const files = Object.fromEntries([...names, ...others].map((name) => [name, slip(name)]));
  const folder = repository({ ...files, 'picture': '\u0000\u0001' });
  const { all } = check(folder, 'edition-ls');
  const found = [...all.matchAll(/--> (.+):\d+:\d+$/gm)].map(([, name]) => name);
  assert.deepEqual(found.sort(), [...names].sort());
  assert.match(all, new RegExp(`; ${names.length} files read\\.`));
  const walked = run('edition-ls', ['check'], { cwd: folder, env });
  assert.deepEqual([...walked.stdout.matchAll(/--> (.+):\d+:\d+$/gm)].map(([, name]) => name).sort(), found);
});

test('pre-commit: only what is committed counts, and what pre-commit leaves out is left out', () => {
  const folder = repository({ 'letter.txt': goodLetter() });
  write(folder, 'essay.md', text('essay.md'));
  assert.equal(check(folder, 'edition-ls').code, 0);
  git(folder, 'add', '.');
  assert.equal(check(folder, 'edition-ls').code, 1);
  for (const more of ['exclude: ^essay', 'args: [--fail-on, never]']) {
    const { code, all } = check(folder, 'edition-ls', `        ${more}\n`);
    assert.equal(code, 0, all);
  }
});

test('pre-commit: a slip in edition.toml is reported when that is committed', () => {
  const { code, all } = check(repository({ 'edition.toml': 'exclud = ["drafts"]\n' }), 'edition-ls');
  assert.equal(code, 1, all);
  assert.match(all, /--> edition\.toml:1:1/);
});

test('pre-commit: what cannot be read stops the commit', () => {
  const folder = repository({ 'letter.txt': goodLetter(), 'caf\u00e9.txt': Buffer.from([0xc3, 0x28, 0, 1, 2]) });
  const { code, all } = check(folder, 'edition-ls');
  assert.equal(code, 1, all);
  assert.match(all, /exit code: (1|2)/);
});

test('pre-commit: thousands of texts are one run', () => {
  const files = Array.from({ length: 1200 }, (_, index) => [`a folder of letters/${index}.txt`, goodLetter()]);
  const { code, all } = check(repository(Object.fromEntries(files)), 'edition-ls');
  assert.equal(code, 0, all);
  assert.match(all, /1200 files read/);
  assert.equal(all.match(/files read/g).length, 1);
});

test('pre-commit: the second hook mends what is safe, and says what is left', () => {
  const folder = repository({ 'letter.txt': goodLetter().replace('keys.[2]', 'keys.[2 ]') });
  const first = check(folder, 'edition-ls-fix');
  assert.equal(first.code, 1, first.all);
  assert.match(first.all, /files were modified by this hook/);
  assert.equal(readFileSync(path.join(folder, 'letter.txt'), 'utf8'), goodLetter());
  git(folder, 'add', '.');
  const second = check(folder, 'edition-ls-fix');
  assert.equal(second.code, 0, second.all);
  const left = check(repository({ 'letter.txt': text('letter.txt') }), 'edition-ls-fix');
  assert.equal(left.code, 1, left.all);
  assert.doesNotMatch(left.all, /files were modified/);
  assert.match(left.all, /--> letter\.txt:12:55/);
});
