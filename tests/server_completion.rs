//! Completion: texts with the cursor as `|`, and what is offered there.

mod support;

use serde_json::{Value, json};
use support::Server;
use support::files::{folder, uri};
use support::places::{edited, position};

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
        server.open(uri, 1, &text);
        let position = position(&text, before.len());
        Session { server, uri: uri.to_owned(), text, position }
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
        edited(&self.text, &json!([{ "range": range, "newText": edit["newText"] }]))
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
    let item =
        items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("{label}: {items:?}"));
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

#[test]
fn what_is_put_in_closes_the_bracket_once() {
    for (typed, label, line) in [
        ("so.[|", "[5]", "so.[5]"),
        ("so.[|]", "[5]", "so.[5]"),
        ("so.[2|", "[2]", "so.[2]"),
        ("so.[|2]", "[2]", "so.[2]"),
        ("𝄞 so.[2|]", "[5]", "𝄞 so.[5]"),
        ("so.[|word", "[5]", "so.[5]word"),
        ("so.[| [sic]", "[5]", "so.[5] [sic]"),
    ] {
        let wanted = format!("The first paragraph speaks of letters.[1] {line} It has more.[3]");
        assert_eq!(line_with(MIA, &letters(typed), label), wanted, "{typed}");
    }
}

#[test]
fn nothing_but_a_marker_asks_for_labels() {
    for typed in
        ["so|", "so |", "so:|", "so.|[", "so [see p|", "so [sic]|", "-|", "# |", "so^|", "so {|", "so*|"]
    {
        assert_eq!(labels(MIA, &letters(typed)), [""; 0], "{typed}");
    }
}

#[test]
fn a_text_that_is_no_edition_is_left_alone() {
    for (uri, text) in [
        (MIA, "A letter to a friend [|\n\nIt has no notes.\n"),
        ("file:///README.md", "# A project\n\nSee [^|\n"),
        ("file:///notes.rst", "A text [|\n\n.. [1] A note.\n"),
        (MARKDOWN, "# How to\n\n- `a[0]`\n- see [|\n"),
        (MARKDOWN, "# How to\n\n- see (|\n"),
    ] {
        assert_eq!(labels(uri, text), [""; 0], "{text}");
    }
}

#[test]
fn a_text_being_begun_has_its_first_label() {
    let header = "V. Example\n\nOn Letters\n\nSource: Letters, 1901\nTranscription: A. Volunteer\n\n";
    assert_eq!(offered(MIA, &format!("{header}The first words.[|\n")), ["[1] · new · A new footnote"]);
    assert_eq!(offered(MARKDOWN, "# On Letters\n\nThe first words.[^|\n"), ["[^1] · new · A new footnote"]);
    assert_eq!(line_with(MARKDOWN, "The first words.[^|]\n", "[^1]"), "The first words.[^1]");
}

const BOOK: &str = "The Project Gutenberg eBook of Letters

Title: Letters
HEADER
Author: V. Example

Language: English

*** START OF THE PROJECT GUTENBERG EBOOK LETTERS ***

A word has a note.[1] So has another.[2] HERE

[Footnote 1: The first note.]

[Footnote 2: The second note.]

NOTE

*** END OF THE PROJECT GUTENBERG EBOOK LETTERS ***

