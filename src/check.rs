//! The batch run and its output formats.
