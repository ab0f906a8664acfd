//! The stdin filter: cuts the client's bytes into frames and lets only those through that tower-lsp can decode.
//!
//! What is dropped is logged. After anything malformed the next `Content-Length:` is looked for, so that one
//! bad frame costs no more than itself.

use std::io::{self, BufRead};

use memchr::memmem;

use super::message;

/// No text that anybody edits is longer. Without a bound, one absurd length would swallow the session.
const MAX_BODY: usize = 256 << 20;

/// Longer lines are no header.
const MAX_LINE: usize = 4096;

const LENGTH: &[u8] = b"Content-Length:";

/// A length header with its value and line break is never longer.
const MAX_LENGTH_HEADER: usize = 64;

/// The frames of a byte stream.
pub struct Frames<R> {
    input: Input<R>,
    /// Bytes since the last frame that belong to none.
    skipped: usize,
}

impl<R: BufRead> Frames<R> {
    pub fn new(input: R) -> Self {
        Frames { input: Input { pushed_back: Vec::new(), at: 0, inner: input }, skipped: 0 }
    }

    /// The next frame that is a message, with a clean header; `None` at the end of the stream.
    pub fn next_frame(&mut self) -> io::Result<Option<Vec<u8>>> {
        while let Some(length) = self.header()? {
            let mut frame = format!("Content-Length: {length}\r\n\r\n").into_bytes();
            let start = frame.len();
            if !self.body(&mut frame, length)? {
                continue;
            }
            match message::check(&mut frame[start..]) {
                Ok(()) => return Ok(Some(frame)),
                Err(error) => {
                    tracing::warn!("dropped a frame of {length} bytes that is no message: {error}");
                    let tail = begun_header(&frame[start..]);
                    self.input.push_back(frame.split_off(start + tail));
                }
            }
        }
        Ok(None)
    }

    /// Reads up to the body of the next frame, whatever stands before it. Returns the body's length.
    fn header(&mut self) -> io::Result<Option<usize>> {
        let mut length = None;
        let mut line = Vec::new();
        loop {
            line.clear();
            if !self.input.read_line(&mut line)? {
                return Ok(None);
            }
            let text = line.trim_ascii();
            if let Some(value) = find_length(text) {
                length = parse_length(&text[value..]);
            } else if text.is_empty()
                && let Some(length) = length
            {
                if self.skipped > 0 {
                    tracing::warn!("skipped {} bytes that are no message", std::mem::take(&mut self.skipped));
                }
                return Ok(Some(length));
            } else if !is_header(text) {
                self.skipped += line.len();
            }
        }
    }

    /// Appends `length` bytes to `frame`. False if the stream ended or if another frame began before that.
    fn body(&mut self, frame: &mut Vec<u8>, length: usize) -> io::Result<bool> {
        let start = frame.len();
        while frame.len() - start < length {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                tracing::warn!("the client's last frame is not complete");
                return Ok(false);
            }
            let taken = chunk.len().min(length - (frame.len() - start));
            let searched = start.max(frame.len().saturating_sub(MAX_LENGTH_HEADER));
            frame.extend_from_slice(&chunk[..taken]);
            self.input.consume(taken);
            if let Some(next) = whole_header(&frame[searched..]) {
                tracing::warn!("dropped a frame that is shorter than its Content-Length of {length}");
                self.input.push_back(frame.split_off(searched + next));
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Where the value of a length header begins, even if something else stands before it in the line.
fn find_length(line: &[u8]) -> Option<usize> {
    let found = line.windows(LENGTH.len()).position(|window| window.eq_ignore_ascii_case(LENGTH))?;
    Some(found + LENGTH.len())
}

/// The length a header names, if it is one that can be believed.
fn parse_length(value: &[u8]) -> Option<usize> {
    let value = value.trim_ascii();
    let digits = if value.iter().all(u8::is_ascii_digit) { std::str::from_utf8(value).ok() } else { None };
    let length = digits.and_then(|digits| digits.parse().ok()).filter(|&length| length <= MAX_BODY);
    if length.is_none() {
        tracing::warn!("skipped a frame of impossible length {:?}", String::from_utf8_lossy(value));
    }
    length
}

fn is_header(line: &[u8]) -> bool {
    let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
    line.is_empty()
        || name.len() < line.len() && name.iter().all(|&byte| byte == b'-' || byte.is_ascii_alphanumeric())
}

/// Where in `body` another frame's header stands.
///
/// No JSON has it: within a string the line break would be escaped, outside of one the name would be an error.
fn whole_header(body: &[u8]) -> Option<usize> {
    memmem::find_iter(body, LENGTH).find(|found| {
        let value = body[found + LENGTH.len()..].trim_ascii_start();
        let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits > 0 && value.get(digits) == Some(&b'\r')
    })
}

/// Where at the end of `body` another frame's header begins; its length if none does.
fn begun_header(body: &[u8]) -> usize {
    let last = body.len().saturating_sub(MAX_LENGTH_HEADER);
    (last..body.len())
        .find(|&at| {
            let shared = LENGTH.len().min(body.len() - at);
            body[at..at + shared] == LENGTH[..shared]
        })
        .unwrap_or(body.len())
}

/// A stream to which bytes can be given back.
struct Input<R> {
    pushed_back: Vec<u8>,
    at: usize,
    inner: R,
}

impl<R: BufRead> Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.pushed_back.len() {
            Ok(&self.pushed_back[self.at..])
        } else {
            self.inner.fill_buf()
        }
    }

    fn consume(&mut self, taken: usize) {
        if self.at < self.pushed_back.len() {
            self.at += taken;
        } else {
            self.inner.consume(taken);
        }
    }

    /// Puts bytes before those that are still to come.
    fn push_back(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(&self.pushed_back[self.at..]);
        (self.pushed_back, self.at) = (bytes, 0);
    }

    /// Appends a line with its end to `line`, or a stretch that is too long to be a line of a header.
    /// False at the end of the stream.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        while line.last() != Some(&b'\n') && line.len() < MAX_LINE {
            let chunk = self.fill_buf()?;
            if chunk.is_empty() {
                return Ok(!line.is_empty());
            }
            let end = memchr::memchr(b'\n', chunk).map_or(chunk.len(), |end| end + 1);
            let taken = end.min(MAX_LINE - line.len());
            line.extend_from_slice(&chunk[..taken]);
            self.consume(taken);
        }
        if line.len() == MAX_LINE && line.last() != Some(&b'\n') {
            // A header may begin at the end of this stretch and go on in the next.
            let tail = line.split_off(MAX_LINE - MAX_LENGTH_HEADER);
            self.push_back(tail);
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Cursor};

