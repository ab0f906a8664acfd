export const title = 'A page shows what was understood of a text';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'to-a-printer.txt' });
    await window.becomesEdition();
    await window.command('Edition: Show What Was Understood');
    await expect('its dialect and its notes', () => window.page.locator('.view-lines').allInnerTexts(), /dialect\s+mia[^]*its\s+footnote\s+is\s+in\s+line\s+25/);
    await picture('understood', 570);
}
