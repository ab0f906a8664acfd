export const title = 'A look at a footnote without going there';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'letter.txt' });
    await window.becomesEdition();
    await expect('over a reference, all of its footnote', () => window.hover('[2]'), /The sheets of her first book, which was never sold\./);
    await picture('hover');
    await window.leave();
    await expect('over a broken one, what is wrong', () => window.hover('[4]'), /this text has no footnote 4/);
    await picture('hover-broken');
    await window.leave();
    await expect('over a footnote, who refers to it', () => window.hover('[3] The winter', 1), /nobody writes/);
    await window.leave();
    await expect('over a key of the header, what it is for', () => window.hover('Source'), /\w+ \w+/);
    await picture('hover-key');
}
