// Tells all stories, one after the other, to one VS Code, each in a window and a folder of its own. `run` starts it.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CodeServer } from './code-server.mjs';
import { Teller } from './teller.mjs';

const { CACHE, WORK, VSIX, CHROMIUM } = process.env;
const { chromium } = createRequire(path.join(CACHE, 'package.json'))('playwright-core');

const vscode = new CodeServer(path.join(CACHE, 'node_modules/code-server/out/node/entry.js'), path.join(WORK, 'vscode'));
let browser;
const stop = async () => {
    await browser?.close();
    await vscode.stop();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop().finally(() => process.exit(1)));

const teller = new Teller(vscode);
try {
    vscode.install(VSIX);
    await vscode.start();
    browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
    });
    const folder = new URL('stories/', import.meta.url);
    for (const file of fs.readdirSync(folder).sort()) {
        if (!file.includes(process.env.STORIES ?? '')) continue;
        const { title, tell } = await import(new URL(file, folder));
        await teller.tell(browser, title, tell);
    }
    teller.judgeLogs();
} finally {
    await stop();
}
process.exitCode = teller.finish() ? 0 : 1;
