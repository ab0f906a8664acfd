//! stdin and stdout as tower-lsp reads and writes them.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf, Stdout};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::End;
use super::frames::Frames;

/// How many frames may wait. Few, as a frame may hold a whole text.
const WAITING: usize = 4;

/// The client's messages, filtered (see [`Frames`]).
pub struct Input {
    frames: Receiver<Vec<u8>>,
    current: Vec<u8>,
    at: usize,
}

impl Input {
    /// Reads stdin in a thread of its own, so that no runtime has to wait for it when the session ends.
    pub fn new(ended: std::sync::mpsc::Sender<End>) -> io::Result<Self> {
        let (sender, frames) = channel(WAITING);
        std::thread::Builder::new().name("stdin".into()).spawn(move || {
            let mut input = Frames::new(io::BufReader::with_capacity(1 << 16, io::stdin().lock()));
            if let Err(error) = forward(&mut input, &sender) {
                tracing::error!("stdin cannot be read: {error}");
            }
            let _ = ended.send(End::InputClosed);
        })?;
        Ok(Input { frames, current: Vec::new(), at: 0 })
    }
}

/// Sends frame after frame, until there are no more or nobody wants them.
fn forward(input: &mut Frames<impl io::BufRead>, frames: &Sender<Vec<u8>>) -> io::Result<()> {
    while let Some(frame) = input.next_frame()? {
        if frames.blocking_send(frame).is_err() {
            break;
        }
    }
    Ok(())
}

impl AsyncRead for Input {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.at == self.current.len() {
            match ready!(self.frames.poll_recv(cx)) {
                Some(frame) => (self.current, self.at) = (frame, 0),
                None => return Poll::Ready(Ok(())),
            }
        }
        let taken = buf.remaining().min(self.current.len() - self.at);
        buf.put_slice(&self.current[self.at..self.at + taken]);
        self.at += taken;
        if self.at == self.current.len() {
            // A frame can be as long as the text: it must not stay in memory until the next one comes.
            (self.current, self.at) = (Vec::new(), 0);
        }
        Poll::Ready(Ok(()))
    }
}

/// stdout, which says when nobody reads it any more: tower-lsp would go on reading messages for nobody.
pub struct Output {
    stdout: Stdout,
    ended: std::sync::mpsc::Sender<End>,
}

impl Output {
    pub fn new(ended: std::sync::mpsc::Sender<End>) -> Self {
        Output { stdout: tokio::io::stdout(), ended }
    }

    fn noting_failure<T>(&self, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if let Poll::Ready(Err(error)) = &result {
            tracing::debug!("stdout cannot be written: {error}");
            let _ = self.ended.send(End::ClientGone);
        }
        result
    }
}

impl AsyncWrite for Output {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stdout).poll_write(cx, buf);
        self.noting_failure(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stdout).poll_flush(cx);
        self.noting_failure(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stdout).poll_shutdown(cx)
    }
}
