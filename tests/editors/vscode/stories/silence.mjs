export const title = 'A text that is no edition is left alone, unless somebody says that it is one';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'shopping.txt' });
    await window.command('Edition: Show What Was Understood');
    await expect('the server has seen it', () => window.page.locator('.view-lines').allInnerTexts(), /no\s+edition:\s+nothing/);
    await picture('shopping-understood');
    await window.key('Control+1');
    await expect('it gets no remark', () => window.squiggles(), []);
    await expect('and stays Plain Text', () => window.language(), 'Plain Text');

    await window.command('Edition: Treat This File as an Edition');
    await expect('as an edition it is called one', () => window.language(), 'Plain-text Edition');
    await expect('and has remarks', () => window.squiggles(), (all) => all.length > 0);
    await picture('treated');
    await window.command('Edition: Stop Treating This File as an Edition');
    await expect('both can be taken back', () => window.language(), 'Plain Text');
    await expect('with all remarks', () => window.squiggles(), []);
}
