"""What a server may only say to clients that announced support for it.

A capability is the path of one in the client's announcement, or several of which one is enough, each perhaps with a
value that must be among its values: `path=value`.
"""

ITEM = "textDocument.completion.completionItem"
ACTION = "textDocument.codeAction"
EDIT = "workspace.workspaceEdit"
DIAGNOSTICS = ("textDocument.publishDiagnostics", "textDocument.diagnostic")


def of_diagnostics(name):
    return tuple(f"{kind}.{name}" for kind in DIAGNOSTICS)


# Requests and notifications that are sent to the client.
MESSAGES = {
    "workspace/applyEdit": "workspace.applyEdit",
    "workspace/configuration": "workspace.configuration",
    "workspace/workspaceFolders": "workspace.workspaceFolders",
    "workspace/semanticTokens/refresh": "workspace.semanticTokens.refreshSupport",
    "workspace/inlayHint/refresh": "workspace.inlayHint.refreshSupport",
    "workspace/inlineValue/refresh": "workspace.inlineValue.refreshSupport",
    "workspace/codeLens/refresh": "workspace.codeLens.refreshSupport",
    "workspace/diagnostic/refresh": "workspace.diagnostics.refreshSupport",
    "workspace/foldingRange/refresh": "workspace.foldingRange.refreshSupport",
    "window/showDocument": "window.showDocument.support",
    "window/workDoneProgress/create": "window.workDoneProgress",
}

# What answers and parameters consist of: a type, a property of it or None for all of it, and the capability.
OBJECTS = [
    ("CodeAction", None, f"{ACTION}.codeActionLiteralSupport"),
    ("CodeAction", "isPreferred", f"{ACTION}.isPreferredSupport"),
    ("CodeAction", "disabled", f"{ACTION}.disabledSupport"),
    ("CodeAction", "data", f"{ACTION}.dataSupport"),
    ("CodeAction", "tags", f"{ACTION}.tagSupport"),
    ("CodeActionOptions", None, f"{ACTION}.codeActionLiteralSupport"),
    ("CompletionItem", "labelDetails", f"{ITEM}.labelDetailsSupport"),
    ("CompletionItem", "tags", f"{ITEM}.tagSupport"),
    ("CompletionItem", "deprecated", f"{ITEM}.deprecatedSupport"),
    ("CompletionItem", "preselect", f"{ITEM}.preselectSupport"),
    ("CompletionItem", "commitCharacters", f"{ITEM}.commitCharactersSupport"),
    ("CompletionItem", "insertTextMode", f"{ITEM}.insertTextModeSupport"),
    ("InsertReplaceEdit", None, f"{ITEM}.insertReplaceSupport"),
    ("CompletionList", "itemDefaults", "textDocument.completion.completionList.itemDefaults"),
    ("CompletionList", "applyKind", "textDocument.completion.completionList.applyKindSupport"),
    ("Diagnostic", "relatedInformation", of_diagnostics("relatedInformation")),
    ("Diagnostic", "tags", of_diagnostics("tagSupport")),
    ("Diagnostic", "codeDescription", of_diagnostics("codeDescriptionSupport")),
    ("Diagnostic", "data", of_diagnostics("dataSupport")),
    ("PublishDiagnosticsParams", "version", "textDocument.publishDiagnostics.versionSupport"),
    ("RelatedFullDocumentDiagnosticReport", "relatedDocuments", "textDocument.diagnostic.relatedDocumentSupport"),
    ("DocumentLink", "tooltip", "textDocument.documentLink.tooltipSupport"),
    ("DocumentSymbol", None, "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport"),
    ("DocumentSymbol", "tags", "textDocument.documentSymbol.tagSupport"),
    ("FoldingRange", "collapsedText", "textDocument.foldingRange.foldingRange.collapsedText"),
    ("RenameOptions", None, "textDocument.rename.prepareSupport"),
    ("PrepareRenameDefaultBehavior", None, "textDocument.rename.prepareSupportDefaultBehavior"),
    ("SemanticTokensFullDelta", None, "textDocument.semanticTokens.requests.full.delta"),
    ("SemanticTokensDelta", None, "textDocument.semanticTokens.requests.full.delta"),
    ("WorkspaceEdit", "documentChanges", f"{EDIT}.documentChanges"),
    ("WorkspaceEdit", "changeAnnotations", f"{EDIT}.changeAnnotationSupport"),
    ("SnippetTextEdit", None, f"{EDIT}.snippetEditSupport"),
    ("CreateFile", None, f"{EDIT}.resourceOperations=create"),
    ("RenameFile", None, f"{EDIT}.resourceOperations=rename"),
    ("DeleteFile", None, f"{EDIT}.resourceOperations=delete"),
    ("WorkspaceFoldersServerCapabilities", None, "workspace.workspaceFolders"),
]

