#!/usr/bin/env bash
# Installs edition-ls for the steps that follow: the released program for this system or, where there is none, one that
# is built from the source of this action. For the bash of macOS (3.2) and of Git for Windows too.
#
#   VERSION              such as 1.2.3; `source` builds it; empty means the version of this action
#   EDITION_LS_RELEASES  where releases are, instead of the project's own place
set -euo pipefail

releases=${EDITION_LS_RELEASES:-https://github.com/edition-ls/edition-ls/releases/download}
action=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

die() {
    echo "::endgroup::"
    printf '::error title=edition-ls::%s\n' "$*"
    exit 1
}

own=$(awk -F '"' '/^version = / { print $2; exit }' "$action/Cargo.toml")
version=${VERSION:-$own}
version=${version#v}
[[ $version == source || $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] ||
    die "The input 'version' is neither a version such as $own nor 'source'."

ending=
[[ $RUNNER_OS != Windows ]] || ending=.exe
folder=$RUNNER_TEMP/edition-ls/$version
program=$folder/bin/edition-ls$ending

# The name of this system among the released programs; nothing if there is none for it.
target() {
    case $RUNNER_OS-$RUNNER_ARCH in
        Linux-X64) echo x86_64-unknown-linux-gnu ;;
        Linux-ARM64) echo aarch64-unknown-linux-gnu ;;
        macOS-X64) echo x86_64-apple-darwin ;;
        macOS-ARM64) echo aarch64-apple-darwin ;;
        Windows-X64) echo x86_64-pc-windows-msvc ;;
        Windows-ARM64) echo aarch64-pc-windows-msvc ;;
    esac
}

# fetch URL FILE
fetch() {
    # Nothing may lead from https to an open line.
    local protocols=https
    [[ $1 == https://* ]] || protocols=http
    curl --proto "=$protocols" --proto-redir "=$protocols" --fail --silent --show-error --location \
        --connect-timeout 30 --max-time 300 --retry 3 --output "$2" "$1"
}

sha256() {
    if command -v sha256sum > /dev/null; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi | cut -d ' ' -f 1
}

# Puts the released program into place. Fails if there is none for this system, or none that runs on it.
download() {
    local name archive expected
    name=$(target)
    [[ -n $name ]] || { echo "No program is released for $RUNNER_OS on $RUNNER_ARCH."; return 1; }
    name=edition-ls-$version-$name
    archive=$name.tar.gz
    [[ -z $ending ]] || archive=$name.zip
    # In the folder itself: some programs of Git for Windows take "D:" in a name for that of a machine.
    mkdir -p "$folder/bin" && cd "$folder" || return 1
    fetch "$releases/v$version/SHA256SUMS" SHA256SUMS && fetch "$releases/v$version/$archive" "$archive" || return 1
    expected=$(awk -v name="$archive" '{ sub(/\r$/, ""); sub(/^\*/, "", $2) } $2 == name { print $1; exit }' SHA256SUMS)
    [[ $expected =~ ^[0-9a-f]{64}$ ]] || die "The checksum of $archive is missing from the release."
    [[ $(sha256 "$archive") == "$expected" ]] ||
        die "$archive is not the file that was released: its checksum is another. It was not run."
    case $archive in
        *.zip) unzip -q -o "$archive" ;;
        *) tar -xzf "$archive" ;;
    esac && mv "$name/edition-ls$ending" bin/ || return 1
    runs || { echo "The released program does not run on this system."; return 1; }
}

# In the folder of the action: what a checked out repository tells cargo is no business of this program.
build() {
    [[ $version == source || $version == "$own" ]] ||
        die "edition-ls $version could not be installed, see above. The releases are at ${releases%/download}."
    command -v cargo > /dev/null ||
        die "edition-ls could not be downloaded, and to build it, Rust must be installed first, as by https://rustup.rs."
    echo "Building edition-ls from source, which takes a few minutes."
    (cd "$action" && cargo install --locked --no-track --force --path . --root "$folder" \
        --target-dir "$RUNNER_TEMP/edition-ls/target") || die "edition-ls could not be built, see above."
}

runs() { "$program" --version; }

# A path as other programs of this system write it.
native() {
    if command -v cygpath > /dev/null; then cygpath -w "$1"; else printf '%s\n' "$1"; fi
}

echo "::group::Install edition-ls"
if [[ -x $program ]] && runs; then
    echo "It is installed already."
elif [[ $version == source ]] || ! download; then
    build
    runs
fi
echo "::endgroup::"

native "$folder/bin" >> "$GITHUB_PATH"
printf 'program=%s\n' "$(native "$program")" >> "$GITHUB_OUTPUT"
