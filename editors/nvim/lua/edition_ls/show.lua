--- What comes before the user's eyes: places, and pages of text.
local M = {}

local is_for_typing = false

--- Whether the next place that the server shows is one for typing.
---@param is boolean
function M.expect_typing(is)
  is_for_typing = is
end

--- Handles `window/showDocument`. Neovim's own handler may go to another window that shows the same text; what happens
--- in the text before one's eyes should stay there.
function M.document(err, params, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local is_here = not params.external and vim.uri_to_bufnr(params.uri) == vim.api.nvim_get_current_buf()
  if not client or not is_here then
    return vim.lsp.handlers['window/showDocument'](err, params, context)
  end
  local place = { uri = params.uri, range = params.selection }
  local success = vim.lsp.util.show_document(place, client.offset_encoding, { focus = true })
  if is_for_typing then
    is_for_typing = false
    vim.cmd.startinsert({ bang = true })
  end
  return { success = success }
end

--- Shows lines in a window of their own; nothing is left of them when it is closed.
---@param name string
---@param lines string[]
function M.page(name, lines)
  local shown = vim.fn.bufnr(name)
  if shown ~= -1 then
    vim.api.nvim_buf_delete(shown, { force = true })
  end
  vim.cmd.new()
  vim.api.nvim_buf_set_name(0, name)
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile = 'nofile', 'wipe', false
  vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
  vim.bo.modifiable, vim.bo.modified = false, false
  vim.wo[0][0].wrap = false
end

--- Shows the end of a file, to read.
---@param path string
function M.file(path)
  vim.cmd.sview({ path, magic = { file = false, bar = false } })
  vim.cmd.normal({ 'G', bang = true })
end

return M
