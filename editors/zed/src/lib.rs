//! Tells Zed how to start edition-ls, and hands over what its user has set.

use zed_extension_api::{
    Command, Extension, LanguageServerId, Result, Worktree, register_extension,
    serde_json::{Value, json},
    settings::{CommandSettings, LspSettings},
};

/// The program, the server in Zed's settings, and the section of settings that the server asks for.
const NAME: &str = "edition-ls";

struct EditionLs;

impl Extension for EditionLs {
    fn new() -> Self {
        EditionLs
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let set = LspSettings::for_worktree(NAME, worktree)?.binary;
        command(set, worktree.which(NAME), worktree.shell_env())
    }

    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(section(LspSettings::for_worktree(NAME, worktree)?.settings))
    }
}

/// What a person has set counts; else the program is taken from where a terminal finds it.
fn command(
    set: Option<CommandSettings>,
    found: Option<String>,
    mut env: Vec<(String, String)>,
) -> Result<Command> {
    let (path, arguments, more) = set.map(|set| (set.path, set.arguments, set.env)).unwrap_or_default();
    env.extend(more.into_iter().flatten());
    let command = path.or(found).ok_or(
        "The program edition-ls is not installed. Install it, or tell where it is: lsp.edition-ls.binary.path in Zed's settings.",
    )?;
    Ok(Command { command, args: arguments.unwrap_or_else(|| vec!["server".into()]), env })
}

/// The server asks for its section by name, so that it stands below that name.
fn section(settings: Option<Value>) -> Option<Value> {
    settings.map(|settings| json!({ NAME: settings }))
}

register_extension!(EditionLs);

#[cfg(test)]
mod tests {
    use super::*;

    fn set(path: Option<&str>, arguments: Option<Vec<String>>) -> Option<CommandSettings> {
        Some(CommandSettings { path: path.map(Into::into), arguments, env: None })
    }

    #[test]
    fn the_program_is_found_where_a_terminal_finds_it() {
        let command = command(None, Some("/bin/edition-ls".into()), vec![("A".into(), "b".into())]).unwrap();
        assert_eq!(command.command, "/bin/edition-ls");
        assert_eq!(command.args, ["server"]);
        assert_eq!(command.env, [("A".to_string(), "b".to_string())]);
    }

    #[test]
    fn what_a_person_has_set_counts_more() {
        let command = command(set(Some("/my/own"), None), Some("/bin/edition-ls".into()), vec![]).unwrap();
        assert_eq!(
            (command.command.as_str(), command.args.as_slice()),
            ("/my/own", &["server".to_string()][..])
        );
        let arguments = vec!["server".into(), "--log-file".into(), "log".into()];
        let command =
            super::command(set(None, Some(arguments.clone())), Some("found".into()), vec![]).unwrap();
        assert_eq!((command.command.as_str(), command.args), ("found", arguments));
    }

    #[test]
    fn without_a_program_a_person_is_told_what_to_do() {
        let message = command(None, None, vec![]).unwrap_err();
        assert!(
            message.contains("not installed") && message.contains("lsp.edition-ls.binary.path"),
            "{message}"
        );
    }

    #[test]
    fn only_what_was_set_is_sent() {
        assert_eq!(section(None), None);
        assert_eq!(section(Some(json!({ "hints": {} }))), Some(json!({ "edition-ls": { "hints": {} } })));
    }
}
