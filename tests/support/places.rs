//! Places as the protocol has them, in UTF-16 columns, and the bytes that they are. Counted here once more, so that a
//! server that counts wrongly is found out.

use serde_json::{Value, json};

/// The byte that a position is.
pub fn offset(text: &str, position: &Value) -> usize {
    let [line, column] = ["line", "character"].map(|key| position[key].as_u64().expect("a number") as usize);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let units: Vec<u16> = text[start..].encode_utf16().take(column).collect();
    start + String::from_utf16(&units).expect("no half character").len()
}

/// The position that a byte is: line and character.
pub fn position(text: &str, offset: usize) -> [u32; 2] {
    let before = &text[..offset];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    [before.matches('\n').count() as u32, before[line..].encode_utf16().count() as u32]
}

/// The position where some words stand first.
pub fn place(text: &str, words: &str) -> Value {
    let [line, character] = position(text, text.find(words).expect("the text has it"));
    json!({ "line": line, "character": character })
}

/// The words in a range.
pub fn words<'a>(text: &'a str, range: &Value) -> &'a str {
    &text[offset(text, &range["start"])..offset(text, &range["end"])]
}

/// A text with the edits of one document.
pub fn edited(text: &str, edits: &Value) -> String {
    let mut edits: Vec<&Value> = edits.as_array().expect("edits").iter().collect();
    edits.sort_by_key(|edit| offset(text, &edit["range"]["start"]));
    let mut after = text.to_owned();
    for edit in edits.into_iter().rev() {
        let [start, end] = ["start", "end"].map(|end| offset(text, &edit["range"][end]));
        after.replace_range(start..end, edit["newText"].as_str().expect("a text"));
    }
    after
}
