"""Sessions in which something is wrong, and what should be said of them; and one in which nothing is."""

import json

from session import Session

DOCUMENT = {"uri": "file:///a.txt"}
AT = {"textDocument": DOCUMENT, "position": {"line": 1, "character": 2}}


def place(line, start, end):
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


def asked(id, method, params=None):
    return "C>S", {"jsonrpc": "2.0", "id": id, "method": method, "params": params or {}}


def told(method, params=None):
    return "C>S", {"jsonrpc": "2.0", "method": method, "params": params or {}}


def answer(id, result):
    return "S>C", {"jsonrpc": "2.0", "id": id, "result": result}


def sent(method, params, **more):
    return "S>C", {"jsonrpc": "2.0", "method": method, "params": params, **more}


def begin(client=None):
    """The beginning of a session."""
    tokens = {"legend": {"tokenTypes": ["string"], "tokenModifiers": []}, "full": True}
    usual = {"semanticTokensProvider": tokens, "executeCommandProvider": {"commands": ["do"]}}
    announced = {"capabilities": usual}
    return [asked(1, "initialize", {"capabilities": client or {}}), answer(1, announced), told("initialized")]


def reply(method, result, params=None, client=None):
    """A session with one answer."""
    return [*begin(client), asked(2, method, params or AT), answer(2, result)]


def nested(path, value):
    for name in reversed(path.split(".")):
        value = {name: value}
    return value


DIAGNOSTIC = {"range": place(0, 0, 1), "message": "Wrong."}
ACTION = {"title": "Mend", "edit": {"changes": {}}}
LITERALS = nested("textDocument.codeAction.codeActionLiteralSupport", {"codeActionKind": {"valueSet": []}})
ITEM = {"label": "[1]", "textEdit": {"range": place(1, 0, 2), "newText": "[1]"}}
SYMBOL = {"name": "Notes", "kind": 3, "range": place(0, 0, 9), "selectionRange": place(0, 0, 5)}
TREE = nested("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport", True)
PROGRESS = nested("window.workDoneProgress", True)

