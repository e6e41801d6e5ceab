//! Files of signed notes: checkpoints one after the other, as they are kept outside the database.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How the first line of our notes begins.
const ORIGIN: &str = "sihebat.id/";

/// How a signature line of a note begins (C2SP signed-note).
const SIGNATURE: &str = "\u{2014} ";

/// The files of a city's checkpoints.
#[derive(Debug, Clone)]
pub(crate) struct NoteFiles {
    folder: PathBuf,
}

impl NoteFiles {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Every checkpoint that was signed.
    pub(crate) fn all(&self, short_code: &str) -> PathBuf {
        self.folder.join(format!("{short_code}.txt"))
    }

    /// The last checkpoint of each day.
    pub(crate) fn daily(&self, short_code: &str) -> PathBuf {
        self.folder.join(format!("{short_code}-daily.txt"))
    }
}

/// Appends a note, synced, unless it is the last one already.
pub(crate) fn append(path: &Path, note: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|text| text.ends_with(&format!("\n{note}\n"))) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    write!(file, "\n{note}\n")?;
    file.sync_all()
}

/// Writes a whole file beside its place, synced, then puts it there.
pub(crate) fn put(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let beside = path.with_extension(format!("{}.part", std::process::id()));
    let mut file = fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    fs::File::open(folder)?.sync_all()
}

/// The notes in a text, in order: of a file of ours, or of a mail that was saved.
///
/// Words around notes are passed over, as are the marks of a quoted or forwarded mail. A text without
/// any note is given back as it is, to be refused.
pub(crate) fn split(text: &str) -> Vec<String> {
    let decoded;
    let text = if is_quoted_printable(text) {
        decoded = decode_quoted_printable(text);
        &decoded
    } else {
        text
    };
    let mut notes = Vec::new();
    let mut note: Option<String> = None;
    let mut signed = false;
    for line in text.lines() {
        let line = line.trim_start_matches("> ").trim_end();
        let is_signature = line.starts_with(SIGNATURE);
        if line.starts_with(ORIGIN) || (signed && !is_signature) {
            notes.extend(note.take());
            signed = false;
        }
        if line.starts_with(ORIGIN) {
            note = Some(String::new());
        }
        if let Some(note) = &mut note {
            signed |= is_signature;
            note.push_str(line);
            note.push('\n');
        }
    }
    notes.extend(note);
    if notes.is_empty() && !text.trim().is_empty() {
        notes.push(text.to_owned());
    }
    notes
}

fn is_quoted_printable(text: &str) -> bool {
    let header = "content-transfer-encoding: quoted-printable";
    text.lines()
        .any(|line| line.trim_end().eq_ignore_ascii_case(header))
}

/// Reads quoted-printable (RFC 2045, section 6.7); what is no code stays as it is.
fn decode_quoted_printable(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_end();
        let (line, is_whole) = match line.strip_suffix('=') {
            Some(cut) => (cut, false),
            None => (line, true),
        };
        let mut parts = line.split('=');
        bytes.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
        for part in parts {
            let code = part.get(..2).and_then(base::from_hex);
            match (code, part.get(2..)) {
                (Some(code), Some(rest)) => {
                    bytes.extend(code);
                    bytes.extend_from_slice(rest.as_bytes());
                }
                _ => bytes.extend_from_slice(format!("={part}").as_bytes()),
            }
        }
        if is_whole {
            bytes.push(b'\n');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(names: &[&str]) -> Vec<String> {
        let signer = journal::SigningKey::new("kupang", &[7; 32]);
        let sign = |name: &&str| journal::sign_note(&format!("sihebat.id/{name}\n2\n"), &signer);
        names.iter().map(sign).collect()
    }

    #[test]
    fn notes_come_back_from_their_file_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let path = NoteFiles::new(folder.path().join("checkpoints")).all("kp");
        let notes = signed(&["eins", "zwei", "drei"]);
        for note in &notes {
            append(&path, note).unwrap();
            // Told twice after a crash, kept once.
            append(&path, note).unwrap();
        }
        assert_eq!(split(&fs::read_to_string(&path).unwrap()), notes);
        assert_eq!(split(&notes[0]), [notes[0].clone()]);
    }

    #[test]
    fn notes_are_found_in_a_saved_mail() {
        let notes = signed(&["eins", "zwei"]);
        let mail = format!(
            "Subject: tanda\r\n\r\nSimpan surel ini.\n\n{}\n{}\nSalam\n",
            notes[0], notes[1]
        );
        assert_eq!(split(&mail), notes);
        assert_eq!(split(&mail.replace('\n', "\r\n")), notes);
        let quoted = format!("> {}", mail.replace('\n', "\n> "));
        assert_eq!(split(&quoted), notes);
    }

    #[test]
    fn notes_are_found_in_a_mail_as_it_travelled() {
        let notes = signed(&["eins"]);
        let coded = notes[0]
            .replace('=', "=3D")
            .replace('\u{2014}', "=E2=80=94");
        let (start, end) = coded.split_at(coded.len() - 30);
        let mail = format!(
            "Content-Transfer-Encoding: quoted-printable\r\n\r\nSimpan surel ini.\r\n\r\n{start}=\r\n{end}"
        );
        assert_eq!(split(&mail), notes);
    }

    #[test]
    fn a_text_without_signature_stays_one_note_to_be_refused() {
        assert_eq!(split("nothing\nhere\n"), ["nothing\nhere\n"]);
        assert_eq!(split("sihebat.id/x\n1\n"), ["sihebat.id/x\n1\n"]);
        assert_eq!(split(""), Vec::<String>::new());
    }

    #[test]
    fn a_file_is_put_in_place_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("saksi/kp-2026-11-24.txt");
        put(&path, "one").unwrap();
        put(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        let names = fs::read_dir(path.parent().unwrap()).unwrap();
        assert_eq!(names.count(), 1);
    }
}
