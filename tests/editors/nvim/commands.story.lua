-- What can be asked for by name.
local editor = require('editor')
local expect, now, says = editor.expect, editor.now, editor.says

local nvim = editor.start()

local function messages()
  return nvim:messages()
end

-- Whatever was said before is forgotten.
local function press(keys)
  nvim:command('messages clear')
  nvim:keys(keys)
end

nvim:open('letter.txt')
local summary = nvim:status().summary
press(':Edition<CR>')
says('without a name, the command tells how the text stands', summary, messages)
press(':Edition status<CR>')
says('as :Edition status does', summary, messages)
expect('so does a status line', summary, function()
  return nvim:lua("return vim.api.nvim_eval_statusline([[%{v:lua.require'edition_ls'.statusline()}]], {}).str")
end)

press(':Edition nonsense<CR>')
says('a name that does not exist is answered by those that do', 'footnote, go, hints, inspect, log', messages)
now('names are completed', { 'renumber', 'restart' }, nvim:lua("return vim.fn.getcompletion('Edition re', 'cmdline')"))

local function hints()
  return nvim:lua([[
    return vim.tbl_map(function(hint)
      local one = hint.inlay_hint
      return ('%d: %s'):format(one.position.line + 1, type(one.label) == 'string' and one.label or one.label[1].value)
    end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
  ]])
end
now('hints are not shown unasked', {}, hints())
press(':Edition hints<CR>')
expect('asked for, they show the first words of the notes', {
  '3: The title is by the editor.—Ed.',
  '9: The sheets of her first book, which…',
  '14: The winter of that year was long and…',
}, hints)
nvim:open('essay.md')
expect('also in a text that is opened later', true, function()
  return #hints() == 2
end)
press(':Edition hints<CR>')
expect('and are hidden again', {}, hints)
nvim:open('letter.txt')
expect('everywhere', {}, hints)

press(':Edition inspect<CR>')
says('what was understood is shown in a window', 'Taken for   an edition in the dialect mia', function()
  return table.concat(nvim:lines(), '\n')
end)
now('which is not for writing', { 'nofile', false }, nvim:lua('return { vim.bo.buftype, vim.bo.modifiable }'))
nvim:command('wincmd p')
nvim:keys(':Edition inspect<CR>')
expect('once', 2, function()
  return nvim:lua('return #vim.api.nvim_list_wins()')
end)
expect('and anew', 'nofile', function()
  return nvim:lua('return vim.bo.buftype')
end)
nvim:command('close')
now('and leaves nothing behind', '', nvim:lua("return vim.fn.bufname('^edition-ls://')"))

-- Two windows on one text: what happens, happens in the one before one's eyes.
nvim:command('split')
nvim:command('wincmd j')
local window = nvim:lua('return vim.api.nvim_get_current_win()')
nvim:go(9, '[2]')
nvim:keys(':Edition go<CR>')
expect(':Edition go stays in its window', { window, 20 }, function()
  return nvim:lua("return { vim.api.nvim_get_current_win(), vim.fn.line('.') }")
end)
nvim:command('only')
nvim:go(10, 'fault')
press(':Edition go<CR>')
says('where nothing leads anywhere, that is said', 'edition-ls:', messages)

local function server()
  return nvim:lua('return vim.lsp.get_clients()[1].id')
end
local first = server()
nvim:command('badd shopping.txt')
press(':Edition restart<CR>')
expect('the server is started anew', true, function()
  local clients = nvim:lua('return vim.tbl_map(function(one) return one.id end, vim.lsp.get_clients({ bufnr = 0 }))')
  return #clients == 1 and clients[1] ~= first
end)
expect('and says what it said', 1, function()
  return #nvim:remarks()
end)

press(':Edition log<CR>')
expect('the log is shown, or that it is empty', true, function()
  return messages():find('Nothing has been logged', 1, true) ~= nil or nvim:lua('return vim.fn.expand("%:t")') == 'lsp.log'
end)

nvim:command('only | enew | set filetype=lua')
press(':Edition renumber<CR>')
says('where the server is not at work, that is said, and what to do', ':Edition treat', messages)

-- What is shipped is what Neovim makes of the help file.
nvim:command('help edition_ls')
now('there is help', 'edition_ls.txt', nvim:lua("return vim.fn.expand('%:t')"))
local subcommands = nvim:lua("return vim.fn.getcompletion('Edition ', 'cmdline')")
local without = vim.tbl_filter(function(name)
  return not pcall(nvim.command, nvim, ('help :Edition-%s'):format(name))
end, subcommands)
now('for each command', {}, without)
local folder = nvim:lua("return vim.fn.expand('%:p:h')")
local shipped = vim.fn.readfile(folder .. '/tags')
nvim:lua('vim.cmd.helptags(...)', folder)
now('its tags are those of the text', vim.fn.readfile(folder .. '/tags'), shipped)
nvim:quit()
editor.log_is_silent()
