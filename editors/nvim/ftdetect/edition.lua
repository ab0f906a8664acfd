-- Names that say that a file is an edition. A *.txt becomes one when the server calls it so: see edition_ls.status.
vim.filetype.add({
  extension = { edition = 'edition' },
  pattern = { ['.*%.edition%.txt'] = 'edition' },
})