    fn frame(id: usize) -> String {
        let body = format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"𝄞"}}"#);
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    /// What comes through, with input in pieces of every size.
    fn filtered(input: &[u8]) -> String {
        let read = |capacity| {
            let mut frames = Frames::new(BufReader::with_capacity(capacity, Cursor::new(input)));
            let mut out = Vec::new();
            while let Some(frame) = frames.next_frame().unwrap() {
                out.extend(frame);
            }
            String::from_utf8(out).unwrap()
        };
        let whole = read(1 << 16);
        for capacity in [1, 2, 7, 64, 4096] {
            assert_eq!(read(capacity), whole, "pieces of {capacity}");
        }
        whole
    }

    #[test]
    fn headers_are_normalised() {
        let body = &frame(1)[frame(1).find('{').unwrap()..];
        let input = format!(
            "content-length:{}\r\nContent-Type: a; charset=latin-1\r\nX: y\r\nZ: 1\r\n\r\n{body}",
            body.len()
        );
        assert_eq!(filtered(input.as_bytes()), frame(1));
    }

    #[test]
    fn malformed_frames_cost_no_more_than_themselves() {
        let body = r#"{"jsonrpc":"2.0","id":2,"method":"lost"}"#;
        let long = "x".repeat(5000);
        for bad in [
            "garbage".to_string(),
            "garbage\r\n\r\n".to_string(),
            "Content-Length: 0\r\n\r\n".to_string(),
            "Content-Length: 3\r\n\r\n[1]".to_string(),
            format!("Content-Length: 10\r\n\r\n{body}"),
            format!("Content-Length: {}\r\n\r\n{body}", body.len() + 1),
            format!("Content-Length: {}\r\n\r\n{body}", body.len() + 18),
            format!("Content-Length: {}\r\n\r\n{body}", body.len() + 30),
            format!("Content-Length: 1000\r\n\r\n{body}"),
            format!("Content-Length: 200000000\r\n\r\n{body}"),
            format!("Content-Length: 99999999999999999999999\r\n\r\n{body}"),
            format!("Content-Length: -5\r\n\r\n{body}"),
            format!("Content-Length: five\r\n\r\n{body}"),
            format!("Content-Length:\r\n\r\n{body}"),
            format!("Length: 7\r\n\r\n{body}"),
            format!("{body}\r\n{body}"),
            long.clone(),
            format!("{long}Content-"),
            format!("Content-Length: 4000\r\n{long}\r\n"),
        ] {
            let out = filtered(format!("{}{bad}{}{}", frame(1), frame(3), frame(4)).as_bytes());
            assert!(out.starts_with(&frame(1)), "{bad}");
            assert!(out.ends_with(&format!("{}{}", frame(3), frame(4))), "{bad}: {out}");
        }
        let bad = [frame(1).as_bytes(), b"Content-Length: 2\r\n\r\n\xff\xfe", frame(2).as_bytes()].concat();
        assert_eq!(filtered(&bad), frame(1) + &frame(2));
    }

    #[test]
    fn a_text_that_speaks_of_headers_is_a_text() {
        let body = r#"{"jsonrpc":"2.0","method":"a","params":"Content-Length: 5\r\n\r\nContent-Length: 7"}"#;
        let input = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        assert_eq!(filtered(input.as_bytes()), input);
    }

    #[test]
    fn the_end_of_the_stream_may_come_anywhere() {
        for end in 0..frame(1).len() {
            assert_eq!(filtered(&frame(1).as_bytes()[..end]), "");
        }
    }
}