Terms[TERMS
";

fn book(place: &str, here: &str) -> String {
    ["HERE", "HEADER", "NOTE", "TERMS"]
        .iter()
        .fold(BOOK.to_owned(), |text, other| text.replace(other, if *other == place { here } else { "" }))
}

#[test]
fn a_book_of_project_gutenberg() {
    assert_eq!(
        offered(MIA, &book("HERE", "A third.[|")),
        ["[3] · new · A new footnote", "[2] · The second note.", "[1] · The first note."]
    );
    assert_eq!(labels(MIA, &book("TERMS", "|")), [""; 0]);
    assert_eq!(offered(MIA, &book("NOTE", "[Foot|"))[0], "[Footnote 3: ] · new · A new footnote");
    assert_eq!(line_with(MIA, &book("NOTE", "[Foot|]"), "[Footnote 3: ]"), "[Footnote 3: $0]");
    let keys = labels(MIA, &book("HEADER", "|"));
    assert_eq!(keys[..2], ["Release Date", "Credits"]);
    assert!(!keys.contains(&"Author".to_owned()));
}

/// A text in which each form of reference is the only one, with two notes, and what opens a third.
#[test]
fn whatever_form_a_text_has() {
    let text = |one: &str, two: &str, note: &str, other: &str, typed: &str| {
        let header = "The Project Gutenberg eBook of Letters\n\nTitle: Letters\n\n*** START OF THE PROJECT GUTENBERG EBOOK LETTERS ***\n\n";
        format!(
            "{header}A word{one} has one.\n\nOther words{two} have one. Third words{typed}\n\nNOTES\n\n{note} The first note.\n\n{other} The second note.\n"
        )
    };
    for (text, labels_there) in [
        (text("[FN#1]", "[FN#2]", "[FN#1]", "[FN#2]", "[|"), ["[FN#3]", "[FN#2]", "[FN#1]"]),
        (text("[FN#1]", "[FN#2]", "[FN#1]", "[FN#2]", "[FN#|]"), ["[FN#3]", "[FN#2]", "[FN#1]"]),
        (text("{3a}", "{3b}", "{3a}", "{3b}", "{|"), ["{3c}", "{3b}", "{3a}"]),
        (text("[A]", "[B]", "[A]", "[B]", "[|"), ["[C]", "[B]", "[A]"]),
        (text("(1)", "(2)", "(1)", "(2)", "(|)"), ["(3)", "(2)", "(1)"]),
        (
            text("[Footnote 1]", "[Footnote 2]", "Footnote 1.", "Footnote 2.", "[Foot|"),
            ["[Footnote 3]", "[Footnote 2]", "[Footnote 1]"],
        ),
    ] {
        assert_eq!(labels(MIA, &text), labels_there, "{text}");
    }
}

#[test]
fn symbols_are_those_of_the_page() {
    let text = "The Project Gutenberg eBook of Letters\n\nTitle: Letters\n\n*** START OF THE PROJECT GUTENBERG EBOOK LETTERS ***\n\nA word* has one.\n\n* The first note.\n\nOther words* have one. Third words*|\n\n* The note of the second page.\n\n** The third note.\n";
    assert_eq!(offered(MIA, text), ["** · new · A new footnote", "* · The note of the second page."]);
}

const MARKDOWN_TEXT: &str = "# On Letters

The first paragraph speaks of letters.[^1] HERE

```
a code HIDDEN block
```

It has more.[^3] And `code SPAN here`. And notes with names.[^who-1]

[^1]: A note on the letters.

[^2]: A note that waits.

[^who-1]: A person.

STUB
";

fn markdown(place: &str, here: &str) -> String {
    ["HERE", "HIDDEN", "SPAN", "STUB"].iter().fold(MARKDOWN_TEXT.to_owned(), |text, other| {
        text.replace(other, if *other == place { here } else { "" })
    })
}

#[test]
fn markdown_labels() {
    let all = ["[^2]", "[^4]", "[^1]", "[^who-1]"];
    assert_eq!(labels(MARKDOWN, &markdown("HERE", "So.[|")), all);
    assert_eq!(labels(MARKDOWN, &markdown("HERE", "So.[^|]")), all);
    assert_eq!(labels(MARKDOWN, &markdown("HERE", "So.[^w|]")), all);
    assert_eq!(labels(MARKDOWN, &markdown("HERE", "So.[w|")), ["[^who-1]"]);
    for (place, here) in [("HIDDEN", "[^|]"), ("SPAN", "[^|]"), ("HERE", "\\[^|]"), ("HERE", "A note.^[|]")] {
        assert_eq!(labels(MARKDOWN, &markdown(place, here)), [""; 0], "{here} in {place}");
    }
    assert_eq!(
        labels(MARKDOWN, &markdown("STUB", "More of who.[^who-1] And.[^|"))[..2],
        ["[^who-2]", "[^4]"]
    );
}

#[test]
fn footnotes_that_are_missing_begin_at_a_line_start() {
    assert_eq!(
        offered(MARKDOWN, &markdown("STUB", "[^|]"))[0],
        "[^3]: · missing · The footnote of the reference in line 9"
    );
    assert_eq!(line_with(MARKDOWN, &markdown("STUB", "[^|]"), "[^3]:"), "[^3]: ");
    assert_eq!(line_with(MARKDOWN, &markdown("STUB", "|"), "[^3]:"), "[^3]: ");
    let text = letters("So.[5]") + "\n|\n";
    assert_eq!(offered(MIA, &text), ["[5] · missing · The footnote of the reference in line 8"]);
    assert_eq!(line_with(MIA, &text.replace('|', "[|"), "[5]"), "[5] ");
    let numbered = letters("So.[5]").replace("\n[", "\n").replace("] A", ". A").replace("] The", ". The");
    assert_eq!(line_with(MIA, &format!("{numbered}\n|\n"), "5."), "5. ");
    assert_eq!(line_with(MIA, &format!("{numbered}\n5|\n"), "5."), "5. ");
    let begun = "Source: Letters, 1901\nTranscription: A. Volunteer\n\nThe first words.[1]\n\nNotes\n\n|\n";
    assert_eq!(offered(MIA, begun)[0], "[1] · missing · The footnote of the reference in line 4");
    assert_eq!(line_with(MIA, &begun.replace('|', "1|"), "1."), "1. ");
}

#[test]
fn chapters_count_for_themselves() {
    let chapter = |name: &str, here: &str| {
        format!(
            "{name}\n\nA word has a note.[1] So has another.[2] {here}\n\nNotes\n\n1. The first note of {name}.\n\n2. The second note of {name}.\n\n"
        )
    };
    let header = "V. Example\n\nSource: Letters, 1901\nTranscription: A. Volunteer\n\n";
    let text = |one: &str, two: &str| format!("{header}{}{}", chapter("Spring", one), chapter("Autumn", two));
    assert_eq!(
        offered(MIA, &text("So.[|", "")),
        ["[3] · new · A new footnote", "[2] · The second note of Spring.", "[1] · The first note of Spring."]
    );
    assert_eq!(
        offered(MIA, &text("", "So.[|")),
        ["[3] · new · A new footnote", "[2] · The second note of Autumn.", "[1] · The first note of Autumn."]
    );
}

#[test]
fn keys_of_a_header() {
    let text = "V. Example\n\nSource: Letters, 1901\n|\nTranscription: A. Volunteer\n\nThe first words.\n";
    let keys = offered(MIA, text);
    assert_eq!(
        keys[0],
        "Public Domain · The terms on which the text may be copied: it is in the public domain."
    );
    assert!(keys.iter().all(|key| !key.starts_with("Source") && !key.starts_with("Transcription ")));
    assert_eq!(line_with(MIA, text, "Written"), "Written: ");
    assert_eq!(line_with(MIA, &text.replace('|', "wr|"), "Written"), "Written: ");
    assert_eq!(line_with(MIA, &text.replace('|', "Wr|: 1901"), "Written"), "Written: 1901");
    assert_eq!(labels(MIA, &text.replace('|', "").replace("words.", "words. Wr|")), [""; 0]);
    let tight = text.replace(": ", ":").replace('|', "Wr|");
    assert_eq!(line_with(MIA, &tight, "Written"), "Written:");
}

#[test]
fn keys_of_markdown() {
    let text = "---\ntitle: Letters\n|\n---\n\nThe first words.\n";
    let keys = labels(MARKDOWN, text);
    assert_eq!(keys[..3], ["author", "date", "lang"]);
    assert!(!keys.contains(&"title".to_owned()));
    assert_eq!(line_with(MARKDOWN, text, "lang"), "lang: ");
    assert_eq!(labels(MARKDOWN, "---\ntitle: Letters\n|\n")[..3], ["author", "date", "lang"]);
    assert_eq!(labels(MARKDOWN, "---\n|\n---\n")[..3], ["title", "author", "date"]);
    assert_eq!(labels(MARKDOWN, "---\nauthor:\n  - name|\n---\n"), [""; 0]);
    let prose = "It is the first paragraph, and it goes on. ".repeat(10);
    let text = format!("# Title: Letters\n\n## |\n\n{prose}\n");
    assert_eq!(labels(MARKDOWN, &text)[..2], ["Author", "Translator"]);
    assert_eq!(line_with(MARKDOWN, &text, "Author"), "## Author: ");
    assert_eq!(line_with(MARKDOWN, &text.replace("## ", "##"), "Author"), "## Author: ");
}

#[test]
fn languages_are_names_or_tags() {
    let header = "Title: Letters\nSource: Letters, 1901\nLanguage:| \n\nThe first words.\n";
    assert_eq!(line_with(MIA, &header.replace("| ", "|"), "German"), "Language: German");
    assert_eq!(line_with(MIA, &header.replace("| ", " Ger|"), "German"), "Language: German");
    assert_eq!(
        line_with(MIA, &header.replace("| ", " English, Ger|"), "German"),
        "Language: English, German"
    );
    assert_eq!(line_with(MARKDOWN, "---\nlang: |\n---\n", "de"), "lang: de");
    assert!(offered(MARKDOWN, "---\nlang: |\n---\n").contains(&"de · German".to_owned()));
}

#[test]
fn terms_and_what_other_texts_say() {
    let mut server = Server::start();
    server.initialize(able());
    for (name, who) in [("a", "B. Typist and C. Reader"), ("b", "B. Typist and C. Reader"), ("c", "D. Other")]
    {
        let text = format!("Source: Letters, 1901\nTranscription: {who}\n\nThe first words.\n");
        server.open(&format!("file:///{name}.txt"), 1, &text);
    }
    let header = "Source: |\nTranscription: A. Volunteer\nProofread: \nPublic Domain:\n\nThe first words.\n";
    let mut session = Session::within(server, MIA, header);
    let mut offered = |line: u32, character: u32| {
        session.position = [line, character];
        let items = session.items();
        items
            .iter()
            .map(|item| session.with(item).lines().nth(line as usize).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(offered(0, 8), ["Source: Letters, 1901"]);
    assert_eq!(
        offered(2, 11),
        ["Proofread: A. Volunteer", "Proofread: B. Typist", "Proofread: C. Reader", "Proofread: D. Other"]
    );
    assert_eq!(
        offered(3, 14)[0],
        "Public Domain: Public domain. This text may be freely copied, shared, changed and sold. Please name its source."
    );
    assert!(offered(3, 14).iter().any(|line| line.contains("CC BY-SA 4.0")));
}

#[test]
fn attributions_as_the_text_writes_them() {
    let text = letters("So.[2]").replace("its reference.", "its reference.--|");
    assert_eq!(offered(MIA, &text), ["Ed. · At the end of 2 footnotes", "Tr. · At the end of one footnote"]);
    let line = "[2] A note that waits for its reference.—Ed.";
    assert_eq!(line_with(MIA, &text, "Ed."), line);
    assert_eq!(line_with(MIA, &text.replace("--|", " – E|"), "Ed."), line);
    let none = text.replace(".—Ed.", ".").replace(".—Tr.", ".");
    assert_eq!(labels(MIA, &none), ["Ed.", "Tr.", "Author"]);
    assert_eq!(line_with(MIA, &none, "Tr."), "[2] A note that waits for its reference.--Tr.");
    for (typed, instead) in [("--|", "-|"), ("--|", "--| and so on"), ("its reference.--|", "--| waits.")] {
        assert_eq!(labels(MIA, &text.replace(typed, instead)), [""; 0], "{instead}");
    }
    assert_eq!(labels(MIA, &letters("So it goes —|\n\nOn.")), [""; 0]);
}

const OWN: &str = "dialect = 'own'\nrequired-fields = ['Shelfmark']\n[dialects.own]\nreference = '<<(?<label>\\w+)>>'\nfootnote = '<<(?<label>\\w+)>>'\n";

#[test]
fn a_dialect_of_ones_own() {
    let folder = folder("server-completion/own", &[("edition.toml", OWN)]);
    let text = "Source: Letters, 1901\n\nA word.<<1>> Another.<<2>> A third.<|\n\nNotes\n\n<<1>> The first note.\n\n<<2>> The second note.\n";
    let uri = uri(&folder, "a.txt");
    assert_eq!(
        offered(&uri, text),
        ["<<3>> · new · A new footnote", "<<2>> · The second note.", "<<1>> · The first note."]
    );
    assert_eq!(
        line_with(&uri, &text.replace("<|", "<<|>>"), "<<2>>"),
        "A word.<<1>> Another.<<2>> A third.<<2>>"
    );
    let keys = offered(&uri, "|\n\nThe first words.\n");
    assert_eq!(keys[0], "Shelfmark · required");
}

#[test]
fn notes_are_shown_when_they_are_asked_for() {
    let mut session = Session::new(MIA, &letters("It is so.[|"), able());
    let items = session.items();
    let shown = |item: &Value, server: &mut Server| {
        assert!(item["documentation"].is_null());
        server.ask("completionItem/resolve", item.clone())["documentation"].clone()
    };
    let note = shown(&items[2], &mut session.server);
    assert_eq!(note["kind"], "markdown");
    let content = note["value"].as_str().unwrap();
    assert!(content.starts_with("A note on the letters.—Ed.\n\n**Footnote 1, by the editor"), "{content}");
    // What has been typed since has moved everything.
    session.server.change(MIA, 2, &[([0, 0, 0, 0], "New\n\n"), ([9, 51, 9, 51], "^")]);
    let again = shown(&items[2], &mut session.server);
    assert!(again["value"].as_str().unwrap().starts_with("A note on the letters"));
    assert!(shown(&items[1], &mut session.server).is_null());
}

#[test]
fn a_client_that_says_nothing_gets_plain_items() {
    let mut session = Session::new(MIA, &book("NOTE", "[Foot|"), json!({}));
    let list = session.list();
    assert_eq!(list["isIncomplete"], false);
    let item = &list["items"][0];
    assert_eq!(item["textEdit"]["newText"], "[Footnote 3: ]");
    assert!(item["textEdit"]["range"].is_object());
    for key in ["insertTextFormat", "labelDetails", "itemDefaults"] {
        assert!(item[key].is_null(), "{key}");
    }
    let mut session = Session::new(MIA, &letters("[|"), json!({}));
    let item = session.items().remove(0);
    let shown = session.server.ask("completionItem/resolve", item)["documentation"].clone();
    assert_eq!(shown["kind"], "plaintext");
}

#[test]
fn an_able_client_may_keep_what_stands_behind() {
    let text = "Title: Letters\nSource: Letters, 1901\nLanguage: |English\n\nThe first words.\n";
    let edit = Session::new(MIA, text, able()).items()[0]["textEdit"].clone();
    assert_eq!([&edit["insert"]["end"]["character"], &edit["replace"]["end"]["character"]], [10, 17]);
    // The end of a marker may not stay in either case.
    let edit = Session::new(MIA, &letters("[|]"), able()).items()[0]["textEdit"].clone();
    assert!(edit["insert"].is_null());
}

/// What the user has typed must begin what an editor filters by, or it drops the item.
#[test]
fn what_was_typed_begins_what_is_filtered_by() {
    for (uri, text, typed) in [
        (MIA, letters("[|"), "["),
        (MIA, letters("[4|]"), "[4"),
        (MARKDOWN, markdown("HERE", "[w|"), "[w"),
        (MARKDOWN, markdown("HERE", "[^1|]"), "[^1"),
        (MARKDOWN, markdown("STUB", "[^|]"), "[^"),
        (MIA, book("NOTE", "[foot|"), "[foot"),
        (MIA, letters("").replace("its reference.", "its reference. --E|"), " --E"),
    ] {
        let items = Session::new(uri, &text, able()).items();
        let fits = |item: &&Value| item["filterText"].as_str().unwrap().starts_with(typed);
        assert!(items.iter().any(|item| fits(&item)), "{typed}: {items:?}");
        let sorted: Vec<_> = items.iter().map(|item| item["sortText"].as_str().unwrap()).collect();
        assert!(sorted.is_sorted(), "{sorted:?}");
    }
}

#[test]
fn a_long_list_is_cut_and_goes_on_when_more_is_typed() {
    let count = 300;
    let references: String = (1..=count).map(|number| format!("A word.[{number}] ")).collect();
    let notes: String = (1..=count).map(|number| format!("{number}. The note {number}.\n\n")).collect();
    let text = |typed: &str| {
        format!(
            "Source: Letters, 1901\nTranscription: A. Volunteer\n\n{references}\n\nMore.{typed}\n\nNotes\n\n{notes}"
        )
    };
    let list = Session::new(MIA, &text("[|"), able()).list();
    assert_eq!(list["isIncomplete"], true);
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 100);
    assert_eq!([&items[0]["label"], &items[1]["label"]], ["[301]", "[300]"]);
    let list = Session::new(MIA, &text("[12|"), able()).list();
    assert_eq!(list["items"].as_array().unwrap().len(), 11);
    assert_eq!(list["isIncomplete"], true);
}
