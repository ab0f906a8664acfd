-- :checkhealth edition_ls, with the program and without it, and what is said when it is missing.
local editor = require('editor')
local expect, now = editor.expect, editor.now

local function page(nvim)
  nvim:keys(':checkhealth edition_ls<CR>')
  editor.wait('the report', function()
    return nvim:lua('return vim.bo.filetype') == 'checkhealth' and #nvim:lines() > 5
  end)
  return table.concat(nvim:lines(), '\n')
end

local function has(name, text, words)
  now(name, words, text:find(words, 1, true) and words or text)
end

local version = vim.trim(vim.fn.system({ 'edition-ls', '--version' }))

local nvim = editor.start()
nvim:open('letter.txt')
nvim:status()
local report = page(nvim)
has('Neovim’s version is told', report, nvim:lua('return tostring(vim.version())'))
has('the program’s too', report, version)
has('each text, with what is known of it', report, '`letter.txt`, filetype `edition`: Notes checked: 4 references')
has('that there are no settings', report, 'None of yours')
now('nothing is wrong', nil, report:find('ERROR', 1, true) or report:find('WARN', 1, true))
nvim:quit()

-- One that is configured, with a setting.
local settings = "{ ['edition-ls'] = { rules = { ['undefined-footnote'] = 'off' } } }"
local config = ("lua vim.lsp.config('edition_ls', { settings = %s })"):format(settings)
nvim = editor.start({ arguments = { '--cmd', config } })
nvim:open('letter.txt')
now('a setting is obeyed', {}, nvim:ask('textDocument/diagnostic').result.items)
has('and told', page(nvim), '["undefined-footnote"] = "off"')
nvim:quit()

-- Without the program. Neovim itself needs none.
nvim = editor.start({ env = { PATH = vim.env.WORK } })
nvim:command('edit shopping.txt')
local line = 'edition-ls: It is not installed. What to do: :help edition_ls'
expect('a missing program is told in one line', line, function()
  return nvim:messages()
end)
nvim:command('edit letter.txt')
nvim:command('edit essay.md')
nvim:keys(':Edition footnote<CR>')
expect('and when something is asked of it, but not at every file; no error is shown', line .. '\n' .. line, function()
  return nvim:messages()
end)
now('syntax is there nevertheless', true, nvim:lua([[
  vim.cmd('edit letter.txt | set filetype=edition')
  return vim.fn.synIDattr(vim.fn.synID(5, 1, 1), 'name') == 'editionKey'
]]))
report = page(nvim)
has('the report says what to do', report, '`edition-ls` was not found')
now('and fails nowhere', nil, report:find('Failed to run', 1, true))
nvim:quit()
editor.log_is_silent()

-- Turned off.
nvim = editor.start({ arguments = { '--cmd', 'let g:edition_ls = v:false' } })
nvim:command('edit letter.txt')
now('turned off, it has no command', 0, nvim:lua("return vim.fn.exists(':Edition')"))
now('and starts nothing', 0, nvim:lua('return #vim.lsp.get_clients()'))
has('which the report says', page(nvim), 'turned off')
nvim:quit()
