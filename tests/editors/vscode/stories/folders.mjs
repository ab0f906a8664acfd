import fs from 'node:fs';
import path from 'node:path';

export const title = 'Several folders in one window, each with its own edition.toml';

export async function tell({ texts, open, expect, picture }) {
    const other = path.join(path.dirname(texts), 'other');
    fs.cpSync(texts, other, { recursive: true });
    fs.renameSync(path.join(other, 'letter.txt'), path.join(other, 'copy.txt'));
    fs.writeFileSync(path.join(other, 'edition.toml'), '[rules]\nundefined-footnote = "warning"\n');
    const workspace = path.join(path.dirname(texts), 'both.code-workspace');
    fs.writeFileSync(workspace, JSON.stringify({ folders: [{ path: texts }, { path: other }] }));

    const window = await open({ workspace, file: 'letter.txt' });
    await expect('one without', () => window.squiggles(), [{ text: '[4]', line: 12, severity: 'error' }]);
    await window.openFile('copy.txt');
    await expect('the other with its own', () => window.squiggles(), [{ text: '[4]', line: 12, severity: 'warning' }]);
    await picture('folders');
}
