//! The language server.

/// Serves until the client says goodbye; the exit code of the process.
pub fn run() -> i32 {
    0
}
