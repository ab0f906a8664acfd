// Makes dist/extension.js: one small file that starts quickly.

import { build } from 'esbuild';
import * as path from 'node:path';
import { here } from './server.mjs';

/** The names of the files that are in it. */
export async function bundle() {
  const { metafile } = await build({
    absWorkingDir: here,
    metafile: true,
    entryPoints: [path.join(here, 'src', 'extension.ts')],
    outfile: path.join(here, 'dist', 'extension.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    // The Node of VS Code 1.91.
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}

if (import.meta.filename === process.argv[1]) {
  await bundle();
}
