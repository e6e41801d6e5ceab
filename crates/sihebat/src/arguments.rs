//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::terminal::Language;

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("SIHEBAT_COMMIT"), ")");

/// Sihebat: fuel vouchers and the city's work around them, on your own server.
#[derive(Debug, Parser)]
#[command(name = "sihebat", version = VERSION)]
pub(crate) struct Arguments {
    /// Language of messages in the terminal.
    #[arg(
        long = "lang",
        global = true,
        value_enum,
        env = "SIHEBAT_LANG",
        default_value = "id"
    )]
    pub(crate) language: Language,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where data and database are.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// Directory of keys, photos, settings and, unless --database is given, the database.
    #[arg(
        long,
        value_name = "DIR",
        env = "SIHEBAT_DATA",
        default_value = "sihebat-data"
    )]
    pub(crate) data: PathBuf,
    /// The database, as postgres://… or sqlite:FILE; replaces only the embedded database.
    #[arg(
        long,
        value_name = "URL",
        env = "SIHEBAT_DATABASE",
        hide_env_values = true
    )]
    pub(crate) database: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sets a city up: name, code, zone, first admin.
    Init(Init),
    /// Answers requests until it is asked to end.
    Serve(Serve),
    /// Serves a simulated city with a login for each role.
    Demo(Demo),
    /// Reads a spreadsheet into the register.
    Import(Import),
    /// Brings the database to this program's schema.
    Migrate {
        #[command(flatten)]
        place: Place,
    },
    /// Writes everything into one file, while the server runs.
    Backup(Backup),
    /// Reads a backup into an empty database of either kind.
    Restore(Restore),
    /// Proves that nothing was altered behind the program's back; exit code 1 where something was.
    Verify(Verify),
    /// Looks whether this installation is well and says what to do.
    Doctor(Doctor),
    /// People, tokens, keys and checkpoints, from the server's own terminal.
    Admin {
        #[command(subcommand)]
        action: Admin,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The city's name, such as “Kota Kupang”; asked for where missing.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Its short code in vouchers and links: 2 to 16 of a-z, 0-9 and hyphen.
    #[arg(long)]
    pub(crate) code: Option<String>,
    /// Its time zone: Asia/Jakarta, Asia/Makassar or Asia/Jayapura.
    #[arg(long)]
    pub(crate) zone: Option<String>,
    /// Host name of this city, needed where several cities share a server; may be repeated.
    #[arg(long = "host")]
    pub(crate) hosts: Vec<String>,
    /// Name of the first admin.
    #[arg(long)]
    pub(crate) admin_name: Option<String>,
    /// NIP or e-mail of the first admin.
    #[arg(long)]
    pub(crate) admin_login: Option<String>,
    /// File whose first line is the first admin's password; asked for where missing.
    #[arg(long, value_name = "FILE")]
    pub(crate) admin_password_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Address to listen on [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR", env = "SIHEBAT_LISTEN")]
    pub(crate) listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) serve: Serve,
    /// The simulated city's seed: the same seed makes the same city.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Months of purchases.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=120))]
    pub(crate) months: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// What the file holds, such as agencies or vehicles; “list” names all kinds.
    pub(crate) kind: String,
    /// The spreadsheet: XLSX or CSV.
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
    /// Which column is what, in TOML.
    #[arg(long, value_name = "MAP.toml")]
    pub(crate) map: Option<PathBuf>,
    /// Checks every row and changes nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The city, by short code, where there are several.
    #[arg(long, value_name = "CODE")]
    pub(crate) city: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write; it must not exist.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
    /// Adds the keys, encrypted under the passphrase in this file's first line.
    #[arg(long, value_name = "PASSPHRASE_FILE")]
    pub(crate) with_keys: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
    /// File whose first line is the passphrase of the keys in the backup.
    #[arg(long, value_name = "PASSPHRASE_FILE")]
    pub(crate) with_keys: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A backup to prove instead of the database of --data or --database.
    pub(crate) bundle: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
    /// The verifier key you were given when the installation began, or a file with it.
    #[arg(long, value_name = "KEY")]
    pub(crate) trust: Option<String>,
    /// A checkpoint kept outside: a file of signed notes, or a code printed on a document.
    #[arg(long, value_name = "FILE|CODE")]
    pub(crate) checkpoint: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// People who sign in.
    User {
        #[command(subcommand)]
        action: UserAction,
    },
    /// Tokens of other programs.
    Token {
        #[command(subcommand)]
        action: TokenAction,
    },
    /// Signed heads of the journal.
    Checkpoint {
        #[command(subcommand)]
        action: CheckpointAction,
    },
    /// Keys of this installation.
    Key {
        #[command(subcommand)]
        action: KeyAction,
    },
}

/// Which city a command is for.
#[derive(Debug, Clone, Args)]
pub(crate) struct CityPlace {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The city, by short code, where there are several.
    #[arg(long, value_name = "CODE")]
    pub(crate) city: Option<String>,
}

/// A role and where it holds.
#[derive(Debug, Clone, Args)]
pub(crate) struct RoleChoice {
    /// The role's code, such as `city_admin` or `fuel_officer`.
    #[arg(long)]
    pub(crate) role: String,
    /// The agency's code, for roles that hold in an agency.
    #[arg(long, value_name = "CODE")]
    pub(crate) agency: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserAction {
    /// Adds a person with an account; prints a password to be changed.
    Add {
        #[command(flatten)]
        at: CityPlace,
        #[arg(long)]
        name: String,
        /// NIP or e-mail.
        #[arg(long)]
        login: String,
        #[command(flatten)]
        role: RoleChoice,
    },
    /// Prints a one-time link with which a person sets a new password.
    Reset {
        #[command(flatten)]
        at: CityPlace,
        /// NIP or e-mail.
        #[arg(long)]
        login: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenAction {
    /// Lets another program in and prints its token once.
    Add {
        #[command(flatten)]
        at: CityPlace,
        /// The program's name.
        #[arg(long)]
        name: String,
        /// What it is for and who answers for it.
        #[arg(long)]
        purpose: String,
        #[command(flatten)]
        role: RoleChoice,
        /// Days until the token ends.
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(i64).range(1..=366))]
        days: i64,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum CheckpointAction {
    /// Prints the last signed checkpoint, its code and the verifier key.
    Show {
        #[command(flatten)]
        at: CityPlace,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyAction {
    /// Names the keys, without their secrets.
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Makes a new key of a kind; it takes over by itself, a voucher key after two weeks.
    Rotate {
        #[command(flatten)]
        place: Place,
        /// The kind of key: checkpoint, voucher, link, cookie or data.
        kind: String,
        /// Uses the new key at once, before phones at the pumps know it; needs a reason.
        #[arg(long, requires = "reason")]
        now: bool,
        /// Why, for the journal.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Withdraws the earlier keys, which others know: vouchers get a new QR or link.
        #[arg(long, requires = "now")]
        withdraw: bool,
    },
    /// Seals secrets in the database with the data key in use; may be repeated at any time.
    Reseal {
        #[command(flatten)]
        place: Place,
    },
    /// Makes new keys for a database whose keys are lost for good; says what that costs.
    ReplaceLost {
        #[command(flatten)]
        place: Place,
    },
}
