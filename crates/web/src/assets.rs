//! Scripts and styles built by Vite, embedded in the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;

use crate::conversation::header;
use crate::{Answer, Site, WebError};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Built;

/// The style sheets as written, for development before Vite has run.
#[derive(RustEmbed)]
#[folder = "../../web/src/css"]
#[prefix = "source/"]
struct Source;

/// Vite's manifest of the built files.
#[derive(Debug, Clone, Default)]
pub struct Assets(Arc<BTreeMap<String, Chunk>>);

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Chunk {
    file: String,
    name: String,
    css: Vec<String>,
    imports: Vec<String>,
    is_entry: bool,
}

impl Assets {
    /// The embedded files.
    pub fn embedded() -> Self {
        let manifest = Built::get(".vite/manifest.json")
            .and_then(|file| serde_json::from_slice(&file.data).ok())
            .unwrap_or_default();
        Self(Arc::new(manifest))
    }

    /// No built files: plain styles as written and no scripts, for looking at components.
    pub fn from_source() -> Self {
        Self::default()
    }

    /// Whether Vite has run; otherwise pages have plain styles and no scripts, and the program says so.
    pub fn are_built(&self) -> bool {
        !self.0.is_empty()
    }

    /// The address of an entry's script, such as `pump`.
    pub(crate) fn script(&self, entry: &str) -> Option<String> {
        self.entry(entry).map(|chunk| format!("/{}", chunk.file))
    }

    /// The addresses of an entry's style sheets, those of shared chunks included.
    pub(crate) fn styles(&self, entry: &str) -> Vec<String> {
        let mut styles = Vec::new();
        if let Some(chunk) = self.entry(entry) {
            self.collect(chunk, &mut styles, 0);
        } else if entry == "main" && !self.are_built() {
            styles.push("/source/app.css".to_owned());
        }
        styles
    }

    fn entry(&self, name: &str) -> Option<&Chunk> {
        self.0
            .values()
            .find(|chunk| chunk.is_entry && chunk.name == name)
    }

    fn collect(&self, chunk: &Chunk, styles: &mut Vec<String>, depth: u8) {
        for import in chunk.imports.iter().filter_map(|import| self.0.get(import)) {
            if depth < 8 {
                self.collect(import, styles, depth + 1);
            }
        }
        for style in &chunk.css {
            let address = format!("/{style}");
            if !styles.contains(&address) {
                styles.push(address);
            }
        }
    }
}

/// Routes of the embedded files.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/assets/{*path}", get(show_hashed))
        .route("/source/{*path}", get(show_source))
        .route(CHART_SOURCE_PATH, get(show_chart_source))
        .route(
            "/sw.js",
            get(async |headers: HeaderMap| show("sw.js", &headers)),
        )
        .route(
            "/manifest.webmanifest",
            get(async |headers: HeaderMap| show("manifest.webmanifest", &headers)),
        )
        .route("/favicon.svg", get(show_icon))
        .route(
            "/favicon.ico",
            get(async || crate::redirect("/favicon.svg")),
        )
}

async fn show_hashed(Path(path): Path<String>, headers: HeaderMap) -> Answer {
    let mut response = show(&format!("assets/{path}"), &headers)?;
    // The name holds a hash of the content, so it never changes.
    let year = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(CACHE_CONTROL, year);
    Ok(response)
}

async fn show_source(
    State(site): State<Site>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Answer {
    if site.assets.are_built() {
        return Err(WebError::not_found());
    }
    let path = format!("source/{path}");
    let file = Source::get(&path).ok_or_else(WebError::not_found)?;
    Ok(answer(&path, &file, None, &headers))
}

/// Where `app.css` finds the charts' styles relative to itself when it is served as written.
const CHART_SOURCE_PATH: &str = "/crates/chart/assets/chart.css";

async fn show_chart_source(State(site): State<Site>) -> Answer {
    if site.assets.are_built() {
        return Err(WebError::not_found());
    }
    let mut response = include_str!("../../chart/assets/chart.css").into_response();
    let kind = HeaderValue::from_static(media_type("chart.css"));
    response.headers_mut().insert(CONTENT_TYPE, kind);
    Ok(response)
}

const ICON: &str = include_str!("../templates/favicon.svg");

async fn show_icon() -> Response {
    let mut response = ICON.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=86400"),
    );
    response
}

/// A built file, in the best encoding that was made and is accepted.
fn show(path: &str, headers: &HeaderMap) -> Answer {
    let accepted = header(headers, ACCEPT_ENCODING.as_str()).unwrap_or_default();
    for (encoding, suffix) in [("br", ".br"), ("gzip", ".gz")] {
        if accepted.contains(encoding)
            && let Some(file) = Built::get(&format!("{path}{suffix}"))
        {
            return Ok(answer(path, &file, Some(encoding), headers));
        }
    }
    let file = Built::get(path).ok_or_else(WebError::not_found)?;
    Ok(answer(path, &file, None, headers))
}

fn answer(
    path: &str,
    file: &EmbeddedFile,
    encoding: Option<&'static str>,
    request: &HeaderMap,
) -> Response {
    let hash = file.metadata.sha256_hash();
    let tag = format!("\"{}\"", base::to_hex(hash.get(..12).unwrap_or(&hash)));
    let unchanged = header(request, IF_NONE_MATCH.as_str())
        .is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        file.data.clone().into_owned().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built() -> Assets {
        let manifest = r#"{
            "_shared.css": {"file": "assets/shared-1.js", "name": "shared", "css": ["assets/shared-1.css"]},
            "src/main.ts": {"file": "assets/main-2.js", "name": "main", "isEntry": true,
                "imports": ["_shared.css"], "css": ["assets/main-2.css"]},
            "src/pump.ts": {"file": "assets/pump-3.js", "name": "pump", "isEntry": true,
                "imports": ["_shared.css", "src/pump.ts"]}
        }"#;
        Assets(Arc::new(serde_json::from_str(manifest).unwrap()))
    }

    #[test]
    fn styles_of_shared_chunks_come_first_and_once() {
        let assets = built();
        assert_eq!(
            assets.styles("main"),
            ["/assets/shared-1.css", "/assets/main-2.css"]
        );
        assert_eq!(assets.styles("pump"), ["/assets/shared-1.css"]);
        assert_eq!(assets.script("pump"), Some("/assets/pump-3.js".to_owned()));
        assert_eq!(assets.script("shared"), None);
    }

    #[test]
    fn without_a_build_there_are_plain_styles_and_no_scripts() {
        let assets = Assets::from_source();
        assert!(!assets.are_built());
        assert_eq!(assets.styles("main"), ["/source/app.css"]);
        assert_eq!(assets.script("main"), None);
    }

    #[test]
    fn unchanged_file_is_not_sent_again() {
        let file = Source::get("source/app.css").unwrap();
        let first = answer("source/app.css", &file, None, &HeaderMap::new());
        let mut asked = HeaderMap::new();
        asked.insert(IF_NONE_MATCH, first.headers()[ETAG].clone());
        let second = answer("source/app.css", &file, None, &asked);
        assert_eq!(
            (first.status(), second.status()),
            (StatusCode::OK, StatusCode::NOT_MODIFIED)
        );
        assert_eq!(first.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
    }
}
