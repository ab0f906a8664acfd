--- What other parts of a configuration may use.
local M = {}

--- What edition-ls says about the text of the current buffer, in a few words; nothing if it is no edition.
--- For 'statusline': %{v:lua.require'edition_ls'.statusline()}
---@return string
function M.statusline()
  local status = require('edition_ls.status').of(vim.api.nvim_get_current_buf())
  return status and status.edition and status.summary or ''
end

return M
