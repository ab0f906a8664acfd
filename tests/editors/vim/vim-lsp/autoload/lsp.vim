" In place of vim-lsp: it only remembers what it was told.
function! lsp#register_server(server) abort
  let g:told = a:server
endfunction
