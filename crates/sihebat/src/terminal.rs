//! What the operator reads in the terminal, in both languages.

use std::io::{IsTerminal as _, Write as _};

use clap::ValueEnum;

/// The language of the terminal's messages; the log is English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Language {
    /// Bahasa Indonesia.
    #[default]
    #[value(name = "id")]
    Indonesian,
    /// English.
    #[value(name = "en")]
    English,
}

/// A message in the chosen language: `words!(language, "Selesai", "Done")`.
macro_rules! words {
    ($language:expr, $indonesian:literal, $english:literal $(,)?) => {
        match $language {
            $crate::terminal::Language::Indonesian => format!($indonesian),
            $crate::terminal::Language::English => format!($english),
        }
    };
}
pub(crate) use words;

/// Prints a line for people, on standard error.
pub(crate) fn say(text: &str) {
    // A closed terminal is no reason to stop.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Prints a line for programs and pipes, on standard output.
pub(crate) fn tell(text: &str) {
    let mut output = std::io::stdout();
    let _ = writeln!(output, "{text}").and_then(|()| output.flush());
}

/// Shows how far a long work is, on one line that is written over; silent in a pipe.
pub(crate) fn progress(text: &str) {
    let mut output = std::io::stderr();
    if output.is_terminal() {
        let _ = write!(output, "\r\u{1b}[K{text}").and_then(|()| output.flush());
    }
}

/// Ends a line of [`progress`].
pub(crate) fn end_progress() {
    progress("");
}

/// Asks for a line; an empty answer is the default.
///
/// # Errors
/// Where standard input ends.
pub(crate) fn ask(question: &str, default: &str) -> anyhow::Result<String> {
    let shown = if default.is_empty() {
        String::new()
    } else {
        format!(" [{default}]")
    };
    let mut output = std::io::stderr();
    write!(output, "{question}{shown}: ")?;
    output.flush()?;
    let mut line = String::new();
    if std::io::stdin().read_line(&mut line)? == 0 {
        anyhow::bail!("the answer to “{question}” is missing");
    }
    let line = line.trim();
    Ok(if line.is_empty() {
        default.to_owned()
    } else {
        line.to_owned()
    })
}

/// Whether a person sits there to be asked.
pub(crate) fn is_attended() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}
