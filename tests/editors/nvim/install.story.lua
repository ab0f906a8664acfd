-- The ways to install the plugin that its README tells, as far as they can be tried without the net.
local editor = require('editor')
local expect, now = editor.expect, editor.now

local readme = table.concat(vim.fn.readfile(vim.fs.joinpath(vim.env.REPOSITORY, 'editors', 'nvim', 'README.md')), '\n')

-- What a heading's first block of code says.
local function code(heading, language)
  local _, behind = readme:find(heading, 1, true)
  assert(behind, heading)
  return assert(readme:match('```' .. language .. '\n(.-)\n```', behind), language)
end

local function works(how, nvim)
  nvim:open('letter.txt')
  expect(how .. ': remarks appear', 1, function()
    return #nvim:remarks()
  end)
  expect(how .. ': a text becomes an edition', 'edition', function()
    return nvim:lua('return vim.bo.filetype')
  end)
  now(how .. ': there is the command', 2, nvim:lua("return vim.fn.exists(':Edition')"))
  nvim:command('help edition_ls')
  now(how .. ': there is help', 'edition_ls.txt', nvim:lua("return vim.fn.expand('%:t')"))
  vim.fn.writefile({ 'A word.' }, vim.fs.joinpath(vim.env.TEXTS, 'note.edition'))
  nvim:open('note.edition')
  now(how .. ': its file type is known', 'edition', nvim:lua('return vim.bo.filetype'))
  nvim:quit()
end

local function shell(command, ...)
  local result = vim.system(command, { text = true, cwd = vim.env.REPOSITORY, ... }):wait()
  assert(result.code == 0, table.concat(command, ' ') .. '\n' .. result.stderr)
end

-- A user's own Neovim: without what the other stories are given.
local function start(options)
  local user = vim.fs.joinpath(vim.env.WORK, 'nvim-of-user')
  local lines = vim.fn.readfile(vim.env.NVIM)
  for index, line in ipairs(lines) do
    lines[index] = line:gsub("packpath^=%S+ ", ''):gsub(' %-%-clean', '')
  end
  vim.fn.writefile(lines, user)
  vim.fn.setfperm(user, 'rwx------')
  return editor.start(vim.tbl_extend('force', { program = user }, options or {}))
end

shell({ 'sh', '-ec', code('**Copy it.**', 'sh') })
works('copied', start())
vim.fn.delete(vim.fs.joinpath(vim.env.XDG_DATA_HOME, 'nvim'), 'rf')

if vim.fn.executable('git') == 1 then
  -- A repository in the place of the one on the net.
  local repository = vim.fs.joinpath(vim.env.WORK, 'net', 'edition-ls')
  vim.fn.mkdir(vim.fs.joinpath(repository, 'editors'), 'p')
  shell({ 'cp', '-r', 'editors/nvim', vim.fs.joinpath(repository, 'editors') })
  local git = { 'git', '-C', repository, '-c', 'user.name=N', '-c', 'user.email=n@example.org' }
  shell(vim.list_extend(vim.list_slice(git), { 'init', '-q', '-b', 'main' }))
  shell(vim.list_extend(vim.list_slice(git), { 'add', '-A' }))
  shell(vim.list_extend(vim.list_slice(git), { 'commit', '-q', '-m', 'All' }))
  local config = vim.fs.joinpath(vim.env.WORK, 'gitconfig')
  local net = ('[url "file://%s/"]\n\tinsteadOf = https://github.com/edition-ls/'):format(vim.fs.dirname(repository))
  vim.fn.writefile(vim.split(net, '\n'), config)
  local folder = vim.fs.joinpath(vim.env.XDG_CONFIG_HOME, 'nvim')
  vim.fn.mkdir(folder, 'p')
  local lines = code("**With Neovim's own manager**", 'lua')
  -- Nobody is there to confirm it.
  lines = lines:gsub('load = ', 'confirm = false, load = ', 1)
  vim.fn.writefile(vim.split(lines, '\n'), vim.fs.joinpath(folder, 'init.lua'))
  works('by vim.pack', start({ env = { GIT_CONFIG_GLOBAL = config } }))
end
