export const title = 'Without a server, it is said plainly';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'letter.txt', settings: { 'edition-ls.server.path': '/nowhere/edition-ls' } });
    await expect('the message says what is missing', () => window.notifications(), /names “\/nowhere\/edition-ls”, and there is no such program/);
    await picture('no-server');
    await expect('the text can be read all the same', () => window.text(), /Dear friend/);
}
