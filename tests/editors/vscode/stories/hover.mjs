export const title = 'A look at a footnote without going there';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'to-a-printer.txt' });
    await window.becomesEdition();
    await expect('over a reference, all of its footnote', () => window.hover('[3] Send', 1), /From January to April of that year, snow closed the road along the coast\./);
    await picture('hover', 420);
    await window.leave();
    await expect('over a footnote, who refers to it', () => window.hover('[2] In the', 1), /where I wrote “want”/);
    await window.leave();
    await expect('over a key of the header, what it is for', () => window.hover('Source'), /printed edition/);

    await window.openFile('letter.txt');
    await window.becomesEdition();
    await expect('over a broken reference, what is wrong', () => window.hover('[4]'), /this text has no footnote 4/);
}
