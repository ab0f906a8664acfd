" Vim syntax file
" Language: plain-text editions
"
" Only what a line alone shows beyond doubt. What takes the whole text to know, above all which brackets are references
" that lead to a footnote, the server colours: a reference that leads nowhere stays plain.

if exists('b:current_syntax')
  finish
endif

syntax spell toplevel

" Keys of the header, which is at the beginning.
syntax match editionKey /\c^\%<81l\%(title\|author\|written\|delivered\|\%(first \)\?published\|publisher\|source\|translat\%(ed\|ion\|or\)\|edit\%(ed\|or\)\|transcri\%(ption\|bed\)\%(\/\%(HTML \)\?markup\)\?\|\%(HTML \)\?markup\|proofread\|online version\|public domain\|copyleft\|copyright\|release date\|language\|character set encoding\|illustrator\)\ze:/

" Headings of the notes, and footnotes at the beginning of a line.
syntax match editionHeading /\c^\s*\%(foot\|end\)\?notes\?\s*$/
syntax match editionFootnote /^\s*\[\%(\d\{1,4}[a-z*]\?\|[A-Z]\|[*†‡§]\)\]\ze\s/ contains=@NoSpell
syntax match editionFootnote /^\s*\[Footnote\%( [^]: ]\{1,8}\)\?:/ contains=@NoSpell
syntax match editionFootnote /^\[^[^]]\+\]\ze:/ contains=@NoSpell

" What stands around the text, and the pages of the source.
syntax match editionFrame /^\*\*\* \?\%(START\|END\) OF .*\*\*\*\s*$/
syntax match editionFrame /\c^\s*top of \%(the \|this \)\?page\s*$/
syntax match editionPage /\[\%(Pg\|Page\|p\.\) \?\d\+\]/ contains=@NoSpell

highlight default link editionKey Identifier
highlight default link editionValue String
highlight default link editionHeading Title
highlight default link editionReference Function
highlight default link editionFootnote Function
highlight default link editionFrame Comment
highlight default link editionPage Comment

" What the server knows is coloured as the same things are here.
highlight default link @lsp.type.property.edition editionKey
highlight default link @lsp.type.string.edition editionValue
highlight default link @lsp.type.class.edition editionHeading
highlight default link @lsp.type.function.edition editionReference
highlight default link @lsp.typemod.function.declaration.edition editionFootnote
highlight default link @lsp.type.comment.edition editionFrame

syntax sync minlines=1

let b:current_syntax = 'edition'