# Where a link instead of a location, or Markdown, depends on what was asked.
LINKS = {
    f"textDocument/{what}": f"textDocument.{what}.linkSupport"
    for what in ("declaration", "definition", "typeDefinition", "implementation")
}
MARKDOWN = {
    "textDocument/hover": "textDocument.hover.contentFormat=markdown",
    "textDocument/completion": f"{ITEM}.documentationFormat=markdown",
    "completionItem/resolve": f"{ITEM}.documentationFormat=markdown",
    "textDocument/publishDiagnostics": "textDocument.diagnostic.markupMessageSupport",
}
# What may be told later, if the client says so; and what without a word.
RESOLVED = {
    "codeAction/resolve": (f"{ACTION}.resolveSupport.properties", set()),
    "completionItem/resolve": (f"{ITEM}.resolveSupport.properties", {"detail", "documentation"}),
    "inlayHint/resolve": ("textDocument.inlayHint.resolveSupport.properties", set()),
    "codeLens/resolve": ("textDocument.codeLens.resolveSupport.properties", {"command"}),
    "documentLink/resolve": ("", {"target"}),
    "workspaceSymbol/resolve": ("workspace.symbol.resolveSupport.properties", set()),
}
# Kinds behind these are known to clients that list them.
FIRST_KINDS = {
    "CompletionItem": (18, "textDocument.completion.completionItemKind.valueSet"),
    "DocumentSymbol": (18, "textDocument.documentSymbol.symbolKind.valueSet"),
    "SymbolInformation": (
        18, ("textDocument.documentSymbol.symbolKind.valueSet", "workspace.symbol.symbolKind.valueSet"),
    ),
    "WorkspaceSymbol": (18, "workspace.symbol.symbolKind.valueSet"),
}


def value(client, path):
    """What a client says of a capability."""
    for name in path.split(".") if path else ():
        client = client.get(name) if isinstance(client, dict) else None
    return client


def has(client, capability):
    """Whether a client announced this."""
    if isinstance(capability, tuple):
        return any(has(client, one) for one in capability)
    path, _, wanted = capability.partition("=")
    said = value(client, path)
    if wanted:
        return isinstance(said, list) and wanted in said
    return said is not None and said is not False


def faults_of_message(client, method):
    """A request or notification to a client."""
    capability = MESSAGES.get(method)
    if capability and not has(client, capability):
        yield f"$: {method}, but the client did not announce {capability}"


def faults_of_object(client, method, name, found, path):
    """An object in what is sent about `method`."""
    for kind, part, capability in OBJECTS:
        if kind == name and (part is None or part in found) and not has(client, capability):
            what = f"{kind}.{part}" if part else kind
            yield f"{path}: {what}, but the client did not announce {capability}"
    if name == "LocationLink" and not has(client, LINKS.get(method, "=")):
        yield f"{path}: LocationLink, but the client did not announce {LINKS.get(method, 'anything like that')}"
    if name == "MarkupContent" and found.get("kind") == "markdown":
        capability = MARKDOWN.get(method)
        if capability and not has(client, capability):
            yield f"{path}: Markdown, but the client did not announce {capability}"
    if name == "CompletionItem" and found.get("insertTextFormat") == 2:
        if not has(client, f"{ITEM}.snippetSupport"):
            yield f"{path}: a snippet, but the client did not announce {ITEM}.snippetSupport"
    if name == "CodeAction" and method == "textDocument/codeAction":
        is_whole = "edit" in found or "command" in found or "disabled" in found
        if not is_whole and "edit" not in (value(client, f"{ACTION}.resolveSupport.properties") or ()):
            yield f"{path}: CodeAction without edit, but the client did not announce that it resolves it"
    if name in FIRST_KINDS and isinstance(found.get("kind"), int):
        last, capability = FIRST_KINDS[name]
        sets = [value(client, one) for one in (capability if isinstance(capability, tuple) else (capability,))]
        if found["kind"] > last and not any(found["kind"] in (known or ()) for known in sets):
            yield f"{path}.kind: {found['kind']}, but the client did not announce it in {capability}"
    if name == "Registration":
        area, _, what = found.get("method", "").rpartition("/")
        capability = f"{area.replace('/', '.')}.{what}.dynamicRegistration"
        if not has(client, capability):
            yield f"{path}: registers {found.get('method')}, but the client did not announce {capability}"


def faults_of_resolving(client, method, asked, answer):
    """What is told later of something is all that is new."""
    if method not in RESOLVED or not isinstance(asked, dict) or not isinstance(answer, dict):
        return
    path, always = RESOLVED[method]
    later = always | set(value(client, path) or ()) if path else always
    for name in sorted(asked.keys() | answer.keys()):
        if asked.get(name) != answer.get(name) and name not in later:
            yield f"$.result.{name}: changed by {method}, but the client did not announce that it takes it later"
