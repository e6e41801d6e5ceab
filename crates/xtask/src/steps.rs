//! Says what is being done and how far it is.

use std::io::Write;
use std::time::{Duration, Instant};

/// Prints one line to the terminal; a closed terminal is no reason to stop working.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{line}").and_then(|()| out.flush()));
}

/// A run of numbered steps that reports each with the time it took.
pub(crate) struct Steps {
    total: usize,
    done: usize,
    started: Instant,
}

impl Steps {
    /// Begins a run of `total` steps.
    pub(crate) fn of(total: usize) -> Self {
        Self {
            total,
            done: 0,
            started: Instant::now(),
        }
    }

    /// Announces the next step, does it, and says how long it took.
    pub(crate) fn step<T>(
        &mut self,
        title: &str,
        work: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        self.done += 1;
        let (number, total) = (self.done, self.total);
        say(&format!("[{number}/{total}] {title} …"));
        let begun = Instant::now();
        let result = work();
        let outcome = if result.is_ok() { "done" } else { "failed" };
        say(&format!(
            "[{number}/{total}] {title}: {outcome} in {}",
            in_words(begun.elapsed())
        ));
        result
    }

    /// How many steps there are.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// Steps announced so far.
    pub(crate) fn done(&self) -> usize {
        self.done
    }

    /// Time since the run began, in words.
    pub(crate) fn elapsed(&self) -> String {
        in_words(self.started.elapsed())
    }
}

/// A duration as a person says it: `0.4 s`, `12 s`, `3 min 5 s`.
pub(crate) fn in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 10 {
        format!("{}.{} s", seconds, duration.subsec_millis() / 100)
    } else if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_a_duration_as_a_person_would() {
        assert_eq!(in_words(Duration::from_millis(430)), "0.4 s");
        assert_eq!(in_words(Duration::from_secs(59)), "59 s");
        assert_eq!(in_words(Duration::from_secs(185)), "3 min 5 s");
    }

    #[test]
    fn hands_on_the_failure_of_a_step_and_counts_it() {
        let mut steps = Steps::of(2);
        assert_eq!(steps.step("one", || Ok(7)).unwrap(), 7);
        let failed: anyhow::Result<()> = steps.step("two", || anyhow::bail!("no"));
        assert_eq!(failed.unwrap_err().to_string(), "no");
        assert_eq!(steps.done(), 2);
    }
}
