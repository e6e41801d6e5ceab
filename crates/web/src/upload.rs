//! Forms with files.

use std::ops::Deref;

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{
    DefaultBodyLimit, FromRef, FromRequest, FromRequestParts as _, Multipart, Request,
};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use crate::form::{FORM_BYTES_MAX, check, read};
use crate::{Form, Site, Visitor, WebError};

/// A file sent with a form.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// The field it came from.
    pub field: String,
    /// Its name on the sender's machine; show it, never use it as a path.
    pub name: String,
    /// What is in it.
    pub bytes: Bytes,
}

/// A `multipart/form-data` form of one of our own pages: fields as in [`Form`], and files.
///
/// The route sets its limit with [`Upload::limit`]; the files are held in memory.
#[derive(Debug, Clone)]
pub struct Upload<T> {
    /// The fields.
    pub form: Form<T>,
    /// The files that were chosen; empty file fields are left out.
    pub files: Vec<UploadedFile>,
}

impl<T> Deref for Upload<T> {
    type Target = Form<T>;

    fn deref(&self) -> &Form<T> {
        &self.form
    }
}

impl<T> Upload<T> {
    /// The first file of a field.
    pub fn file(&self, field: &str) -> Option<&UploadedFile> {
        self.files.iter().find(|file| file.field == field)
    }

    /// A layer for a route that takes files of so many bytes in all.
    pub fn limit(bytes: usize) -> DefaultBodyLimit {
        DefaultBodyLimit::max(bytes.saturating_add(FORM_BYTES_MAX))
    }
}

impl<S, T> FromRequest<S> for Upload<T>
where
    S: Send + Sync,
    Site: FromRef<S>,
    T: DeserializeOwned,
{
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, state).await?;
        let headers = parts.headers.clone();
        let request = Request::from_parts(parts, body);
        let mut multipart = Multipart::from_request(request, state)
            .await
            .map_err(|_| WebError::bad_request("form_expected"))?;
        let (mut pairs, mut files) = (Vec::new(), Vec::new());
        while let Some(field) = multipart
            .next_field()
            .await
            .map_err(|error| refuse(&error))?
        {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(ToOwned::to_owned);
            let bytes = field.bytes().await.map_err(|error| refuse(&error))?;
            match file_name {
                Some(file_name) if !file_name.is_empty() || !bytes.is_empty() => {
                    // The token stands before every file, so a foreign upload is refused early.
                    check(&visitor, &headers, &pairs)?;
                    files.push(UploadedFile {
                        field: name,
                        name: file_name,
                        bytes,
                    });
                }
                Some(_) => {}
                None => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        check(&visitor, &headers, &pairs)?;
        let form = read(&headers, &pairs, &visitor.site)?;
        Ok(Self { form, files })
    }
}

fn refuse(error: &MultipartError) -> WebError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        WebError::too_large()
    } else {
        WebError::bad_request("form_unreadable")
    }
}
