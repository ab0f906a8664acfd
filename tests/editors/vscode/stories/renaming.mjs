export const title = 'A footnote gets another label by F2, everywhere or not at all';

export async function tell({ open, expect, picture }) {
    const window = await open({ file: 'essay.md' });
    await window.hasRemarks();
    await window.goTo('[^words]');
    await expect('the box holds the label', () => window.rename('terms'), 'words');
    await expect('the reference and the footnote have the new one', () => window.text(), /words\[\^terms\] and[^]*\[\^terms\]: And never/);

    await window.goTo('[^terms]');
    await window.rename('points');
    await expect('a label that another footnote has is refused, and said why', () => window.notifications(), /points/);
    await picture('rename-refused');
    await expect('nothing has changed by it', () => window.saved('essay.md'), /\[\^terms\] and once for the points\.\[\^points\]/);
}
