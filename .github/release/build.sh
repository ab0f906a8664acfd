#!/usr/bin/env bash
# build.sh TARGET: builds the program for TARGET, tries it, and packs it into dist.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

target=$1
export CARGO_PROFILE_RELEASE_STRIP=symbols
ending=
case $target in
    *-linux-gnu)
        # For every Linux with the GNU C library since 2012. What this machine has is newer.
        cargo zigbuild --release --locked --bin edition-ls --target "$target.2.17"
        ;;
    *-windows-msvc)
        # Without it, the program only starts where Microsoft's C library was installed by another one.
        export RUSTFLAGS="-C target-feature=+crt-static"
        cargo build --release --locked --bin edition-ls --target "$target"
        ending=.exe
        ;;
    *) cargo build --release --locked --bin edition-ls --target "$target" ;;
esac
program=${CARGO_TARGET_DIR:-target}/$target/release/edition-ls$ending

# A program that does not run is not released.
"$program" --version
code=0
"$program" check tests/fixtures/letters.txt > /dev/null || code=$?
[[ $code == 1 ]] || { echo "The check of a text with slips ended with $code instead of 1." >&2; exit 1; }

bash .github/release/pack.sh "$target" "$program"
