export const title = 'Behind a bracket, the footnotes that are there are offered';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'letter.txt' });
    await window.becomesEdition();
    await window.goTo('found no fault');
    await window.key('End');
    await window.type('[');
    await expect('with their words', () => window.suggestions(), /2.*The sheets of her first book/);
    await picture('completion');
    await window.type('3');
    await expect('less and less while one types', () => window.suggestions(), (all) => all.length === 1 && /winter/.test(all[0]));
    await window.key('Enter');
    await expect('one is taken', () => window.saved('letter.txt'), /\nfound no fault in them\.\[3\]\n/);
}
