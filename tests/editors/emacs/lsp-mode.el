;;; lsp-mode.el --- Emacs with lsp-mode  -*- lexical-binding: t; -*-

(load (expand-file-name "try" (file-name-directory load-file-name)))
(require 'flymake)
(load "lsp-mode-autoloads")
(setq edition-client 'lsp-mode)

(try
 (open-text "shopping.txt")
 (expect "a text that is no edition stays plain text" '("shopping.txt" text-mode) (list (buffer-name) major-mode))
 (open-text "letter.txt")
 (press "i")
 (expect "an edition gets our mode; its folder is taken in as lsp-mode asks"
         '("letter.txt" edition-text-mode t) (list (buffer-name) major-mode (says "Select action: i" (messages))))

 (expect "the remark comes by itself, at its place"
         '((12 55 "[4]" "[4] refers to footnote 4, but this text has no footnote 4. Add that footnote, or correct [4]."))
         (remarks))
 (at "keys.[2" t)
 (press "DEL 9")
 (expect "a broken link behind a character of two halves is seen while it is typed"
         '((9 85 "[9]") (12 55 "[4]")) (mapcar #'butlast (remarks)))
 (press "DEL 2")
 (expect "and goes when it is mended" '((12 55 "[4]")) (mapcar #'butlast (remarks)))

 (at "2] I")
 (press "M-.")
 (expect "M-. goes to the footnote" '(20 1) (place))
 (press "M-.")
 (expect "M-. goes from the footnote to its reference" '(9 85) (place))
 (press "M-, M-,")
 (expect "M-, comes back" '(9 86) (place))
 (press "C-c C-j")
 (expect "C-c C-j goes to the text of the footnote" '(20 5) (place))
 (press "C-c C-j")
 (expect "C-c C-j goes back" '(9 88) (place))

 (at "[2] I")
 (press "C-f")
 (expect "the footnote is shown at its reference" t (says "The sheets of her first book" (current-message)))

 (press "C-c C-l 7 RET")
 (expect "another label, there" "[7] The sheets of her first book, which was never sold." (line 20))
 (expect "and here" t (says "clefs 𝄞 and keys.[7] I" (line 9)))
 (press "C-c C-r")
 (expect "renumbering" t (says "clefs 𝄞 and keys.[2] I" (line 9)))
 (press "C-c C-l 3 RET")
 (expect "a label that is taken is refused" t (says "Choose another label" (messages)))

 (at "3] I")
 (press "C-c C-a A d d TAB RET")
 (expect "an action mends the remark" "[3] " (line 22))

 (at "small a type" t)
 (press "C-c C-f")
 (expect "a footnote is inserted, the later ones move up" t (says "so small a type[3] for it.[4] I" (line 12)))
 (expect "and the cursor is where its text goes" '("[3] " (22 5)) (list (line 22) (place)))
 (press "C-c C-w")
 (expect "what was understood is shown" t (says "footnote" (text "*Edition*"))))
