//! Code actions and commands, through the built binary.

mod support;

use serde_json::{Value, json};
use support::places::{edited, place};
use support::{EXAMPLE, Server, URI};

/// A client that can do everything that code actions need.
fn able() -> Value {
    json!({
        "workspace": { "applyEdit": true, "workspaceEdit": { "documentChanges": true } },
        "window": { "showDocument": { "support": true } },
        "textDocument": { "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "source"] } },
            "isPreferredSupport": true,
            "dataSupport": true,
            "resolveSupport": { "properties": ["edit", "command"] },
        } },
    })
}

fn opened(capabilities: Value, text: &str) -> Server {
    let mut server = Server::initialized(capabilities);
    server.open(URI, 7, text);
    server.published();
    server
}

fn actions_at(server: &mut Server, position: &Value, only: Option<&str>) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let range = json!({ "start": position, "end": position });
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
    server.ask("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().filter_map(|action| action["title"].as_str()).collect()
}

#[test]
fn a_client_that_can_do_nothing_is_offered_nothing() {
    let mut server = Server::start();
    let capabilities = server.initialize(json!({}))["capabilities"].clone();
    assert_eq!(capabilities.get("codeActionProvider"), None);
    let commands = &capabilities["executeCommandProvider"]["commands"];
    assert_eq!(
        commands,
        &json!(["edition-ls.status", "edition-ls.inspect"]),
        "those that only tell something"
    );
    server.quit();
}

#[test]
fn what_is_announced() {
    let mut server = Server::start();
    let capabilities = server.initialize(able())["capabilities"].clone();
    let provider = &capabilities["codeActionProvider"];
    assert_eq!(provider["resolveProvider"], true);
    let kinds = provider["codeActionKinds"].as_array().expect("kinds");
    for kind in [
        "quickfix",
        "refactor.rewrite.insertFootnote",
        "refactor.extract.footnote",
        "source.fixAll.edition-ls",
    ] {
        assert!(kinds.contains(&json!(kind)), "{kind}");
    }
    let commands = capabilities["executeCommandProvider"]["commands"].as_array().expect("commands");
    assert!(commands.contains(&json!("edition-ls.insert-footnote")));
    server.quit();
}

#[test]
fn a_quick_fix_comes_with_its_diagnostic_and_its_version() {
    let text = spaced();
    let mut server = opened(able(), &text);
    let actions = actions_at(&mut server, &place(&text, "[ 1 ]"), Some("quickfix"));
    let action = &actions[0];
    assert_eq!(action["kind"], "quickfix");
    assert_eq!(action["diagnostics"][0]["source"], "edition-ls");
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 7 }));
    server.quit();
}

#[test]
fn inserting_puts_the_cursor_into_the_new_footnote() {
    let mut server = opened(able(), EXAMPLE);
    let actions = actions_at(&mut server, &place(EXAMPLE, "clef"), Some("refactor.rewrite.insertFootnote"));
    assert_eq!(titles(&actions), ["Insert a footnote here"]);
    assert_eq!(actions[0].get("edit"), None);
    let action = server.ask("codeAction/resolve", actions[0].clone());
    let after = edited(EXAMPLE, &action["edit"]["documentChanges"][0]["edits"]);
    assert!(after.contains("It has a clef[3] 𝄞 in it.[4]"), "{after}");
    assert!(after.ends_with("[2] A note on letters.\n\n[3] \n"), "{after}");
    assert_eq!(caret_after(&mut server, &action), json!({ "line": 13, "character": 4 }));
    server.quit();
}

