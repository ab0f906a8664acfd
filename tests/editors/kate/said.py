#!/usr/bin/env python3
"""said.py FOLDER METHOD: what was said by this method in the logs of tee.py, one line of JSON for each message.

A request comes with its answer: {"params": ..., "result": ...}; what has no answer yet has no result.
"""

import json
import pathlib
import sys


def main(folder, method):
    for log in sorted(pathlib.Path(folder).glob("*.log")):
        found, waiting = [], {}
        for line in log.read_text(encoding="utf-8").splitlines():
            who, _, message = line.partition(" ")
            try:
                message = json.loads(message)
            except ValueError:
                continue  # It is being written.
            if message.get("method") == method:
                entry = {"params": message.get("params")}
                found.append(entry)
                if "id" in message:
                    waiting[who, message["id"]] = entry
            elif "method" not in message:
                asker = "C>S" if who == "S>C" else "S>C"
                entry = waiting.pop((asker, message.get("id")), {})
                entry["result"] = message.get("result", message.get("error"))
        for entry in found:
            print(json.dumps(entry, ensure_ascii=False, sort_keys=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
