//! The texts of a workspace, open in an editor or on the disk.
//!
//! - [`walk`]: which files of a folder are texts to read.
//! - [`read`]: the bytes of a file.
//! - [`folder`]: what lies beside a text.

pub mod folder;
pub mod read;
pub mod walk;

pub use folder::Folder;
