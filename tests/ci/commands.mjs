// What GitHub's runner takes for commands in what a step prints, and what it does with them: after Runner.Common/ActionCommand.cs
// and Runner.Worker/ActionCommandManager.cs of https://github.com/actions/runner.

import * as path from 'node:path';

const REMARKS = ['error', 'warning', 'notice'];
const STOP = 'stop-commands';
const KNOWN = [
  ...REMARKS,
  STOP,
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'group',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
];

const unescaped = (text, codes) =>
  codes.reduce((done, [code, character]) => done.replaceAll(code, character), text);
const inData = (text) => unescaped(text, [['%0D', '\r'], ['%0A', '\n'], ['%25', '%']]);
const inProperty = (text) =>
  unescaped(text, [['%0D', '\r'], ['%0A', '\n'], ['%3A', ':'], ['%2C', ','], ['%25', '%']]);
const inOldForm = (text) =>
  unescaped(text, [['%3B', ';'], ['%0D', '\r'], ['%0A', '\n'], ['%5D', ']'], ['%25', '%']]);

/** The command that a line is, in the form `::name key=value,key=value::data` or, anywhere in it, `##[name key=value;]data`. */
export function parse(line, known = KNOWN) {
  const trimmed = line.trimStart();
  const end = trimmed.startsWith('::') ? trimmed.indexOf('::', 2) : -1;
  if (end >= 0) {
    const command = named(trimmed.slice(2, end), ',', inProperty, known);
    if (command) return { ...command, data: inData(trimmed.slice(end + 2)) };
  }
  const start = line.indexOf('##[');
  const bracket = start < 0 ? -1 : line.indexOf(']', start);
  if (bracket < 0) return undefined;
  const command = named(line.slice(start + 3, bracket), ';', inOldForm, known);
  return command && { ...command, data: inOldForm(line.slice(bracket + 1)) };
}

function named(head, separator, unescape, known) {
  const space = head.indexOf(' ');
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!known.some((one) => one.toLowerCase() === name)) return undefined;
  const properties = {};
  for (const part of space > 0 ? head.slice(space + 1).trim().split(separator) : []) {
    const equals = part.indexOf('=');
    if (equals > 0 && equals < part.length - 1) {
      properties[part.slice(0, equals)] = unescape(part.slice(equals + 1));
    }
  }
  return { name, properties };
}

/** Reads what steps print, line by line, as the runner does. */
export class Reader {
  /** What is shown in the margin of a pull request or on the page of the run. */
  remarks = [];
  /** What is left for the log. */
  log = [];
  /** Other commands that were carried out, groups aside. */
  carriedOut = [];
  /** Commands that the runner refuses; the step fails. */
  refused = [];
  #token;

  constructor(workspace) {
    this.workspace = workspace;
  }

  read(line) {
    const known = this.#token === undefined ? KNOWN : [...KNOWN, this.#token];
    const command = parse(line, known);
    if (command === undefined || (this.#token !== undefined && command.name !== this.#token.toLowerCase())) {
      this.log.push(line);
    } else if (this.#token !== undefined) {
      this.#token = undefined;
    } else if (command.name === STOP) {
      this.#token = command.data;
    } else if (REMARKS.includes(command.name)) {
      const { file, ...properties } = command.properties;
      const remark = { level: command.name, message: command.data, ...properties };
      this.remarks.push(file === undefined ? remark : { ...remark, file: this.#fromTop(file) });
      this.log.push(`##[${command.name}]${command.data}`);
    } else if (['set-env', 'add-path'].includes(command.name)) {
      this.refused.push(line);
    } else if (!['group', 'endgroup'].includes(command.name)) {
      this.carriedOut.push(line);
    }
  }

  #fromTop(file) {
    const top = this.workspace + path.sep;
    return file.startsWith(top) ? file.slice(top.length) : file;
  }
}
