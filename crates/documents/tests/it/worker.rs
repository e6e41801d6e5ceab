//! The worker as the server meets it: a process.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::papers::many;
use crate::pdf::Set;

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sihebat-documents"))
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The worker may stop reading before the end: then the rest is nobody's.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

#[test]
fn sets_one_paper_and_ends() {
    let sample = include_bytes!("../../samples/rekap-bulanan.json");
    let output = run(&[], sample);
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty());
    assert!(Set::read(&output.stdout).text().contains("Rp 12.500.000"));
}

#[test]
fn the_longest_request_is_set_within_the_limits_of_the_process() {
    let one = serde_json::to_vec(&many(1)).unwrap().len();
    let row = serde_json::to_vec(&many(2)).unwrap().len() - one;
    let count = (documents::REQUEST_BYTES_MAX - one) / row;
    let request = serde_json::to_vec(&many(count)).unwrap();
    assert!(request.len() > documents::REQUEST_BYTES_MAX - 4 * row);
    let output = run(&[], &request);
    assert!(output.status.success(), "{:?}", output.stderr);
    let set = Set::read(&output.stdout);
    let last = u32::try_from(set.page_count()).unwrap();
    assert!(set.page(last).contains(&format!("V{count:04}")));
}

#[test]
fn says_in_one_line_why_there_is_no_paper() {
    for (input, reason) in [
        (&b""[..], "cannot be read"),
        (b"{\"template\":", "cannot be read"),
        (b"{\"made_at\":\"kemarin\"}", "cannot be read"),
        (&vec![b' '; documents::REQUEST_BYTES_MAX + 1], "more than"),
    ] {
        let output = run(&[], input);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(output.stdout.is_empty());
        assert!(said.contains(reason), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn checks_itself_and_knows_its_version() {
    let output = run(&["--check"], b"");
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("kartu-kendali ") && said.contains("rekap-bulanan "),
        "{said}"
    );
    let version = String::from_utf8(run(&["--version"], b"").stdout).unwrap();
    assert_eq!(
        version,
        concat!("sihebat-documents ", env!("CARGO_PKG_VERSION"), "\n")
    );
    assert_eq!(run(&["--help"], b"").status.code(), Some(1));
}
