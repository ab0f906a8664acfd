"""One session, message by message."""

import json

from lsprotocol import types

import capabilities
import sense
from model import check, properties

ANSWERED = "answered"
# What may be said to a client that has not been answered yet.
BEFORE_INITIALIZE = {"window/showMessage", "window/logMessage", "window/showMessageRequest", "telemetry/event"}
CODES = {code.value for kind in (types.ErrorCodes, types.LSPErrorCodes) for code in kind}
PROGRESS = {
    "begin": types.WorkDoneProgressBegin,
    "report": types.WorkDoneProgressReport,
    "end": types.WorkDoneProgressEnd,
}


class Session:
    """What has been said so far."""

    def __init__(self):
        self.client = {}
        self.server = {}
        # What the client asked, by id: method and parameters, or ANSWERED.
        self.asked = {}
        # What the server asked and was not answered yet.
        self.asked_client = {}
        # Progress by its token: None, or the last kind that was said.
        self.progress = {}
        self.is_initialized = self.is_shut_down = self.has_left = False
        # How many messages of each kind the server sent.
        self.seen = {}
        self.last = 0

    def faults(self, lines):
        """Everything that is wrong, as `(number of the line, text)`."""
        for number, line in enumerate(lines, 1):
            # Tests end when they like; so a last line may be cut.
            if not line.endswith("\n"):
                break
            self.last = number
            who, _, said = line.partition(" ")
            message = json.loads(said)
            found = self.of_client(message) if who == "C>S" else self.of_server(message)
            yield from ((number, text) for text in found)
        if self.is_shut_down and self.has_left:
            for (_, id), asked in self.asked.items():
                if asked is not ANSWERED:
                    yield self.last, f"the session ended by the book, and {asked[0]} {id} was never answered"

    def of_client(self, message):
        """The client may say what it likes."""
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or self.has_left:
            return ()
        method, id, params = message.get("method"), message.get("id"), message.get("params")
        if method is None:
            asked = self.asked_client.pop(key(id), None)
            if asked and asked[0] == "window/workDoneProgress/create" and "error" not in message:
                self.progress[key((asked[1] or {}).get("token"))] = None
        elif isinstance(method, str) and isinstance(id, (str, int)):
            if method == "initialize" and not self.is_initialized and isinstance(params, dict):
                self.client = params.get("capabilities") or {}
            if isinstance(params, dict) and "workDoneToken" in params:
                self.progress[key(params["workDoneToken"])] = None
            self.asked[key(id)] = method, params
        elif method == "exit":
            self.has_left = True
        return ()

    def of_server(self, message):
        return self.of_question(message) if "method" in message else self.of_answer(message)

    def of_question(self, message):
        """A request or a notification."""
        method, id = message["method"], message.get("id")
        self.count(method)
        known = types.METHOD_TO_TYPES.get(method)
        if known is None:
            yield f"$.method: the protocol has no {method}"
            return
        if types.message_direction(method) == "clientToServer":
            yield f"$.method: {method} is for servers"
        faults = list(self.of_value(message, known[0], "$", method))
        yield from faults
        yield from capabilities.faults_of_message(self.client, method)
        if not self.is_initialized and method not in BEFORE_INITIALIZE:
            yield f"$.method: {method} before the client was answered"
        if id is not None:
            if key(id) in self.asked_client:
                yield f"$.id: {id!r} is already the id of another request"
            self.asked_client[key(id)] = method, message.get("params")
        if not faults and "params" in message:
            yield from self.of_params(method, message["params"])

    def of_params(self, method, params):
        """Parameters of which the types are right."""
        if method == "window/workDoneProgress/create" and key(params["token"]) in self.progress:
            yield "$.params.token: has served already"
        if method == "$/progress":
            yield from self.of_progress(params)
        if method == "client/registerCapability":
            for at, registration in enumerate(params["registrations"]):
                options = types.METHOD_TO_TYPES.get(registration["method"], (None,) * 4)[3]
                if options and "registerOptions" in registration:
                    path = f"$.params.registrations[{at}].registerOptions"
                    yield from self.of_value(registration["registerOptions"], options, path, method)

    def of_progress(self, params):
        token, value = key(params["token"]), params["value"]
        if token not in self.progress:
            yield "$.params.token: nobody knows this token"
            return
        kind = value.get("kind") if isinstance(value, dict) else None
        if kind not in PROGRESS:
            yield f"$.params.value.kind: {kind!r} is no kind of progress"
            return
        yield from check(value, PROGRESS[kind], "$.params.value").faults
        before = self.progress[token]
        if before == "end" or (before is None) != (kind == "begin"):
            yield f"$.params.value.kind: {kind!r} after {before!r}"
        self.progress[token] = kind

    def of_answer(self, message):
        id = message.get("id")
        if message.get("jsonrpc") != "2.0":
            yield "$.jsonrpc: is not '2.0'"
        if unknown := message.keys() - {"jsonrpc", "id", "result", "error"}:
            yield f"$: a response has no property {sorted(unknown)}"
        if ("result" in message) == ("error" in message):
            yield "$: a response has either a result or an error"
        if "error" in message:
            yield from self.of_error(message["error"])
        if id is None and "error" in message:
            # What could not be read has no id.
            return
        asked = self.asked.get(key(id))
        if asked is None or asked is ANSWERED:
            yield f"$.id: {id!r} was {'answered already' if asked else 'never asked'}"
            return
        self.asked[key(id)] = ANSWERED
        method, params = asked
        self.count(f"answer to {method}")
        if "result" not in message:
            return
        if method == "initialize":
            self.is_initialized = True
        if method == "shutdown":
            self.is_shut_down = True
        yield from self.of_result(method, params, message["result"])

    def of_result(self, method, params, result):
        known = types.METHOD_TO_TYPES.get(method)
        if known is None:
            yield f"$.result: the protocol has no {method}"
            return
        faults = list(self.of_value(result, properties(known[1])["result"].type, "$.result", method))
        yield from faults
        if faults:
            return
        if method == "initialize":
            self.server = result["capabilities"]
        yield from capabilities.faults_of_resolving(self.client, method, params, result)
        yield from sense.faults_of_answer(method, params, result, self.server)

    def of_value(self, value, wanted, path, method):
        checked = check(value, wanted, path)
        yield from checked.faults
        for name, found, path in checked.objects:
            yield from capabilities.faults_of_object(self.client, method, name, found, path)
            if not checked.faults:
                yield from sense.faults_of_object(name, found, path, self.server)

    def of_error(self, error):
        faults = check(error, types.ResponseError, "$.error").faults
        yield from faults
        if faults:
            return
        code = error["code"]
        if (-32899 <= code <= -32800 or -32768 <= code <= -32000) and code not in CODES:
            yield f"$.error.code: {code} is reserved, and means nothing"
        if not error["message"].strip():
            yield "$.error.message: says nothing"

    def count(self, kind):
        self.seen[kind] = self.seen.get(kind, 0) + 1


def key(id):
    """An id or token: 1 and \"1\" are two, and True is none."""
    return type(id).__name__, str(id)