/// Once it has applied the edits of an action, the client runs its command: where the cursor is then.
fn caret_after(server: &mut Server, action: &Value) -> Value {
    let command = &action["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    server.ask("workspace/executeCommand", params);
    let shown = server.wait_for(|message| message["method"] == "window/showDocument");
    server.send(&json!({ "jsonrpc": "2.0", "id": shown["id"], "result": { "success": true } }));
    assert_eq!(shown["params"]["selection"]["start"], shown["params"]["selection"]["end"]);
    shown["params"]["selection"]["start"].clone()
}

/// A cursor that is a block has the letter under it selected.
#[test]
fn one_selected_letter_is_a_cursor() {
    let mut server = opened(able(), EXAMPLE);
    let start = place(EXAMPLE, "𝄞");
    let mut end = start.clone();
    end["character"] = json!(start["character"].as_u64().expect("a number") + 2);
    let context = json!({ "diagnostics": [], "triggerKind": 1 });
    let params = json!({ "textDocument": { "uri": URI }, "range": { "start": start, "end": end }, "context": context });
    let actions = server.ask("textDocument/codeAction", params);
    let actions = actions.as_array().expect("actions");
    assert!(titles(actions).contains(&"Insert a footnote here"), "{actions:?}");
    assert!(!titles(actions).iter().any(|title| title.starts_with("Make this")), "{actions:?}");
    let insert =
        actions.iter().find(|action| action["title"] == "Insert a footnote here").expect("it is offered");
    let action = server.ask("codeAction/resolve", insert.clone());
    let after = edited(EXAMPLE, &action["edit"]["documentChanges"][0]["edits"]);
    assert!(after.contains(" 𝄞 in it"), "nothing of the text is lost: {after}");
    server.quit();
}

/// Who adds a missing footnote writes its text next.
#[test]
fn mending_puts_the_cursor_where_words_are_missing() {
    let mut server = opened(able(), EXAMPLE);
    let actions = actions_at(&mut server, &place(EXAMPLE, "[3]"), Some("quickfix"));
    let [add, remove] = &actions[..] else { panic!("{actions:?}") };
    let after = edited(EXAMPLE, &add["edit"]["documentChanges"][0]["edits"]);
    assert!(after.ends_with("[2] A note on letters.\n\n[3] \n"), "{after}");
    assert_eq!(caret_after(&mut server, add), json!({ "line": 13, "character": 4 }));
    assert_eq!(remove.get("command"), None, "{remove}");
    server.quit();
}

/// Editors ask unasked wherever the cursor rests, for the light bulb.
#[test]
fn unasked_only_mistakes_are_spoken_of() {
    let mut server = opened(able(), EXAMPLE);
    for (needle, offers) in [("clef", false), ("[3]", true)] {
        let position = place(EXAMPLE, needle);
        let context = json!({ "diagnostics": [], "triggerKind": 2 });
        let range = json!({ "start": position, "end": position });
        let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
        let actions = server.ask("textDocument/codeAction", params);
        assert_eq!(!actions.as_array().expect("a list").is_empty(), offers, "{needle}");
    }
    server.quit();
}

#[test]
fn an_action_of_a_text_that_has_changed_is_refused() {
    let mut server = opened(able(), EXAMPLE);
    let actions = actions_at(&mut server, &place(EXAMPLE, "clef"), Some("refactor.rewrite.insertFootnote"));
    server.change(URI, 8, &[([0, 0, 0, 0], "X")]);
    assert_eq!(server.ask_in_vain("codeAction/resolve", actions[0].clone()), -32801);
    server.quit();
}

#[test]
fn what_cannot_be_done_is_told_to_a_person() {
    let text = EXAMPLE.replace("in it.[3]", "in it.").replace("letters.\n", "letters.\n\n[2] Another.\n");
    let mut server = opened(able(), &text);
    let params = json!({ "textDocument": { "uri": URI } });
    let id = server.request(
        "workspace/executeCommand",
        json!({ "command": "edition-ls.renumber", "arguments": [params] }),
    );
    let error = server.response(id)["error"].clone();
    assert_eq!(error["code"], -32803);
    assert_eq!(
        error["message"],
        "Line 14: this is a second footnote 2. Correct its label first, or remove it."
    );
    server.quit();
}

#[test]
fn a_command_edits_and_shows() {
    let mut server = opened(able(), EXAMPLE);
    let argument = json!({ "textDocument": { "uri": URI }, "position": place(EXAMPLE, "clef") });
    let params = json!({ "command": "edition-ls.insert-footnote", "arguments": [argument] });
    assert_eq!(server.ask("workspace/executeCommand", params), Value::Null);
    let edit = server.wait_for(|message| message["method"] == "workspace/applyEdit");
    let change = &edit["params"]["edit"]["documentChanges"][0];
    assert!(edited(EXAMPLE, &change["edits"]).contains("clef[3] 𝄞"), "{change}");
    server.send(&json!({ "jsonrpc": "2.0", "id": edit["id"], "result": { "applied": true } }));
    let shown = server.wait_for(|message| message["method"] == "window/showDocument");
    assert_eq!(shown["params"]["takeFocus"], true);
    server.quit();
}

#[test]
fn a_client_without_code_actions_gets_commands() {
    let mut server = opened(json!({ "workspace": { "applyEdit": true } }), EXAMPLE);
    let actions = actions_at(&mut server, &place(EXAMPLE, "[3]"), None);
    let fix = actions.iter().find(|action| action["title"] == "Add an empty footnote 3").expect("the fix");
    assert_eq!(fix["command"], "edition-ls.do");
    let params = json!({ "command": fix["command"], "arguments": fix["arguments"] });
    server.ask("workspace/executeCommand", params);
    let edit = server.wait_for(|message| message["method"] == "workspace/applyEdit");
    let after = edited(EXAMPLE, &edit["params"]["edit"]["changes"][URI]);
    assert!(after.ends_with("letters.\n\n[3] \n"), "{after}");
    server.quit();
}

#[test]
fn a_client_that_does_not_resolve_gets_the_edits_at_once() {
    let mut client = able();
    client["textDocument"]["codeAction"]["resolveSupport"] = Value::Null;
    let mut server = opened(client, EXAMPLE);
    let actions = actions_at(&mut server, &place(EXAMPLE, "clef"), Some("refactor.rewrite.insertFootnote"));
    let after = edited(EXAMPLE, &actions[0]["edit"]["documentChanges"][0]["edits"]);
    assert!(after.contains("clef[3]"), "{after}");
    server.quit();
}

/// What shows the new footnote is a command, which such a client would not take.
#[test]
fn a_client_that_takes_edits_late_and_nothing_else_gets_nothing_else() {
    let mut client = able();
    client["textDocument"]["codeAction"]["resolveSupport"]["properties"] = json!(["edit"]);
    let mut server = opened(client, EXAMPLE);
    let actions = actions_at(&mut server, &place(EXAMPLE, "clef"), Some("refactor.rewrite.insertFootnote"));
    let action = server.ask("codeAction/resolve", actions[0].clone());
    assert_ne!(action["edit"], Value::Null);
    assert_eq!(action.get("command"), None);
    server.quit();
}

/// A client that shows places, but edits nothing for the server, can still be told of the new footnote.
#[test]
fn commands_are_announced_that_actions_have() {
    let mut client = able();
    client["workspace"]["applyEdit"] = json!(false);
    let mut server = Server::start();
    let announced = server.initialize(client)["capabilities"]["executeCommandProvider"]["commands"].clone();
    server.open(URI, 7, EXAMPLE);
    let actions = actions_at(&mut server, &place(EXAMPLE, "clef"), Some("refactor.rewrite.insertFootnote"));
    let action = server.ask("codeAction/resolve", actions[0].clone());
    let told = ["edition-ls.jump", "edition-ls.status", "edition-ls.inspect"];
    let told = told.map(Value::from).to_vec();
    assert_eq!(announced, json!([vec![action["command"]["command"].clone()], told].concat()));
    server.quit();
}

/// Two labels with spaces in them, which cannot be anything else.
fn spaced() -> String {
    "V. Example

On Letters

Source: Collected Letters, Volume 3, pages 10-12.

The first[ 1 ] and the second[2] and the third[ 3 ] and the fourth[4] letter.

Notes

[1] One.

[2] Two.

[3] Three.

[4] Four.
"
    .to_owned()
}

#[test]
fn everything_that_is_safe_is_mended_at_once() {
    let text = spaced();
    let mut server = opened(able(), &text);
    let actions = actions_at(&mut server, &json!({ "line": 0, "character": 0 }), Some("source.fixAll"));
    assert_eq!(titles(&actions), ["Mend everything that can safely be mended"]);
    let action = server.ask("codeAction/resolve", actions[0].clone());
    let after = edited(&text, &action["edit"]["documentChanges"][0]["edits"]);
    assert_eq!(after, text.replace("[ 1 ]", "[1]").replace("[ 3 ]", "[3]"));
    server.quit();
}

#[test]
fn all_of_a_kind_are_mended_at_once() {
    let text = spaced();
    let mut server = opened(able(), &text);
    let actions = actions_at(&mut server, &place(&text, "[ 1 ]"), Some("quickfix"));
    let all = "Mend all 2 of this kind in the text (misread-label)";
    let action = actions.iter().find(|action| action["title"] == all);
    let action = action.unwrap_or_else(|| panic!("{:?}", titles(&actions)));
    let action = server.ask("codeAction/resolve", action.clone());
    let after = edited(&text, &action["edit"]["documentChanges"][0]["edits"]);
    assert_eq!(after, text.replace("[ 1 ]", "[1]").replace("[ 3 ]", "[3]"));
    server.quit();
}
