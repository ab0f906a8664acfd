export const title = 'Outline, folding and colours';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'letter.txt' });
    await window.becomesEdition();

    const plain = await window.colour('found no fault');
    await expect('a reference has a colour of its own', () => window.colour('[2]'), (colour) => colour !== plain);
    await expect('so has a key of the header', () => window.colour('Source'), (colour) => colour !== plain);
    await expect('so has a heading', () => window.colour('Notes'), (colour) => colour !== plain);
    await expect('a reference without its footnote has none', () => window.colour('[4]'), plain);

    await expect('the outline has header, headings and footnotes', () => window.symbols(), (all) =>
        ['On Clefs and Letters', 'Source', 'Notes'].every((one) => all.some((symbol) => symbol.includes(one))));
    await picture('outline');
    await window.leave();

    const all = (await window.lines()).length;
    await window.command('Fold All');
    await expect('the text folds', () => window.lines(), (lines) => lines.length < all && lines.some((line) => line.startsWith('Notes')));
    await picture('folded');
    await window.command('Unfold All');
    await expect('and unfolds', () => window.lines(), (lines) => lines.length === all);
}
