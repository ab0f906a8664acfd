import fs from 'node:fs';
import path from 'node:path';

export const title = 'A slip is mended by the quick fix, and undo takes it back';

export async function tell({ texts, open, expect, picture }) {
    const file = path.join(texts, 'to-a-printer.txt');
    const broken = fs.readFileSync(file, 'utf8').replace('so small a type for the notes.', 'so small a type for the notes.[4]');
    fs.writeFileSync(file, broken);
    const window = await open({ file: 'to-a-printer.txt' });
    await window.becomesEdition();
    const remark = [{ text: '[4]', line: 16, severity: 'error' }];
    await expect('[4] has no footnote', () => window.squiggles(), remark);
    await window.goTo('[4]');
    await expect('the menu offers to add one', () => window.quickFixes(), (titles) => titles.includes('Add an empty footnote 4'));
    await picture('quick-fix', 500);
    await window.choose('Add an empty footnote 4');
    await expect('the footnote is there', () => window.saved('to-a-printer.txt'), /coast\.\n\n\[4\]/);
    await expect('and the reference is not broken any more', () => window.squiggles(), (all) => !all.some(({ severity }) => severity === 'error'));
    await window.key('Control+Z');
    await expect('undo takes it back in one step', () => window.saved('to-a-printer.txt'), broken);
    await expect('and the remark is there again', () => window.squiggles(), remark);
}
