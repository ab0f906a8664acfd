// Runs the tests in test/unit, which need no VS Code: bundled first, for a Node that knows no TypeScript.

import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { here } from './server.mjs';

const sources = path.join(here, 'test', 'unit');
const outdir = path.join(here, 'build', 'test');
rmSync(outdir, { recursive: true, force: true });
const names = readdirSync(sources).filter((name) => name.endsWith('.test.ts'));
await build({
  entryPoints: names.map((name) => path.join(sources, name)),
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  sourcemap: 'inline',
  logLevel: 'warning',
});
const tests = names.map((name) => path.join(outdir, name.replace(/\.ts$/, '.mjs')));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...tests], {
  stdio: 'inherit',
  cwd: here,
});
process.exit(status ?? 1);
