// One window of VS Code, and what a person does in it. Each verb waits until what it does can be seen.
import fs from 'node:fs';
import path from 'node:path';

/** How long anything may take on a machine that has much else to do. */
const PATIENCE = Number(process.env.PATIENCE ?? 30_000);
/** When to try once more. */
const SOON = 3_000;

/** The keys are those of Linux, in the notation of Playwright. */
export class Workbench {
    /** `page` is an empty page of a browser, `folder` the folder whose texts are looked at. */
    constructor(page, folder) {
        this.page = page;
        this.folder = folder;
        page.setDefaultTimeout(PATIENCE);
    }

    /** Opens a folder, or a file `*.code-workspace` that names several; and `file` in it, if one is named. */
    async open(address, { workspace, file } = {}) {
        const url = new URL(address);
        url.searchParams.set(workspace ? 'workspace' : 'folder', workspace ?? this.folder);
        if (file) {
            const opened = `vscode-remote://${url.host}${path.join(this.folder, file)}`;
            url.searchParams.set('payload', JSON.stringify([['openFile', opened]]));
        }
        await this.page.addInitScript(rememberFirstSquiggle);
        await this.page.goto(url.href);
        await this.page.waitForSelector('.monaco-workbench .statusbar-item');
        // Sometimes VS Code reads the file of a workspace before it can read files at all, and takes it for an empty one.
        if (workspace) {
            await this.until('the folders of the workspace', async () => {
                if (await appears(this.page.locator('.explorer-folders-view .monaco-list-row').first())) return true;
                await this.page.reload();
                return false;
            });
        }
        if (file) await this.shows(file);
    }

    /** `probe` is asked again and again until it says something else than nothing, for as long as our patience lasts. */
    async until(what, probe) {
        const end = Date.now() + PATIENCE;
        for (;;) {
            const answer = await probe();
            if (answer || answer === 0) return answer;
            if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
            await this.page.waitForTimeout(30);
        }
    }

    // Files

    /** Finds a file by its name, as with Ctrl+P. */
    async openFile(name) {
        await this.pick(name, (label) => label.startsWith(path.basename(name)));
        await this.shows(name);
    }

    /** Waits until `name` is the text in front. */
    async shows(name) {
        const label = path.basename(name);
        await this.until(`${name} in front`, async () => (await this.front()) === label && (await this.lines()).length > 0);
    }

    /** The name on the tab in front. */
    front() {
        return this.page.evaluate(() => document.querySelector('.editor-group-container.active .tab.active')?.dataset.resourceName);
    }

    /** Saves the text in front, and reads the file: what the user's other programs would find. */
    async saved(name) {
        await this.key('Control+S');
        await this.until(`${name} saved`, () => this.page.evaluate(() => !document.querySelector('.tab.active.dirty')));
        return fs.readFileSync(path.join(this.folder, name), 'utf8');
    }

    // Keys and commands

    key(keys) {
        return this.page.keyboard.press(keys);
    }

    /** Keys one after the other. */
    async keys(...all) {
        for (const keys of all) await this.key(keys);
    }

    type(text) {
        return this.page.keyboard.type(text);
    }

    /** Runs a command by the name that it has in the Command Palette. */
    command(title) {
        return this.pick(`>${title}`, (label) => label === title);
    }

    /** Opens VS Code's list of files, commands (`>`) or lines (`:`), and takes the first entry whose label is right. */
    async pick(typed, right) {
        const input = this.page.locator('.quick-input-widget:visible .quick-input-box input').first();
        const rows = this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
        const row = await this.until(`“${typed}” in the list`, async () => {
            await this.key('Control+P');
            if (!(await appears(input))) return false;
            await input.fill(typed);
            // The list does not know of commands that are there only since it was opened: then once more.
            for (const end = Date.now() + SOON; Date.now() < end; await this.page.waitForTimeout(30)) {
                const labels = await rows.evaluateAll((all) => all.map((one) => one.querySelector('.label-name')?.textContent ?? ''));
                const found = labels.findIndex(right);
                if (found >= 0) return rows.nth(found);
            }
            await this.key('Escape');
            return false;
        });
        await row.click();
        await this.page.locator('.quick-input-widget:visible').waitFor({ state: 'hidden' });
    }

    // The text

    /** The lines that are to be seen, from top to bottom. */
    async lines() {
        return (await this.page.evaluate(readLines)).map((line) => line.text);
    }

    /** What is to be seen of the text. */
    async text() {
        return (await this.lines()).join('\n');
    }

    /** Line and column (from 1, in UTF-16 units) of the first place where `text` is to be seen. */
    async find(text) {
        return this.until(`“${text}” in the text`, async () => {
            for (const line of await this.page.evaluate(readLines)) {
                const at = line.text.indexOf(text);
                if (at >= 0) return { line: line.number, column: at + 1 };
            }
        });
    }

