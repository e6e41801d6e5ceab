//! The text files of the work tree, as git sees them.

use std::path::Path;

use anyhow::Context;

use crate::process;

/// One text file.
#[derive(Debug)]
pub(super) struct File {
    /// Relative to the root, with `/`.
    pub(super) path: String,
    /// The whole content.
    pub(super) text: String,
}

impl File {
    /// The crate it belongs to, if any.
    pub(super) fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// True when the path ends with one of these extensions.
    pub(super) fn is_one_of(&self, extensions: &[&str]) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// Lines with their number, counted from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// All text files that are tracked or would be.
#[derive(Debug)]
pub(super) struct Tree {
    /// Sorted by path.
    pub(super) files: Vec<File>,
    /// Every path, also of files that are no text.
    paths: Vec<String>,
}

impl Tree {
    /// Reads the work tree below `root`.
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut git = process::program("git", root);
        git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        let listed = process::output(&mut git).context("tidy asks git which files there are")?;
        let mut paths: Vec<String> = listed
            .lines()
            .filter(|path| root.join(path).is_file())
            .map(str::to_owned)
            .collect();
        paths.sort();
        paths.dedup();
        let mut files = Vec::new();
        for path in &paths {
            if let Ok(text) = String::from_utf8(std::fs::read(root.join(path))?)
                && !text.contains('\0')
            {
                files.push(File {
                    path: path.clone(),
                    text,
                });
            }
        }
        Ok(Self { files, paths })
    }

    /// True when there is a file, or a directory with files, at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        let directory = format!("{}/", path.trim_end_matches('/'));
        path.is_empty()
            || self
                .paths
                .iter()
                .any(|p| p == path || p.starts_with(&directory))
    }

    /// A tree of samples.
    #[cfg(test)]
    pub(super) fn of(samples: &[(&str, &str)]) -> Self {
        let files: Vec<File> = samples
            .iter()
            .map(|(path, text)| File {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        let paths = files.iter().map(|file| file.path.clone()).collect();
        Self { files, paths }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_files_directories_and_crates() {
        let tree = Tree::of(&[("crates/fuel/src/lib.rs", "a\nb")]);
        assert!(tree.has("crates/fuel/src") && tree.has("crates/fuel/src/lib.rs"));
        assert!(!tree.has("crates/fue"));
        let file = tree.files.first().unwrap();
        assert_eq!(file.crate_name(), Some("fuel"));
        assert_eq!(file.lines().last(), Some((2, "b")));
    }

    #[test]
    fn reads_the_real_tree() {
        let tree = Tree::read(&crate::place::root().unwrap()).unwrap();
        assert!(tree.has("crates/xtask/src/main.rs"));
    }
}
