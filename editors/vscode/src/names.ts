// Names that others know us by.

/** The section of the settings, and the name of the program. */
export const SECTION = 'edition-ls';

/** The language of texts that are editions. */
export const EDITION = 'edition';

/** Where documents may lie that are looked at: not, say, the old side of a comparison. */
export const SCHEMES = ['file', 'untitled', 'vscode-vfs'];

/** What the server calls the things that it is asked for. */
export const ask = {
  insert: 'edition-ls.insert-footnote',
  selection: 'edition-ls.selection-to-footnote',
  delete: 'edition-ls.delete-footnote',
  renumber: 'edition-ls.renumber',
  fixAll: 'edition-ls.fix-all',
  jump: 'edition-ls.jump',
  status: 'edition-ls.status',
  inspect: 'edition-ls.inspect',
  showReferences: 'edition-ls.showReferences',
} as const;
