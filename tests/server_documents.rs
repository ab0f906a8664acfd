//! What a client is told of its documents: diagnostics, and answers.

mod support;

use serde_json::{Value, json};
use support::{EXAMPLE, Server, URI, at};

/// What a client says that can take everything.
fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "definition": { "linkSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "publishDiagnostics": {
                "relatedInformation": true,
                "versionSupport": true,
                "codeDescriptionSupport": true,
                "dataSupport": true,
            },
        },
    })
}

/// The codes of published diagnostics, with their lines.
fn codes(published: &Value) -> Vec<(String, u64)> {
    let diagnostics = published["diagnostics"].as_array().expect("diagnostics");
    let code = |one: &Value| one["code"].as_str().expect("a code").to_string();
    let line = |one: &Value| one["range"]["start"]["line"].as_u64().expect("a line");
    diagnostics.iter().map(|one| (code(one), line(one))).collect()
}

fn undefined(line: u64) -> Vec<(String, u64)> {
    vec![("undefined-footnote".to_string(), line)]
}

#[test]
fn something_is_published_for_every_opening() {
    let mut server = Server::initialized(able());
    server.open(URI, 7, "Not an edition. 𝄞\n");
    assert_eq!(server.published(), json!({ "uri": URI, "version": 7, "diagnostics": [] }));
    server.close(URI);
    server.open(URI, 1, "Not an edition either. 𝄞\n");
    assert_eq!(server.published(), json!({ "uri": URI, "version": 1, "diagnostics": [] }));
    // Opened twice: as if it had been closed.
    server.open(URI, 2, "Nor this. 𝄞\n");
    assert_eq!(server.published()["version"], 2);
    assert!(server.quit().contains("opened twice"));

    let mut server = Server::initialized(json!({}));
    server.open(URI, 7, "Not an edition. 𝄞\n");
    assert_eq!(
        server.published(),
        json!({ "uri": URI, "diagnostics": [] }),
        "no version for who cannot take it"
    );
}

#[test]
fn a_diagnostic_says_everything_the_client_can_take() {
    let mut server = Server::initialized(able());
    server.open(URI, 1, EXAMPLE);
    let published = server.published();
    assert_eq!(codes(&published), undefined(7));
    let diagnostic = &published["diagnostics"][0];
    let column = "The first paragraph speaks of letters.[2] It has a clef xx in it.".len();
    assert_eq!(diagnostic["range"]["start"]["character"], column);
    assert_eq!(diagnostic["range"]["end"]["character"], column + "[3]".len());
    assert_eq!(diagnostic["source"], "edition-ls");
    let page = diagnostic["codeDescription"]["href"].as_str().unwrap();
    assert!(page.ends_with("/src/rules/undefined_footnote.md"), "{page}");

    let mut server = Server::initialized(json!({}));
    server.open(URI, 1, EXAMPLE);
    let published = server.published();
    let diagnostic = published["diagnostics"][0].as_object().unwrap();
    for absent in ["codeDescription", "relatedInformation", "data"] {
        assert!(!diagnostic.contains_key(absent), "{absent}");
    }
}

#[test]
fn only_changed_diagnostics_are_published() {
    let mut server = Server::initialized(able());
    server.open(URI, 1, EXAMPLE);
    assert_eq!(codes(&server.published()), undefined(7));
    // Below and beside the mistake: nothing new. What comes next must be of version 3.
    server.change(URI, 2, &[([11, 4, 11, 5], "O")]);
    server.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": URI } }));
    // Above it: the same mistake elsewhere.
    server.change(URI, 3, &[([1, 0, 1, 0], "𝄞\n")]);
    let published = server.published();
    assert_eq!(published["version"], 3);
    assert_eq!(codes(&published), undefined(8));
    // Mended, and made again.
    server.change(URI, 4, &[([13, 0, 13, 0], "\n[3] A clef 𝄞.\n")]);
    assert_eq!(server.published(), json!({ "uri": URI, "version": 4, "diagnostics": [] }));
    server.change(URI, 5, &[([13, 0, 15, 0], "")]);
    assert_eq!(codes(&server.published()), undefined(8));
    server.close(URI);
    assert_eq!(server.published(), json!({ "uri": URI, "diagnostics": [] }));
    server.open(URI, 1, EXAMPLE);
    assert_eq!(codes(&server.published()), undefined(7));
    assert_eq!(server.quit(), "");
}

#[test]
fn closing_a_clean_document_says_nothing() {
    let mut server = Server::initialized(able());
    let clean = EXAMPLE.replace("[3]", "");
    server.open(URI, 1, &clean);
    assert_eq!(codes(&server.published()), []);
    server.close(URI);
    server.open("file:///other.txt", 1, EXAMPLE);
    assert_eq!(server.published()["uri"], "file:///other.txt");
}