    /** Puts the cursor to a place, given as `{ line, column }` or by what stands behind it. */
    async goTo(place) {
        const { line, column } = typeof place === 'string' ? await this.find(place) : place;
        await this.pick(`:${line}:${column}`, (label) => label.includes(`${line}`) && label.includes(`${column}`));
        await this.until(`the cursor in line ${line}, column ${column}`, async () => {
            const at = await this.cursor();
            return at.line === line && at.column === column;
        });
    }

    /** Where the status bar says that the cursor is. */
    async cursor() {
        const [, line, column] = /Ln (\d+), Col (\d+)/.exec(await this.statusBar()) ?? [];
        return { line: Number(line), column: Number(column) };
    }

    /** The words in the status bar. */
    async statusBar() {
        const items = await this.page.$$eval('.statusbar-item', (all) => all.map((item) => item.textContent.trim()));
        return items.filter(Boolean).join(' | ');
    }

    /** The language of the text in front, as the status bar names it. */
    language() {
        return this.page.evaluate(() => document.querySelector('[id="status.editor.mode"]')?.textContent.trim());
    }

    /** What the language's item in the status bar, “{ }”, has to tell. */
    languageStatus() {
        return this.page.evaluate(() => document.querySelector('[id="status.languageStatus"]')?.ariaLabel);
    }

    /** Waits until VS Code shows the text in front as an edition, and knows what is in it. */
    async becomesEdition() {
        await this.until('the text as an edition', async () => (await this.language()) === 'Plain-text Edition');
        await this.until('what the server knows of it', async () => /footnotes/.test(await this.languageStatus()));
    }

    /** Waits for the first remark. */
    hasRemarks() {
        return this.until('a remark', async () => (await this.squiggles()).length > 0);
    }

    /** What is underlined: the words, the line, and how badly. */
    squiggles() {
        return this.page.evaluate(readSquiggles);
    }

    /** The colour in which the first place that reads `text` is painted. */
    async colour(text) {
        return (await this.page.evaluate(readPlace, { text }))?.colour;
    }

    /** The hints beside the text. */
    hints() {
        return this.page.evaluate(() =>
            [...document.querySelectorAll('.monaco-editor .view-line span')]
                .filter((span) => [...span.classList].some((name) => /^dyn-rule-/.test(name)))
                .map((span) => span.textContent.replaceAll('\u00a0', ' ')),
        );
    }

    // What the editor shows

    /** What the Problems panel lists: a line for each file and each problem. */
    async problems() {
        if (!(await this.page.locator('.markers-panel-container').isVisible())) {
            await this.command('Problems: Focus on Problems View');
            await this.page.locator('.markers-panel-container').waitFor({ state: 'visible' });
        }
        return this.page.$$eval('.markers-panel .monaco-list-row', (rows) =>
            rows.map((row) => row.textContent.replaceAll('\u00a0', ' ').trim()),
        );
    }

    /** Brings the cursor back to the text. */
    async focusText() {
        await this.key('Control+1');
        await this.until('the text in focus', () =>
            this.page.evaluate(() => document.activeElement?.closest('.editor-instance .monaco-editor') !== null),
        );
    }

    /** Points with the mouse at the middle of a place in the text, or at a character of it, and reads what pops up. */
    async hover(text, character) {
        const box = this.page.locator('.monaco-hover:visible .monaco-hover-content, .monaco-resizable-hover:visible .monaco-hover-content');
        return this.until(`what pops up over “${text}”`, async () => {
            const place = await this.page.evaluate(readPlace, { text, character });
            if (!place) return false;
            await this.page.mouse.move(place.x - 40, place.y - 60);
            await this.page.mouse.move(place.x, place.y, { steps: 4 });
            const there = await appears(box.first());
            return there && (await box.first().innerText()).replaceAll('\u00a0', ' ').trim();
        });
    }

    /** Moves the mouse to where nothing pops up, and closes what did. */
    async leave() {
        await this.page.mouse.move(700, 4);
        await this.key('Escape');
        await this.page.locator('.monaco-hover:visible, .quick-input-widget:visible').first().waitFor({ state: 'hidden' });
    }

    /** The titles in the menu of quick fixes at the cursor. */
    async quickFixes() {
        const menu = this.page.locator('.action-widget:visible');
        await this.until('the menu of quick fixes', async () => {
            await this.key('Control+.');
            return appears(menu);
        });
        return menu.locator('.monaco-list-row.action .title').allInnerTexts();
    }

    /** Takes an entry of the menu that `quickFixes` has opened. */
    async choose(title) {
        await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
        await this.page.locator('.action-widget:visible').waitFor({ state: 'hidden' });
    }

    /** Gives what is at the cursor another name. */
    async rename(name) {
        const input = this.page.locator('.rename-box input');
        await this.until('the box for a new name', async () => {
            await this.key('F2');
            return appears(input);
        });
        const before = await input.inputValue();
        await input.fill(name);
        await input.press('Enter');
        return before;
    }

    /** What is offered to be put in at the cursor. */
    suggestions() {
        return this.page.$$eval('.suggest-widget.visible .monaco-list-row', (rows) => rows.map((row) => row.ariaLabel ?? ''));
    }

