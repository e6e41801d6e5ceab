//! Counts the tests of all runs for the closing line.

use std::path::Path;

/// How many tests ran, over all runs.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed or could not run.
    pub(crate) failed: u64,
}

impl Tally {
    /// Adds the report that the test runner wrote for one run; without a report, nothing.
    pub(crate) fn add_report(&mut self, report: &Path) {
        if let Ok(text) = std::fs::read_to_string(report) {
            self.add_text(&text);
        }
    }

    fn add_text(&mut self, report: &str) {
        let Some(head) = report
            .split("<testsuites")
            .nth(1)
            .and_then(|rest| rest.split('>').next())
        else {
            return;
        };
        let failed = number(head, "failures") + number(head, "errors");
        self.failed += failed;
        self.passed += number(head, "tests").saturating_sub(failed);
    }
}

fn number(head: &str, attribute: &str) -> u64 {
    let key = format!(" {attribute}=\"");
    let value = head
        .split(&key)
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    value.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_over_runs() {
        let mut tally = Tally::default();
        tally.add_text(
            r#"<?xml?><testsuites name="a" tests="12" failures="1" errors="1" uuid="x">"#,
        );
        tally.add_text(r#"<testsuites name="b" tests="3" failures="0" errors="0"></testsuites>"#);
        assert_eq!(
            tally,
            Tally {
                passed: 13,
                failed: 2
            }
        );
    }

    #[test]
    fn takes_no_numbers_from_a_file_that_is_no_report() {
        let mut tally = Tally::default();
        tally.add_text("tests=\"9\"");
        assert_eq!(tally, Tally::default());
    }
}
