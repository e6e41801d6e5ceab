//! A program under measurement, started and ended here.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A running server.
pub(crate) struct Server {
    child: Child,
    /// Its address, such as `127.0.0.1:8080`.
    pub(crate) address: String,
}

impl Server {
    /// Starts a program and waits until it prints `ready http://ADDRESS`.
    pub(crate) async fn start(command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("start {command:?}"))?;
        let output = child.stdout.take().context("its output")?;
        let mut lines = BufReader::new(output).lines();
        let wait = async {
            while let Some(line) = lines.next_line().await? {
                if let Some(address) = line.strip_prefix("ready http://") {
                    return Ok(address.trim().to_owned());
                }
            }
            anyhow::bail!("it ended before it was ready")
        };
        // A city is made before its server is ready, on PostgreSQL in minutes.
        let address = tokio::time::timeout(Duration::from_mins(15), wait)
            .await
            .context("ready in time")??;
        Ok(Self { child, address })
    }

    /// Processor seconds used so far, and resident bytes.
    pub(crate) fn usage(&self) -> Result<(f64, u64)> {
        let id = self.child.id().context("a process id")?;
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks = |place: usize| {
            fields
                .get(place)
                .and_then(|text| text.parse::<u32>().ok())
                .unwrap_or(0)
        };
        let seconds = f64::from(ticks(11) + ticks(12)) / 100.0;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|line| line.split_whitespace().next())
            .and_then(|text| text.parse::<u64>().ok())
            .unwrap_or_default();
        Ok((seconds, resident * 1_024))
    }

    /// Ends it.
    pub(crate) async fn stop(mut self) -> Result<()> {
        self.child.kill().await.context("stop the server")
    }
}
