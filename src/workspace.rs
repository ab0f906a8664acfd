//! The texts of a workspace, open in an editor or on the disk.
//!
//! - [`walk`]: which files of a folder are texts to read.
//! - [`survey`]: which texts there are, and in which state.
//! - [`read`]: the bytes of a file, and the document that they make.
//! - [`folder`]: what lies beside a text.
//! - [`summary`]: what is kept of a text.
//! - [`index`]: what is known of all texts.
//! - [`search`]: titles and notes by the words in them.

pub mod folder;
pub mod index;
pub mod read;
pub mod search;
pub mod summary;
pub mod survey;
pub mod walk;

pub use folder::Folder;
pub use index::Index;
