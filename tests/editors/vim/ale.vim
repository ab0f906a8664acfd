" The remarks of ALE: line, column, the marked words, what is said. Columns are counted in characters, as a person counts them.
function! s:Remarks() abort
  let l:remarks = []
  for l:item in get(get(g:ale_buffer_info, bufnr(''), {}), 'loclist', [])
    let l:line = getline(l:item.lnum)
    call add(l:remarks, [l:item.lnum, strchars(strpart(l:line, 0, l:item.col - 1)) + 1,
    \ strpart(l:line, l:item.col - 1, l:item.end_col - l:item.col + 1), l:item.type, l:item.text])
  endfor
  return l:remarks
endfunction

let s:missing = [12, 55, '[4]', 'E',
\ '[4] refers to footnote 4, but this text has no footnote 4. Add that footnote, or correct [4].']

" Vim says that the text has changed only when nothing else is to be done; this script is something else.
function! s:Type(keys) abort
  call feedkeys(a:keys, 'tx')
  doautocmd <nomodeline> TextChanged
endfunction

function! g:Script() abort
  edit $TEXTS/letter.txt
  call Expect('the remark comes by itself, at its place', [s:missing], function('s:Remarks'))

  call cursor(9, 1)
  call search('\[2\] I')
  call s:Type('lr9')
  call Expect('a broken link is seen once it is typed, behind letters of several bytes',
  \ [[9, 85, '[9]', 'E']], {-> map(filter(s:Remarks(), {_, r -> r[0] == 9}), {_, r -> r[:3]})})
  call s:Type('r2')
  call Expect('and goes when it is mended', [s:missing], function('s:Remarks'))

  call cursor(1, 1)
  ALENextWrap
  call Expect(':ALENextWrap goes to it', [12, 55], {-> [line('.'), virtcol('.')]})

  call append(5, getline(5))
  ALEFix edition-ls
  call Expect(':ALEFix edition-ls takes away a line of the header that is there twice',
  \ ['Written: 12 March 1871', 'Source: Collected Letters, Volume 3, pages 10-12'], {-> getline(5, 6)})
  call Expect('and nothing else', readfile($TEXTS . '/letter.txt'), {-> getline(1, '$')})

  edit! $TEXTS/essay.md
  call Expect('Markdown too', [[10, 38, '[^second]', 'E']], {-> map(s:Remarks(), {_, r -> r[:3]})})

  edit! $TEXTS/shopping.txt
  call Expect('a text that is no edition is looked at', v:true,
  \ {-> !empty(ale#history#Get(bufnr(''))) && ale#history#Get(bufnr(''))[-1].status is# 'finished'})
  call Expect('and gets no remark', [], function('s:Remarks'))
endfunction
