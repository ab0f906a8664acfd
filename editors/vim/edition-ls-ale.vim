" Editions in Vim with ALE: the remarks of edition-ls. Copy this file to ~/.vim/plugin.
"
" ALE is given the finished remarks, and not the language server: it takes the columns of a server for bytes, so that all that
" stands behind a letter such as é, and each dash, would be marked, shown and changed at a wrong place.

if exists('g:loaded_edition_ls_ale')
  finish
endif
let g:loaded_edition_ls_ale = 1

let s:kinds = {'error': 'E', 'warning': 'W', 'information': 'I', 'hint': 'I'}

" The byte of a line that the character COLUMN starts with, counted from 1.
function! s:Byte(buffer, place) abort
  let l:line = get(getbufline(a:buffer, a:place.line), 0, '')
  let l:index = byteidxcomp(l:line, a:place.column - 1)
  return (l:index < 0 ? strlen(l:line) : l:index) + 1
endfunction

function! s:Remarks(buffer, lines) abort
  let l:remarks = []
  for l:problem in get(ale#util#FuzzyJSONDecode(a:lines, {}), 'problems', [])
    call add(l:remarks, {
    \ 'lnum': l:problem.start.line,
    \ 'col': s:Byte(a:buffer, l:problem.start),
    \ 'end_lnum': l:problem.end.line,
    \ 'end_col': s:Byte(a:buffer, l:problem.end) - 1,
    \ 'type': s:kinds[l:problem.severity],
    \ 'code': l:problem.rule,
    \ 'text': l:problem.message,
    \})
  endfor
  return l:remarks
endfunction

" What `:ALEFix edition-ls` does: mends what cannot change what the text says.
function! EditionLsFix(buffer) abort
  return {'command': 'edition-ls check --fix --stdin-filename %s -'}
endfunction

for s:type in ['text', 'markdown']
  call ale#linter#Define(s:type, {
  \ 'name': 'edition-ls',
  \ 'executable': 'edition-ls',
  \ 'command': '%e check --format json --stdin-filename %s -',
  \ 'callback': function('s:Remarks'),
  \})
endfor

" For plain text, ALE uses what it is told to, and nothing by itself; for Markdown all that it knows, unless it is told.
let g:ale_linters = get(g:, 'ale_linters', {})
let g:ale_linters.text = get(g:ale_linters, 'text', []) + ['edition-ls']
if type(get(g:ale_linters, 'markdown')) == type([])
  let g:ale_linters.markdown += ['edition-ls']
endif

call ale#fix#registry#Add('edition-ls', 'EditionLsFix', ['text', 'markdown'], 'Mend what is safe to mend in an edition.')
