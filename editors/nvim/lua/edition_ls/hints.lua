--- Hints within the lines: the first words of each footnote behind its reference, and pages. Shown when asked for.
local M = {}

local are_shown = false

--- The words of footnotes the server gives only to those who have said that they want them.
---@param client vim.lsp.Client
local function tell(client)
  local wanted = are_shown and { ['edition-ls'] = { hints = { notes = true } } } or {}
  local settings = vim.tbl_deep_extend('keep', vim.deepcopy(client.config.settings or {}), wanted)
  if not vim.deep_equal(settings, client.settings) then
    client.settings = settings
    client:notify('workspace/didChangeConfiguration', { settings = settings })
  end
end

--- A text that is opened later shows hints as the others do.
---@param bufnr integer
---@param client vim.lsp.Client
function M.attached(bufnr, client)
  if are_shown then
    tell(client)
    vim.lsp.inlay_hint.enable(true, { bufnr = bufnr })
  end
end

--- Shows hints in all texts, or no longer.
---@return boolean are_shown
function M.toggle()
  are_shown = not are_shown
  for _, client in ipairs(vim.lsp.get_clients({ name = 'edition_ls' })) do
    tell(client)
    for bufnr in pairs(client.attached_buffers) do
      vim.lsp.inlay_hint.enable(are_shown, { bufnr = bufnr })
    end
  end
  return are_shown
end

return M
