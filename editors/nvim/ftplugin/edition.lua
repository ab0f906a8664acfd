-- An edition is a text to read: long lines break between words, what belongs together can be folded.
-- To have it otherwise, set what you like in after/ftplugin/edition.lua in your own configuration.
if vim.b.did_ftplugin then
  return
end
-- What holds for every text holds here too.
vim.cmd.runtime({ 'ftplugin/text.vim', 'ftplugin/text.lua', bang = true })
vim.b.did_ftplugin = 1

local undo = { vim.b.undo_ftplugin }
local function set(option, value)
  vim.opt_local[option] = value
  table.insert(undo, ('setlocal %s<'):format(option))
end

set('wrap', true)
set('linebreak', true)
-- Nothing is a comment here.
set('commentstring', '')

-- Folds, all of them open, for those who have not chosen another way to fold. In very long texts Neovim would take too
-- long to fold by expression.
local LONGEST = 50000
local is_free = vim.go.foldmethod == 'manual' and vim.wo.foldmethod == 'manual'
if is_free and vim.lsp.foldexpr and vim.api.nvim_buf_line_count(0) <= LONGEST then
  set('foldmethod', 'expr')
  set('foldexpr', 'v:lua.vim.lsp.foldexpr()')
  if vim.go.foldlevel == 0 and vim.go.foldlevelstart == -1 then
    set('foldlevel', 99)
  end
end

vim.b.undo_ftplugin = table.concat(undo, ' | ')
