//! `sihebat-documents`: one request on standard input, one PDF on standard output, and the end.
//!
//! A process per document: memory goes back to the machine, a runaway is ended by the operating
//! system, and whatever goes wrong in here goes wrong for one paper.

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use documents::{REQUEST_BYTES_MAX, Request, Typesetter};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Address space of a document, in bytes.
const MEMORY_BYTES_MAX: u64 = 1 << 30;
/// Computing time of a document, in seconds.
const COMPUTING_SECONDS_MAX: u64 = 30;

/// The examples that `--check` sets.
const SAMPLES: [(&str, &str); 2] = [
    (
        "kartu-kendali",
        include_str!("../samples/kartu-kendali.json"),
    ),
    (
        "rekap-bulanan",
        include_str!("../samples/rekap-bulanan.json"),
    ),
];

const VERSION: &str = concat!("sihebat-documents ", env!("CARGO_PKG_VERSION"), "\n");

const USAGE: &str = "\
sihebat-documents: one request (JSON) on standard input, one PDF on standard output

  --check     print the version, set the built-in examples and say how large they are
  --version   print the version
";

type Problem = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let asked = std::env::args().nth(1);
    let done = bound().and_then(|()| match asked.as_deref() {
        None => set_one(),
        Some("--check") => check(),
        Some("--version") => print(VERSION),
        Some(_) => Err(USAGE.into()),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // Nobody is left to tell when standard error is closed.
            let _ = writeln!(std::io::stderr(), "{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Asks the operating system to end this process when it takes more than a document needs.
fn bound() -> Result<(), Problem> {
    let limits = [
        (Resource::As, MEMORY_BYTES_MAX),
        (Resource::Cpu, COMPUTING_SECONDS_MAX),
        (Resource::Core, 0),
    ];
    for (resource, most) in limits {
        let maximum = getrlimit(resource).maximum;
        let most = maximum.map_or(most, |maximum| maximum.min(most));
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit)?;
    }
    Ok(())
}

fn set_one() -> Result<(), Problem> {
    let mut bytes = Vec::new();
    // One byte more than allowed is enough to know that it is too long.
    let most = u64::try_from(REQUEST_BYTES_MAX)?.saturating_add(1);
    std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    let request = Request::read(&bytes)?;
    let document = Typesetter::new().set(&request)?;
    let mut out = std::io::stdout().lock();
    out.write_all(&document)?;
    Ok(out.flush()?)
}

fn check() -> Result<(), Problem> {
    print(VERSION)?;
    let typesetter = Typesetter::new();
    for (name, sample) in SAMPLES {
        let document = typesetter.set(&Request::read(sample.as_bytes())?)?;
        print(&format!("{name} {} bytes\n", document.len()))?;
    }
    Ok(())
}

fn print(text: &str) -> Result<(), Problem> {
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}
