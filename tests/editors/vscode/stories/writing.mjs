export const title = 'A footnote is inserted, and the cursor waits in it';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'letter.txt' });
    await window.becomesEdition();
    const { line, column } = await window.find(' and they are full');
    await window.goTo({ line, column });
    await window.keys('Control+K', 'a');
    await expect('the reference stands at the cursor', () => window.text(), /Monday,\[2\] and they/);
    await expect('the later ones have moved up', () => window.text(), /keys\.\[3\] I[^]*writes\.\[4\]/);
    await window.until('the cursor in the new footnote', async () => (await window.cursor()).line === 20);
    await window.type('It was the second Monday of Lent.');
    await picture('inserted');
    await expect('what is typed is the text of the note', () => window.saved('letter.txt'), /\n\[2\] It was the second Monday of Lent\.\n\n\[3\] The sheets of her first book/);
}
