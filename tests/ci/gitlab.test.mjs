// The job for GitLab, run by gitlab-ci-local in a shell, with a curl that hands out a release of our own.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { before, test } from 'node:test';
import { CACHE, copy, fresh, goodLetter, program, run, SERVER, text, version, write } from './support.mjs';

const release = fresh('release');
const name = `edition-ls-${version}-x86_64-unknown-linux-gnu.tar.gz`;
const tools = fresh('tools');

before(() => {
  copy(release, '.github', 'Cargo.toml', 'README.md', 'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT');
  const { code, all } = run('bash', [
    path.join(release, '.github/release/pack.sh'),
    'x86_64-unknown-linux-gnu',
    SERVER,
  ]);
  assert.equal(code, 0, all);
  const hash = createHash('sha256').update(readFileSync(path.join(release, 'dist', name))).digest('hex');
  write(release, 'dist/SHA256SUMS', `${'0'.repeat(64)}  other.tar.gz\n${hash}  ${name}\n`);
  program(
    tools,
    'curl',
    `[[ " $* " == *" --fail "* && " $* " == *" --proto =https "* ]]
    url=\${!#}
    echo "asked: $url"
    [[ $url == https://github.com/edition-ls/edition-ls/releases/download/v${version}/* ]] || exit 22
    while [[ $1 != --output ]]; do shift; done
    cp "${release}/dist/\${url##*/}" "$2"`,
  );
  program(tools, 'uname', 'echo "${MACHINE:-x86_64}"');
});

/** Runs the job on a repository with these files, as somebody includes it. */
function check(files, more = '', env = {}) {
  const folder = fresh('repository');
  copy(folder, 'editors/ci/gitlab.yml');
  write(folder, '.gitlab-ci.yml', `include:\n  - local: editors/ci/gitlab.yml\n${more}`);
  for (const [file, content] of Object.entries(files)) write(folder, file, content);
  const quiet = { GIT_CONFIG_GLOBAL: '/dev/null', ...process.env, PATH: `${tools}:${process.env.PATH}`, ...env };
  for (const args of [
    ['init', '-q'],
    ['remote', 'add', 'origin', 'https://gitlab.example/group/texts.git'],
    ['add', '.'],
    ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'Texts'],
  ]) {
    const { code, all } = run('git', args, { cwd: folder, env: quiet });
    assert.equal(code, 0, all);
  }
  const bin = path.join(CACHE, 'node_modules/.bin/gitlab-ci-local');
  const args = ['--force-shell-executor', '--no-color', '--home', fresh('home'), 'edition-ls'];
  return run(bin, args, { cwd: folder, env: quiet });
}

test('GitLab: a broken reference fails the job, and a good text does not', () => {
  const bad = check({ 'letter.txt': text('letter.txt') });
  assert.equal(bad.code, 1, bad.all);
  assert.match(bad.all, /--> letter\.txt:12:55/);
  assert.match(bad.all, /edition-ls.*FAIL.*1/);
  assert.ok(bad.all.includes(`/v${version}/${name}`));
  const good = check({ 'letter.txt': goodLetter() });
  assert.equal(good.code, 0, good.all);
  assert.match(good.all, /No problems in 1 edition/);
});

test('GitLab: paths one a line, with spaces, and what makes the job fail', () => {
  const files = {
    'my texts/letter.txt': text('letter.txt'),
    'essay.md': text('essay.md'),
    'letter.txt': text('letter.txt'),
  };
  const more = `edition-ls:
  variables:
    EDITION_LS_FAIL_ON: never
    EDITION_LS_PATHS: |
      my texts
      essay.md
`;
  const { code, all } = check(files, more);
  assert.equal(code, 0, all);
  assert.match(all, /--> my texts\/letter\.txt:12:55/);
  assert.match(all, /2 problems \(2 errors\) in 2 of 2 editions; 2 files read/);
});

test('GitLab: what paths hold is no command and no pattern', () => {
  const more = 'edition-ls:\n  variables:\n    EDITION_LS_PATHS: "$(echo pwned); `echo pwned`\\n*.txt"\n';
  const { code, all } = check({ 'letter.txt': goodLetter() }, more);
  assert.equal(code, 1, all);
  assert.match(all, /\$\(echo pwned\); `echo pwned`: there is no such file/);
  assert.match(all, /\*\.txt: there is no such file/);
});

test('GitLab: a file with another checksum is not run, and a version that is missing is said', () => {
  const sums = readFileSync(path.join(release, 'dist/SHA256SUMS'), 'utf8');
  try {
    for (const wrong of ['', sums.replaceAll(/^./gm, (digit) => (digit === '0' ? '1' : '0'))]) {
      write(release, 'dist/SHA256SUMS', wrong);
      const { code, all } = check({ 'letter.txt': goodLetter() });
      assert.equal(code, 1, all);
      assert.doesNotMatch(all, /No problems/);
    }
  } finally {
    write(release, 'dist/SHA256SUMS', sums);
  }
  const old = check({ 'letter.txt': goodLetter() }, 'edition-ls:\n  variables:\n    EDITION_LS_VERSION: 9.8.7\n');
  assert.equal(old.code, 1, old.all);
  assert.match(old.all, /asked: .*\/v9\.8\.7\/SHA256SUMS/);
});

test('GitLab: on a machine without a program, the job says so', () => {
  const { code, all } = check({ 'letter.txt': goodLetter() }, '', { MACHINE: 'riscv64' });
  assert.equal(code, 1, all);
  assert.match(all, /No program is released for this system, riscv64/);
});
