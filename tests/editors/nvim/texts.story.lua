-- Which files the server gets, and what they become.
local editor = require('editor')
local expect, now, says = editor.expect, editor.now, editor.says

local nvim = editor.start()

local function filetype()
  return nvim:lua('return vim.bo.filetype')
end

-- How often the server was told of the text in the buffer, and as what.
local function watch_openings()
  nvim:lua([[
    openings = {}
    vim.api.nvim_create_autocmd('LspNotify', { callback = function(event)
      if event.data.method == 'textDocument/didOpen' then
        table.insert(openings, event.data.params.textDocument.languageId)
      end
    end })
  ]])
end

local function openings()
  return nvim:lua('return openings')
end

watch_openings()
nvim:open('letter.txt')
expect('a text that is an edition becomes one', 'edition', filetype)
expect('its remarks are there', 1, function()
  return #nvim:remarks()
end)
now('the server was told of it once', { 'text' }, openings())
now('long lines break between words', { true, true }, nvim:lua('return { vim.wo.wrap, vim.wo.linebreak }'))

nvim:command('edit')
expect('a file that is read anew keeps its remarks', 1, function()
  return #nvim:remarks()
end)
expect('and is an edition again', 'edition', filetype)

nvim:command('set filetype=rst')
nvim:command('silent write')
nvim:open('shopping.txt')
nvim:command('buffer letter.txt')
now('who sets another filetype keeps it', 'rst', filetype())
now('and nothing of an edition', { false, 'manual' }, nvim:lua('return { vim.wo.linebreak, vim.wo.foldmethod }'))
nvim:command('edit')
expect('until the file is read anew', 'edition', filetype)
nvim:command('set filetype=text')
expect('a text stays with the server', true, function()
  return nvim:status().edition
end)
nvim:lua("require('edition_ls.status').ask(vim.api.nvim_get_current_buf())")
nvim:status()
now('and stays a text', 'text', filetype())
expect('with its remarks', 1, function()
  return #nvim:remarks()
end)

nvim:open('shopping.txt')
now('a list of things to buy is no edition', false, nvim:status().edition)
now('it gets no remarks, though asked for', {}, nvim:ask('textDocument/diagnostic').result.items)
now('and stays a text', 'text', filetype())

local openings_before = #openings()
nvim:command('Edition treat')
expect('treated as an edition, it becomes one', 'edition', filetype)
expect('also for the server', true, function()
  return nvim:status().edition
end)
now('which was told so, once', { 'edition' }, vim.list_slice(openings(), openings_before + 1))

nvim:open('essay.md')
now('Markdown is read', true, nvim:status().edition)
expect('with its remarks', 1, function()
  return #nvim:remarks()
end)
now('and stays Markdown', 'markdown', filetype())
now('for the server too', 'markdown', openings()[#openings()])
nvim:keys(':Edition treat<CR>')
expect('treated as an edition, it is one for the server', 'edition', function()
  return openings()[#openings()]
end)
now('but stays Markdown in the editor', 'markdown', filetype())

for _, name in ipairs({ 'note.edition', 'note.edition.txt' }) do
  vim.fn.writefile({ 'A word.' }, vim.fs.joinpath(vim.env.TEXTS, name))
  nvim:open(name)
  local said = { filetype(), openings()[#openings()] }
  now(name .. ' is called an edition by its name, also to the server', { 'edition', 'edition' }, said)
end

vim.uv.fs_copyfile(vim.fs.joinpath(vim.env.TEXTS, 'letter.txt'), vim.fs.joinpath(vim.env.TEXTS, 'letter'))
nvim:command('edit letter')
now('a file without an ending is nothing', '', filetype())
nvim:keys(':Edition treat<CR>')
expect('but can be treated as an edition', { 'edition', 1 }, function()
  return { filetype(), #nvim:remarks() }
end)

vim.fn.writefile({ '[rules]', 'footnote-gapp = "off"' }, vim.fs.joinpath(vim.env.TEXTS, 'edition.toml'))
nvim:open('edition.toml')
says('a slip in edition.toml is reported', '2:1-14 There is no rule “footnote-gapp”.', function()
  return nvim:remarks()[1]
end)
vim.fn.writefile({ '[rules]' }, vim.fs.joinpath(vim.env.TEXTS, 'other.toml'))
nvim:command('edit other.toml')
nvim:open('shopping.txt')
now('other TOML files are none of its business', 0, nvim:lua([[
  return #vim.lsp.get_clients({ bufnr = vim.fn.bufnr('other.toml') })
]]))
nvim:quit()

local function folder()
  editor.wait('the text as an edition', function()
    return nvim:lua('return vim.bo.filetype') == 'edition'
  end)
  return nvim:lua("return vim.lsp.get_clients({ bufnr = 0 })[1].root_dir or 'none'")
end

local letters = vim.fs.joinpath(vim.env.TEXTS, 'letters')
vim.fn.mkdir(letters)
for _, name in ipairs({ 'letter.txt', 'edition.toml' }) do
  vim.fn.rename(vim.fs.joinpath(vim.env.TEXTS, name), vim.fs.joinpath(letters, name))
end
nvim = editor.start()
nvim:open('letters/letter.txt')
now('texts belong to the folder that has edition.toml', letters, folder())
nvim:quit()
vim.fn.delete(vim.fs.joinpath(letters, 'edition.toml'))
nvim = editor.start()
nvim:open('letters/letter.txt')
now('without one, to that in which Neovim was started', vim.env.TEXTS, folder())
nvim:quit()
nvim = editor.start({ env = { HOME = vim.env.TEXTS } })
nvim:open('letters/letter.txt')
now('unless that is the home folder', 'none', folder())
nvim:quit()
editor.log_is_silent()
