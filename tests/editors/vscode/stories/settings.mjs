import fs from 'node:fs';
import path from 'node:path';

export const title = 'What is set counts at once: in settings.json and in edition.toml';

export async function tell({ texts, open, expect, picture }) {
    const window = await open({ file: 'letter.txt' });
    const broken = [{ text: '[4]', line: 12, severity: 'error' }];
    await expect('a remark', () => window.squiggles(), broken);

    const settings = path.join(texts, '.vscode', 'settings.json');
    fs.mkdirSync(path.dirname(settings));
    fs.writeFileSync(settings, JSON.stringify({ 'edition-ls.rules': { 'undefined-footnote': 'off' } }));
    await expect('goes when its rule is turned off', () => window.squiggles(), []);
    fs.writeFileSync(settings, '{}');
    await expect('and comes back with it', () => window.squiggles(), broken);

    await window.command('Edition: Toggle Note Hints');
    await expect('hints show the words of the notes behind their references', () => window.hints(), /The sheets of her/);
    await picture('hints');
    await window.command('Edition: Toggle Note Hints');
    await expect('and are put away', () => window.hints(), []);

    fs.writeFileSync(path.join(texts, 'edition.toml'), '[rules]\nundefined-footnote = "of"\n');
    await window.openFile('edition.toml');
    await expect('a slip in edition.toml is shown', () => window.squiggles(), [{ text: '"of"', line: 2, severity: 'error' }]);
    await expect('with what was probably meant', () => window.problems(), /off/);
    await picture('edition-toml');
}
