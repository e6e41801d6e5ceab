//! The floor program as one side of the comparison.

use anyhow::{Context as _, Result};
use rand::RngExt as _;
use tokio::process::Command;

use crate::client::{self, Run};
use crate::server::Server;

/// The running floor program with its database.
pub(crate) struct Floor {
    server: Server,
    vouchers: i64,
    _folder: tempfile::TempDir,
}

impl Floor {
    /// Starts it with so many vouchers.
    pub(crate) async fn start(vouchers: i64) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let program = std::env::current_exe()?
            .parent()
            .context("a folder")?
            .join("floor");
        let server = Server::start(
            Command::new(program)
                .arg(folder.path().join("floor.db"))
                .arg(vouchers.to_string()),
        )
        .await?;
        Ok(Self {
            server,
            vouchers,
            _folder: folder,
        })
    }

    /// The bare server: no database at all.
    pub(crate) async fn ping(&mut self, clients: usize, requests: usize) -> Result<Run> {
        let list = vec![client::get("/ping", ""); requests];
        client::run(&self.server.address, vec![list; clients]).await
    }

    /// Durable captures of random vouchers.
    pub(crate) async fn capture(&mut self, clients: usize, requests: usize) -> Result<Run> {
        let lists = self.random_captures(clients, requests);
        client::run(&self.server.address, lists).await
    }

    fn random_captures(&self, clients: usize, requests: usize) -> Vec<Vec<Vec<u8>>> {
        let mut random = rand::rng();
        let mut capture = || {
            let voucher = random.random_range(0..self.vouchers);
            let body = format!("{{\"voucher\":{voucher},\"amount\":150000}}");
            client::post("/capture", "", &body)
        };
        (0..clients)
            .map(|_| (0..requests).map(|_| capture()).collect())
            .collect()
    }

    /// Processor seconds and resident bytes.
    pub(crate) fn usage(&self) -> Result<(f64, u64)> {
        self.server.usage()
    }

    /// Ends it.
    pub(crate) async fn stop(self) -> Result<()> {
        self.server.stop().await
    }
}
