//! Writes the files in `vectors/` anew; run it when the format changes, and read the difference.

#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "fixtures made from constants"
)]
#[path = "../tests/it/cases/mod.rs"]
mod cases;

fn main() -> std::io::Result<()> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    for (name, content) in cases::files() {
        std::fs::write(folder.join(name), content)?;
    }
    Ok(())
}
