# For scripts whose editor runs in a terminal; source it behind lib.sh. The terminal is a tmux of its own in $WORK,
# which reads nobody's settings. It ends with the script; if something failed, its last screen is shown.

need_terminal() { command -v tmux > /dev/null || need tmux; }

own_tmux() { TMUX_TMPDIR=$WORK tmux -L editor -f /dev/null "$@"; }

# terminal COMMAND...: opens the terminal and starts the command in it, which may be a function of ours.
terminal() {
    local name
    for name in $(compgen -A function); do export -f "${name?}"; done
    [[ -e $WORK/terminal ]] && own_tmux kill-server
    rm -f "$WORK/ended"
    touch "$WORK/terminal"
    trap close_terminal EXIT
    # The screen stays when the command has ended. tmux knows its exit code, but now and then forgets to ask for it.
    # shellcheck disable=SC2016
    own_tmux start-server \; set-option -g remain-on-exit on \; set-option -g escape-time 0 \; \
        new-session -d -x 110 -y 34 bash -c 'code=0; "$@" || code=$?; echo "$code" > "$WORK/ended"' bash "$@"
}

close_terminal() {
    local code=$? process
    [[ $code == 0 && $failures == 0 ]] || { echo "The last screen:"; screen; }
    own_tmux kill-server || true
    # What an editor has left behind when it was ended so rudely.
    for process in $(servers); do kill "$process" || true; done
    exit "$code"
}

screen() { own_tmux capture-pane -p; }

# keep_screen NAME: writes down what the screen shows, with its colours, to look at it.
keep_screen() {
    mkdir -p "$SHOTS"
    own_tmux capture-pane -p -e > "$SHOTS/$1.ansi"
}

# press KEY...: by tmux's names: Enter, C-o, Space.
press() { own_tmux send-keys "$@"; }

# enter TEXT: as if typed. A semicolon at the end would be tmux's own.
enter() { own_tmux send-keys -l -- "${1/%;/\\;}"; }

# on_screen PATTERN, and the same waiting for it, and for its end. Patterns are extended regular expressions.
on_screen() { screen | grep -qE -- "$1"; }
not_on_screen() { ! on_screen "$1"; }
shows() { until_true on_screen "$1"; }
hides() { until_true not_on_screen "$1"; }

# ended CODE: whether the command has ended with this exit code.
ended() { grep -qxF "$1" "$WORK/ended" 2> /dev/null; }
