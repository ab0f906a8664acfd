export const title = 'From a reference to its footnote, and back';

export async function tell({ open, expect }) {
    const window = await open({ file: 'letter.txt' });
    await window.until('the remarks', async () => (await window.squiggles()).length > 0);
    const reference = await window.find('[2]');

    await window.goTo('[2]');
    await window.key('F12');
    await expect('F12 on a reference goes to its footnote', () => window.cursor(), { line: 20, column: 1 });
    await window.key('Control+Alt+-');
    await expect('“Go Back” comes back', () => window.cursor(), reference);

    await window.command('Edition: Go to Footnote or Back');
    await expect('so does our own command go there', () => window.cursor(), ({ line }) => line === 20);
    await window.key('End');
    await window.command('Edition: Go to Footnote or Back');
    await expect('and from within the footnote back', () => window.cursor(), reference);
}