GOOD = [
    *begin({**LITERALS, **PROGRESS}),
    sent("window/workDoneProgress/create", {"token": "t"}, id=0),
    ("C>S", {"jsonrpc": "2.0", "id": 0, "result": None}),
    sent("$/progress", {"token": "t", "value": {"kind": "begin", "title": "Reading"}}),
    sent("$/progress", {"token": "t", "value": {"kind": "end"}}),
    asked(2, "textDocument/codeAction"),
    answer(2, [ACTION, {"title": "Do", "command": "do"}]),
    asked("2", "textDocument/hover", AT),
    answer("2", {"contents": {"kind": "plaintext", "value": "A note."}, "range": place(1, 0, 3)}),
    sent("textDocument/publishDiagnostics", {**DOCUMENT, "diagnostics": [DIAGNOSTIC]}),
    ("C>S", [asked(9, "textDocument/hover")[1]]),
    ("S>C", {"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "No."}}),
    asked(3, "textDocument/hover", AT),
    ("S>C", {"jsonrpc": "2.0", "id": 3, "error": {"code": -32800, "message": "Cancelled."}}),
    asked(4, "shutdown"),
    answer(4, None),
    told("exit"),
]

BAD = [
    (reply("textDocument/hover", {"contents": "a", "colour": 1}), "no property 'colour'"),
    (reply("textDocument/hover", {"range": place(1, 0, 3)}), "needs 'contents'"),
    (reply("textDocument/hover", {"contents": "a", "range": None}), "null, where"),
    (reply("textDocument/hover", {"contents": {"kind": "html", "value": "a"}}), "is no MarkupKind"),
    (reply("textDocument/hover", {"contents": "a", "range": place(1, 3, 0)}), "ends before it starts"),
    (reply("textDocument/hover", {"contents": "a", "range": place(1, -3, 0)}), "out of range"),
    (reply("textDocument/hover", {"contents": "a", "range": place(1, True, 3)}), "int is expected"),
    (reply("textDocument/hover", {"contents": {"kind": "markdown", "value": "a"}}), "hover.contentFormat=markdown"),
    (reply("textDocument/references", [{"uri": "a.txt", "range": place(0, 0, 1)}]), "is no URI"),
    (reply("textDocument/teleport", {}), "the protocol has no"),
    ([*reply("textDocument/hover", None), answer(2, None)], "answered already"),
    ([*begin(), answer(7, None)], "never asked"),
    ([*begin(), asked("2", "textDocument/hover"), answer(2, None)], "never asked"),
    ([*begin(), asked(2, "textDocument/hover"), asked(3, "shutdown"), told("exit"), answer(3, None)],
     "textDocument/hover 2 was never answered"),
    ([*begin(), asked(2, "textDocument/hover", AT), ("S>C", {"jsonrpc": "2.0", "id": 2})], "either a result or"),
    ([*begin(), asked(2, "textDocument/hover", AT),
      ("S>C", {"jsonrpc": "2.0", "id": 2, "error": {"code": -32899, "message": "No."}})], "is reserved"),
    ([*begin(), ("S>C", {"method": "window/logMessage", "params": {"type": 1, "message": "a"}})], "needs 'jsonrpc'"),
    ([*begin(), asked(2, "textDocument/hover", AT), ("S>C", {"id": 2, "result": None})], "not '2.0'"),
    ([*begin(), sent("window/shout", {})], "the protocol has no"),
    ([*begin(), sent("textDocument/didSave", {"textDocument": DOCUMENT})], "is for servers"),
    ([*begin(), sent("window/logMessage", {"type": 9, "message": "a"})], "is no MessageType"),
    ([asked(1, "initialize"), sent("textDocument/publishDiagnostics", {**DOCUMENT, "diagnostics": []})],
     "before the client was answered"),
    ([*begin(), sent("workspace/applyEdit", {"edit": {"changes": {}}}, id=1)], "announce workspace.applyEdit"),
    ([*begin(), sent("client/registerCapability", {"registrations": [
        {"id": "1", "method": "workspace/didChangeWatchedFiles", "registerOptions": {"watchers": []}}]}, id=1)],
     "announce workspace.didChangeWatchedFiles.dynamicRegistration"),
    ([*begin(nested("workspace.didChangeWatchedFiles.dynamicRegistration", True)),
      sent("client/registerCapability", {"registrations": [
          {"id": "1", "method": "workspace/didChangeWatchedFiles", "registerOptions": {"watchers": 1}}]}, id=1)],
     "registerOptions.watchers: an array is expected"),
    ([*begin(), sent("$/progress", {"token": "t", "value": {"kind": "begin", "title": "a"}})], "nobody knows"),
    ([*begin(PROGRESS), *GOOD[3:5], GOOD[6]], "'end' after None"),
    ([*begin(PROGRESS), *GOOD[3:7], sent("window/workDoneProgress/create", {"token": "t"}, id=1)], "served already"),
    (reply("textDocument/codeAction", [{"title": "Do", "command": "undo"}]), "did not announce its command 'undo'"),
    (reply("textDocument/codeAction", [ACTION]), "codeActionLiteralSupport"),
    (reply("textDocument/codeAction", [{**ACTION, "isPreferred": True}], client=LITERALS), "isPreferredSupport"),
    (reply("textDocument/codeAction", [{"title": "Mend"}], client=LITERALS), "resolves it"),
    (reply("codeAction/resolve", {**ACTION, "command": {"title": "a", "command": "do"}}, {"title": "Mend"},
           client=nested("textDocument.codeAction", {
               **LITERALS["textDocument"]["codeAction"], "resolveSupport": {"properties": ["edit"]}})),
     "$.result.command: changed by codeAction/resolve"),
    (reply("textDocument/codeAction", [{"title": "Mend", "edit": {"documentChanges": []}}], client=LITERALS),
     "workspace.workspaceEdit.documentChanges"),
    (reply("textDocument/rename", {"changes": {"file:///a.txt": [
        {"range": place(0, 0, 4), "newText": ""}, {"range": place(0, 3, 5), "newText": ""}]}}), "edits overlap"),
    (reply("textDocument/completion", [{**ITEM, "labelDetails": {}}]), "labelDetailsSupport"),
    (reply("textDocument/completion", [{**ITEM, "insertTextFormat": 2}]), "snippetSupport"),
    (reply("textDocument/completion", [{**ITEM, "kind": 21}]), "kind: 21"),
    (reply("textDocument/completion", [{**ITEM, "textEdit": {"range": place(0, 0, 9), "newText": ""}}]),
     "does not contain the position"),
    (reply("textDocument/completion", [{"label": "a", "textEdit": {
        "newText": "", "insert": place(1, 0, 2), "replace": place(1, 0, 3)}}]), "insertReplaceSupport"),
    (reply("textDocument/definition", [{
        "targetUri": "file:///a.txt", "targetRange": place(0, 0, 2), "targetSelectionRange": place(0, 1, 2)}]),
     "definition.linkSupport"),
    (reply("textDocument/definition", [{
        "targetUri": "file:///a.txt", "targetRange": place(0, 0, 2), "targetSelectionRange": place(0, 1, 3)}],
           client=nested("textDocument.definition.linkSupport", True)), "not within targetRange"),
    (reply("textDocument/documentSymbol", [SYMBOL]), "hierarchicalDocumentSymbolSupport"),
    (reply("textDocument/documentSymbol", [{**SYMBOL, "selectionRange": place(1, 0, 1)}], client=TREE),
     "selectionRange is not within range"),
    (reply("textDocument/selectionRange", [{"range": place(1, 0, 4), "parent": {"range": place(1, 2, 9)}}],
           {"textDocument": DOCUMENT, "positions": [AT["position"]]}), "not within that of its parent"),
    (reply("textDocument/selectionRange", [{"range": place(1, 3, 4), "parent": {"range": place(1, 1, 9)}}],
           {"textDocument": DOCUMENT, "positions": [AT["position"]]}), "does not contain the position"),
    (reply("textDocument/prepareRename", place(2, 0, 1)), "not in the line"),
    (reply("textDocument/semanticTokens/full", {"data": [0, 0, 1, 7, 0]}), "not in the legend"),
    (reply("textDocument/semanticTokens/full", {"data": [0, 0, 4, 0, 0, 0, 3, 1, 0, 0]}), "tokens overlap"),
    (reply("textDocument/linkedEditingRange", {"ranges": [place(0, 0, 2), place(1, 0, 3)]}), "equally long"),
    ([*begin(), sent("textDocument/publishDiagnostics", {**DOCUMENT, "version": 1, "diagnostics": []})],
     "versionSupport"),
    ([*begin(), sent("textDocument/publishDiagnostics", {**DOCUMENT, "diagnostics": [{**DIAGNOSTIC, "tags": [1]}]})],
     "tagSupport"),
    ([asked(1, "initialize"), answer(1, {"capabilities": {"positionEncoding": "utf-8"}})], "was not offered"),
    ([asked(1, "initialize"), answer(1, {"capabilities": {"renameProvider": {"prepareProvider": True}}})],
     "rename.prepareSupport"),
]


def faults(messages):
    lines = [f"{who} {json.dumps(message)}\n" for who, message in messages]
    return [text for _, text in Session().faults(lines)]


def missed():
    """What went wrong with these sessions."""
    missed = [f"self-test: nothing is wrong here, but: {text}" for text in faults(GOOD)]
    for messages, expected in BAD:
        found = faults(messages)
        if len(found) != 1 or expected not in found[0]:
            missed.append(f"self-test: {expected!r} and nothing else is expected, not {found}")
    return missed
