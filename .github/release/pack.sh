#!/usr/bin/env bash
# pack.sh TARGET PROGRAM: puts the program, with what its licences ask for, into dist/edition-ls-VERSION-TARGET.tar.gz, or
# .zip for Windows. .github/action/install.sh and editors/ci/gitlab.yml know these names.
set -euo pipefail
program=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$(awk -F '"' '/^version = / { print $2; exit }' Cargo.toml)
name=edition-ls-$version-$1
ending=
[[ $1 != *-windows-* ]] || ending=.exe

mkdir -p dist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/$name"
cp "$program" "$work/$name/edition-ls$ending"
cp README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$work/$name"
chmod 755 "$work/$name/edition-ls$ending"

dist=$PWD/dist
cd "$work"
if [[ -z $ending ]]; then
    # macOS would add files of its own.
    COPYFILE_DISABLE=1 tar -czf "$dist/$name.tar.gz" "$name"
elif command -v zip > /dev/null; then
    zip -q -r "$name.zip" "$name"
    mv "$name.zip" "$dist"
else
    # Git for Windows has no zip; GitHub's Windows has this.
    7z a -bso0 -tzip "$name.zip" "$name"
    mv "$name.zip" "$dist"
fi
