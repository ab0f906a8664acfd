#!/usr/bin/env bash
# notes.sh TAG: what CHANGELOG.md says of the version that TAG names. Fails if Cargo.toml has another version, or if
# CHANGELOG.md has no chapter with a date for it: then nothing should be released.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

tag=$1
version=$(awk -F '"' '/^version = / { print $2; exit }' Cargo.toml)
[[ $tag == "v$version" ]] || die "The tag is $tag, but Cargo.toml has the version $version: the tag should be v$version."

heading=$(grep -F "## [$version]" CHANGELOG.md) || die "CHANGELOG.md has no chapter \"## [$version] - DATE\"."
[[ $heading =~ ^'## ['"$version"'] - '[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] ||
    die "The chapter of this version in CHANGELOG.md has no date: \"$heading\"."

# Without the empty lines before and behind.
notes=$(awk -v heading="$heading" '
    $0 == heading { inside = 1; next }
    /^## / { inside = 0 }
    inside && (NF || started) { started = 1; print }' CHANGELOG.md)
[[ -n $notes ]] || die "CHANGELOG.md says nothing of version $version."
printf '%s\n' "$notes"
