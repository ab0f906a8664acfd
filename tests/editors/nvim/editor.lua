--- Drives a Neovim as its user does: by keys, and by looking at what is there. A story is a sequence of expectations.
local M = {}

local LIMIT = tonumber(vim.env.EDITOR_LIMIT) or 30000
local Editor = {}
Editor.__index = Editor

--- Starts one, in the folder of the texts.
---@param options? { program?: string, arguments?: string[], env?: table<string, string> }
function M.start(options)
  options = options or {}
  local command = vim.list_extend({ options.program or vim.env.NVIM, '--headless', '--embed' }, options.arguments or {})
  local channel = vim.fn.jobstart(command, { rpc = true, cwd = vim.env.TEXTS, env = options.env })
  assert(channel > 0, 'Neovim does not start')
  local editor = setmetatable({ channel = channel, pid = vim.fn.jobpid(channel) }, Editor)
  M.wait('Neovim has read its configuration', function()
    return editor:lua('return vim.v.vim_did_enter') == 1
  end)
  return editor
end

--- Has the editor do a piece of Lua, to which `...` are the arguments.
function Editor:lua(code, ...)
  -- One that waits for a key answers nothing else.
  if vim.rpcrequest(self.channel, 'nvim_get_mode').blocking then
    error('Neovim waits for a key, after some message', 2)
  end
  return vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
end

--- Presses keys.
function Editor:keys(keys)
  vim.rpcrequest(self.channel, 'nvim_input', keys)
end

--- What keys do now: `n`, `i`, `c` for a line to be filled in ...
function Editor:mode()
  return vim.rpcrequest(self.channel, 'nvim_get_mode').mode
end

--- Fills in the line that the editor asks for.
function Editor:answer(keys)
  M.wait('a line to fill in', function()
    return self:mode() == 'c'
  end)
  self:keys(keys .. '<CR>')
end

function Editor:command(command)
  vim.rpcrequest(self.channel, 'nvim_command', command)
end

--- Opens a file, or the present one anew, and waits until the server has it.
function Editor:open(name)
  self:command('edit! ' .. (name or ''))
  M.wait('edition-ls has ' .. (name or 'the text again'), function()
    return self:lua([[
      local client = vim.lsp.get_clients({ bufnr = 0, name = 'edition_ls' })[1]
      return client ~= nil and client.initialized
    ]])
  end)
end

function Editor:lines()
  return self:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')
end

function Editor:line(number)
  return self:lines()[number]
end

--- Line and column of the cursor, both from 1, the column in bytes.
function Editor:cursor()
  return self:lua("return { vim.fn.line('.'), vim.fn.col('.') }")
end

--- Puts the cursor on the first byte of some words in a line.
function Editor:go(line, words)
  local column = assert(self:line(line):find(words, 1, true), words)
  self:lua('vim.api.nvim_win_set_cursor(0, { ... })', line, column - 1)
end

--- What is said about the text: line and columns from 1, in bytes, and the words.
function Editor:remarks()
  return self:lua([[
    return vim.tbl_map(function(one)
      return ('%d:%d-%d %s'):format(one.lnum + 1, one.col + 1, one.end_col + 1, one.message)
    end, vim.diagnostic.get(0))
  ]])
end

--- What the server says about the text now.
function Editor:status()
  local argument = { textDocument = { uri = self:lua('return vim.uri_from_bufnr(0)') } }
  return self:ask('workspace/executeCommand', { command = 'edition-ls.status', arguments = { argument } }).result
end

--- What was said in messages so far.
function Editor:messages()
  return vim.rpcrequest(self.channel, 'nvim_exec2', 'messages', { output = true }).output
end

--- Asks the server something, and waits for the answer.
function Editor:ask(method, params)
  return self:lua(
    [[
      local method, params = ...
      local client = vim.lsp.get_clients({ bufnr = 0, name = 'edition_ls' })[1]
      params = params or {}
      params.textDocument = { uri = vim.uri_from_bufnr(0) }
      local answer = client:request_sync(method, params, 20000, 0)
      return { result = answer.result, error = answer.err and answer.err.message }
    ]],
    method,
    params
  )
end

--- Leaves the editor as its user does, who sits and reads before: the server has answered everything by then. What Neovim asks
--- while it shuts a server down is refused, and Neovim logs that as an error.
function Editor:quit()
  vim.wait(LIMIT, function()
    local is_there, is_idle = pcall(self.lua, self, [[
      return vim.iter(vim.lsp.get_clients()):all(function(client)
        return next(client.requests) == nil
      end)
    ]])
    return not is_there or is_idle
  end, 20)
  pcall(vim.rpcnotify, self.channel, 'nvim_command', 'qall!')
  assert(vim.fn.jobwait({ self.channel }, LIMIT)[1] >= 0, 'Neovim does not end')
end

--- Waits for a state that is no expectation of the story.
function M.wait(name, is_so)
  if not vim.wait(LIMIT, is_so, 20) then
    error('waited in vain: ' .. name, 2)
  end
end

local function tell(is_so, name, seen)
  io.stdout:write(is_so and 'ok ' or 'not ok ', name, '\n')
  if not is_so then
    io.stdout:write('  seen: ', (vim.inspect(seen):gsub('\n', '\n  ')), '\n')
  end
  io.stdout:flush()
end

--- Expects that what `look` returns becomes `wanted`, or, if that is a function, that it becomes true of it.
function M.expect(name, wanted, look)
  local seen
  local is_so = vim.wait(LIMIT, function()
    seen = look()
    if type(wanted) == 'function' then
      return wanted(seen)
    end
    return vim.deep_equal(seen, wanted)
  end, 20)
  tell(is_so, name, seen)
end

--- Expects that something is so now.
function M.now(name, wanted, seen)
  tell(vim.deep_equal(seen, wanted), name, seen)
end

--- Expects some words in a text that `look` returns.
function M.says(name, words, look)
  M.expect(name, function(seen)
    return type(seen) == 'string' and seen:find(words, 1, true) ~= nil
  end, look)
end

--- Expects that Neovim has written nothing about servers into its log but that they were started.
function M.log_is_silent()
  local path = vim.fs.joinpath(vim.env.XDG_STATE_HOME, 'nvim', 'lsp.log')
  local lines = vim.fn.filereadable(path) == 1 and vim.fn.readfile(path) or {}
  local bad = vim.tbl_filter(function(line)
    return not line:find('^%[START%]')
  end, lines)
  M.now('the log is silent', {}, bad)
end

return M
