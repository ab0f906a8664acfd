export const title = 'A broken link is caught while it is typed, and let go when it is mended';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'essay.md' });
    const broken = { text: '[^second]', line: 10, severity: 'error' };
    await expect('what was broken before', () => window.squiggles(), [broken]);
    await window.goTo('A proof is read twice');
    await window.key('End');
    await window.type(' Or three times.[^third');
    await window.type(']');
    await expect('the squiggle comes', () => window.squiggles(), [{ text: '[^third]', line: 8, severity: 'error' }, broken]);
    await picture('typing');
    for (let i = 0; i < 'third]'.length; i += 1) await window.key('Backspace');
    await window.type('words]');
    await expect('and goes', () => window.squiggles(), [broken]);
    await expect('the text is as it was typed', () => window.saved('essay.md'), /points\.\[\^points\] Or three times\.\[\^words\]\n/);
}
