--- :checkhealth edition_ls
local server = require('edition_ls.server')
local status = require('edition_ls.status')
local health = vim.health

local M = {}

local function check_neovim()
  health.start('Neovim')
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 0 then
    health.error(version .. ' is too old.', { 'Use Neovim 0.11 or newer.', 'Or see |edition_ls-older|.' })
    return false
  end
  health.ok(version)
  if not vim.lsp.is_enabled('edition_ls') then
    health.warn('edition-ls is turned off.', {
      'Is there a line `vim.g.edition_ls = false` in your init.lua?',
      "Else turn it on: vim.lsp.enable('edition_ls')",
    })
  end
  return true
end

local function check_program()
  health.start('The program')
  local path = server.program()
  if not path then
    local cmd = vim.lsp.config.edition_ls.cmd
    local name = type(cmd) == 'table' and cmd[1] or 'edition-ls'
    return health.error(('`%s` was not found.'):format(name), {
      'Install it: see |edition_ls-install|. Then start Neovim again.',
      'If it is installed: is its folder on the PATH that Neovim was started with?',
      "Else say where it is: vim.lsp.config('edition_ls', { cmd = { '/path/to/edition-ls', 'server' } })",
    })
  end
  local started, process = pcall(vim.system, { path, '--version' }, { text = true, timeout = 5000 })
  local result = started and process:wait() or { code = -1, stderr = process }
  if result.code ~= 0 then
    return health.error(('`%s` does not run: %s'):format(path, vim.trim(result.stderr or '')), {
      'Install it anew: see |edition_ls-install|.',
    })
  end
  health.ok(('%s: `%s`'):format(vim.trim(result.stdout), path))
end

---@param bufnr integer
local function describe(bufnr)
  local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':~:.')
  local said = status.of(bufnr)
  return ('buffer %d, %s, filetype `%s`: %s'):format(
    bufnr,
    name == '' and 'without a name' or '`' .. name .. '`',
    vim.bo[bufnr].filetype,
    said and said.summary or 'nothing is known about it yet'
  )
end

local function check_texts()
  health.start('Texts')
  local clients = vim.lsp.get_clients({ name = 'edition_ls' })
  if #clients == 0 then
    health.info('No text is open, so the server does not run.')
  end
  for _, client in ipairs(clients) do
    local folder = client.root_dir and ('`%s`'):format(vim.fn.fnamemodify(client.root_dir, ':~')) or 'single files'
    health.info(('A server for %s'):format(folder))
    local buffers = vim.tbl_keys(client.attached_buffers)
    table.sort(buffers)
    for _, bufnr in ipairs(buffers) do
      health.info(describe(bufnr))
    end
  end
end

local function check_settings()
  health.start('Settings')
  local settings = (vim.lsp.config.edition_ls.settings or {})['edition-ls']
  if settings then
    health.info('Yours, which count more than edition.toml: ' .. vim.inspect(settings))
  else
    health.info('None of yours: edition.toml decides, where there is one.')
  end
end

local function check_log()
  health.start('Log')
  local path = server.log()
  local complaints = 0
  if vim.fn.filereadable(path) == 1 then
    for line in io.lines(path) do
      complaints = complaints + (line:find('edition-ls', 1, true) and 1 or 0)
    end
  end
  local where = ('`%s` (:Edition log)'):format(path)
  if complaints == 0 then
    health.ok('Nothing about edition-ls in ' .. where)
  else
    health.info(('%d lines about edition-ls in %s'):format(complaints, where))
  end
end

function M.check()
  if check_neovim() then
    check_program()
    check_texts()
    check_settings()
    check_log()
  end
end

return M
