//! Nothing of one machine in the tree: no absolute directories, no addresses of one registry.

use super::Finding;
use super::rules::Rules;
use super::tree::Tree;

/// First parts of absolute directories that belong to somebody's machine.
const DIRECTORIES: [&str; 4] = ["work", "root", "tmp", "home"];

/// Finds directories of one machine, addresses in lockfiles and settings that replace registries.
pub(super) fn check(tree: &Tree, _rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        for (number, line) in file.lines() {
            if let Some(directory) = DIRECTORIES
                .iter()
                .find(|found| names_directory(line, found))
            {
                let message = format!("names the directory /{directory} of one machine");
                findings.push(Finding::new(&file.path, number, message));
            }
            if is_registry_address(name, line) {
                let message = "names the address of a registry: the client's settings hold it";
                findings.push(Finding::new(&file.path, number, message));
            }
        }
    }
    findings
}

/// True when the line has `/directory/` at the beginning of a path.
fn names_directory(line: &str, directory: &str) -> bool {
    let needle = format!("/{directory}/");
    line.match_indices(&needle).any(|(at, _)| {
        let before = line.get(..at).unwrap_or_default();
        !before.ends_with(is_path)
    })
}

fn is_path(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '}' | '~' | '$' | '*' | '/' | ':')
}

fn is_registry_address(name: &str, line: &str) -> bool {
    let line = line.trim();
    match name {
        "package-lock.json" => line.starts_with("\"resolved\": \"http"),
        "Cargo.lock" => {
            line.starts_with("source = ")
                && !line.starts_with("source = \"registry+https://github.com/rust-lang/")
        }
        ".npmrc" => {
            let key = line.split('=').next().unwrap_or_default().trim();
            key == "registry" || key.ends_with(":registry")
        }
        "config.toml" => line.starts_with("replace-with") || line.starts_with("registry"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, line: &str) -> usize {
        check(&Tree::of(&[(path, line)]), &Rules::default()).len()
    }

    #[test]
    fn finds_a_directory_of_one_machine() {
        let directory = ["", "tmp", "x"].join("/");
        assert_eq!(count("a.md", &format!("see {directory}")), 1);
        assert_eq!(count("a.md", &format!("TMPDIR={directory}")), 1);
        assert_eq!(count("a.rs", &format!("src{directory}.rs")), 0);
        assert_eq!(count("a.md", &format!("https://example.org{directory}")), 0);
    }

    #[test]
    fn finds_addresses_of_registries() {
        assert_eq!(
            count(
                "web/package-lock.json",
                "  \"resolved\": \"https://mirror/x.tgz\","
            ),
            1
        );
        assert_eq!(
            count("Cargo.lock", "source = \"sparse+https://mirror/\""),
            1
        );
        assert_eq!(
            count(
                "Cargo.lock",
                "source = \"registry+https://github.com/rust-lang/x\""
            ),
            0
        );
        assert_eq!(count(".cargo/config.toml", "replace-with = \"mirror\""), 1);
        assert_eq!(count(".npmrc", "registry=https://mirror/"), 1);
        assert_eq!(count(".npmrc", "omit-lockfile-registry-resolved=true"), 0);
    }
}
