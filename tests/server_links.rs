//! What leads out of a text: addresses, files, footnotes in the file beside.

mod support;

use serde_json::{Value, json};
use support::files::{folder, uri};
use support::places::words;
use support::{Server, URI};

fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "documentLink": { "tooltipSupport": true } },
    })
}

fn links(server: &mut Server, uri: &str) -> Vec<Value> {
    let params = json!({ "textDocument": { "uri": uri } });
    server.ask("textDocument/documentLink", params).as_array().expect("links").clone()
}

/// The words of each link, and its target.
fn said(text: &str, links: &[Value]) -> Vec<String> {
    let say =
        |link: &Value| format!("{} > {}", words(text, &link["range"]), link["target"].as_str().unwrap());
    links.iter().map(say).collect()
}

#[test]
fn links_are_for_clients_that_follow_them() {
    let announced = |capabilities: Value| {
        let mut server = Server::start();
        server.initialize(capabilities)["capabilities"]["documentLinkProvider"].clone()
    };
    assert_eq!(announced(json!({})), Value::Null);
    assert_eq!(announced(able()), json!({ "resolveProvider": false }));
}

#[test]
fn addresses_are_found_in_every_text() {
    let mut server = Server::initialized(able());
    let edition = "MIA > Archive > A. Person

Source: Collected Letters (http://example.org/letters_(1848)), 𝄞 www.example.org.
Transcription: A. Volunteer

The text.[1]

[1] See https://example.org/a[1], or https://example.org/Jänner.—Ed.

Works Index | Volume 3 | Collected Works
";
    server.open(URI, 1, edition);
    let found = links(&mut server, URI);
    assert_eq!(
        said(edition, &found),
        [
            "http://example.org/letters_(1848) > http://example.org/letters_(1848)",
            "www.example.org > http://www.example.org",
            "https://example.org/a > https://example.org/a",
            "https://example.org/Jänner > https://example.org/J%C3%A4nner",
        ]
    );
    assert!(found.iter().all(|link| link.get("tooltip").is_none()));

    let other = "# Write to mailto:me@example.org, not to me@example.org.";
    server.open("untitled:other", 1, other);
    assert_eq!(
        said(other, &links(&mut server, "untitled:other")),
        ["mailto:me@example.org > mailto:me@example.org"]
    );
    assert_eq!(server.quit(), "");
}

#[test]
fn links_of_markdown_lead_to_files_that_are_there() {
    let text =
        "A [map](maps/my%20map.png), [more](./more.md#part) and [less](less.md).[^1] See [up](../up.md).

[^1]: From [there](http://example.org).
";
    let root =
        folder("server-links/markdown", &[("in/maps/my map.png", ""), ("in/more.md", ""), ("up.md", "")]);
    let document = uri(&root, "in/text.md");
    let mut server = Server::initialized(able());
    server.open(&document, 1, text);
    let file = |name| uri(&root, name);
    assert_eq!(
        said(text, &links(&mut server, &document)),
        [
            format!("maps/my%20map.png > {}", file("in/maps/my%20map.png")),
            format!("./more.md#part > {}", file("in/more.md")),
            format!("../up.md > {}", file("up.md")),
            "http://example.org > http://example.org".to_owned(),
        ]
    );
    assert_eq!(server.quit(), "");
}

#[test]
fn references_lead_to_the_file_that_holds_their_footnotes() {
    let text = "MIA > Archive > A. Person\n\nOn Bees\n\nThe bees came home. [1] The keeper slept. [2]\n\nTop of the page\n";
    let notes = "Notes\n\n1. From the heath.\n\n2. He was old.\n";
    let root = folder("server-links/companion", &[("ch.txt", text), ("notes.txt", notes)]);
    let ask = |capabilities: Value| {
        let mut server = Server::initialized(capabilities);
        server.open(&uri(&root, "ch.txt"), 1, text);
        links(&mut server, &uri(&root, "ch.txt"))
    };
    let found = ask(able());
    let target = uri(&root, "notes.txt");
    assert_eq!(said(text, &found), [format!("[1] > {target}#L3"), format!("[2] > {target}#L5")]);
    assert_eq!(found[1]["tooltip"], "Footnote 2 in notes.txt");
    let found = ask(json!({ "textDocument": { "documentLink": {} } }));
    assert_eq!(found[1].get("tooltip"), None);
}
