//! A private PostgreSQL for the tests, gone when they are.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, bail};

use crate::packages::{self, Need};
use crate::place;

/// Keeps the server for its own lifetime, and stops it also when we are killed.
const KEEPER: &str = include_str!("postgres.sh");

/// A running private server; dropping it stops the server and removes its files.
pub(crate) struct Postgres {
    keeper: Child,
    /// The keeper works until this end closes.
    lifeline: Option<ChildStdin>,
    port: u16,
}

impl Postgres {
    /// Starts a server on a free loopback port; installs the package when it is missing.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let bin = programs()?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut command = Command::new("sh");
        command
            .args(["-c", KEEPER, "postgres"])
            .arg(&bin)
            .arg(port.to_string());
        // Its own process group: Ctrl-C ends us, and our end ends the server in good order.
        command.current_dir("/").process_group(0);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if place::is_root() {
            let (user, group) = unprivileged_user()?;
            command.uid(user).gid(group);
        }
        let mut keeper = command
            .spawn()
            .context("cannot start the shell that keeps PostgreSQL")?;
        let lifeline = keeper.stdin.take();
        let mut server = Self {
            keeper,
            lifeline,
            port,
        };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// The address handed to the tests in `SIHEBAT_TEST_POSTGRES`.
    pub(crate) fn url(&self) -> String {
        format!("postgres://sihebat@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let mut line = String::new();
        if let Some(out) = self.keeper.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        if line.trim() == "ready" {
            return Ok(());
        }
        let mut reason = String::new();
        if let Some(mut errors) = self.keeper.stderr.take() {
            errors.read_to_string(&mut reason)?;
        }
        bail!("PostgreSQL did not start. It said:\n{reason}");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        drop(self.keeper.wait());
    }
}

/// The directory with `initdb` and `pg_ctl`, the newest version first.
fn programs() -> anyhow::Result<PathBuf> {
    let need = Need {
        what: "PostgreSQL 15 or newer",
        package: "postgresql",
        is_present: installed_programs().is_some(),
    };
    packages::ensure(&[need])?;
    installed_programs().context("PostgreSQL is installed, but initdb was not found")
}

fn installed_programs() -> Option<PathBuf> {
    if let Some(initdb) = place::find_program("initdb") {
        return initdb.canonicalize().ok()?.parent().map(Path::to_path_buf);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(version, bin)| *version >= 15 && bin.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

/// PostgreSQL refuses to run as root: the package's own user, otherwise nobody.
fn unprivileged_user() -> anyhow::Result<(u32, u32)> {
    let users = std::fs::read_to_string("/etc/passwd")?;
    find_user(&users, "postgres")
        .or_else(|| find_user(&users, "nobody"))
        .context("there is neither a user postgres nor a user nobody to run PostgreSQL as")
}

fn find_user(users: &str, name: &str) -> Option<(u32, u32)> {
    let line = users
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_user_by_the_whole_name() {
        let users = "root:x:0:0::/root:/bin/sh\npostgresx:x:7:8::/:\npostgres:x:101:104:a,b:/:\n";
        assert_eq!(find_user(users, "postgres"), Some((101, 104)));
        assert_eq!(find_user(users, "nobody"), None);
    }

    #[test]
    fn serves_while_it_lives_and_is_gone_afterwards() {
        let server = Postgres::start().unwrap();
        let address = ("127.0.0.1", server.port);
        assert!(std::net::TcpStream::connect(address).is_ok());
        assert!(server.url().contains(&server.port.to_string()));
        drop(server);
        assert!(std::net::TcpStream::connect(address).is_err());
    }
}
