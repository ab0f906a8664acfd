//! Ever larger parts of a text around the cursor.

mod support;

use serde_json::{Value, json};
use support::places::words;
use support::{Server, URI};

const TEXT: &str = "On Letters

Source: Collected Letters, Volume 3.
Transcription: A. Volunteer

Part One

Mr. Example wrote 𝄞 letters. “Some were long.”[1] Most
of them were not.

Notes

[1] Four pages, cf. Vol. 3. And more.

They were well-kept.

[2] None.
";

fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "selectionRange": {} },
    })
}

/// What is selected, from the smallest on, at places of line and column.
fn selected(text: &str, places: &[(u32, u32)]) -> Vec<Vec<String>> {
    let mut server = Server::initialized(able());
    server.open(URI, 1, text);
    let positions: Vec<Value> =
        places.iter().map(|(line, character)| json!({ "line": line, "character": character })).collect();
    let params = json!({ "textDocument": { "uri": URI }, "positions": positions });
    let found = server.ask("textDocument/selectionRange", params);
    assert_eq!(server.quit(), "");
    let chain = |mut one: &Value| {
        let mut chain = Vec::new();
        while one.is_object() {
            chain.push(words(text, &one["range"]).to_owned());
            one = &one["parent"];
        }
        chain
    };
    found.as_array().expect("one for each place").iter().map(chain).collect()
}

/// The same with long parts cut short, and without the whole text at the end.
fn short(text: &str, place: (u32, u32)) -> Vec<String> {
    let mut all = selected(text, &[place]).remove(0);
    assert_eq!(all.pop().as_deref(), Some(text));
    all.iter()
        .map(|part| match part.char_indices().nth(40) {
            Some((at, _)) => format!("{}...", &part[..at]),
            None => part.clone(),
        })
        .collect()
}

#[test]
fn selections_are_for_clients_that_ask_for_them() {
    let mut server = Server::start();
    assert_eq!(server.initialize(json!({}))["capabilities"].get("selectionRangeProvider"), None);
    let mut server = Server::start();
    assert_eq!(server.initialize(able())["capabilities"]["selectionRangeProvider"], true);
}

#[test]
fn a_reference_its_sentence_its_paragraph() {
    assert_eq!(
        short(TEXT, (7, 48)),
        [
            "1",
            "[1]",
            "“Some were long.”[1]",
            "Mr. Example wrote 𝄞 letters. “Some were ...",
            "Mr. Example wrote 𝄞 letters. “Some were ...",
            "Part One\n\nMr. Example wrote 𝄞 letters. “...",
        ]
    );
    assert_eq!(short(TEXT, (7, 6))[..2], ["Example", "Mr. Example wrote 𝄞 letters."]);
    assert_eq!(short(TEXT, (8, 3))[..2], ["them", "of them were not."]);
}

#[test]
fn a_footnote_the_notes() {
    assert_eq!(
        short(TEXT, (14, 12)),
        [
            "well-kept",
            "They were well-kept.",
            "Four pages, cf. Vol. 3. And more.\n\nThey ...",
            "[1] Four pages, cf. Vol. 3. And more.\n\nT...",
            "Notes\n\n[1] Four pages, cf. Vol. 3. And m...",
        ]
    );
    assert_eq!(short(TEXT, (12, 1))[..3], ["1", "[1]", "[1] Four pages, cf. Vol. 3."]);
}

#[test]
fn a_value_a_field_the_header() {
    assert_eq!(
        short(TEXT, (2, 11)),
        [
            "Collected",
            "Collected Letters, Volume 3.",
            "Source: Collected Letters, Volume 3.",
            "Source: Collected Letters, Volume 3.\nTra...",
        ]
    );
}

#[test]
fn every_place_of_every_text_has_an_answer() {
    let far = u32::MAX;
    let all = selected(TEXT, &[(0, 0), (4, 0), (far, 0), (7, far), (7, 48)]);
    assert_eq!(all.len(), 5);
    assert!(all.iter().all(|chain| chain.last().unwrap() == TEXT));
    assert_eq!(all[3][0], "Most");
    assert_eq!(selected("", &[(0, 0), (7, 7)]), [[""], [""]]);
    assert_eq!(
        selected("let x = 1;\r\nlet y = 2;", &[(1, 4)]),
        [["y", "let y = 2;", "let x = 1;\r\nlet y = 2;"]]
    );
}
