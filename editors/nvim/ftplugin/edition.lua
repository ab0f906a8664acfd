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

-- Folds, all of them open, for those who have not chosen another way to fold. Neovim takes so long to fold a very long
-- text by expression that one would notice.
local LONGEST = 20000
local is_free = vim.go.foldmethod == 'manual' and vim.wo.foldmethod == 'manual'
if is_free and vim.lsp.foldexpr and vim.api.nvim_buf_line_count(0) <= LONGEST then
  if vim.go.foldlevel == 0 and vim.go.foldlevelstart == -1 then
    set('foldlevel', 99)
  end
  set('foldexpr', 'v:lua.vim.lsp.foldexpr()')
  -- Neovim prepares itself when it is asked for the first line. Asked for all of them at once, it would do so for each.
  vim.lsp.foldexpr(1)
  local window, bufnr = vim.api.nvim_get_current_win(), vim.api.nvim_get_current_buf()
  vim.schedule(function()
    local is_there = vim.api.nvim_win_is_valid(window) and vim.api.nvim_win_get_buf(window) == bufnr
    if is_there and vim.bo[bufnr].filetype == 'edition' then
      vim.wo[window][0].foldmethod = 'expr'
    end
  end)
  table.insert(undo, 'setlocal foldmethod<')
end

vim.b.undo_ftplugin = table.concat(undo, ' | ')
