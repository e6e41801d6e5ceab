//! Where things lie: the work tree, the build output, the caches.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};

/// The root of the work tree.
pub(crate) fn root() -> anyhow::Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here
        .ancestors()
        .nth(2)
        .context("xtask does not lie in crates/xtask")?;
    Ok(root.to_path_buf())
}

/// Build output: `CARGO_TARGET_DIR`, or a directory outside the clone, so that a second clone
/// builds fast.
pub(crate) fn target_dir() -> anyhow::Result<PathBuf> {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(set) if !set.is_empty() => Ok(std::path::absolute(PathBuf::from(set))?),
        _ => Ok(cache_dir()?.join("target")),
    }
}

/// What outlives a clone: build output and developer tools.
pub(crate) fn cache_dir() -> anyhow::Result<PathBuf> {
    Ok(home()?.join(".cache/sihebat"))
}

/// Where the demonstration keeps its city unless told otherwise.
pub(crate) fn demo_data_dir() -> anyhow::Result<PathBuf> {
    Ok(home()?.join(".local/share/sihebat/demo"))
}

fn home() -> anyhow::Result<PathBuf> {
    let home: OsString =
        std::env::var_os("HOME").context("HOME is not set; set it to your home directory")?;
    Ok(PathBuf::from(home))
}

/// A program on the `PATH`, or among the tools in the cache.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let cached = cache_dir().map(|cache| cache.join("tools/bin")).ok();
    std::env::split_paths(&path)
        .chain(cached)
        .map(|dir| dir.join(name))
        .find(|p| p.is_file())
}

/// SHA-256 of some bytes in lower-case hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    let sum = Sha256::digest(bytes);
    let digits = sum.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

/// True when this process may install packages for the machine.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_work_tree_and_programs() {
        assert!(root().unwrap().join("crates/xtask/Cargo.toml").is_file());
        assert!(find_program("sh").is_some());
        assert!(find_program("no-such-program-anywhere").is_none());
    }

    #[test]
    fn hashes_like_the_published_example() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_hex(b"abc"), expected);
    }
}
