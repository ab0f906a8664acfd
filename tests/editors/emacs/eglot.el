;;; eglot.el --- Emacs with eglot, and nothing set  -*- lexical-binding: t; -*-

(load (expand-file-name "try" (file-name-directory load-file-name)))
(require 'flymake)

(defconst missing-4
  (concat "edition-ls [undefined-footnote]: [4] refers to footnote 4, but this text has no footnote 4. "
          "Add that footnote, or correct [4]."))

;; As if its package were installed.
(load "markdown-mode-autoloads")

(try
 ;; Which texts
 (open-text "shopping.txt")
 (expect "a text that is no edition stays plain text, without a server"
         '("shopping.txt" text-mode nil) (list (buffer-name) major-mode (bound-and-true-p eglot--managed-mode)))
 (open-text "letter.txt")
 (expect "an edition gets our mode" '("letter.txt" edition-text-mode) (list (buffer-name) major-mode))

 ;; Remarks
 (expect "the remark comes by itself, at its place" (list (list 12 55 "[4]" missing-4)) (remarks))
 (expect "a folder that is no project is not walked through" 0 (hash-table-count (eglot--file-watches (eglot-current-server))))
 (at "keys.[2" t)
 (press "DEL 9")
 (expect "a broken link behind a character of two halves is seen while it is typed"
         '((9 85 "[9]") (12 55 "[4]"))
         (mapcar #'butlast (remarks)))
 (press "DEL 2")
 (expect "and goes when it is mended" '((12 55 "[4]")) (mapcar #'butlast (remarks)))
 (goto-char (point-min))
 (press "M-n")
 (expect "M-n goes to the next remark" '(12 55) (place))

 ;; There and back
 (at "2] I")
 (press "M-.")
 (expect "M-. goes to the footnote" '(20 1) (place))
 (press "M-.")
 (expect "M-. goes from the footnote to its reference" '(9 85) (place))
 (press "M-, M-,")
 (expect "M-, comes back" '(9 86) (place))
 (press "C-c C-j")
 (expect "C-c C-j goes to the text of the footnote" '(20 5) (place))
 (press "C-e")
 (expect "(its last word)" '(20 56) (place))
 (press "C-c C-j")
 (expect "C-c C-j goes back, from anywhere in it" '(9 88) (place))
 (press "M-?")
 (expect "M-? lists all places"
         '(t t) (list (says "9:Dear friend" (text "*xref*")) (says "20:[2] The sheets" (text "*xref*"))))
 (press "C-x o C-x 1")
 (expect "(back in the text)" "letter.txt" (buffer-name))

 ;; A look at the note
 (at "[2] I")
 (press "C-f")
 (expect "the footnote is shown at its reference" t (says "The sheets of her first book, which was never sold." (current-message)))

 ;; Another label
 (press "C-c C-l 7 RET")
 (expect "another label, there" "[7] The sheets of her first book, which was never sold." (line 20))
 (expect "and here" t (says "clefs 𝄞 and keys.[7] I" (line 9)))
 (press "C-_")
 (expect "undo takes it back" t (says "clefs 𝄞 and keys.[2] I" (line 9)))
 (press "C-c C-l 3 RET")
 (expect "a label that is taken is refused, in plain words"
         t (says "Footnote 3 is already in line 22. Choose another label, or rename that one first." (messages)))
 (expect "and nothing is changed" '(t t) (list (says "keys.[2] I" (line 9)) (says "[2] The" (line 20))))

 ;; What can be done
 (at "4] I")
 (press "C-c C-a A d d TAB RET")
 (expect "an action mends the remark" "[4] " (line 24))
 (expect "and the remark is another" '((24 1 "[4]")) (mapcar #'butlast (remarks)))

 ;; A new footnote
 (at "small a type" t)
 (press "C-c C-f")
 (expect "a footnote is inserted, the later ones move up" t (says "so small a type[3] for it.[5] I" (line 12)))
 (expect "and the cursor is where its text goes" '("[3] " (22 5)) (list (line 22) (place)))
 (press "L a r g e r .")
 (expect "so that it can be written" "[3] Larger." (line 22))

 (press "C-_ C-_")
 (expect "one step of undo takes it back" t (says "so small a type for it.[4] I" (line 12)))

 ;; Renumbering
 (at "2] I")
 (press "C-c C-l 7 RET")
 (expect "(a number out of order)" t (says "clefs 𝄞 and keys.[7] I" (line 9)))
 (press "C-c C-r")
 (expect "renumbering mends it, here" t (says "clefs 𝄞 and keys.[2] I" (line 9)))
 (expect "and there" "[2] The sheets of her first book, which was never sold." (line 20))

 ;; The rest
 (press "M-g i H e a d e r RET S o u r c e RET")
 (expect "M-g i goes to a line of the header" '(6 1) (place))
 (at "writes." t)
 (press "[ C-M-i")
 (expect "completion offers the notes with their words"
         t (says "[1] The title is by the editor.—Ed." (text "*Completions*")))
 (press "1 C-M-i")
 (expect "and puts the label there" t (says "nobody writes.[1][4]" (line 14)))
 (press "C-_ C-_ C-_")
 (press "C-c C-w")
 (expect "what was understood is shown" t (says "footnote" (text "*Edition*")))

 ;; Markdown
 (press "C-x 1")
 (open-text "essay.md")
 (expect "Markdown stays Markdown, and has the remarks"
         '("essay.md" markdown-mode ((10 38 "[^second]")))
         (list (buffer-name) major-mode (mapcar #'butlast (remarks))))
 (at "words]")
 (press "M-.")
 (expect "M-. goes to the footnote in Markdown" '(12 1) (place))

 ;; The rules of the collection
 (write-region "footnote-gap = \"off\"\n" nil (expand-file-name "edition.toml" texts))
 (open-text "edition.toml")
 (expect "edition.toml has remarks" '("edition.toml" 1) (list (buffer-name) (length (remarks))))

 (make-directory (expand-file-name "letters" texts))
 (open-text "letters/new.txt")
 (expect "a new file under edition.toml is an edition, of that collection" (list "new.txt" 'edition-text-mode (file-name-as-directory texts))
         (list (buffer-name) major-mode (expand-file-name (project-root (project-current)))))

 ;; By choice
 (open-text "shopping.txt")
 (expect "(a text that is none)" '("shopping.txt" text-mode) (list (buffer-name) major-mode))
 (press "M-x e d i t i o n - m o d e RET")
 (expect "M-x edition-mode takes it for an edition" '(edition-mode t) (list major-mode (and (bound-and-true-p eglot--managed-mode) t)))
 (press "C-c C-w")
 (expect "and the program is told so" t (says "the editor calls it an edition" (text "*Edition*"))))
