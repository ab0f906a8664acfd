-- Reading a text: what is said about it, looking at notes, going there and back.
local editor = require('editor')
local expect, now, says = editor.expect, editor.now, editor.says

local nvim = editor.start()
nvim:open('letter.txt')

local missing = '[4] refers to footnote 4, but this text has no footnote 4. Add that footnote, or correct [4].'
expect('a reference without a footnote is reported, with its place', { '12:55-58 ' .. missing }, function()
  return nvim:remarks()
end)
expect('the text becomes an edition', 'edition', function()
  return nvim:lua('return vim.bo.filetype')
end)

-- Behind a character that is two in UTF-16 and four in UTF-8.
nvim:go(9, '[2]')
nvim:keys('lr7')
local wrong = '9:88-91 [7] refers to footnote 7, but this text has no footnote 7.'
expect('a link broken by typing is reported, in the right columns', true, function()
  return vim.iter(nvim:remarks()):any(function(remark)
    return vim.startswith(remark, wrong)
  end)
end)
nvim:keys('u')
expect('and the remark goes with the slip', { '12:55-58 ' .. missing }, function()
  return nvim:remarks()
end)

nvim:go(9, '[2]')
nvim:keys('<C-]>')
expect('Ctrl-] goes to the footnote', { 20, 1 }, function()
  return nvim:cursor()
end)
nvim:keys('<C-t>')
expect('Ctrl-T comes back', { 9, 88 }, function()
  return nvim:cursor()
end)

nvim:keys('K')
says('K shows the footnote', 'The sheets of her first book, which was never sold.', function()
  return nvim:lua([[
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
      end
    end
  ]])
end)
nvim:keys('l')
expect('and it goes when the cursor moves', 1, function()
  return nvim:lua('return #vim.api.nvim_list_wins()')
end)

nvim:go(20, '[2]')
nvim:keys('grr')
expect('grr lists the references of a footnote, and itself', { '9:88', '20:1' }, function()
  return nvim:lua([[
    return vim.tbl_map(function(one) return one.lnum .. ':' .. one.col end, vim.fn.getqflist())
  ]])
end)
nvim:command('cclose')
nvim:keys('gO')
expect('gO lists the header, the headings and the notes', true, function()
  local words = nvim:lua([[
    return vim.tbl_map(function(one) return one.text end, vim.fn.getloclist(0))
  ]])
  words = table.concat(words, '\n')
  return words:find('Written', 1, true) and words:find('Notes', 1, true) and words:find('never sold', 1, true) and true
end)
nvim:command('lclose')

-- Each reference that leads to a footnote is coloured; the one that leads nowhere is not.
local function token(line, words)
  nvim:go(line, words)
  return nvim:lua([[
    local found = vim.lsp.semantic_tokens.get_at_pos() or {}
    return found[1] and found[1].type or ''
  ]])
end
expect('a reference has its colour', 'function', function()
  return token(9, '[2]')
end)
now('a reference without a footnote has none', '', token(12, '[4]'))
now('a heading has its colour', 'class', token(16, 'Notes'))

local function group(line, words)
  nvim:go(line, words)
  return nvim:lua("return vim.fn.synIDattr(vim.fn.synID(vim.fn.line('.'), vim.fn.col('.'), 1), 'name')")
end
now('syntax: a key', 'editionKey', group(5, 'Written'))
now('syntax: the value of a key', '', group(5, '12'))
now('syntax: the heading of the notes', 'editionHeading', group(16, 'Notes'))
now('syntax: a footnote', 'editionFootnote', group(20, '[2]'))
now('syntax: a reference is left to the server', '', group(9, '[2]'))
now('syntax: words are words', '', group(9, 'Monday'))
nvim:command('colorscheme habamax')
now('colours stay linked in another colour scheme', 'Title', nvim:lua([[
  return vim.fn.synIDattr(vim.fn.synIDtrans(vim.fn.hlID('@lsp.type.class.edition')), 'name')
]]))

nvim:open()
expect('header and notes can be folded', { true, true }, function()
  return nvim:lua('return { vim.fn.foldlevel(6) > 0, vim.fn.foldlevel(20) > 0 }')
end)
now('folds are open', { -1, -1 }, nvim:lua('return { vim.fn.foldclosed(6), vim.fn.foldclosed(20) }'))
nvim:go(20, '[2]')
nvim:keys('zc')
expect('zc closes one', true, function()
  return nvim:lua('return vim.fn.foldclosed(20) > 0')
end)
nvim:keys('zo')

now('there is one client', 1, nvim:lua('return #vim.lsp.get_clients()'))
nvim:quit()
editor.log_is_silent()
