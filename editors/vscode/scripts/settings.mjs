// Makes the settings of the extension, in package.json, from the schema of edition.toml: both are one thing, said once.
//
//   node scripts/settings.mjs [--check] [--server FILE]
//
// With --check, nothing is written; exit code 1 says that package.json is not what would be made.

import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { here, program, schemaBy } from './server.mjs';

/** What the extension decides itself. */
const OWN = {
  'edition-ls.server.path': {
    type: 'string',
    default: '',
    scope: 'machine-overridable',
    order: 1,
    markdownDescription:
      'The program `edition-ls`, if it is not the one that came with this extension: a path, or a name that the `PATH` has.',
  },
  'edition-ls.recognize': {
    type: 'string',
    enum: ['everywhere', 'editionFolders', 'never'],
    markdownEnumDescriptions: [
      'In all plain and Markdown texts that you open. What is no edition is left alone.',
      'Only below a folder that has an `edition.toml`.',
      'Nowhere: only in files whose language is Plain-text Edition, by their name or because you said so.',
    ],
    default: 'everywhere',
    scope: 'resource',
    order: 2,
    markdownDescription: 'Where to look for editions among your texts.',
  },
};

/** What the values of a rule mean. */
const LEVELS = {
  error: 'Something is certainly wrong.',
  warning: 'Very likely a slip.',
  information: 'Worth knowing.',
  hint: 'Shown as discreetly as possible.',
  off: 'Not reported.',
};

/** Schemas here say what is usual at the end of their descriptions: it becomes the default, where people see it. */
function described({ description, ...schema }, rest) {
  const usual = /\s*Usually: ([a-z]+)\.$/.exec(description);
  const value = { true: true, false: false }[usual?.[1]] ?? usual?.[1];
  return {
    ...schema,
    ...(usual ? { default: value } : {}),
    markdownDescription: usual ? description.slice(0, usual.index) : description,
    ...rest,
  };
}

/** What VS Code's settings understand of a schema. */
function plain(schema) {
  if (Array.isArray(schema)) {
    return schema.map(plain);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const { format, examples, ...rest } = schema;
  const all = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value)]));
  // Empty and absent are the same in VS Code: nobody writes null there.
  if (Array.isArray(all.type)) {
    all.type = all.type.find((type) => type !== 'null');
  }
  return all;
}

const EMPTY = { string: '', array: [], object: {} };

function settings(schema) {
  const general = { ...OWN };
  const rules = {};
  for (const [name, property] of Object.entries(plain(schema).properties)) {
    const rest = { scope: 'resource' };
    if (name === 'rules') {
      for (const [rule, level] of Object.entries(property.properties)) {
        const levels = { markdownEnumDescriptions: level.enum.map((level) => LEVELS[level]) };
        rules[`edition-ls.rules.${rule}`] = described(level, { ...levels, ...rest });
      }
    } else if (property.type === 'object' && property.properties !== undefined) {
      for (const [part, inner] of Object.entries(property.properties)) {
        general[`edition-ls.${name}.${part}`] = described(inner, rest);
      }
    } else {
      general[`edition-ls.${name}`] = described({ ...property, default: EMPTY[property.type] }, rest);
    }
  }
  return [
    { id: 'edition', title: 'Edition', order: 1, properties: general },
    { id: 'edition-rules', title: 'Kinds of Problems', order: 2, properties: rules },
  ];
}

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, server: { type: 'string' } },
});
const server = program(values.server);
if (server === undefined) {
  console.log(
    'skipped: there is no program edition-ls to ask for the schema; build it, or name it with --server',
  );
  process.exit(values.check ? 0 : 1);
}
const file = path.join(here, 'package.json');
const before = readFileSync(file, 'utf8');
const manifest = JSON.parse(before);
manifest.contributes.configuration = settings(schemaBy(server));
const after = `${JSON.stringify(manifest, null, 2)}\n`;
if (before === after) {
  console.log('The settings in package.json are those of the schema.');
} else if (values.check) {
  console.error('The settings in package.json are not those of the schema: run `npm run settings`.');
  process.exit(1);
} else {
  writeFileSync(file, after);
}
