--- What the server says about each text, in one line: for status lines, and to know which texts are editions.
local client = require('edition_ls.client')
local texts = require('edition_ls.texts')

local M = {}

--- So long nobody has changed a text when the server is asked again, in milliseconds.
local PAUSE = 300

---@class edition_ls.Status
---@field edition boolean
---@field dialect? string
---@field references integer
---@field footnotes integer
---@field summary string

local known = {} ---@type table<integer, edition_ls.Status>

--- What was said last.
---@param bufnr integer
---@return edition_ls.Status?
function M.of(bufnr)
  return known[bufnr]
end

--- Asks, and keeps the answer.
---@param bufnr integer
function M.ask(bufnr)
  local server = vim.api.nvim_buf_is_loaded(bufnr) and client.of(bufnr)
  if not server or vim.bo[bufnr].filetype == 'toml' then
    return
  end
  client.execute(server, bufnr, 'status', nil, function(status)
    if type(status) ~= 'table' or not vim.api.nvim_buf_is_loaded(bufnr) then
      return
    end
    known[bufnr] = status
    -- A text that nobody sees has no window for what belongs to its filetype.
    if status.edition and vim.fn.bufwinid(bufnr) ~= -1 then
      texts.recognise(bufnr)
    end
    vim.cmd.redrawstatus({ bang = true })
  end, function() end)
end

--- Asks now, and whenever the text has changed.
---@param bufnr integer
function M.follow(bufnr)
  local group = vim.api.nvim_create_augroup('edition_ls_status_' .. bufnr, {})
  vim.api.nvim_create_autocmd({ 'TextChanged', 'InsertLeave', 'BufWritePost', 'BufWinEnter' }, {
    group = group,
    buffer = bufnr,
    desc = 'edition_ls: ask what the server says about this text',
    callback = function()
      local tick = vim.b[bufnr].changedtick
      vim.defer_fn(function()
        if vim.api.nvim_buf_is_loaded(bufnr) and vim.b[bufnr].changedtick == tick then
          M.ask(bufnr)
        end
      end, PAUSE)
    end,
  })
  vim.api.nvim_create_autocmd('LspDetach', {
    group = group,
    buffer = bufnr,
    desc = 'edition_ls: the server says nothing more about this text',
    callback = function(event)
      local gone = vim.lsp.get_client_by_id(event.data.client_id)
      if not gone or gone.name == 'edition_ls' then
        known[bufnr] = nil
        vim.api.nvim_del_augroup_by_id(group)
      end
    end,
  })
  M.ask(bufnr)
end

return M
