;;; try.el --- What the scripts here share  -*- lexical-binding: t; -*-

;; A script is loaded into an Emacs in a terminal, and is a call of `try'. Its keys come from the terminal, as if somebody sat
;; there: only so Emacs does what it does after a command, or while its user rests. What was found goes to the file $RESULTS.

(defvar texts (getenv "TEXTS"))
(defvar steps nil "What is still to be done, as functions that return whether they are done.")
(defvar since nil "When the present step was begun.")
(defvar patience 30 "For how many seconds something is waited for; less when something has failed.")

(defmacro try (&rest forms)
  "Do FORMS one after the other: `press', `expect' or any other."
  `(progn
     (setq steps (list ,@(mapcar (lambda (form)
                                   (if (eq (car form) 'expect)
                                       `(lambda () ,form)
                                     `(lambda () ,form t)))
                                 forms)))
     (run-with-timer 0.1 0.02 #'tick)))

(defun tick ()
  "Do the next step, or try it again."
  (with-current-buffer (window-buffer (selected-window))
    (setq since (or since (float-time)))
    (if (null steps)
        (end 0)
      (condition-case failure
          (when (funcall (car steps))
            (setq steps (cdr steps) since nil))
        ((error quit)
         (say "not ok goes through: %S" failure)
         (end 1))))))

(defun end (code)
  "Leave Emacs as its user does who keeps nothing, and say which servers ran."
  (dolist (process (process-list))
    (when (member "server" (process-command process))
      (say "server %s" (process-id process))))
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer (set-buffer-modified-p nil)))
  (kill-emacs code))

(defun say (format &rest arguments)
  "Write a line."
  (let ((coding-system-for-write 'utf-8-emacs))
    (write-region (concat (apply #'format format arguments) "\n") nil (getenv "RESULTS") 'append 'silent)))

(defun judge (name good expected found)
  "Write whether what is called NAME is GOOD, as soon as it is, or when patience ends."
  (cond (good (say "ok %s" name) t)
        ((> (- (float-time) since) patience)
         (setq patience 3)
         (say "not ok %s\n  expected: %S\n  found:    %S" name expected found)
         (say "  %s" (string-replace "\n" "\n  " (messages)))
         t)))

(defmacro expect (name expected found)
  "Something called NAME: the form FOUND is, or soon will be, EXPECTED."
  `(let ((expected ,expected) (found ,found))
     (judge ,name (equal expected found) expected found)))

(defun press (keys)
  "Press KEYS, which are written as for `kbd'."
  (let ((coding-system-for-write 'utf-8))
    (write-region
     (mapconcat (lambda (key)
                  (if (zerop (logand key ?\M-\0))
                      (string key)
                    (string ?\e (logxor key ?\M-\0))))
                (listify-key-sequence (kbd keys)) "")
     nil (getenv "KEYBOARD") 'append 'silent)))

(defun open-text (name)
  "Open the text NAME with the keys for it."
  (press (concat "C-x C-f C-a C-k " (mapconcat #'string (expand-file-name name texts) " ") " RET")))

(defun at (words &optional behind)
  "Put the cursor before the first WORDS of this text, or BEHIND them."
  (goto-char (point-min))
  (search-forward words)
  (unless behind (goto-char (match-beginning 0)))
  (set-window-point (selected-window) (point)))

(defun place ()
  "Where the cursor is: line and column, as a person counts them."
  (list (line-number-at-pos) (1+ (current-column))))

(defun line (number)
  "The text of line NUMBER."
  (save-excursion
    (goto-char (point-min))
    (forward-line (1- number))
    (buffer-substring-no-properties (point) (line-end-position))))

(defun text (&optional buffer)
  "All that stands in BUFFER."
  (when-let* ((buffer (if buffer (get-buffer buffer) (current-buffer))))
    (with-current-buffer buffer
      (buffer-substring-no-properties (point-min) (point-max)))))

(defun messages ()
  "All that was said in the echo area."
  (text (messages-buffer)))

(defun says (words &optional where)
  "Whether WORDS stand in WHERE."
  (and where (string-search words where) t))

(defun remarks ()
  "The remarks of flymake: line, column, the marked words, what is said."
  (sort (mapcar (lambda (remark)
                  (let ((start (flymake-diagnostic-beg remark)) (end (flymake-diagnostic-end remark)))
                    (list (line-number-at-pos start)
                          (save-excursion (goto-char start) (1+ (current-column)))
                          (buffer-substring-no-properties start end)
                          (substring-no-properties (flymake-diagnostic-text remark)))))
                (flymake-diagnostics))
        (lambda (one other) (< (car one) (car other)))))
