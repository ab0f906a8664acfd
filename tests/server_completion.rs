//! Completion: texts with the cursor as `|`, and what is offered there.

mod support;

use serde_json::{Value, json};
use support::Server;
use support::files::{folder, uri};

/// A client that can do everything that matters here.
fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "completion": { "completionItem": {
            "snippetSupport": true,
            "insertReplaceSupport": true,
            "labelDetailsSupport": true,
            "documentationFormat": ["markdown", "plaintext"],
            "resolveSupport": { "properties": ["documentation"] },
        } } },
    })
}

/// A session and one text in it.
struct Session {
    server: Server,
    uri: String,
    text: String,
    position: [u32; 2],
}

impl Session {
    /// Opens a text whose cursor is `|`.
    fn new(uri: &str, marked: &str, capabilities: Value) -> Self {
        let mut server = Server::start();
        server.initialize(capabilities);
        Session::within(server, uri, marked)
    }

    fn within(mut server: Server, uri: &str, marked: &str) -> Self {
        let (before, behind) = marked.split_once('|').expect("a cursor");
        let text = format!("{before}{behind}");
        let line = before.matches('\n').count() as u32;
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() as u32;
        server.open(uri, 1, &text);
        Session { server, uri: uri.to_owned(), text, position: [line, column] }
    }

    fn list(&mut self) -> Value {
        let [line, character] = self.position;
        self.server.ask_at("textDocument/completion", &self.uri.clone(), line, character)
    }

    fn items(&mut self) -> Vec<Value> {
        self.list()["items"].as_array().cloned().unwrap_or_default()
    }

    /// The text with an item put in; the cursor, if the item says where it goes, as `$0`.
    fn with(&self, item: &Value) -> String {
        let edit = &item["textEdit"];
        let range = if edit["range"].is_null() { &edit["replace"] } else { &edit["range"] };
        let place = |position: &Value| {
            let line = position["line"].as_u64().unwrap() as usize;
            let start: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
            let mut units = position["character"].as_u64().unwrap() as usize;
            let near = self.text[start..].char_indices();
            let mut near = near.skip_while(|(_, c)| {
                let is_before = units > 0;
                units = units.saturating_sub(c.len_utf16());
                is_before
            });
            start + near.next().map_or(self.text.len() - start, |(at, _)| at)
        };
        let (start, end) = (place(&range["start"]), place(&range["end"]));
        format!("{}{}{}", &self.text[..start], edit["newText"].as_str().unwrap(), &self.text[end..])
    }
}

/// What is offered: `label · remark · detail` of each.
fn offered(uri: &str, marked: &str) -> Vec<String> {
    let items = Session::new(uri, marked, able()).items();
    let said = |value: &Value| value.as_str().map(|said| format!(" · {said}")).unwrap_or_default();
    items.iter().map(|item| format!("{}{}", item["label"].as_str().unwrap(), said(&item["detail"]))).collect()
}

/// The labels of what is offered.
fn labels(uri: &str, marked: &str) -> Vec<String> {
    let items = Session::new(uri, marked, able()).items();
    items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

/// The line of the cursor once the item of this label has been put in.
fn line_with(uri: &str, marked: &str, label: &str) -> String {
    let mut session = Session::new(uri, marked, able());
    let items = session.items();
    let item = items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("{label}: {items:?}"));
    session.with(item).lines().nth(session.position[0] as usize).unwrap_or_default().to_owned()
}

const MIA: &str = "file:///letters.txt";
const MARKDOWN: &str = "file:///letters.md";

/// An edition of the archive whose second footnote waits for its reference; `HERE` is where something is typed.
fn letters(here: &str) -> String {
    LETTERS.replace("HERE", here)
}

const LETTERS: &str = "V. Example

On Letters

Source: Collected Letters, Volume 3, pages 10-12.
Transcription: A. Volunteer

The first paragraph speaks of letters.[1] HERE It has more.[3]

Another one.[4]

Notes

[1] A note on the letters.—Ed.

[2] A note that waits for its reference.

[3] A note on more.—Ed.

[4] The last note.—Tr.
";

#[test]
fn labels_in_reach_of_a_bracket() {
    assert_eq!(
        offered(MIA, &letters("It is so.[|")),
        [
            "[2] · not referred to · A note that waits for its reference.",
            "[5] · new · A new footnote",
            "[1] · A note on the letters.—Ed.",
            "[3] · A note on more.—Ed.",
            "[4] · The last note.—Tr.",
        ]
    );
}