#[test]
fn edits_are_applied_one_after_the_other_whatever_ends_the_lines() {
    for end in ["\n", "\r\n", "\r"] {
        let mut server = Server::initialized(able());
        server.open(URI, 1, &EXAMPLE.replace('\n', end));
        assert_eq!(codes(&server.published()), undefined(7), "{end:?}");
        // Each is meant for the text that the one before has left.
        let clef = "The first paragraph speaks of letters.[2] It has a clef ".len() as u32;
        let changes = [
            ([0, 0, 0, 0], end),
            ([8, clef, 8, clef + 2], "clef"),
            ([8, clef + 4, 8, clef + 4], "[4]"),
            ([0, 0, 1, 0], ""),
        ];
        server.change(URI, 2, &changes);
        let published = server.published();
        assert_eq!(codes(&published).len(), 2, "{end:?}: {published}");
        assert_eq!(
            published["diagnostics"][0]["range"]["start"],
            json!({ "line": 7, "character": clef + 4 })
        );
        // The whole text at once, and then a change of it.
        let all = json!({ "text": EXAMPLE.replace('\n', end) });
        let more = json!({ "range": { "start": { "line": 7, "character": 0 }, "end": { "line": 8, "character": 0 } },
            "text": "" });
        server.notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": URI, "version": 3 }, "contentChanges": [all, more] }),
        );
        let found = server.ask_at("textDocument/definition", URI, 2, 11);
        assert_eq!(
            found[0]["targetSelectionRange"]["start"],
            json!({ "line": 8, "character": 0 }),
            "{end:?}"
        );
        assert_eq!(server.quit(), "");
    }
}

#[test]
fn absurd_edits_are_clamped_and_noted() {
    let mut server = Server::initialized(able());
    server.open(URI, 1, EXAMPLE);
    server.published();
    let far = u32::MAX;
    server.change(URI, 2, &[([far, far, far, far], "\n[3] A clef 𝄞.\n")]);
    assert_eq!(codes(&server.published()), []);
    // Backwards: from the end of the text to the beginning of that footnote.
    server.change(URI, 3, &[([far, 0, 13, 0], "")]);
    assert_eq!(codes(&server.published()), undefined(7));
    // Inside a surrogate pair, behind the end of a line, an older version.
    let clef = "The first paragraph speaks of letters.[2] It has a clef ".len() as u32;
    server.change(URI, 2, &[([7, clef + 1, 7, far], "")]);
    assert_eq!(codes(&server.published()), []);
    let said = server.quit();
    assert!(said.contains("clamped") && said.contains("went back from version 3"), "{said}");
}

/// Who finds that a footnote is missing looks for another.
#[test]
fn a_hover_on_a_broken_reference_tells_which_footnotes_there_are() {
    let letter = "Source: Letters.\nTranscription: A. Volunteer\n\nOne.[1] Two.[2] Three.[3] Nine.[9]\n\n\
                  Notes\n\n[1] One.\n\n[2] Two.\n\n[3] Three.\n";
    let essay = |labels: &[&str]| {
        let uses: String = labels.iter().map(|label| format!(" Word.[^{label}]")).collect();
        let notes: String = labels.iter().map(|label| format!("[^{label}]: A note.\n\n")).collect();
        format!("\n\n\nWord.[^lost]{uses}\n\n{notes}")
    };
    let many = ["a_b", "c", "d", "e", "f", "g", "h"];
    for (text, at, said) in [
        (letter.to_owned(), 33, "There are footnotes from 1 to 3."),
        (essay(&["a"]), 7, "There is only footnote a."),
        (essay(&["b", "a"]), 7, "There are footnotes b and a."),
        (essay(&many), 7, r"There are footnotes a\_b, c, d, e, f, g, …"),
    ] {
        let mut server = Server::initialized(able());
        server.open(URI, 1, &text);
        let hover = server.ask_at("textDocument/hover", URI, 3, at);
        let content = hover["contents"]["value"].as_str().unwrap_or_else(|| panic!("{text}"));
        assert!(content.ends_with(said), "{content}");
    }
}

#[test]
fn answers_take_the_form_that_the_client_can_take() {
    let reference = (7, "The first paragraph speaks of letters.[".len() as u32);
    let documents = json!({ "textDocument": { "uri": URI } });

    let mut server = Server::initialized(able());
    server.open(URI, 1, EXAMPLE);
    let hover = server.ask_at("textDocument/hover", URI, reference.0, reference.1);
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(hover["contents"]["value"].as_str().unwrap().contains("A note on letters"), "{hover}");
    let link = &server.ask_at("textDocument/definition", URI, reference.0, reference.1)[0];
    assert_eq!(link["targetUri"], URI);
    assert_eq!(link["originSelectionRange"]["start"]["character"], reference.1 - 1);
    assert_eq!(link["targetSelectionRange"]["end"], json!({ "line": 11, "character": 3 }));
    let mut params = at(URI, 11, 1);
    params["context"] = json!({ "includeDeclaration": true });
    assert_eq!(server.ask("textDocument/references", params.clone()).as_array().unwrap().len(), 2);
    params["context"] = json!({ "includeDeclaration": false });
    assert_eq!(server.ask("textDocument/references", params).as_array().unwrap().len(), 1);
    let outline = server.ask("textDocument/documentSymbol", documents.clone());
    assert!(outline[0].get("selectionRange").is_some(), "{outline}");
    let folds = server.ask("textDocument/foldingRange", documents.clone());
    assert!(folds.as_array().unwrap().len() > 1, "{folds}");
    assert_eq!(server.quit(), "");

    let mut server = Server::initialized(json!({ "textDocument": { "foldingRange": { "rangeLimit": 1 } } }));
    server.open(URI, 1, EXAMPLE);
    let hover = server.ask_at("textDocument/hover", URI, reference.0, reference.1);
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let locations = server.ask_at("textDocument/definition", URI, reference.0, reference.1);
    assert_eq!(locations[0]["uri"], URI);
    let outline = server.ask("textDocument/documentSymbol", documents.clone());
    assert_eq!(outline[0]["location"]["uri"], URI);
    let folds = server.ask("textDocument/foldingRange", documents);
    assert_eq!(folds.as_array().unwrap().len(), 1);
}
