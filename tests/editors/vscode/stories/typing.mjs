import fs from 'node:fs';
import path from 'node:path';

export const title = 'A broken link is caught while it is typed, and let go when it is mended';

export async function tell({ texts, open, expect, picture }) {
    // Only this text: the Problems panel lists what is wrong in all of them.
    for (const name of fs.readdirSync(texts)) if (name !== 'to-a-printer.txt') fs.rmSync(path.join(texts, name));
    const window = await open({ file: 'to-a-printer.txt' });
    await window.becomesEdition();
    await expect('nothing is wrong yet', () => window.squiggles(), []);
    await window.goTo('He also asks who');
    await window.key('End');
    await window.type(' I did not tell him.[4');
    await window.key('Escape');
    await window.type(']');
    await expect('the squiggle comes', () => window.squiggles(), [{ text: '[4]', line: 16, severity: 'error' }]);
    await expect('the Problems panel says what is wrong', () => window.problems(), /\[4\] refers to footnote 4, but this text has no footnote 4.*Ln 16, Col 79/);
    await window.focusText();
    await picture('typing', 640);
    await window.key('Backspace');
    await window.key('Backspace');
    await window.type('3]');
    await expect('and goes', () => window.squiggles(), []);
    await expect('from the panel too', () => window.problems(), (all) => !all.some((one) => one.includes('Ln 16')));
    await expect('the text is as it was typed', () => window.saved('to-a-printer.txt'), / for the notes\. I did not tell him\.\[3\]\n/);
}
