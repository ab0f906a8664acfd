//! Output: buffered, coloured or not, and quiet when its reader has gone.

use std::io::{self, BufWriter, ErrorKind, Write};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};

use super::{Color, FAILED};

/// Columns to fill where there is no terminal to ask.
pub(crate) const WIDTH: usize = 100;

/// How text for people is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Columns to fill with lines of the source.
    pub width: usize,
    /// Whether messages are broken into lines of that width too. In a file or a pipe they are not: there
    /// each is found whole by a search.
    pub wrap: bool,
}

/// What this run has to say: on standard output, or, where a text has that to itself, on standard error.
pub(crate) struct Output {
    writer: BufWriter<AutoStream<Box<dyn Write>>>,
    style: Style,
}

impl Output {
    pub fn stdout(color: Color) -> Self {
        let stdout = io::stdout();
        Output::on(&stdout, color, |stdout| Box::new(stdout.lock()))
    }

    pub fn stderr(color: Color) -> Self {
        let stderr = io::stderr();
        Output::on(&stderr, color, |stderr| Box::new(stderr.lock()))
    }

    fn on<S: RawStream>(stream: &S, color: Color, lock: fn(&S) -> Box<dyn Write>) -> Self {
        let choice = match color {
            Color::Auto => AutoStream::choice(stream),
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let terminal = stream.is_terminal();
        let width = terminal_size::terminal_size().filter(|_| terminal);
        let style = Style {
            color: choice != ColorChoice::Never,
            width: width.map_or(WIDTH, |(width, _)| usize::from(width.0)),
            wrap: terminal,
        };
        Output { writer: BufWriter::with_capacity(1 << 16, AutoStream::new(lock(stream), choice)), style }
    }

    pub fn style(&self) -> Style {
        self.style
    }

    /// Ends the output. A reader that went away early (`| head`) has what it wanted; anything else that
    /// could not be written is a failure. Returns the exit code.
    pub fn finish(mut self, written: io::Result<()>, code: i32) -> i32 {
        let result = written.and_then(|()| self.writer.flush());
        // Whatever is still in the buffer could not be written: dropping the writer would try again.
        let (_stream, _unwritten) = self.writer.into_parts();
        match result {
            Ok(()) => code,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => code,
            Err(error) => {
                complain(&format!("The result could not be written: {error}."));
                FAILED
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// A text on standard output, as it is.
pub(crate) fn pass_on(text: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text).and_then(|()| stdout.flush())
}

/// A line on stderr. If even that is closed there is nobody left to tell.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(line));
}

/// `text` without what could command a terminal: names of files may hold anything.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
