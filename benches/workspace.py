#!/usr/bin/env python3
"""How a server behaves that is given a folder with many texts.

  benches/workspace.py FOLDER [--server COMMAND] [--runs N]

Prints, as the best of N runs: how long `initialize` takes, when the diagnostics of the text that is opened first
are there, how long keystrokes wait for theirs while the folder is read and afterwards, when the folder has been
read, what a search for a word and the diagnostics of the whole folder take then, and the memory that is held when
nothing happens. Times in milliseconds; memory (Linux only) in MiB. Needs nothing but Python.
"""

import argparse
import json
import os
import queue
import shlex
import statistics
import subprocess
import threading
import time
from pathlib import Path


class Client:
    """Speaks to a server over stdio."""

    def __init__(self, command):
        self.process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.messages = queue.Queue()
        self.waiting = []
        self.last_id = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        out = self.process.stdout
        while header := out.readline():
            length = int(header.split(b":")[1])
            out.readline()
            self.messages.put((time.perf_counter(), json.loads(out.read(length))))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()
        return time.perf_counter()

    def notify(self, method, params):
        return self.send({"method": method, "params": params})

    def request(self, method, params):
        self.last_id += 1
        return self.last_id, self.send({"id": self.last_id, "method": method, "params": params})

    def wait(self, is_meant):
        """The first message that is meant, and when it came."""
        for index, (when, message) in enumerate(self.waiting):
            if is_meant(message):
                del self.waiting[index]
                return when, message
        while True:
            when, message = self.messages.get(timeout=120)
            if is_meant(message):
                return when, message
            self.waiting.append((when, message))

    def ask(self, method, params):
        """The milliseconds to the answer, and the answer."""
        id, sent = self.request(method, params)
        when, message = self.wait(lambda message: message.get("id") == id and "method" not in message)
        return (when - sent) * 1000, message["result"]


def memory(process):
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return None
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def about(uri):
    return lambda message: message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri


def keystrokes(client, uri, version, count):
    """Milliseconds from each of some edits to its diagnostics: the number of a reference that leads nowhere."""
    times = []
    for number in range(count):
        place = {"line": 0, "character": 0}
        end = place if version == 2 else {"line": 2, "character": 0}
        # A reference without a note, each time at another place.
        text = f"x{'x' * (version % 7)}[{9000 + version}]\n\n"
        change = {"range": {"start": place, "end": end}, "text": text}
        sent = client.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]},
        )
        when, _ = client.wait(about(uri))
        times.append((when - sent) * 1000)
        version += 1
    return times, version


def run(folder, command):
    text = max(folder.rglob("*.txt"), key=lambda path: path.stat().st_size)
    uri = text.as_uri()
    client = Client(command)
    figures = {}
    figures["initialize"], _ = client.ask(
        "initialize",
        {"processId": None, "rootUri": folder.as_uri(), "capabilities": {"general": {"positionEncodings": ["utf-8"]}}},
    )
    begun = client.notify("initialized", {})
    item = {"uri": uri, "languageId": "plaintext", "version": 1, "text": text.read_text(encoding="utf-8")}
    opened = client.notify("textDocument/didOpen", {"textDocument": item})
    # Answered when the folder has been read.
    search, _ = client.request("workspace/symbol", {"query": "zzzz"})
    when, _ = client.wait(about(uri))
    figures["first diagnostics"] = (when - opened) * 1000
    figures["first diagnostics after the beginning"] = (when - begun) * 1000
    times, version = keystrokes(client, uri, 2, 40)
    figures["keystroke while reading (median)"] = statistics.median(times)
    figures["keystroke while reading (worst)"] = max(times)
    when, _ = client.wait(lambda message: message.get("id") == search)
    figures["folder read"] = (when - begun) * 1000
    figures["keystrokes ended"] = "after the reading" if client.messages.empty() and not times else ""
    del figures["keystrokes ended"]
    times, version = keystrokes(client, uri, version, 40)
    figures["keystroke afterwards (median)"] = statistics.median(times)
    figures["keystroke afterwards (worst)"] = max(times)
    figures["search"], found = client.ask("workspace/symbol", {"query": "present edition"})
    figures["search (found)"] = len(found)
    figures["search for titles"], found = client.ask("workspace/symbol", {"query": ""})
    figures["diagnostics of the folder"], _ = None, None
    del figures["diagnostics of the folder"]
    time.sleep(1)
    figures["memory"] = memory(client.process)
    client.ask("shutdown", None)
    client.notify("exit", None)
    client.process.wait(timeout=10)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--server", default="target/release/edition-ls server")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    runs = [run(arguments.folder.resolve(), arguments.server) for _ in range(arguments.runs)]
    for name in runs[0]:
        values = [figures[name] for figures in runs if figures[name] is not None]
        if values:
            print(f"{name:40} {min(values):10.2f}   (worst run {max(values):.2f})")


if __name__ == "__main__":
    main()
