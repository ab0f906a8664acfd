--- What can be done by name: the command :Edition.
local client = require('edition_ls.client')
local program = require('edition_ls.server')
local show = require('edition_ls.show')

local M = {}

---@param server vim.lsp.Client
local function cursor(server)
  return { position = vim.lsp.util.make_position_params(0, server.offset_encoding).position }
end

--- What was selected when the command was given.
---@param server vim.lsp.Client
---@param command vim.api.keyset.create_user_command.command_args
---@return table? range nothing if the lines of the command are no selection
local function selection(server, command)
  local from, to, mode = vim.fn.getpos("'<"), vim.fn.getpos("'>"), vim.fn.visualmode()
  if command.line1 ~= from[2] or command.line2 ~= to[2] or mode == '\22' then
    return
  end
  local first = { from[2], mode == 'V' and 0 or from[3] - 1 }
  local last = { to[2], math.max(math.min(to[3], #vim.fn.getline(to[2])) - 1, 0) }
  return { range = vim.lsp.util.make_given_range_params(first, last, 0, server.offset_encoding).range }
end

--- A command of the server that is told where the cursor is.
---@param name string
local function at_cursor(name)
  return function(server, bufnr)
    client.execute(server, bufnr, name, cursor(server))
  end
end

--- What each subcommand does with the server of the buffer.
---@type table<string, fun(server: vim.lsp.Client, bufnr: integer, command: table)>
local with_server = {
  go = at_cursor('jump'),
  renumber = at_cursor('renumber'),
  fix = at_cursor('fix-all'),

  footnote = function(server, bufnr, command)
    if command.range == 0 then
      show.expect_typing(true)
      return client.execute(server, bufnr, 'insert-footnote', cursor(server), nil, function(message)
        show.expect_typing(false)
        client.warn(message)
      end)
    end
    local range = selection(server, command)
    if range then
      client.execute(server, bufnr, 'selection-to-footnote', range)
    else
      client.warn('Select the words that are to become a footnote, from the first to the last.')
    end
  end,

  inspect = function(server, bufnr)
    client.execute(server, bufnr, 'inspect', nil, function(page)
      show.page('edition-ls://inspect/' .. bufnr, vim.split(page, '\n', { trimempty = true }))
    end)
  end,

  status = function(server, bufnr)
    client.execute(server, bufnr, 'status', nil, function(status)
      client.say(status.summary)
    end)
  end,
}

--- What each subcommand does that needs no server.
---@type table<string, fun(bufnr: integer)>
local without_server = {
  hints = function()
    local are_shown = require('edition_ls.hints').toggle()
    client.say(are_shown and 'Hints are shown.' or 'Hints are hidden.')
  end,

  treat = function(bufnr)
    require('edition_ls.texts').treat(bufnr)
  end,

  restart = function()
    program.restart()
  end,

  log = function()
    local path = program.log()
    if vim.fn.getfsize(path) > 0 then
      show.file(path)
    else
      client.say('Nothing has been logged.')
    end
  end,
}

---@return string[]
local function names()
  local all = vim.list_extend(vim.tbl_keys(with_server), vim.tbl_keys(without_server))
  table.sort(all)
  return all
end

---@param begun string
---@return string[]
function M.complete(begun)
  return vim.tbl_filter(function(name)
    return vim.startswith(name, begun)
  end, names())
end

---@param command vim.api.keyset.create_user_command.command_args
function M.run(command)
  local name = command.args == '' and 'status' or command.args
  local bufnr = vim.api.nvim_get_current_buf()
  if without_server[name] then
    return without_server[name](bufnr)
  end
  if not with_server[name] then
    return client.warn(('There is no :Edition %s. There are: %s.'):format(name, table.concat(names(), ', ')))
  end
  local server = client.of(bufnr)
  if server then
    return with_server[name](server, bufnr, command)
  end
  client.warn(program.why_not(bufnr))
end

return M
