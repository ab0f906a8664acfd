" What vim-lsp would call, and what it would be told.
let &runtimepath .= ',' . expand('<sfile>:p:h') . '/vim-lsp'
let g:lsp_get_supported_capabilities = [{info -> {'textDocument': {'hover': {}}}}]

function! g:Script() abort
  edit $TEXTS/letter.txt
  doautocmd User lsp_setup
  call Expect('vim-lsp is told of edition-ls', ['edition-ls', ['edition-ls', 'server'], ['text', 'markdown']],
  \ {-> [g:told.name, g:told.cmd({}), g:told.allowlist]})
  call Expect('that it counts whole characters, and can what it always can',
  \ {'textDocument': {'hover': {}}, 'general': {'positionEncodings': ['utf-32']}}, {-> g:told.capabilities})
  doautocmd User lsp_buffer_enabled
  call Expect('the keys are there', ['<Plug>(lsp-definition)', '<Plug>(lsp-hover)'],
  \ {-> [maparg('gd', 'n'), maparg('K', 'n')]})
  call feedkeys('\f', 'tx')
  call Expect('a key inserts a footnote at the cursor', ['edition-ls', 'workspace/executeCommand', {
  \ 'command': 'edition-ls.insert-footnote',
  \ 'arguments': [{'textDocument': {'uri': 'file:///letter.txt'}, 'position': {'line': 0, 'character': 0}}]}],
  \ {-> g:asked})
  call Expect('and a refusal is shown', 'Not here.', {-> trim(split(execute('messages'), "\n")[-1])})
  call Expect('and completion', 'lsp#complete', {-> &omnifunc})
endfunction