    /** The parts of the text that Ctrl+Shift+O lists. */
    async symbols() {
        await this.key('Control+Shift+O');
        const rows = await this.until('the list of symbols', async () => {
            const found = await this.page.$$eval('.quick-input-list .monaco-list-row .label-name', (all) =>
                all.map((one) => one.textContent.replaceAll('\u00a0', ' ').trim()),
            );
            return found.length > 1 && found;
        });
        return rows;
    }

    /** What has been said in the corner. */
    notifications() {
        return this.page.$$eval('.notification-toast .notification-list-item', (all) => all.map((one) => one.innerText.trim()));
    }

    /** What a small box in the text says, which goes by itself. */
    async message() {
        const box = this.page.locator('.monaco-editor-overlaymessage .message');
        return (await box.count()) > 0 ? box.first().innerText() : undefined;
    }

    /** Keeps a picture of the window, or of the text and what is below it, down to `height`. */
    async picture(file, height) {
        const { x, y, width } = await this.page.locator('.part.editor').boundingBox();
        await this.page.screenshot({ path: file, animations: 'disabled', clip: height && { x, y, width, height } });
    }
}

function appears(element) {
    return element.waitFor({ state: 'visible', timeout: SOON }).then(
        () => true,
        () => false,
    );
}

// What follows runs in the page.

/** The lines of the editor in front that are to be seen. */
function readLines() {
    const editor = document.querySelector('.editor-group-container.active .editor-instance .monaco-editor');
    const numbers = new Map();
    for (const one of editor?.querySelectorAll('.line-numbers') ?? []) {
        numbers.set(Math.round(one.getBoundingClientRect().top), Number(one.textContent));
    }
    return [...(editor?.querySelectorAll('.view-line') ?? [])]
        .map((line) => ({ top: Math.round(line.getBoundingClientRect().top), text: line.textContent.replaceAll('\u00a0', ' ') }))
        .sort((one, other) => one.top - other.top)
        .map(({ top, text }) => ({ number: numbers.get(top), text }));
}

/** What is underlined in the editor in front. */
function readSquiggles() {
    const editor = document.querySelector('.editor-group-container.active .editor-instance .monaco-editor');
    if (!editor) return [];
    // A line that is wrapped has its number at its beginning.
    const numbers = [...editor.querySelectorAll('.line-numbers')]
        .map((one) => ({ top: one.getBoundingClientRect().top, number: Number(one.textContent) }))
        .sort((one, other) => other.top - one.top);
    const numberAt = (top) => numbers.find((one) => one.top <= top + 1)?.number;
    const found = [];
    for (const mark of editor.querySelectorAll('[class*="squiggly-"]')) {
        const severity = /squiggly-(\w+)/.exec(mark.className)[1];
        const box = mark.getBoundingClientRect();
        const middle = box.top + box.height / 2;
        const line = [...editor.querySelectorAll('.view-line')].find((one) => {
            const { top, bottom } = one.getBoundingClientRect();
            return top <= middle && middle < bottom;
        });
        if (!line) continue;
        let text = '';
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            let at = 0;
            for (const character of node.data) {
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, (at += character.length));
                const { left, right } = range.getBoundingClientRect();
                const centre = (left + right) / 2;
                if (box.left <= centre && centre <= box.right) text += character;
            }
        }
        found.push({ text: text.replaceAll('\u00a0', ' '), line: numberAt(line.getBoundingClientRect().top), severity });
    }
    return found.sort((one, other) => one.line - other.line);
}

/** Where a character of the first place that reads `text` is painted, and in which colour; of itself, the middle one. */
function readPlace({ text, character = Math.floor(text.length / 2) }) {
    const editor = document.querySelector('.editor-group-container.active .editor-instance .monaco-editor');
    const lines = [...(editor?.querySelectorAll('.view-line') ?? [])].sort(
        (one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top,
    );
    for (const line of lines) {
        const start = line.textContent.replaceAll('\u00a0', ' ').indexOf(text);
        if (start < 0) continue;
        const target = start + character;
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let before = 0;
        for (let node = walker.nextNode(); node; before += node.data.length, node = walker.nextNode()) {
            if (target >= before + node.data.length) continue;
            const range = document.createRange();
            range.setStart(node, target - before);
            range.setEnd(node, target - before + 1);
            const box = range.getBoundingClientRect();
            return {
                x: box.left + box.width / 2,
                y: box.top + box.height / 2,
                colour: getComputedStyle(node.parentElement).color,
            };
        }
    }
}

/** Notes when the first squiggle is painted, by the machine's clock, which the logs of VS Code go by too. */
function rememberFirstSquiggle() {
    new MutationObserver((_, observer) => {
        if (!document.querySelector('.monaco-editor [class*="squiggly-"]')) return;
        globalThis.firstSquiggle = Date.now();
        observer.disconnect();
    }).observe(document, { subtree: true, childList: true });
}
