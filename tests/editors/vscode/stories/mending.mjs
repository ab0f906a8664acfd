import fs from 'node:fs';
import path from 'node:path';

export const title = 'A slip is mended by the quick fix, and undo takes it back';

export async function tell({ texts, open, expect, picture }) {
    const before = fs.readFileSync(path.join(texts, 'letter.txt'), 'utf8');
    const window = await open({ file: 'letter.txt' });
    await window.becomesEdition();
    await window.goTo('[4]');
    await expect('the menu offers to add the footnote', () => window.quickFixes(), (titles) => titles.includes('Add an empty footnote 4'));
    await picture('quick-fix');
    await window.choose('Add an empty footnote 4');
    await expect('the footnote is there', () => window.saved('letter.txt'), /wet\.\n\n\[4\]/);
    await expect('and the reference is not broken any more', () => window.squiggles(), (all) => !all.some(({ severity }) => severity === 'error'));
    await picture('mended');
    await window.key('Control+Z');
    await expect('undo takes it back in one step', () => window.saved('letter.txt'), before);
    await expect('and the remark is there again', () => window.squiggles(), [{ text: '[4]', line: 12, severity: 'error' }]);
}
