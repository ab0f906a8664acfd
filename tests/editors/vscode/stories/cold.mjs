export const title = 'A profile that nobody has used: from nothing to the first remark';

export async function tell({ open, expect, vscode }) {
    const begun = Date.now();
    const window = await open({ file: 'letter.txt', settings: {} });
    const first = await window.until('the first squiggle', () => window.page.evaluate(() => globalThis.firstSquiggle));
    await expect('the server is the one that came with the extension', () => vscode.log('Plain-text Editions.log'), /Starting .*\/server\/edition-ls/);
    // VS Code writes down when it begins to load the extension; when the squiggle is painted is seen in the page.
    const line = vscode.log('remoteexthost.log').find((one) => one.includes('_doActivateExtension edition-ls.edition-ls'));
    const activated = Date.parse(line.slice(0, 23).replace(' ', 'T'));
    console.log(`# from opening the window to the first squiggle: ${first - begun} ms; from the extension's activation: ${first - activated} ms`);
    await expect('from activation to the first squiggle in less than a second', () => first - activated, (time) => time < 1000);
}
