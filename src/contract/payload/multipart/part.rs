//! Divides a whole multipart body into its parts, with the `multer` crate driven to its end on the spot: all bytes are
//! there, so its futures never have anything to wait for. Contents are not looked at.

use std::convert::Infallible;
use std::error::Error;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body_util::{BodyDataStream, Full};
use multer::Field;
use percent_encoding::percent_decode_str;

use super::{File, MultipartError};
use crate::base::MediaType;

/// A part as it was sent.
pub(super) struct Part {
    pub(super) name: Option<String>,
    pub(super) filename: Option<String>,
    pub(super) content_type: Option<MediaType>,
    pub(super) bytes: Bytes,
}

impl Part {
    /// Whether it is to be told as a [`File`].
    pub(super) fn is_file(&self) -> bool {
        let is_readable = |media: &MediaType| media.is_text() || media.is_json() || media.is_xml() || media.is_form();
        self.filename.is_some() || self.content_type.as_ref().is_some_and(|media| !is_readable(media))
    }

    pub(super) fn to_file(&self) -> File {
        File {
            name: self.name.clone().unwrap_or_default(),
            filename: self.filename.clone(),
            content_type: self.content_type.as_ref().map(|media| media.as_str().to_owned()),
            size: self.bytes.len(),
        }
    }
}

/// All parts between the boundaries.
pub(super) fn read(boundary: &str, body: &Bytes) -> Result<Vec<Part>, MultipartError> {
    let refuse = |error| refusal(error, boundary);
    let undivided = || MultipartError::Undivided { boundary: boundary.to_owned() };
    let stream = BodyDataStream::new(Full::<Bytes>::new(body.clone()));
    let mut multipart = multer::Multipart::new::<_, Bytes, Infallible, _>(stream, boundary);
    let mut parts = Vec::new();
    while let Some(field) = finish(multipart.next_field()).ok_or_else(undivided)?.map_err(refuse)? {
        let (name, filename, content_type) = headers(&field);
        let bytes = finish(field.bytes()).ok_or_else(undivided)?.map_err(refuse)?;
        parts.push(Part { name, filename, content_type, bytes });
    }
    Ok(parts)
}

/// Polls a future that is expected to be ready; `None` when it still is not after a few times.
fn finish<F: Future>(future: F) -> Option<F::Output> {
    const TIMES: usize = 16;
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    (0..TIMES).find_map(|_| match future.as_mut().poll(&mut context) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    })
}

fn headers(field: &Field<'_>) -> (Option<String>, Option<String>, Option<MediaType>) {
    let header = |name| field.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let extended = || header("content-disposition").and_then(|text| extended_filename(&text));
    (
        field.name().map(str::to_owned),
        field.file_name().map(str::to_owned).or_else(extended),
        header("content-type").map(|text| MediaType::parse(&text)),
    )
}

/// `filename*=UTF-8''%C3%A9.txt` (RFC 8187), which RFC 7578 §4.2 forbids in form data and some clients send.
fn extended_filename(disposition: &str) -> Option<String> {
    let encoded = disposition.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("filename*").then(|| value.trim())
    })?;
    let text = encoded.splitn(3, '\'').nth(2).unwrap_or(encoded);
    Some(percent_decode_str(text).decode_utf8_lossy().into_owned())
}

fn refusal(error: multer::Error, boundary: &str) -> MultipartError {
    match error {
        multer::Error::IncompleteFieldData { field_name } => {
            MultipartError::Unfinished { name: field_name.unwrap_or_default() }
        }
        multer::Error::ReadHeaderFailed(reason) => MultipartError::Headers(reason.to_string()),
        multer::Error::DecodeHeaderName { .. }
        | multer::Error::DecodeHeaderValue { .. }
        | multer::Error::IncompleteHeaders => {
            MultipartError::Headers(error.source().map_or_else(|| error.to_string(), ToString::to_string))
        }
        _ => MultipartError::Undivided { boundary: boundary.to_owned() },
    }
}
