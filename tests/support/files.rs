//! Folders with files, and the built binary in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder of this name with these files, and nothing else in it.
pub fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, content) in files {
        write(&folder, name, content);
    }
    folder
}

pub fn write(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_edition-ls"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env_remove("CLICOLOR_FORCE");
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// What `check` reports as JSON.
pub fn report(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(folder, &[&["check", "--format", "json"], arguments].concat());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Its problems: `file:line:column-end rule severity`, where the end is in the same line.
pub fn problems(report: &Value) -> Vec<String> {
    let problems = report["problems"].as_array().unwrap().iter();
    problems
        .map(|problem| {
            let text = |key: &str| problem[key].as_str().unwrap();
            let (start, end) = (&problem["start"], &problem["end"]);
            format!(
                "{}:{}:{}-{} {} {}",
                text("file").replace('\\', "/"),
                start["line"],
                start["column"],
                end["column"],
                text("rule"),
                text("severity")
            )
        })
        .collect()
}

/// The URI of a file.
pub fn uri(folder: &Path, name: &str) -> String {
    let path = folder.join(name).to_string_lossy().replace('\\', "/");
    format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
}
