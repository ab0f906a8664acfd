"""What the protocol says of answers in words only: mostly of places in a text."""

import itertools

# No line is so long.
FAR = 2**31


def point(position):
    return position["line"], position["character"]


def is_within(inner, outer):
    return point(outer["start"]) <= point(inner["start"]) and point(inner["end"]) <= point(outer["end"])


def contains(place, position):
    return point(place["start"]) <= point(position) <= point(place["end"])


def faults_of_object(name, found, path, server):
    """An object of which the types are right; `server` is what the server announced of itself."""
    rule = OBJECTS.get(name)
    if rule:
        for text in rule(found):
            yield f"{path}: {text}"
    # A command without a name does nothing; no client has others than those of the server by itself.
    if name == "Command" and found["command"]:
        if found["command"] not in server.get("executeCommandProvider", {}).get("commands", ()):
            yield f"{path}: the server did not announce its command {found['command']!r}"


def range_(found):
    if point(found["start"]) > point(found["end"]):
        yield "ends before it starts"


def document_symbol(found):
    if not is_within(found["selectionRange"], found["range"]):
        yield "selectionRange is not within range"


def location_link(found):
    if not is_within(found["targetSelectionRange"], found["targetRange"]):
        yield "targetSelectionRange is not within targetRange"


def selection_range(found):
    if "parent" in found and not is_within(found["range"], found["parent"]["range"]):
        yield "range is not within that of its parent"


def insert_replace_edit(found):
    insert, replace = found["insert"], found["replace"]
    if insert["start"] != replace["start"] or not is_within(insert, replace):
        yield "insert is not the beginning of replace"


def folding_range(found):
    start = found["startLine"], found.get("startCharacter", 0)
    end = found["endLine"], found.get("endCharacter", start[1] if found["startLine"] == found["endLine"] else 0)
    if start > end:
        yield "ends before it starts"


def apart(edits):
    ranges = sorted((point(edit["range"]["start"]), point(edit["range"]["end"])) for edit in edits)
    for (_, end), (start, _) in itertools.pairwise(ranges):
        if start < end:
            yield f"edits overlap at line {start[0]}, character {start[1]}"


def workspace_edit(found):
    for uri, edits in found.get("changes", {}).items():
        yield from (f"{uri}: {text}" for text in apart(edits))


def text_document_edit(found):
    yield from apart(edit for edit in found["edits"] if "range" in edit)


def linked_editing_ranges(found):
    ranges = sorted((point(one["start"]), point(one["end"])) for one in found["ranges"])
    for (_, end), (start, _) in itertools.pairwise(ranges):
        if start < end:
            yield "ranges overlap"
    # Places with the same text are equally long, and no label goes over a line's end.
    if len({end[1] - start[1] for start, end in ranges if start[0] == end[0]}) > 1:
        yield "ranges are not equally long"


OBJECTS = {
    "Range": range_,
    "DocumentSymbol": document_symbol,
    "LocationLink": location_link,
    "SelectionRange": selection_range,
    "InsertReplaceEdit": insert_replace_edit,
    "FoldingRange": folding_range,
    "WorkspaceEdit": workspace_edit,
    "TextDocumentEdit": text_document_edit,
    "LinkedEditingRanges": linked_editing_ranges,
}


def faults_of_answer(method, params, result, server):
    """An answer to what was asked with `params`."""
    rule = ANSWERS.get(method)
    if rule and result is not None:
        for text in rule(params, result, server):
            yield f"$.result{text}"


def initialize(params, result, _):
    offered = ((params.get("capabilities") or {}).get("general") or {}).get("positionEncodings") or []
    agreed = result["capabilities"].get("positionEncoding", "utf-16")
    if agreed != "utf-16" and agreed not in offered:
        yield f".capabilities.positionEncoding: {agreed} was not offered"


def completion(params, result, _):
    items = result if isinstance(result, list) else result["items"]
    for at, item in enumerate(items):
        edit = item.get("textEdit", {})
        for name in {"range", "insert", "replace"} & edit.keys():
            place = edit[name]
            if place["start"]["line"] != place["end"]["line"]:
                yield f"[{at}].textEdit.{name}: goes over a line's end"
            elif not contains(place, params["position"]):
                yield f"[{at}].textEdit.{name}: does not contain the position that was asked about"


def prepare_rename(params, result, _):
    place, line = result.get("range", result), params["position"]["line"]
    if "start" in place and not place["start"]["line"] <= line <= place["end"]["line"]:
        yield ": is not in the line that was asked about"


def selection_ranges(params, result, _):
    if len(result) != len(params["positions"]):
        yield f": {len(result)} answers about {len(params['positions'])} positions"
    for at, (position, found) in enumerate(zip(params["positions"], result)):
        whole = found
        while "parent" in whole:
            whole = whole["parent"]
        # What is behind the text, or far behind a line, means the end of it.
        is_there = position["character"] < FAR and contains(whole["range"], position)
        if is_there and not contains(found["range"], position):
            yield f"[{at}].range: does not contain the position that was asked about"


def tokens(_, result, server):
    legend = server["semanticTokensProvider"]["legend"]
    lists = [(".data", result["data"])] if "data" in result else []
    for at, edit in enumerate(result.get("edits", ())):
        lists.append((f".edits[{at}].data", edit.get("data", [])))
        if edit["start"] % 5 or edit["deleteCount"] % 5:
            yield f".edits[{at}]: not in fives"
    for path, data in lists:
        if len(data) % 5:
            yield f"{path}: not in fives"
        if any(number < 0 for number in data):
            yield f"{path}: a negative number"
        if any(length == 0 for length in data[2::5]):
            yield f"{path}: a token of no length"
        if any(kind >= len(legend["tokenTypes"]) for kind in data[3::5]):
            yield f"{path}: a type that is not in the legend"
        if any(set >> len(legend["tokenModifiers"]) for set in data[4::5]):
            yield f"{path}: a modifier that is not in the legend"
        for before, now in zip(in_fives(data), in_fives(data[5:])):
            if now[0] == 0 and now[1] < before[2]:
                yield f"{path}: tokens overlap"
                break


def in_fives(data):
    return [data[at : at + 5] for at in range(0, len(data), 5)]


ANSWERS = {
    "initialize": initialize,
    "textDocument/completion": completion,
    "textDocument/prepareRename": prepare_rename,
    "textDocument/selectionRange": selection_ranges,
    "textDocument/semanticTokens/full": tokens,
    "textDocument/semanticTokens/full/delta": tokens,
    "textDocument/semanticTokens/range": tokens,
}
