// Makes the .vsix.
//
//   node scripts/package.mjs [--target PLATFORM --server FILE] [--schema-by FILE] [--out FILE]
//
//   --target PLATFORM  one of VS Code's names, such as linux-x64 or win32-arm64; without it, for every platform
//   --server FILE      the program edition-ls for that platform, to go into the package; without it, users bring their own
//   --schema-by FILE   a program edition-ls that runs here [default: that of --server, what was built here, or the PATH's]
//   --out FILE         [default: edition-ls-VERSION.vsix or edition-ls-PLATFORM-VERSION.vsix here]
//
// Everything is laid out in build/package first. The version is that of Cargo.toml.

import { createVSIX } from '@vscode/vsce';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './build.mjs';
import { notices } from './notices.mjs';
import { here, program, repository, schemaBy } from './server.mjs';

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    server: { type: 'string' },
    'schema-by': { type: 'string' },
    out: { type: 'string' },
  },
});

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (values.server !== undefined && values.target === undefined) {
  fail('A package with a server is for one platform: say which with --target.');
}
const asked = program(values['schema-by'] ?? values.server);
if (asked === undefined) {
  fail('There is no program edition-ls to ask for the schema: build it, or name it with --schema-by.');
}

const version = /^version = "(.+)"$/m.exec(readFileSync(path.join(repository, 'Cargo.toml'), 'utf8'))?.[1];
const stage = path.join(here, 'build', 'package');
rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });

const bundled = await bundle();
const parts = ['dist', 'syntaxes', 'snippets', 'walkthrough', 'language-configuration.json', 'icon.png'];
for (const part of [...parts, 'README.md', 'CHANGELOG.md']) {
  cpSync(path.join(here, part), path.join(stage, part), { recursive: true });
}
for (const licence of ['LICENSE-APACHE', 'LICENSE-MIT']) {
  cpSync(path.join(repository, licence), path.join(stage, licence));
}
writeFileSync(
  path.join(stage, 'LICENSE.txt'),
  'edition-ls is free software, under the Apache License 2.0 (LICENSE-APACHE) or the MIT License (LICENSE-MIT), as you like.\n',
);
writeFileSync(path.join(stage, 'THIRD-PARTY-NOTICES.txt'), notices(bundled));
writeFileSync(path.join(stage, 'edition.schema.json'), `${JSON.stringify(schemaBy(asked), null, 2)}\n`);

const manifest = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
const { scripts, dependencies, devDependencies, private: _, ...published } = manifest;
writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify({ ...published, version }, null, 2)}\n`);

if (values.server !== undefined) {
  const name = values.target.startsWith('win32') ? 'edition-ls.exe' : 'edition-ls';
  mkdirSync(path.join(stage, 'server'));
  cpSync(values.server, path.join(stage, 'server', name), { dereference: true });
  chmodSync(path.join(stage, 'server', name), 0o755);
}

const folder = manifest.repository.url;
const name = ['edition-ls', values.target, version].filter(Boolean).join('-');
// Without a list of files, everything in the folder goes in; vsce wants to be told that this is meant.
writeFileSync(path.join(stage, '.vscodeignore'), '');
await createVSIX({
  cwd: stage,
  packagePath: path.resolve(values.out ?? path.join(here, `${name}.vsix`)),
  ...(values.target === undefined ? {} : { target: values.target }),
  dependencies: false,
  // Where README.md finds its pictures and files.
  baseImagesUrl: `${folder}/raw/HEAD/editors/vscode`,
  baseContentUrl: `${folder}/blob/HEAD/editors/vscode`,
});
