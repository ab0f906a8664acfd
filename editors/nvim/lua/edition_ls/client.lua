--- The client of a buffer, and the commands of its server.
local M = {}

---@param message string
function M.say(message)
  vim.notify('edition-ls: ' .. message, vim.log.levels.INFO)
end

---@param message string
function M.warn(message)
  vim.notify('edition-ls: ' .. message, vim.log.levels.WARN)
end

---@param bufnr integer
---@return vim.lsp.Client?
function M.of(bufnr)
  return vim.lsp.get_clients({ name = 'edition_ls', bufnr = bufnr })[1]
end

--- Has the server do a command of its own. Edits, and places to go to, come back as requests of the server.
---@param client vim.lsp.Client
---@param bufnr integer
---@param command string without `edition-ls.`
---@param place? table `position` or `range`
---@param done? fun(result: any)
---@param refused? fun(message: string) usually the message is shown
function M.execute(client, bufnr, command, place, done, refused)
  local argument = vim.tbl_extend('error', { textDocument = vim.lsp.util.make_text_document_params(bufnr) }, place or {})
  local params = { command = 'edition-ls.' .. command, arguments = { argument } }
  client:request('workspace/executeCommand', params, function(err, result)
    if err then
      (refused or M.warn)(err.message)
    elseif done then
      done(result)
    end
  end, bufnr)
end

return M
