#!/usr/bin/env bash
# extensions.sh: makes the extension for VS Code for each platform whose program is packed in dist, and one without a program for
# all others. They are put into dist too. For Linux on x86_64.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$(awk -F '"' '/^version = / { print $2; exit }' Cargo.toml)
dist=$PWD/dist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# unpacked TARGET: unpacks its program, and says where it is.
unpacked() {
    local name=edition-ls-$version-$1
    case $1 in
        *-windows-*)
            unzip -q -o "$dist/$name.zip" -d "$work"
            echo "$work/$name/edition-ls.exe"
            ;;
        *)
            tar -xzf "$dist/$name.tar.gz" -C "$work"
            echo "$work/$name/edition-ls"
            ;;
    esac
}

# The one that runs here also tells the schema of edition.toml.
here=$(unpacked x86_64-unknown-linux-gnu)

cd editors/vscode
npm ci --no-audit --no-fund
while read -r platform target; do
    program=$(unpacked "$target")
    npm run package -- --target "$platform" --server "$program" --schema-by "$here" < /dev/null
done << 'PLATFORMS'
linux-x64 x86_64-unknown-linux-gnu
linux-arm64 aarch64-unknown-linux-gnu
darwin-x64 x86_64-apple-darwin
darwin-arm64 aarch64-apple-darwin
win32-x64 x86_64-pc-windows-msvc
win32-arm64 aarch64-pc-windows-msvc
PLATFORMS
npm run package -- --schema-by "$here"
mv edition-ls*-"$version".vsix "$dist"
