//! A small HTTP/1.1 client over one kept connection: costs little, so that the server is measured.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One kept connection.
pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("connect")?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(16 * 1024),
        })
    }

    /// Sends a whole request, as text, and reads its answer.
    pub(crate) async fn send(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            ensure!(self.fill().await? > 0, "the server closed the connection");
        };
        let text =
            String::from_utf8_lossy(self.buffer.get(..head).unwrap_or_default()).to_lowercase();
        let status = text
            .get(9..12)
            .and_then(|code| code.parse().ok())
            .context("a status")?;
        let header = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name))
                .map(|value| value.trim().to_owned())
        };
        let Some(length) = header("content-length:") else {
            return self.chunked(head, status).await;
        };
        let end = head + length.parse::<usize>().context("a length")?;
        while self.buffer.len() < end {
            ensure!(self.fill().await? > 0, "the server closed the connection");
        }
        let body = self.buffer.get(head..end).unwrap_or_default().to_vec();
        self.buffer.drain(..end);
        Ok(Answer { status, body })
    }

    /// Reads a chunked body to its last chunk.
    async fn chunked(&mut self, head: usize, status: u16) -> Result<Answer> {
        let mut place = head;
        let mut body = Vec::new();
        loop {
            let line_end = loop {
                let rest = self.buffer.get(place..).unwrap_or_default();
                if let Some(end) = find(rest, b"\r\n") {
                    break place + end;
                }
                ensure!(self.fill().await? > 0, "the server closed the connection");
            };
            let size =
                String::from_utf8_lossy(self.buffer.get(place..line_end).unwrap_or_default())
                    .into_owned();
            let size = usize::from_str_radix(size.trim(), 16).context("a chunk size")?;
            let chunk = line_end + 2;
            while self.buffer.len() < chunk + size + 2 {
                ensure!(self.fill().await? > 0, "the server closed the connection");
            }
            body.extend_from_slice(self.buffer.get(chunk..chunk + size).unwrap_or_default());
            place = chunk + size + 2;
            if size == 0 {
                self.buffer.drain(..place);
                return Ok(Answer { status, body });
            }
        }
    }

    async fn fill(&mut self) -> Result<usize> {
        Ok(self.stream.read_buf(&mut self.buffer).await?)
    }
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes
        .windows(pattern.len())
        .position(|window| window == pattern)
}

/// What a run of requests measured.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) count: usize,
    pub(crate) took: Duration,
    latencies: Vec<Duration>,
}

impl Run {
    /// Requests a second.
    pub(crate) fn rate(&self) -> f64 {
        f64::from(u32::try_from(self.count).unwrap_or(u32::MAX)) / self.took.as_secs_f64()
    }

    /// The latency that so many of a thousand requests stayed below.
    pub(crate) fn permille(&self, permille: usize) -> Duration {
        let place = self.latencies.len().saturating_sub(1) * permille / 1_000;
        self.latencies.get(place).copied().unwrap_or_default()
    }
}

/// Sends each client's requests one after another, all clients at once.
pub(crate) async fn run(address: &str, requests: Vec<Vec<Vec<u8>>>) -> Result<Run> {
    let mut clients = Vec::new();
    for list in requests {
        clients.push((Client::connect(address).await?, list));
    }
    let started = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for (mut client, list) in clients {
        running.spawn(async move {
            let mut latencies = Vec::with_capacity(list.len());
            for request in list {
                let sent = Instant::now();
                let answer = client.send(&request).await?;
                latencies.push(sent.elapsed());
                if !(200..300).contains(&answer.status) {
                    bail!(
                        "status {}: {}",
                        answer.status,
                        String::from_utf8_lossy(&answer.body)
                    );
                }
            }
            Ok(latencies)
        });
    }
    let mut latencies = Vec::new();
    while let Some(ended) = running.join_next().await {
        latencies.extend(ended??);
    }
    let took = started.elapsed();
    latencies.sort_unstable();
    Ok(Run {
        count: latencies.len(),
        took,
        latencies,
    })
}

/// A request with a JSON body.
pub(crate) fn post(path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         accept: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// A request without a body.
pub(crate) fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n").into_bytes()
}

/// The run with the middle rate.
pub(crate) fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by(|a, b| a.rate().total_cmp(&b.rate()));
    let middle = runs.len() / 2;
    runs.swap_remove(middle)
}
