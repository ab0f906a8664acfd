" What the scripts here share. Each defines g:Script, which is called when Vim is ready.

function! Say(line) abort
  call writefile([a:line], $RESULTS, 'a')
endfunction

" For how many seconds something is waited for; less when something has failed.
let s:patience = 30

" An expectation: what is found is, or soon will be, what is expected.
function! Expect(name, expected, Find) abort
  let l:start = reltime()
  while a:Find() != a:expected && reltimefloat(reltime(l:start)) < s:patience
    sleep 20m
  endwhile
  let l:found = a:Find()
  if l:found == a:expected
    call Say('ok ' . a:name)
  else
    let s:patience = 3
    call Say('not ok ' . a:name)
    call Say('  expected: ' . string(a:expected))
    call Say('  found:    ' . string(l:found))
  endif
endfunction

function! s:Try(timer) abort
  try
    call g:Script()
  catch
    call Say('not ok goes through: ' . v:exception . ' ' . v:throwpoint)
    call Say(execute('messages'))
    cquit!
  endtry
  qall!
endfunction

call timer_start(100, function('s:Try'))
