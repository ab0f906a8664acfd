#!/usr/bin/env python3
"""tee.py FOLDER SERVER ARGUMENT...: stands before the server and writes down what client and server say to each other.

The log is a file of its own in FOLDER, in the form that tests/protocol/validate.py reads. Only `edition-ls server`
speaks the protocol; whatever else is asked of the program is done by it alone.
"""

import json
import os
import subprocess
import sys
import threading


def main(folder, server, *arguments):
    if "server" not in arguments:
        os.execv(server, [server, *arguments])
    path = os.path.join(folder, f"editor.{os.getpid()}.log")
    process = subprocess.Popen([server, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    lock = threading.Lock()
    with open(path, "a", encoding="utf-8", buffering=1) as log:

        def carry(source, sink, who):
            while message := read(source):
                head, body = message
                with lock:
                    log.write(f"{who} {json.dumps(json.loads(body), ensure_ascii=False)}\n")
                sink.write(head + body)
                sink.flush()
            sink.close()

        threading.Thread(target=carry, args=(sys.stdin.buffer, process.stdin, "C>S"), daemon=True).start()
        carry(process.stdout, sys.stdout.buffer, "S>C")
        return process.wait()


def read(source):
    """The next message, as its header and its body; nothing at the end."""
    head = b""
    length = 0
    while not head.endswith(b"\r\n\r\n"):
        line = source.readline()
        if not line:
            return None
        head += line
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head, source.read(length)


if __name__ == "__main__":
    # At once: Python itself would wait for the thread that reads what the client says, and complain.
    os._exit(main(*sys.argv[1:]))
