//! Files of signed notes: checkpoints one after the other, as they are kept outside the database.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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

/// The notes of a file's text, in order.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = String::new();
    let mut signed = false;
    for line in text.lines() {
        let is_signature = line.starts_with(SIGNATURE);
        if signed && !is_signature {
            notes.push(std::mem::take(&mut note));
            signed = false;
        }
        if note.is_empty() && line.is_empty() {
            continue;
        }
        signed |= is_signature;
        note.push_str(line);
        note.push('\n');
    }
    if !note.is_empty() {
        notes.push(note);
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_come_back_from_their_file_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let path = NoteFiles::new(folder.path().join("checkpoints")).all("kp");
        let signer = journal::SigningKey::new("kupang", &[7; 32]);
        let notes: Vec<String> = ["eins\n2\n", "zwei\n3\n", "drei\n4\n"]
            .iter()
            .map(|text| journal::sign_note(text, &signer))
            .collect();
        for note in &notes {
            append(&path, note).unwrap();
            // Told twice after a crash, kept once.
            append(&path, note).unwrap();
        }
        assert_eq!(split(&fs::read_to_string(&path).unwrap()), notes);
        assert_eq!(split(&notes[0]), [notes[0].clone()]);
    }

    #[test]
    fn a_text_without_signature_stays_one_note_to_be_refused() {
        assert_eq!(split("nothing\nhere\n"), ["nothing\nhere\n"]);
        assert_eq!(split(""), Vec::<String>::new());
    }
}
