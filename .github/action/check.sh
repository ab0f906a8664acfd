#!/usr/bin/env bash
# Checks texts, and says what was found: in the log, in the margin of a pull request, and on the page of the run.
# Ends with the exit code of the check. For the bash of macOS (3.2) and of Git for Windows too.
#
#   PROGRAM  edition-ls
#   PATHS    files and folders, one a line
#   FOLDER   the folder that they are in, the top of the repository if it is empty
#   FAIL_ON  the least problem that makes the exit code 1; a warning if it is empty
#   FORMAT   how problems are shown; as GitHub shows them if it is empty
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# annotate LEVEL FILE: a remark with the text in FILE. The runner would take a percent sign for the start of a code.
annotate() {
    [[ -s $2 ]] || return 0
    printf '::%s title=edition-ls::' "$1"
    awk '{ gsub(/\r/, ""); gsub(/%/, "%25"); printf "%s%s", separator, $0; separator = "%0A" } END { print "" }' "$2"
}

die() {
    printf '%s\n' "$*" > "$work/died"
    annotate error "$work/died"
    echo "exit-code=2" >> "$GITHUB_OUTPUT"
    exit 2
}

# verbatim FILE...: prints them without the runner acting on it: a text may hold what looks like a command to the runner.
verbatim() {
    local token
    token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '::stop-commands::%s\n' "$token"
    cat "$@"
    printf '\n::%s::\n' "$token"
}

fail_on=${FAIL_ON:-warning} format=${FORMAT:-github} folder=${FOLDER:-.}
folder=${folder%/}
folder=${folder#./}
[[ -d $folder/ ]] || die "There is no folder $folder, which the input 'working-directory' names."

# The runner looks for the files that remarks name from the top of the repository. So the check does not change to the
# folder, but names it before each path.
paths=()
while IFS= read -r path || [[ -n $path ]]; do
    path=${path#"${path%%[![:space:]]*}"}
    path=${path%"${path##*[![:space:]]}"}
    case $path in
        '') continue ;;
        # For the program, a dash alone is the standard input.
        -) path=./- ;;
        /* | [A-Za-z]:[/\\]*) ;;
        *)
            path=${path#./}
            [[ $folder == . ]] || path=$folder/$path
            ;;
    esac
    paths+=("${path%/.}")
done <<< "${PATHS:-.}"
[[ ${#paths[@]} != 0 ]] || paths=("$folder")

# check FORMAT
check() {
    "$PROGRAM" check --color never --format "$1" --fail-on "$fail_on" -- "${paths[@]}" < /dev/null
}

code=0
shown=$work/report
check human > "$shown" 2> "$work/complaints" || code=$?

case $format in
    human) ;;
    github)
        # What is printed so is shown in the log too, but without its place: it is folded there, and the report follows.
        # In the margin, GitHub shows ten remarks of each kind.
        check github > "$work/remarks" 2> "$work/again" || true
        if [[ -s $work/remarks ]]; then
            echo "::group::Remarks for the margin of a pull request"
            cat "$work/remarks"
            echo "::endgroup::"
        fi
        ;;
    *)
        shown=$work/other
        check "$format" > "$shown" 2> "$work/complaints" || code=$?
        ;;
esac
verbatim "$shown" "$work/complaints"

level=warning
[[ $code -lt 2 ]] || level=error
annotate "$level" "$work/complaints"
if grep -q '^No texts found' "$work/report"; then
    annotate warning "$work/report"
fi

# The page of the run: the last paragraph of the report, which counts, and under it the report. Each line is indented, so that
# nothing in it is markup.
indented() {
    # GitHub takes no page of more than 1 MiB.
    LC_ALL=C awk '{ size += length($0) + 5; if (size > 500000) { cut = 1; exit } print "    " $0 }
        END { if (cut) print "\nThe rest is in the log of the step." }' "$@"
}
{
    awk 'BEGIN { RS = ""; last = "Nothing was checked." } { last = $0 }
        END { gsub(/\n/, " ", last); print "### edition-ls\n\n" last "\n" }' "$work/report"
    indented "$work/complaints"
    if [[ $(awk 'BEGIN { RS = "" } END { print NR }' "$work/report") -gt 1 ]]; then
        printf '\n<details><summary>All problems, with their lines</summary>\n\n'
        indented "$work/report"
        printf '\n</details>\n'
    fi
} >> "$GITHUB_STEP_SUMMARY"

echo "exit-code=$code" >> "$GITHUB_OUTPUT"
exit "$code"
