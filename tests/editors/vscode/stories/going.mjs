export const title = 'From a reference to its footnote, and back';

export async function tell({ open, expect }) {
    const window = await open({ file: 'letter.txt' });
    await window.becomesEdition();
    const reference = await window.find('[2]');

    await window.goTo('[2]');
    await window.key('F12');
    await expect('F12 on a reference goes to its footnote', () => window.cursor(), { line: 20, column: 1 });
    await window.key('Control+Alt+-');
    await expect('“Go Back” comes back', () => window.cursor(), reference);

    await window.keys('Control+K', 'j');
    await expect('so does Ctrl+K J', () => window.cursor(), ({ line }) => line === 20);
    await window.key('End');
    await window.keys('Control+K', 'j');
    await expect('which from within the footnote comes back', () => window.cursor(), ({ line }) => line === reference.line);
}
