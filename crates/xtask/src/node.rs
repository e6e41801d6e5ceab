//! The TypeScript parts: packages and builds, skipped when nothing changed.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::steps::say;
use crate::{place, process};

const ADVICE: &str = "Node 20 or newer with npm is needed; delete `node_modules` and try again.";

/// The oldest major version of Node that the packages run on.
const OLDEST: u32 = 20;

/// Directories that are made, not written.
const MADE: [&str; 3] = ["node_modules", "dist", "test-results"];

/// Installs a project's packages exactly as its lockfile says; skipped while the lockfile is the
/// one that was installed last.
pub(crate) fn install(project: &Path) -> anyhow::Result<()> {
    let lockfile = project.join("package-lock.json");
    let lock =
        std::fs::read(&lockfile).with_context(|| format!("{} is missing", lockfile.display()))?;
    let stamp = project.join("node_modules/.sihebat-installed");
    let wanted = place::sha256_hex(&lock);
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        say("  packages are those of the lockfile");
        return Ok(());
    }
    let version = process::output(process::program("node", project).arg("--version"))
        .with_context(|| format!("Node {OLDEST} or newer is needed"))?;
    require_version(&version)?;
    let mut npm = process::program("npm", project);
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    npm.env("PUPPETEER_SKIP_DOWNLOAD", "1");
    process::succeed(&mut npm, ADVICE)?;
    std::fs::write(&stamp, wanted)?;
    Ok(())
}

/// Refuses a Node that is too old, before its packages fail in their own words.
fn require_version(version: &str) -> anyhow::Result<()> {
    let version = version.trim();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|text| text.parse().ok());
    ensure!(
        major.is_some_and(|major: u32| major >= OLDEST),
        "Node {OLDEST} or newer is needed, this machine has {version}. Install a newer one, then try again."
    );
    Ok(())
}

/// Builds the pages' scripts and styles; skipped while their sources are those built last.
pub(crate) fn build(project: &Path) -> anyhow::Result<()> {
    let stamp = project.join("node_modules/.sihebat-built");
    let wanted = source_hash(project)?;
    let is_built = project.join("dist").is_dir();
    if is_built && std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        say("  the build is that of the sources");
        return Ok(());
    }
    script(project, "build")?;
    std::fs::write(&stamp, wanted)?;
    Ok(())
}

/// Runs one script of `package.json`.
pub(crate) fn script(project: &Path, name: &str) -> anyhow::Result<()> {
    let mut npm = process::program("npm", project);
    npm.args(["run", "--silent", name]);
    process::succeed(
        &mut npm,
        &format!(
            "Run `npm run {name}` in {} to see it alone.",
            project.display()
        ),
    )
}

/// One hash over the names and contents of all source files, those of crates' assets included:
/// style sheets import them.
fn source_hash(project: &Path) -> anyhow::Result<String> {
    let mut files = Vec::new();
    collect(project, &mut files)?;
    for entry in std::fs::read_dir(place::root()?.join("crates"))? {
        let assets = entry?.path().join("assets");
        if assets.is_dir() {
            collect(&assets, &mut files)?;
        }
    }
    files.sort();
    let mut all = Vec::new();
    for file in files {
        all.extend_from_slice(file.to_string_lossy().as_bytes());
        all.extend_from_slice(place::sha256_hex(&std::fs::read(&file)?).as_bytes());
    }
    Ok(place::sha256_hex(&all))
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            if !MADE.iter().any(|made| name == *made) {
                collect(&path, files)?;
            }
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(name: &str) -> PathBuf {
        let id = std::process::id();
        let path = std::env::temp_dir().join(format!("sihebat-xtask-{name}-{id}"));
        std::fs::create_dir_all(path.join("src")).unwrap();
        std::fs::create_dir_all(path.join("node_modules")).unwrap();
        std::fs::create_dir_all(path.join("dist")).unwrap();
        path
    }

    #[test]
    fn the_hash_follows_sources_and_ignores_what_is_made() {
        let path = project("hash");
        std::fs::write(path.join("src/a.ts"), "1").unwrap();
        let before = source_hash(&path).unwrap();
        std::fs::write(path.join("dist/a.js"), "made").unwrap();
        std::fs::write(path.join("node_modules/x.js"), "made").unwrap();
        assert_eq!(source_hash(&path).unwrap(), before);
        std::fs::write(path.join("src/a.ts"), "2").unwrap();
        assert_ne!(source_hash(&path).unwrap(), before);
        std::fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn installs_nothing_while_the_lockfile_is_the_installed_one() {
        let path = project("lock");
        std::fs::write(path.join("package-lock.json"), "{}").unwrap();
        let stamp = path.join("node_modules/.sihebat-installed");
        std::fs::write(&stamp, place::sha256_hex(b"{}")).unwrap();
        // npm would fail here: there is no package.json.
        install(&path).unwrap();
        std::fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn refuses_a_node_that_is_too_old() {
        assert!(require_version("v20.20.2\n").is_ok());
        assert!(
            require_version("v18.20.4\n")
                .unwrap_err()
                .to_string()
                .contains("has v18.20.4")
        );
        assert!(require_version("").is_err());
    }

    #[test]
    fn names_a_lockfile_that_is_missing() {
        let path = project("nolock");
        assert!(
            install(&path)
                .unwrap_err()
                .to_string()
                .contains("package-lock.json is missing")
        );
        std::fs::remove_dir_all(path).unwrap();
    }
}
