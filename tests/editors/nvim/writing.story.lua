-- Writing: what is mended, renamed, inserted, completed.
local editor = require('editor')
local expect, now, says = editor.expect, editor.now, editor.says

local nvim = editor.start()
-- Choosing from a list: the first entry that has these words.
nvim:lua([[
  vim.ui.select = function(items, options, choose)
    offered = vim.tbl_map(options.format_item, items)
    for index, name in ipairs(offered) do
      if wanted and name:find(wanted, 1, true) then
        return choose(items[index], index)
      end
    end
    choose(nil)
  end
]])
nvim:open('letter.txt')
expect('the text becomes an edition', 'edition', function()
  return nvim:lua('return vim.bo.filetype')
end)
local before = nvim:lines()

nvim:go(9, '[2]')
nvim:keys('grn')
nvim:answer('<C-u>3')
says('a label that is taken is refused, with the reason', 'Footnote 3 is already in line 22.', function()
  return nvim:messages()
end)
now('and nothing is changed', before, nvim:lines())
nvim:keys('grn')
nvim:answer('<C-u>9')
expect('grn gives a note another label', { true, true }, function()
  return { nvim:line(9):find('keys.[9] I', 1, true) ~= nil, vim.startswith(nvim:line(20), '[9] The sheets') }
end)
nvim:keys('u')
now('one undo takes it back', before, nvim:lines())

nvim:go(12, '[4]')
expect('its remark is there', 1, function()
  return #nvim:remarks()
end)
nvim:lua("wanted = 'Add an empty footnote 4'")
nvim:keys('gra')
expect('gra mends a slip', true, function()
  return vim.iter(nvim:lines()):any(function(line)
    return vim.startswith(line, '[4]')
  end)
end)
expect('the cursor goes to where its text is to be written', '[4] ', function()
  return nvim:line(nvim:cursor()[1])
end)
nvim:keys('u')
now('one undo takes it back', before, nvim:lines())

-- On the last letter before a line's end, behind a character that is two in UTF-16.
nvim:go(9, 'I')
nvim:keys(':Edition footnote<CR>')
expect('a footnote is inserted, and the ones behind it are renumbered', { true, true, true }, function()
  return {
    nvim:line(9):find('keys.[2] I[3]', 1, true) ~= nil,
    nvim:line(14):find('writes.[4]', 1, true) ~= nil,
    nvim:line(12):find('it.[5]', 1, true) ~= nil,
  }
end)
expect('the cursor is where its text is to be written, in insert mode', { 22, '[3] ', 'i' }, function()
  return { nvim:cursor()[1], nvim:line(22), nvim:mode() }
end)
nvim:keys('A comma is missing.<Esc>')
expect('what is typed stands there', '[3] A comma is missing.', function()
  return nvim:line(22)
end)
nvim:keys(':Edition go<CR>')
expect(':Edition go comes back to the reference', 9, function()
  return nvim:cursor()[1]
end)
nvim:keys(':Edition go<CR>')
expect('and goes to the note again', 22, function()
  return nvim:cursor()[1]
end)
nvim:keys('uu')
expect('two undos take text and footnote back', before, function()
  return nvim:lines()
end)

-- From insert mode, by a key of one's own.
nvim:lua("vim.keymap.set({ 'n', 'i', 'x' }, '<F5>', '<Plug>(edition-footnote)')")
nvim:go(10, 'them')
nvim:keys('ea<F5>')
expect('a key of one’s own inserts a footnote while typing', 'found no fault in them[3].', function()
  return nvim:line(10)
end)
expect('and goes on in its text', { 22, 'i' }, function()
  return { nvim:cursor()[1], nvim:mode() }
end)
nvim:keys('Typed.<Esc>')
expect('which is typed', '[3] Typed.', function()
  return nvim:line(22)
end)
nvim:open()

nvim:go(10, 'no fault')
nvim:keys('vee<F5>')
expect('what is selected becomes a footnote', 'found[3] in them.', function()
  return nvim:line(10)
end)
expect('of these words', '[3] no fault', function()
  return nvim:line(22)
end)
nvim:open()
nvim:keys(':9,10Edition footnote<CR>')
says('lines that are no selection are refused', 'Select the words', function()
  return nvim:messages()
end)

nvim:keys('14GA[<C-x><C-o>')
expect('Ctrl-X Ctrl-O offers the notes, and a new one', {
  '[5]  A new footnote',
  '[3]  The winter of that year was long and wet.',
  '[2]  The sheets of her first book, which was never sold.',
  '[1]  The title is by the editor.—Ed.',
}, function()
  return nvim:lua([[
    return vim.tbl_map(function(one) return one.abbr end, vim.fn.complete_info({ 'items' }).items)
  ]])
end)
nvim:keys('<C-e><Esc>')
nvim:open()

nvim:command('silent 9s/\\[2\\]/[8]/ | silent 20s/\\[2\\]/[8]/')
nvim:keys(':Edition renumber<CR>')
expect(':Edition renumber numbers the notes anew', { true, true }, function()
  return { nvim:line(9):find('keys.[2]', 1, true) ~= nil, vim.startswith(nvim:line(20), '[2]') }
end)
nvim:open()

nvim:command('silent 9s/\\[2\\]/[ 2 ]/')
nvim:keys(':Edition fix<CR>')
expect(':Edition fix mends what is safe', true, function()
  return nvim:line(9):find('keys.[2] I', 1, true) ~= nil
end)
nvim:quit()
editor.log_is_silent()
