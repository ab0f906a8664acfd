#!/usr/bin/env python3
"""How a server behaves that is given a folder with many texts.

  benches/workspace.py FOLDER [--server COMMAND] [--runs N]

Opens the longest text (.txt) of the folder, types into it while the folder is read and afterwards, searches, and asks
for all diagnostics. Prints the best and the worst of N runs: times in milliseconds, the memory that is held when nothing
happens in MiB (Linux only). Needs nothing but Python.
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
    """Whether a message is about the diagnostics of a document."""
    method = "textDocument/publishDiagnostics"
    return lambda message: message.get("method") == method and message["params"]["uri"] == uri


def keystrokes(client, uri, version, count):
    """Milliseconds from each of some edits to its diagnostics, and the next version: each brings a reference that leads
    nowhere to the beginning of the text, in place of the one before."""
    times = []
    for version in range(version, version + count):
        start, end = ({"line": line, "character": 0} for line in (0, 0 if version == 2 else 2))
        change = {"range": {"start": start, "end": end}, "text": f"x{'x' * (version % 7)}[{9000 + version}]\n\n"}
        document = {"uri": uri, "version": version}
        sent = client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        when, _ = client.wait(about(uri))
        times.append((when - sent) * 1000)
    return times, version + 1


def begin(command, folder, capabilities):
    """A session with a folder, the milliseconds that its beginning took, and when that was over."""
    client = Client(command)
    capabilities["general"] = {"positionEncodings": ["utf-8"]}
    params = {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities}
    time, _ = client.ask("initialize", params)
    return client, time, client.notify("initialized", {})


def end(client):
    client.ask("shutdown", None)
    client.notify("exit", None)
    client.process.wait(timeout=10)


def told(folder, command, text):
    """The figures of a client that is told of diagnostics."""
    figures = {}
    client, figures["initialize"], begun = begin(command, folder, {})
    uri = text.as_uri()
    item = {"uri": uri, "languageId": "plaintext", "version": 1, "text": text.read_text(encoding="utf-8")}
    opened = client.notify("textDocument/didOpen", {"textDocument": item})
    # Answered when the folder has been read.
    search, _ = client.request("workspace/symbol", {"query": "no such word"})
    when, _ = client.wait(about(uri))
    figures["first diagnostics"] = (when - opened) * 1000
    times, version = keystrokes(client, uri, 2, 40)
    figures["keystroke while reading, median"] = statistics.median(times)
    figures["keystroke while reading, longest"] = max(times)
    when, _ = client.wait(lambda message: message.get("id") == search)
    figures["folder read"] = (when - begun) * 1000
    times, version = keystrokes(client, uri, version, 40)
    figures["keystroke afterwards, median"] = statistics.median(times)
    figures["keystroke afterwards, longest"] = max(times)
    figures["search for words in notes"], _ = client.ask("workspace/symbol", {"query": "present edition"})
    figures["search for all titles"], _ = client.ask("workspace/symbol", {"query": ""})
    # Until nothing happens any more.
    time.sleep(1)
    figures["memory"] = memory(client.process)
    end(client)
    return figures


def asking(folder, command):
    """The figures of a client that asks for diagnostics."""
    figures = {}
    client, _, _ = begin(command, folder, {"textDocument": {"diagnostic": {}}})
    figures["all diagnostics, with the reading"], report = client.ask("workspace/diagnostic", {"previousResultIds": []})
    known = [{"uri": item["uri"], "value": item["resultId"]} for item in report["items"]]
    figures["all diagnostics again"], _ = client.ask("workspace/diagnostic", {"previousResultIds": known})
    figures["texts with diagnostics"] = len(known)
    end(client)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--server", default="target/release/edition-ls server")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    text = max(folder.rglob("*.txt"), key=lambda path: path.stat().st_size)
    runs = [told(folder, arguments.server, text) | asking(folder, arguments.server) for _ in range(arguments.runs)]
    print(f"{'':40} {'best':>10} {'worst':>10}")
    for name in runs[0]:
        values = [figures[name] for figures in runs if figures[name] is not None]
        if values:
            print(f"{name:40} {min(values):10.2f} {max(values):10.2f}")


if __name__ == "__main__":
    main()
