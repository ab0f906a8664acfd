// The first story: nobody has used the profile before. The only one with the server that came in the package.
export const title = 'A fresh profile: from nothing to the first remark';

export async function tell({ open, expect, note, vscode }) {
    const begun = Date.now();
    const window = await open({ file: 'letter.txt', settings: {} });
    const painted = await window.until('the first squiggle', () => window.page.evaluate(() => globalThis.firstSquiggle));
    // VS Code writes down when it begins to load the extension. When the squiggle is painted is seen in the page. How long
    // that takes is told, and not judged: it depends on what else the machine has to do.
    const activation = vscode.log('remoteexthost.log').find((line) => line.includes('_doActivateExtension edition-ls.'));
    const activated = Date.parse(activation.slice(0, '2026-01-01 12:00:00.000'.length).replace(' ', 'T'));
    note(`the first squiggle after ${painted - activated} ms, from the opening of the window after ${painted - begun} ms`);
    await expect('the server is the one that came with the extension', () => vscode.log('Plain-text Editions.log'), /Starting .*\/server\/edition-ls/);
    await expect('it has found what is wrong', () => window.squiggles(), [{ text: '[4]', line: 12, severity: 'error' }]);
}
