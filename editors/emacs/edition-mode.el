;;; edition-mode.el --- Plain-text editions with edition-ls  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: text, wp, convenience
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Texts that are editions open in `edition-text-mode', with the remarks and the help of the program
;; edition-ls.  Whether a text is one, the program says; all other texts are left as they are.  In
;; Markdown, the mode stays what it is, and the help comes with it.
;;
;; M-x edition-mode takes a text for an edition that the program does not take for one.

;;; Code:

(require 'flymake)
(require 'xref)
(eval-when-compile (require 'eieio))

(declare-function eglot-ensure "eglot")
(declare-function eglot-execute "eglot")
(declare-function eglot-execute-command "eglot")
(declare-function eglot-managed-p "eglot")
(declare-function eglot-current-server "eglot")
(declare-function eglot-rename "eglot")
(declare-function eglot-code-actions "eglot")
(declare-function eglot--code-action-bounds "eglot")
(declare-function eglot--TextDocumentPositionParams "eglot")
(declare-function eglot-reconnect "eglot")
(declare-function eglot--project "eglot")
(declare-function edition-server--eieio-childp "edition-mode")
(declare-function lsp-deferred "lsp-mode")
(declare-function lsp-request-async "lsp-mode")
(declare-function lsp:json-error-message "lsp-protocol")
(declare-function lsp-rename "lsp-mode")
(declare-function lsp-execute-code-action "lsp-mode")
(declare-function lsp-workspace-restart "lsp-mode")
(declare-function lsp--text-document-position-params "lsp-mode")
(defvar eglot-server-programs)
(defvar bounds-of-thing-at-point-provider-alist)

(defgroup edition nil
  "Plain-text editions: footnotes and headers that fit together."
  :group 'text)

(defcustom edition-program "edition-ls"
  "The program edition-ls: its name, or where it is."
  :type 'string)

(defcustom edition-client 'eglot
  "What speaks to edition-ls in Emacs; nil for nothing."
  :type '(choice (const :tag "eglot, which is part of Emacs" eglot)
                 (const :tag "lsp-mode" lsp-mode)
                 (const :tag "Nothing: only colours" nil)))

;;; Which texts

(defun edition--text-file-p (file)
  "Whether FILE would open as plain text, or as Markdown without a mode for it."
  (let ((case-fold-search t))
    (and (string-match-p "\\.\\(te?xt\\|md\\|markdown\\)\\'" file)
         (memq (assoc-default file auto-mode-alist #'string-match-p) '(nil text-mode)))))

(defun edition--p (file)
  "Whether FILE is an edition: by the program, or new under an edition.toml."
  (and file
       (not (file-remote-p file))
       (executable-find edition-program)
       (if (file-exists-p file)
           (with-temp-buffer
             (and (eql 0 (call-process edition-program nil '(t nil) nil
                                       "inspect" "--format" "json" "--" (expand-file-name file)))
                  (progn (goto-char (point-min))
                         (search-forward "\"edition\": true" nil t))
                  t))
         (and (locate-dominating-file file "edition.toml") t))))

;;;###autoload
(defun edition-text-p ()
  "Whether this is a plain text, and an edition."
  (and buffer-file-name
       (edition--text-file-p buffer-file-name)
       (edition--p buffer-file-name)))

;;;###autoload
(progn
  (add-to-list 'magic-mode-alist '(edition-text-p . edition-text-mode))
  (add-to-list 'auto-mode-alist '("\\.edition\\'" . edition-mode))
  (add-hook 'markdown-mode-hook #'edition-start-if-edition)
  (add-hook 'conf-toml-mode-hook #'edition-start-if-edition)
  (add-hook 'toml-ts-mode-hook #'edition-start-if-edition))

;;; The modes

(defvar edition-font-lock-keywords
  `((,(concat "^\\(" (regexp-opt '("Author" "Editor" "First Published" "Language" "Markup" "Original Language"
                                   "Proofread" "Public Domain" "Published" "Source" "Title" "Transcribed"
                                   "Transcription" "Transcription/Markup" "Translated" "Translation" "Written"))
              "\\):[ \t]")
     1 font-lock-keyword-face)
    ("\\[\\(?:[0-9]\\{1,3\\}\\*?\\|\\^[^][ \t\n]+\\|[*†‡§A-Z]\\)\\]" . font-lock-constant-face)
    ("^[ \t]*\\(?:#+ \\)?\\(?:Foot\\|End\\)?\\(?:notes\\|Notes\\|NOTES\\)[ \t]*$" . font-lock-function-name-face))
  "Colours for what is written as the header and the footnotes of an edition are.
