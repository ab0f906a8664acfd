# What the scripts `run` of the editors share; each sources it. They are started by tests/editors/run, in their own folder, with
#
#   PATH        begins with a folder that holds `edition-ls`
#   REPOSITORY  this repository
#   SERVER      the program itself, which nothing stands before: for measuring
#   CACHE       a folder that stays: the editor is installed here, once
#   WORK        a folder that goes: home, texts
#   SHOTS       where screenshots go
#
# They say `ok` or `not ok` for each expectation, and end with 0, 1 or, through `skip`, 77.

# skip WHY: this editor cannot run here.
skip() {
    printf 'skipped: %s\n' "$*"
    exit 77
}

# as_root COMMAND...
as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

# need PACKAGE...: has them installed from the system's own Debian suite, or skips.
need() {
    command -v apt-get > /dev/null || skip "$* must be installed by hand: there is no apt-get"
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [[ ${#missing[@]} == 0 ]] && return
    as_root apt-get update -qq > /dev/null && DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq \
        --no-install-recommends "${missing[@]}" > "$CACHE/apt.log" 2>&1 ||
        skip "apt-get cannot install ${missing[*]}: $(tail -1 "$CACHE/apt.log" 2> /dev/null)"
}

# newer SUITE PACKAGE...: unpacks packages of a newer Debian suite, with all that they depend on, into $CACHE/root,
# and leaves the system alone. Run programs of theirs with `in_root`.
newer() {
    local suite=$1 root=$CACHE/root mirror apt=$CACHE/apt
    shift
    [[ -e $root/complete ]] && return
    [[ $(uname -m) == x86_64 ]] || skip "$* of Debian $suite: only tried on x86_64"
    command -v apt-get > /dev/null || skip "$* of Debian $suite: there is no apt-get"
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2> /dev/null |
        grep -oE 'https?://[^ ]+/debian/?( |$)' | head -1 | tr -d ' ') || true
    [[ -n $mirror ]] || skip "$* of Debian $suite: no Debian mirror in apt's sources"
    rm -rf "$root" "$apt"
    mkdir -p "$root" "$apt"/{etc/apt.conf.d,state/lists/partial,cache/archives/partial,dpkg}
    : > "$apt/dpkg/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$apt/etc/sources.list"
    cat > "$apt/apt.conf" << CONF
Dir::Etc "$apt/etc";
Dir::Etc::sourcelist "$apt/etc/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "$apt/state";
Dir::State::status "$apt/dpkg/status";
Dir::Cache "$apt/cache";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
Acquire::Check-Date "false";
CONF
    APT_CONFIG=$apt/apt.conf apt-get -qq update > "$apt/log" 2>&1 &&
        APT_CONFIG=$apt/apt.conf apt-get -y -qq --download-only install "$@" >> "$apt/log" 2>&1 ||
        skip "$* of Debian $suite cannot be had: $(tail -1 "$apt/log")"
    local package
    for package in "$apt"/cache/archives/*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C "$root" -f -
    done
    rm -rf "$apt"
    touch "$root/complete"
}

# in_root PROGRAM ARGUMENT...: runs a program that `newer` has unpacked, with the libraries it came with.
in_root() {
    local root=$CACHE/root program=$1
    shift
    "$root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$root/usr/lib/x86_64-linux-gnu" \
        --argv0 "$(basename "$program")" "$root/usr/bin/$program" "$@"
}

# fresh_home: a home folder that nobody has used, for every editor that asks where it is.
fresh_home() {
    export HOME=$WORK/home XDG_CONFIG_HOME=$WORK/home/.config XDG_DATA_HOME=$WORK/home/.local/share
    export XDG_STATE_HOME=$WORK/home/.local/state XDG_CACHE_HOME=$WORK/home/.cache XDG_RUNTIME_DIR=$WORK/home/run
    export LC_ALL=C.UTF-8
    mkdir -p "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
    mkdir -p -m 700 "$XDG_RUNTIME_DIR"
}

# fresh_texts: copies the texts that all editors are tried with to $WORK/texts, and says where they are.
fresh_texts() {
    rm -rf "$WORK/texts"
    cp -r "$REPOSITORY/tests/editors/texts" "$WORK/texts"
    printf '%s\n' "$WORK/texts"
}

expectations=0 failures=0

# expect NAME COMMAND...: `ok` if the command succeeds.
expect() {
    local name=$1
    shift
    expectations=$((expectations + 1))
    if "$@"; then
        printf 'ok %s - %s\n' "$expectations" "$name"
    else
        printf 'not ok %s - %s\n' "$expectations" "$name"
        failures=$((failures + 1))
        return 1
    fi
}

# until_true COMMAND...: tries it again and again, for at most half a minute.
until_true() {
    local end=$((SECONDS + 30))
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.05
    done
}

# servers: the ids of the servers that this script's editor has started and that still run.
servers() {
    local process program
    program=$(realpath "$SERVER")
    for process in /proc/[0-9]*; do
        # One that ends while we look is none.
        [[ $(readlink "$process/exe") == "$program" ]] && tr '\0' '\n' < "$process/environ" | grep -qxF "WORK=$WORK" &&
            basename "$process"
    done 2> /dev/null
    return 0
}

# no_server: whether they have all ended.
no_server() { [[ -z $(servers) ]]; }

# finish: the last line of a script.
finish() {
    printf '%s passed, %s failed\n' "$((expectations - failures))" "$failures"
    [[ $failures == 0 ]]
    exit
}
