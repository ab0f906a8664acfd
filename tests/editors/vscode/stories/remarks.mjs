export const title = 'A broken link is seen where it stands, and in the Problems panel';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'letter.txt' });
    await expect('[4], which has no footnote, is underlined, and nothing else', () => window.squiggles(), [
        { text: '[4]', line: 12, severity: 'error' },
    ]);
    await expect('the text is shown as an edition', () => window.language(), 'Plain-text Edition');
    await expect('and the status bar tells which kind', () => window.languageStatus(), /Marxists Internet Archive.*4 references, 3 footnotes/);
    await expect('the Problems panel says what is wrong, and where', () => window.problems(), /\[4\] refers to footnote 4, but this text has no footnote 4.*Ln 12, Col 55/);
    await picture('problems');

    await window.openFile('essay.md');
    await expect('a Markdown text has its remarks', () => window.squiggles(), [
        { text: '[^second]', line: 10, severity: 'error' },
    ]);
    await expect('and stays Markdown', () => window.language(), 'Markdown');
}
