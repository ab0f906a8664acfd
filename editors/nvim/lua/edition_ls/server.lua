--- The program: where it is, how it is started and started anew, and what is said when it is not at work.
local client = require('edition_ls.client')
local texts = require('edition_ls.texts')

local M = {}

-- Short enough for one line of a narrow window.
local MISSING = 'It is not installed. What to do: :help edition_ls'

local has_missed = false

--- The program on the PATH, or where `cargo install` has put it: a Neovim that was not started from a terminal often
--- does not know the user's PATH.
---@return string? path
local function find()
  local cargo = vim.env.CARGO_HOME or vim.fs.joinpath(vim.fs.normalize('~'), '.cargo')
  for _, name in ipairs({ 'edition-ls', vim.fs.joinpath(cargo, 'bin', 'edition-ls') }) do
    local path = vim.fn.exepath(name)
    if path ~= '' then
      return path
    end
  end
end

--- The program that is or would be started: the one that the user has configured, if so.
---@return string? path nothing if there is none
function M.program()
  local cmd = vim.lsp.config.edition_ls.cmd
  if type(cmd) ~= 'table' then
    return find()
  end
  local path = vim.fn.exepath(cmd[1])
  return path ~= '' and path or nil
end

--- The `cmd` of the client.
function M.start(dispatchers, config)
  config = config or {}
  return vim.lsp.rpc.start({ find() or 'edition-ls', 'server' }, dispatchers, {
    cwd = config.cmd_cwd,
    env = config.cmd_env,
    detached = config.detached,
  })
end

--- Says that the program is missing, if so, at the first text for which it is.
---@param bufnr integer
function M.miss(bufnr)
  if not has_missed and texts.are_wanted(bufnr) and not M.program() then
    has_missed = true
    vim.schedule(function()
      -- In the place of the message about the file: two lines would have to be confirmed with a key.
      vim.cmd.redraw()
      client.warn(MISSING)
    end)
  end
end

--- Why no server is at work in a buffer, and what to do.
---@param bufnr integer
---@return string
function M.why_not(bufnr)
  if not M.program() then
    return MISSING
  end
  if not texts.are_wanted(bufnr) then
    return 'This is no file.'
  end
  if not vim.lsp.is_enabled('edition_ls') then
    return "It is turned off. :lua vim.lsp.enable('edition_ls') turns it on."
  end
  if vim.tbl_contains(vim.lsp.config.edition_ls.filetypes, vim.bo[bufnr].filetype) then
    return 'It is only just starting. Try again in a moment.'
  end
  return 'It does not read this file. If it is an edition, say so: :Edition treat'
end

--- Ends the server, and starts it anew for all texts.
function M.restart()
  vim.lsp.enable('edition_ls', false)
  local function is_gone()
    return #vim.lsp.get_clients({ name = 'edition_ls' }) == 0
  end
  if not vim.wait(3000, is_gone, 20) then
    for _, one in ipairs(vim.lsp.get_clients({ name = 'edition_ls' })) do
      one:stop(true)
    end
    vim.wait(1000, is_gone, 20)
  end
  vim.lsp.enable('edition_ls')
end

--- Where Neovim writes what servers complain of.
---@return string path
function M.log()
  local get = vim.lsp.log and vim.lsp.log.get_filename or vim.lsp.get_log_path
  return get()
end

return M
