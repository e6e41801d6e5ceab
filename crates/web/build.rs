//! Makes the folder of built assets exist, so that `cargo check` works before Vite has run.
//!
//! The server says at its start when the folder is empty (`Assets::are_built`).

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=../../web/dist");
    std::fs::create_dir_all("../../web/dist")
}
