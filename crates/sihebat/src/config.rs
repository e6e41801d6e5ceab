//! Settings of the operator: flags, then environment (both read by clap), then `DIR/config.toml`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use db::Location;
use serde::Deserialize;

use crate::adapters::MailSettings;
use crate::arguments::Place;

/// `DIR/config.toml`; a key that is not known is refused, so that a typing error is noticed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    /// As `--database`.
    database: Option<String>,
    /// As `--listen`.
    listen: Option<SocketAddr>,
    /// Whether people reach the server over HTTPS.
    https: bool,
    /// Whether `X-Forwarded-For` of a proxy on this machine is believed.
    behind_proxy: bool,
    /// Proxies on other machines whose `X-Forwarded-For` is believed too.
    proxies: Vec<IpAddr>,
    /// What is logged, as `RUST_LOG`.
    log: Option<String>,
    /// A folder outside the data directory that gets each day's checkpoints.
    witness: Option<PathBuf>,
    /// The mail server for letters to witnesses.
    mail: Option<MailSettings>,
    /// The program that sets official papers; beside this one unless said otherwise.
    documents: Option<PathBuf>,
}

/// The settings in force.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// The directory of keys, photos and the embedded database.
    pub(crate) data: PathBuf,
    /// The database.
    pub(crate) location: Location,
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// Whether people reach the server over HTTPS.
    pub(crate) https: bool,
    /// The proxies whose word on addresses is believed.
    pub(crate) proxies: Vec<IpAddr>,
    /// What is logged.
    pub(crate) log: String,
    /// A folder that gets each day's checkpoints, on another disk or machine.
    pub(crate) witness: Option<PathBuf>,
    /// The mail server.
    pub(crate) mail: Option<MailSettings>,
    /// The program that sets official papers, where it is not beside this one.
    pub(crate) documents: Option<PathBuf>,
}

impl Config {
    /// Reads the settings; nothing on the disk is changed.
    pub(crate) fn load(place: &Place, listen: Option<SocketAddr>) -> anyhow::Result<Self> {
        let file = read(&place.data.join("config.toml"))?;
        let location = match place.database.as_ref().or(file.database.as_ref()) {
            Some(text) => text.parse()?,
            None => Location::Sqlite(place.data.join("sihebat.db")),
        };
        let listen = listen.or(file.listen);
        let mut proxies = file.proxies;
        if file.behind_proxy {
            proxies.extend([
                IpAddr::V4(Ipv4Addr::LOCALHOST),
                IpAddr::V6(Ipv6Addr::LOCALHOST),
            ]);
        }
        Ok(Self {
            data: place.data.clone(),
            location,
            listen: listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            https: file.https,
            proxies,
            log: file.log.unwrap_or_else(|| "info".to_owned()),
            witness: file.witness,
            mail: file.mail,
            documents: file.documents,
        })
    }

    /// Where photos and files lie.
    pub(crate) fn blobs(&self) -> PathBuf {
        self.data.join("blobs")
    }

    /// Where the keys lie.
    pub(crate) fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    /// Where checkpoints are kept outside the database.
    pub(crate) fn checkpoints(&self) -> PathBuf {
        self.data.join("checkpoints")
    }

    /// Whether the database is a file that does not exist yet.
    pub(crate) fn database_is_missing(&self) -> bool {
        matches!(&self.location, Location::Sqlite(path) if !path.is_file())
    }

    /// How the database is called in messages, without a password.
    pub(crate) fn database_name(&self) -> String {
        match &self.location {
            Location::Sqlite(path) => path.display().to_string(),
            Location::Postgres(url) => {
                let rest = url.rsplit_once('@').map_or(url.as_str(), |(_, rest)| rest);
                format!("postgres://{}", rest.trim_start_matches("postgres://"))
            }
        }
    }
}

fn read(path: &Path) -> anyhow::Result<File> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(File::default()),
        Err(error) => return Err(error).with_context(|| format!("read {}", path.display())),
    };
    toml::from_str(&text).with_context(|| format!("read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(data: &Path, database: Option<&str>) -> Place {
        Place {
            data: data.to_owned(),
            database: database.map(str::to_owned),
        }
    }

    #[test]
    fn flags_outrank_the_file_and_the_file_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::load(&place(folder.path(), None), None).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(
            config.location,
            Location::Sqlite(folder.path().join("sihebat.db"))
        );

        let text =
            "database = \"postgres://a:secret@db/x\"\nlisten = \"127.0.0.1:9\"\nhttps = true";
        std::fs::write(folder.path().join("config.toml"), text).unwrap();
        let config = Config::load(&place(folder.path(), None), None).unwrap();
        assert_eq!(config.listen.port(), 9);
        assert!(config.https && config.proxies.is_empty());
        assert_eq!(config.database_name(), "postgres://db/x");

        let place = place(folder.path(), Some("sqlite:other.db"));
        let config = Config::load(&place, Some("127.0.0.1:7".parse().unwrap())).unwrap();
        assert_eq!(config.listen.port(), 7);
        assert_eq!(config.location, Location::Sqlite("other.db".into()));
    }

    #[test]
    fn a_proxy_is_believed_where_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let text = "behind_proxy = true\nproxies = [\"10.0.0.2\"]";
        std::fs::write(folder.path().join("config.toml"), text).unwrap();
        let config = Config::load(&place(folder.path(), None), None).unwrap();
        let named: Vec<String> = config.proxies.iter().map(IpAddr::to_string).collect();
        assert_eq!(named, ["10.0.0.2", "127.0.0.1", "::1"]);
    }

    #[test]
    fn a_setting_with_a_typing_error_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), "htps = true").unwrap();
        let error = Config::load(&place(folder.path(), None), None).unwrap_err();
        assert!(format!("{error:#}").contains("htps"), "{error:#}");
    }
}
