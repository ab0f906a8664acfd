// The licences of what is bundled with the extension: their authors ask that these go with it.

import { readFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { here } from './server.mjs';

/** The folders of the packages that these files are from. */
function packages(files) {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
  return [...new Set(files.map((file) => folder.exec(file)?.[0]).filter(Boolean))].sort();
}

/** One text with all licences. `files` are the names that esbuild has bundled. */
export function notices(files) {
  const parts = packages(files).map((name) => {
    const folder = path.join(here, name);
    const {
      name: title,
      version,
      license,
    } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((name) => /^licen[sc]e/i.test(name));
    if (file === undefined) {
      throw new Error(`${title} has no file with its licence`);
    }
    return `${title} ${version} (${license})\n\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`;
  });
  return `This extension contains parts of these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