Whether a footnote is there, the remarks say.")

(defvar-keymap edition-mode-map
  :doc "Keys for editions."
  "C-c C-f" #'edition-insert-footnote
  "C-c C-j" #'edition-jump
  "C-c C-l" #'edition-rename-label
  "C-c C-r" #'edition-renumber
  "C-c C-a" #'edition-actions
  "C-c C-w" #'edition-inspect
  "M-n" #'flymake-goto-next-error
  "M-p" #'flymake-goto-prev-error)

(easy-menu-define edition-menu edition-mode-map "What can be done in an edition."
  '("Edition"
    ["Insert a footnote here" edition-insert-footnote]
    ["Jump from the reference to the footnote, or back" edition-jump]
    ["Give this footnote another label..." edition-rename-label]
    ["Renumber the footnotes" edition-renumber]
    ["What can be done here..." edition-actions]
    "---"
    ["Next remark" flymake-goto-next-error]
    ["Previous remark" flymake-goto-prev-error]
    ["All remarks" flymake-show-buffer-diagnostics]
    "---"
    ["What was understood of this text" edition-inspect]
    ["Start the program anew" edition-restart]))

(defvar-keymap edition-text-mode-map :parent edition-mode-map)

;; Two modes that differ in nothing but what the program is told: that a text was found to be an edition, which it judges
;; itself, or that a person says so, which counts.

;;;###autoload
(define-derived-mode edition-text-mode text-mode "Edition"
  "For a text that edition-ls takes for an edition."
  (edition--set-up))

;;;###autoload
(define-derived-mode edition-mode text-mode "Edition"
  "For a text that is an edition, because you say so."
  (edition--set-up))

