use crate::rules::{Rule, Severity};

/// What it finds, [`crate::config`] finds as it reads the file: in a text there is nothing to check.
pub static RULE: Rule = Rule {
    name: "invalid-config",
    severity: Severity::Error,
    summary: "A line of edition.toml that cannot be understood.",
    page: include_str!("invalid_config.md"),
    check: |_, _| {},
};
