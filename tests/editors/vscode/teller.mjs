// Tells stories, and counts what was as expected.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Workbench } from './workbench.mjs';

const { WORK, SHOTS, TEXTS } = process.env;

/** The server that stands in PATH: it may be one that logs what is said. */
const SERVER = execFileSync('sh', ['-c', 'command -v edition-ls'], { encoding: 'utf8' }).trim();

export class Teller {
    #vscode;
    #count = 0;
    #failures = 0;
    #stories = 0;

    constructor(vscode) {
        this.#vscode = vscode;
    }

    /**
     * A story is a function of `{ texts, open, expect, picture, vscode }`:
     *
     * - `texts`: a folder with fresh copies of the texts that all editors are tried with, and of those in texts/ here
     * - `open({ file, workspace, settings })`: opens the folder in a window of a browser that nobody has used
     * - `expect(name, probe, wanted)`: asks `probe` until it says what is wanted (a value, a pattern, a function)
     * - `picture(name, height)`: keeps a screenshot of the window, or of the text down to that height
     * - `note(words)`: says something in between
     */
    async tell(browser, title, story) {
        console.log(`# ${title}`);
        const begun = Date.now();
        const texts = path.join(WORK, `story-${++this.#stories}`, 'texts');
        fs.cpSync(TEXTS, texts, { recursive: true });
        fs.cpSync(new URL('texts/', import.meta.url), texts, { recursive: true });
        let context, window;
        const open = async ({ settings = { 'edition-ls.server.path': SERVER }, ...what } = {}) => {
            this.#vscode.settings(settings);
            await context?.close();
            context = await browser.newContext({
                viewport: { width: 1280, height: 800 },
                // Pictures for people with fine screens: SCALE=2.
                deviceScaleFactor: Number(process.env.SCALE ?? 1),
            });
            window = new Workbench(await context.newPage(), texts);
            await window.open(this.#vscode.address, what);
            return window;
        };
        const expect = async (name, probe, wanted) => {
            let seen;
            try {
                await window.until(name, async () => fits((seen = await probe()), wanted));
                this.#judge(name, true);
            } catch (error) {
                this.#judge(name, false, seen === undefined ? String(error) : `saw ${JSON.stringify(seen, null, 1)}`);
                await window?.picture(path.join(SHOTS, `failed-${this.#count}.png`)).catch(() => {});
            }
        };
        const note = (words) => console.log(`# ${words}`);
        const picture = (name, height) => window.picture(path.join(SHOTS, `${name}.png`), height);
        try {
            await story({ texts, open, expect, picture, note, vscode: this.#vscode });
        } catch (error) {
            this.#judge(`${title}: goes on`, false, error.stack);
            await window?.picture(path.join(SHOTS, `failed-${this.#count}.png`)).catch(() => {});
        }
        await context?.close();
        console.log(`# ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    }

    /** Nothing of ours went wrong behind the scenes. */
    judgeLogs() {
        const lines = this.#vscode.log('remoteexthost.log').filter((line) => /\[error\].*edition-ls/i.test(line));
        this.#judge('no error of ours in the log of the extension host', lines.length === 0, lines.join('\n'));
    }

    finish() {
        console.log(`${this.#count - this.#failures} passed, ${this.#failures} failed`);
        return this.#failures === 0 && this.#count > 0;
    }

    #judge(name, good, why = '') {
        this.#count += 1;
        if (!good) this.#failures += 1;
        console.log(`${good ? 'ok' : 'not ok'} ${this.#count} - ${name}`);
        if (!good) console.log(why.replace(/^/gm, '    # '));
    }
}

function fits(seen, wanted) {
    if (typeof wanted === 'function') return wanted(seen);
    if (wanted instanceof RegExp) return wanted.test(Array.isArray(seen) ? seen.join('\n') : (seen ?? ''));
    return isDeepStrictEqual(seen, wanted);
}
