//! Texts whose footnotes stand in a file beside them, in the server.

mod support;

use std::path::PathBuf;

use serde_json::{Value, json};
use support::files::{folder, uri};
use support::{Server, changed};

const TEXT: &str = "MIA > Archive > A. Person\n\nOn Bees 𝄞\n\nThe bees came home late. [1] The keeper slept. [2] \
                    Nobody was stung. [3]\n\nTop of the page\n";
const NOTES: &str = "Notes 𝄞\n\n1. They had been to the heath.\n\n2. He was old.\n\n3. They knew him.\n";

fn collection(name: &str) -> PathBuf {
    folder(&format!("server-companion/{name}"), &[("ch.txt", TEXT), ("notes.txt", NOTES)])
}

/// The file that was published about, and the rules of its diagnostics.
fn said(published: &Value) -> String {
    let name = published["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let diagnostics = published["diagnostics"].as_array().unwrap().iter();
    diagnostics.fold(name + ":", |said, one| said + " " + one["code"].as_str().unwrap())
}

#[test]
fn hover_and_definition_lead_to_the_file_beside() {
    let folder = collection("lead");
    let (text, notes) = (uri(&folder, "ch.txt"), uri(&folder, "notes.txt"));
    let mut server = Server::initialized(json!({}));
    server.open(&text, 1, TEXT);
    assert_eq!(said(&server.published()), "ch.txt:");
    let found = server.ask_at("textDocument/definition", &text, 4, 48);
    assert_eq!(found[0]["uri"], notes, "{found}");
    assert_eq!(found[0]["range"]["start"], json!({ "line": 4, "character": 0 }));
    let hover = server.ask_at("textDocument/hover", &text, 4, 48)["contents"]["value"].to_string();
    assert!(hover.contains("He was old.") && hover.contains("in notes.txt"), "{hover}");
    assert_eq!(server.quit(), "");
}

#[test]
fn what_is_typed_into_the_file_beside_counts_at_once() {
    let folder = collection("typed");
    let (text, notes) = (uri(&folder, "ch.txt"), uri(&folder, "notes.txt"));
    let mut server = Server::initialized(json!({}));
    server.open(&text, 1, TEXT);
    assert_eq!(said(&server.published()), "ch.txt:");
    server.open(&notes, 1, NOTES);
    let mut params = changed(&notes, 2, &[]);
    params["contentChanges"] = json!([{ "text": NOTES.replace("\n\n3. They knew him.", "") }]);
    server.notify("textDocument/didChange", params);
    let about = |server: &mut Server| loop {
        let published = server.published();
        if published["uri"] == text {
            return said(&published);
        }
    };
    assert_eq!(about(&mut server), "ch.txt: undefined-footnote");
    // Closed without saving: what is on the disk counts again.
    server.close(&notes);
    assert_eq!(about(&mut server), "ch.txt:");
    assert_eq!(server.quit(), "");
}
