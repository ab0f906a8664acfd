// Runs a composite action as GitHub's runner does: after Runner.Worker/Handlers/CompositeActionHandler.cs and ScriptHandler.cs of
// https://github.com/actions/runner. Action and expressions are read by GitHub's own packages.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Reader } from './commands.mjs';
import { data, Evaluator, Lexer, NoOperationTraceWriter, parseAction, Parser } from './packages.mjs';

const { Dictionary, StringData } = data;

/** A context for expressions, from an object of texts and of such objects. */
function context(object) {
  const dictionary = new Dictionary();
  for (const [key, value] of Object.entries(object)) {
    dictionary.add(key, typeof value === 'string' ? new StringData(value) : context(value));
  }
  return dictionary;
}

function evaluate(expression, contexts, failed) {
  const functions = { success: !failed, failure: failed, always: true, cancelled: false };
  const names = Object.keys(functions).map((name) => ({ name, minArgs: 0, maxArgs: 0 }));
  const answers = new Map(
    names.map((info) => [info.name, { ...info, call: () => new data.BooleanData(functions[info.name]) }]),
  );
  const parser = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), names);
  return new Evaluator(parser.parse(), context(contexts), answers).evaluate();
}

/** What a part of the action says, as plain values, with its expressions worked out. */
function plain(token, contexts) {
  if (token === undefined) return undefined;
  if ('expression' in token) return evaluate(token.expression, contexts, false).coerceString();
  if (typeof token.get === 'function' && typeof token.count === 'number') {
    return Array.from({ length: token.count }, (_, index) => {
      const item = token.get(index);
      return 'key' in item ? [item.key.value, plain(item.value, contexts)] : plain(item, contexts);
    });
  }
  return String(token.value ?? '');
}

/** The value of a key, not worked out. */
function part(mapping, key) {
  for (let index = 0; index < (mapping?.count ?? 0); index += 1) {
    const item = mapping.get(index);
    if (item.key.value === key) return item.value;
  }
  return undefined;
}

function items(token) {
  return Array.from({ length: token?.count ?? 0 }, (_, index) => token.get(index));
}

/** Lines NAME=VALUE, or NAME<<END and then lines up to END. */
function assignments(text) {
  const result = {};
  const lines = text.split('\n');
  while (lines.length > 0) {
    const line = lines.shift();
    const [, name, sign, rest] = /^(.+?)(=|<<)(.*)$/.exec(line) ?? [];
    if (sign === '=') result[name] = rest;
    if (sign === '<<') {
      const value = [];
      while (lines.length > 0 && lines[0] !== rest) value.push(lines.shift());
      lines.shift();
      result[name] = value.join('\n');
    }
    if (line !== '' && sign === undefined) throw new Error(`not an assignment: ${line}`);
  }
  return result;
}

/**
 * Runs the action in the folder `action`, for the repository that is checked out in `workspace`. `temp` is the folder
 * of the job, and `job` what earlier steps of it left behind.
 */
export function runAction({ action, workspace, temp, inputs = {}, env = {}, system = ['Linux', 'X64'], job = {} }) {
  const content = readFileSync(path.join(action, 'action.yml'), 'utf8');
  const { context: parsed, value } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
  if (parsed.errors.count > 0) throw new Error(String(parsed.errors.getErrors()));

  const declared = items(part(value, 'inputs')).map((item) => [item.key.value, part(item.value, 'default')]);
  for (const name of Object.keys(inputs)) {
    if (!declared.some(([known]) => known === name)) throw new Error(`The action has no input ${name}.`);
  }
  const given = Object.fromEntries(
    declared.map(([name, byDefault]) => [name, inputs[name] ?? plain(byDefault, {}) ?? '']),
  );
  const runner = { os: system[0], arch: system[1], temp };
  const github = { workspace, action_path: action };
  const steps = {};
  const reader = new Reader(workspace);
  job.path ??= [];
  let summary = '';
  let failed = false;

  for (const step of items(part(part(value, 'runs'), 'steps'))) {
    const contexts = { inputs: given, steps, runner, github, env: {} };
    if (part(step, 'if') !== undefined) throw new Error('This runner knows no conditions.');
    if (failed) break;

    const files = path.join(temp, '_runner_file_commands');
    mkdirSync(files, { recursive: true });
    const file = (name) => path.join(files, name);
    for (const name of ['env', 'output', 'path', 'summary']) writeFileSync(file(name), '');
    const script = path.join(temp, 'step.sh');
    writeFileSync(script, plain(part(step, 'run'), contexts));
    if (plain(part(step, 'shell'), contexts) !== 'bash') throw new Error('This runner knows no shell but bash.');

    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
      cwd: workspace,
      encoding: 'utf8',
      env: {
        ...env,
        PATH: [...job.path.toReversed(), env.PATH ?? process.env.PATH].join(path.delimiter),
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTION_PATH: action,
        GITHUB_ENV: file('env'),
        GITHUB_OUTPUT: file('output'),
        GITHUB_PATH: file('path'),
        GITHUB_STEP_SUMMARY: file('summary'),
        GITHUB_WORKSPACE: workspace,
        RUNNER_ARCH: runner.arch,
        RUNNER_OS: runner.os,
        RUNNER_TEMP: temp,
        ...Object.fromEntries(plain(part(step, 'env'), contexts) ?? []),
      },
    });
    for (const line of `${stdout}\n${stderr}`.split('\n')) reader.read(line);
    job.path.push(...readFileSync(file('path'), 'utf8').split('\n').filter(Boolean));
    summary += readFileSync(file('summary'), 'utf8');
    const id = plain(part(step, 'id'), contexts);
    if (id !== undefined) steps[id] = { outputs: assignments(readFileSync(file('output'), 'utf8')) };
    if (status !== 0) {
      reader.read(`::error::Process completed with exit code ${status}.`);
      failed = true;
    }
    failed ||= reader.refused.length > 0;
  }

  const outputs = Object.fromEntries(
    items(part(value, 'outputs')).map((item) => [
      item.key.value,
      plain(part(item.value, 'value'), { inputs: given, steps, runner, github, env: {} }),
    ]),
  );
  const { remarks, log, carriedOut, refused } = reader;
  return { failed, outputs, remarks, log: log.join('\n'), carriedOut, refused, summary, job };
}
