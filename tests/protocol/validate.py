#!/usr/bin/env python3
"""Holds what the server says against the protocol.

    EDITION_LS_PROTOCOL_LOG=FOLDER cargo test
    python3 tests/protocol/validate.py FOLDER

reads the log of each session: a line for each message, `C>S` or `S>C` and the message. Each fault is told with its
file, line and the path in the message; then the exit code is 1. Needs what is in requirements.txt.
"""

import argparse
import collections
import pathlib
import sys

import selftest
from session import Session

# Answers have as many levels as a text has parts around a place.
sys.setrecursionlimit(20_000)


def logs(paths):
    """The files among these, and in these folders."""
    for path in map(pathlib.Path, paths):
        yield from sorted(path.glob("*.log")) if path.is_dir() else [path]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", nargs="*", help="logs, or folders of logs")
    parser.add_argument("--self-test", action="store_true", help="see first that bad messages are found")
    parser.add_argument("--list", action="store_true", help="say how many messages of each kind there were")
    arguments = parser.parse_args()
    if arguments.self_test and (missed := selftest.missed()):
        sys.exit("\n".join(missed))
    sessions, faults, seen = 0, 0, collections.Counter()
    for path in logs(arguments.logs):
        session = Session()
        # Not splitlines(): texts have line separators in them.
        with path.open(encoding="utf-8", newline="\n") as lines:
            for line, text in session.faults(lines):
                faults += 1
                print(f"{path}:{line}: {text}")
        sessions += 1
        seen.update(session.seen)
    if arguments.list:
        for kind, count in sorted(seen.items()):
            print(f"{count:8} {kind}")
    if arguments.logs and not seen:
        sys.exit("There is nothing that the server said.")
    print(f"{sessions} sessions, {sum(seen.values())} messages of the server, {faults} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
