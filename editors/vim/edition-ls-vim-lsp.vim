" Editions in Vim with vim-lsp. Copy this file to ~/.vim/plugin.

if exists('g:loaded_edition_ls_vim_lsp')
  finish
endif
let g:loaded_edition_ls_vim_lsp = 1

function! s:Register() abort
  if !executable('edition-ls')
    return
  endif
  " vim-lsp counts whole characters. Unless it says so, a server takes it for counting in UTF-16, where 𝄞 counts as two.
  let l:can = call(g:lsp_get_supported_capabilities[0], [{'name': 'edition-ls'}])
  let l:can.general = extend(get(l:can, 'general', {}), {'positionEncodings': ['utf-32']})
  call lsp#register_server({
  \ 'name': 'edition-ls',
  \ 'cmd': {info -> ['edition-ls', 'server']},
  \ 'allowlist': ['text', 'markdown'],
  \ 'capabilities': l:can,
  \ 'root_uri': {info -> lsp#utils#path_to_uri(
  \   lsp#utils#find_nearest_parent_file_directory(lsp#utils#get_buffer_path(), ['edition.toml', '.git/']))},
  \})
endfunction

" Has the program do COMMAND at the cursor. (`:LspCodeAction` asks for all that is from the cursor to the end of the line.)
function! s:Do(command) abort
  call lsp#send_request('edition-ls', {
  \ 'method': 'workspace/executeCommand',
  \ 'params': {
  \   'command': 'edition-ls.' . a:command,
  \   'arguments': [{'textDocument': lsp#get_text_document_identifier(), 'position': lsp#get_position()}],
  \ },
  \ 'on_notification': function('s:Answer'),
  \})
endfunction

function! s:Answer(data) abort
  if has_key(a:data.response, 'error')
    echomsg a:data.response.error.message
  endif
endfunction

function! s:Keys() abort
  if index(['text', 'markdown'], &filetype) < 0
    return
  endif
  setlocal omnifunc=lsp#complete
  nmap <buffer> gd <plug>(lsp-definition)
  nmap <buffer> gr <plug>(lsp-references)
  nmap <buffer> K <plug>(lsp-hover)
  nmap <buffer> ]g <plug>(lsp-next-diagnostic)
  nmap <buffer> [g <plug>(lsp-previous-diagnostic)
  nmap <buffer> <Leader>r <plug>(lsp-rename)
  nmap <buffer> <Leader>a <plug>(lsp-code-action)
  nnoremap <buffer> <Leader>f <Cmd>EditionFootnote<CR>
endfunction

command! EditionFootnote call s:Do('insert-footnote')
command! EditionJump call s:Do('jump')
command! EditionRenumber call s:Do('renumber')

augroup edition_ls
  autocmd!
  autocmd User lsp_setup call s:Register()
  autocmd User lsp_buffer_enabled call s:Keys()
augroup END
