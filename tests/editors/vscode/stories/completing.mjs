export const title = 'Behind a bracket, the footnotes that are there are offered';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'to-a-printer.txt' });
    await window.becomesEdition();
    await window.goTo('He also asks');
    await window.key('End');
    await window.type('[');
    await expect('with their words', () => window.suggestions(), /1.*The sheets of “The Tide Tables”/);
    await picture('completion', 500);
    await window.type('3');
    await expect('fewer while one types', () => window.suggestions(), (all) => all.length === 1 && /From January/.test(all[0]));
    await window.key('Enter');
    await expect('one is taken', () => window.saved('to-a-printer.txt'), /\nHe also asks who has chosen so small a type for the notes\.\[3\]\n/);
}