(defun edition--set-up ()
  "What both modes have."
  (setq font-lock-defaults '(edition-font-lock-keywords t))
  (edition-start))

;;; The program

(defun edition-start ()
  "Start edition-ls for this text."
  (interactive)
  ;; Emacs 30 or newer asks for it, so that what completes "[" takes its place and does not come behind it.
  (setq-local bounds-of-thing-at-point-provider-alist
              (cons '(symbol . edition--label-bounds) (bound-and-true-p bounds-of-thing-at-point-provider-alist)))
  (cond ((null edition-client))
        ((null buffer-file-name))
        ((not (executable-find edition-program t))
         (message "There is no program %s. Install it, or set edition-program to where it is" edition-program))
        ((eq edition-client 'lsp-mode) (lsp-deferred))
        (t (add-hook 'eglot-managed-mode-hook #'edition--show-remarks nil t)
           (eglot-ensure))))

(defun edition--label-bounds ()
  "Where the label is that the cursor is behind, in, or at, with its brackets."
  (let ((here (point)) (label "[[{][^][{}[:space:]]*[]}]?"))
    (save-excursion
      (when (or (and (re-search-backward "[[{]" (line-beginning-position) t)
                     (looking-at label)
                     (<= here (match-end 0)))
                (progn (goto-char here)
                       (looking-at label)))
        (cons (match-beginning 0) (match-end 0))))))

(defun edition--show-remarks ()
  "Show the first remarks when they come: flymake would wait for a key."
  (when (eglot-managed-p)
    (flymake-start)))

;;;###autoload
(defun edition-start-if-edition ()
  "Start edition-ls for an edition in another mode, or for an edition.toml."
  (when-let* ((name buffer-file-name)
              (language (cond ((equal (file-name-nondirectory name) "edition.toml") "toml")
                              ((derived-mode-p 'text-mode) (and (edition--p name) "markdown")))))
    ;; Only here, so that all else in this mode keeps the server that it has.
    (when (eq edition-client 'eglot)
      (require 'eglot)
      (setq-local eglot-server-programs
                  (cons `((,major-mode :language-id ,language) . ,(edition--contact)) eglot-server-programs)))
    (setq-local edition--here t)
    (edition-start)))

(defvar-local edition--here nil
  "Whether edition-ls is to help here, in a mode that is not ours.")

(defun edition--contact ()
  "What eglot needs to know."
  (list 'edition-server edition-program "server"))

(defun edition-project (folder)
  "The texts of FOLDER belong to the nearest edition.toml."
  (when-let* ((root (locate-dominating-file folder "edition.toml")))
    (cons 'edition (expand-file-name root))))

(with-eval-after-load 'project
  (cl-defmethod project-root ((project (head edition))) (cdr project))
  (add-hook 'project-find-functions #'edition-project 90))

(with-eval-after-load 'eglot
  (defclass edition-server (eglot-lsp-server) () :documentation "The program edition-ls.")

  (cl-defmethod eglot-handle-notification
    ((_server edition-server) (_method (eql window/showMessage)) &key message &allow-other-keys)
    "Show MESSAGE as it is: it is written for people."
    (message "%s" message))

  (cl-defmethod eglot-register-capability
    ((server edition-server) (_method (eql workspace/didChangeWatchedFiles)) _id &rest _)
    "Watch the files of projects alone.
Eglot walks through all of a folder first, be it the home folder."
    (unless (eq (car-safe (eglot--project server)) 'transient)
      (cl-call-next-method)))

  (add-to-list 'eglot-server-programs
               (cons '((edition-mode :language-id "edition") (edition-text-mode :language-id "text"))
                     (lambda (&rest _) (edition--contact)))))

(defvar lsp-language-id-configuration)
(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")

(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(edition-mode . "edition"))
  (add-to-list 'lsp-language-id-configuration '(edition-text-mode . "text"))
  (lsp-register-client
   (make-lsp-client
    :new-connection (lsp-stdio-connection (lambda () (list edition-program "server")))
    :activation-fn (lambda (&rest _) (or edition--here (derived-mode-p 'edition-mode 'edition-text-mode)))
    :add-on? t
    :server-id 'edition-ls)))

;;; The commands

(defun edition--client ()
  "What speaks to edition-ls in this buffer."
  (cond ((and (fboundp 'eglot-managed-p) (eglot-managed-p)) 'eglot)
        ((bound-and-true-p lsp-managed-mode) 'lsp-mode)
        (t (user-error "The program edition-ls does not run for this text.  M-x edition-mode starts it"))))

(defmacro edition--plainly (&rest body)
  "Do BODY; if the program refuses, say why in its own words."
  (declare (indent 0))
  `(condition-case failure
       (progn ,@body)
     (jsonrpc-error
      (user-error "%s" (or (alist-get 'jsonrpc-error-message (cddr failure)) (error-message-string failure))))))

(defun edition--do (command &optional then)
  "Have the program do COMMAND at this place; call THEN with its answer."
  (pcase (edition--client)
    ('eglot
     (let* ((arguments (vector (eglot--TextDocumentPositionParams)))
            (answer (edition--plainly
                      (if (fboundp 'eglot-execute)
                          (eglot-execute (eglot-current-server) (list :command command :arguments arguments))
                        (eglot-execute-command (eglot-current-server) command arguments)))))
       (when then (funcall then answer))))
    ;; Not `lsp-request': when its answer comes, it loses what came in the same breath, which may be the edit.
    ('lsp-mode
     (lsp-request-async "workspace/executeCommand"
                        (list :command command :arguments (vector (lsp--text-document-position-params)))
                        (or then #'ignore)
                        :error-handler (lambda (failure) (message "%s" (lsp:json-error-message failure)))))))

(defun edition-insert-footnote ()
  "Insert a footnote here, and go to where its text is written."
  (interactive)
  (edition--do "edition-ls.insert-footnote"))

(defun edition-jump ()
  "Go from a reference to its footnote, or from the footnote back."
  (interactive)
  (xref-push-marker-stack)
  (edition--do "edition-ls.jump"))

(defun edition-renumber ()
  "Number the footnotes in the order in which they are referred to."
  (interactive)
  (edition--do "edition-ls.renumber"))

(defun edition-rename-label (label)
  "Give the footnote at this place another LABEL, there and at all references."
  (interactive "sNew label: ")
  (pcase (edition--client)
    ('eglot (edition--plainly (eglot-rename label)))
    ('lsp-mode (lsp-rename label))))

(defun edition-actions ()
  "Choose from what can be done here, and do it."
  (interactive)
  (pcase (edition--client)
    ('eglot (call-interactively #'eglot-code-actions))
    ('lsp-mode (call-interactively #'lsp-execute-code-action))))

(defun edition-inspect ()
  "Show what the program understood of this text, and why."
  (interactive)
  (edition--do "edition-ls.inspect"
               (lambda (page)
                 (with-help-window "*Edition*"
                   (princ page)))))

(defun edition-restart ()
  "Start the program anew."
  (interactive)
  (pcase (edition--client)
    ('eglot (eglot-reconnect (eglot-current-server)))
    ('lsp-mode (call-interactively #'lsp-workspace-restart))))

(provide 'edition-mode)

;;; edition-mode.el ends here
