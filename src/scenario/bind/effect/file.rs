//! Files that are bodies: found in the folder of their scenario and nowhere else, read if they are small, known by their endings.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Component, Path, PathBuf};

use bytes::Bytes;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::body::Source;
use super::{Compiler, Sources};
use crate::base::{MediaType, Place, nearest};
use crate::scenario::effect::BodyFile;
use crate::scenario::format::Waiver;

/// The largest file that is held in memory; larger ones are read while they are sent.
const HELD: u64 = 256 << 10;

/// What the endings of files mean, of those that APIs send (IANA's registry of media types).
const ENDINGS: [(&str, &str); 40] = [
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("csv", "text/csv; charset=utf-8"),
    ("tsv", "text/tab-separated-values; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("htm", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("ndjson", "application/x-ndjson"),
    ("jsonl", "application/jsonl"),
    ("ics", "text/calendar; charset=utf-8"),
    ("vcf", "text/vcard; charset=utf-8"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
    ("tar", "application/x-tar"),
    ("wasm", "application/wasm"),
    ("cbor", "application/cbor"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("svg", "image/svg+xml"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/vnd.microsoft.icon"),
    ("mp3", "audio/mpeg"),
    ("wav", "audio/wav"),
    ("ogg", "audio/ogg"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("woff2", "font/woff2"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("bin", "application/octet-stream"),
];

/// A file and what it is.
pub(super) struct Found {
    pub(super) body: BodyFile,
    pub(super) media_type: MediaType,
}

/// Why a file is none.
enum Fault {
    /// It is elsewhere.
    Outside(&'static str),
    /// It cannot be read.
    Missing(String),
}

/// Why a file is not read, in words.
pub(in crate::scenario::bind) struct Refused {
    pub(in crate::scenario::bind) code: &'static str,
    pub(in crate::scenario::bind) message: String,
    pub(in crate::scenario::bind) help: Option<String>,
}

impl Fault {
    fn told(self, name: &str, path: &Path) -> Refused {
        match self {
            Self::Outside(why) => {
                let help = "keep files beside the scenario, or in folders below it".to_owned();
                Refused { code: "scenario-file-outside", message: format!("`{name}` {why}"), help: Some(help) }
            }
            Self::Missing(why) => {
                let help = near(path)
                    .map(|near| format!("did you mean `{}`?", Path::new(name).with_file_name(near).display()));
                Refused { code: "scenario-file-missing", message: format!("`{name}` cannot be read: {why}"), help }
            }
        }
    }
}

/// The real path of a file that a scenario names; it is looked out for from now on.
pub(in crate::scenario::bind) fn find(folder: &Path, name: &str, sources: &mut Sources) -> Result<PathBuf, Refused> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let path = folder.join(name);
    if stays_inside(Path::new(name)) && !sources.paths.contains(&path) {
        sources.paths.push(path.clone());
    }
    let (real, bytes) = open(folder, name).map_err(|fault| fault.told(name, &path))?;
    sources.bodies.insert(path, BodyFile::Streamed { path: real.clone(), bytes });
    Ok(real)
}

impl Compiler<'_> {
    /// The body file of that name.
    pub(super) fn file(
        &mut self,
        name: &str,
        content_type: Option<&MediaType>,
        status: Option<u16>,
        at: &Place,
        sources: &mut Sources,
    ) -> Option<Found> {
        let folder = self.ground.folder;
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let path = folder.join(name);
        if stays_inside(Path::new(name)) && !sources.paths.contains(&path) {
            sources.paths.push(path.clone());
        }
        let read = match sources.kept.as_ref().and_then(|kept| kept.get(&path)) {
            Some(BodyFile::Held(bytes)) => Ok(BodyFile::Held(bytes.clone())),
            // Too large to be kept: it is sent as it is now.
            Some(BodyFile::Streamed { .. }) | None => open(folder, name).and_then(|(path, bytes)| body(path, bytes)),
        };
        let body = match read {
            Ok(body) => body,
            Err(fault) => {
                let Refused { code, message, help } = fault.told(name, &path);
                self.error(code, at, message, help);
                return None;
            }
        };
        let media_type = content_type.cloned().unwrap_or_else(|| self.meaning(name, status));
        if media_type.is_json() && !self.allows(Waiver::InvalidBody) {
            self.check_json(name, &body, &media_type, status, at);
        }
        sources.bodies.insert(path, body.clone());
        Some(Found { body, media_type })
    }

    /// What a file is by its ending. Of JSON the document may say more.
    fn meaning(&self, name: &str, status: Option<u16>) -> MediaType {
        let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let ending = ending.to_ascii_lowercase();
        let known = ENDINGS.iter().find(|(known, _)| *known == ending);
        let media_type = MediaType::parse(known.map_or("application/octet-stream", |(_, media_type)| media_type));
        let documented = self.json_type(status).filter(|_| media_type.is_json());
        documented.cloned().unwrap_or(media_type)
    }

    fn check_json(&mut self, name: &str, body: &BodyFile, media_type: &MediaType, status: Option<u16>, at: &Place) {
        let parsed = match body {
            BodyFile::Held(bytes) => serde_json::from_slice(bytes).map(Some),
            // It is read through, and not kept.
            BodyFile::Streamed { path, .. } => match File::open(path) {
                Ok(file) => serde_json::from_reader::<_, IgnoredAny>(BufReader::new(file)).map(|_| None::<Value>),
                Err(_) => Ok(None),
            },
        };
        match parsed {
            Ok(Some(value)) => self.check_body(&value, status, Some(media_type), &Source::File(at)),
            Ok(None) => {}
            Err(error) => {
                let help = "`allow: [invalid-body]` says that it is meant".to_owned();
                let message = format!("`{name}` is no JSON: {error}");
                self.error("scenario-body-invalid", at, message, Some(help));
            }
        }
    }
}

/// Whether a name leads nowhere but down.
fn stays_inside(name: &Path) -> bool {
    name.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The file's real path and its length.
fn open(folder: &Path, name: &str) -> Result<(PathBuf, u64), Fault> {
    if !stays_inside(Path::new(name)) {
        return Err(Fault::Outside("leads out of the folder of the scenario"));
    }
    let missing = |error: std::io::Error| {
        Fault::Missing(match error.kind() {
            std::io::ErrorKind::NotFound => "no such file".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            _ => error.to_string(),
        })
    };
    let folder = folder.canonicalize().map_err(missing)?;
    let path = folder.join(name).canonicalize().map_err(missing)?;
    if !path.starts_with(&folder) {
        return Err(Fault::Outside("is a link that leads out of the folder of the scenario"));
    }
    let metadata = path.metadata().map_err(missing)?;
    if metadata.is_dir() {
        return Err(Fault::Missing("it is a folder".to_owned()));
    }
    if !metadata.is_file() {
        return Err(Fault::Missing("it is no regular file".to_owned()));
    }
    // Whether it can be read is found out now, not when somebody asks for it.
    File::open(&path).map_err(missing)?;
    Ok((path, metadata.len()))
}

fn body(path: PathBuf, bytes: u64) -> Result<BodyFile, Fault> {
    if bytes > HELD {
        return Ok(BodyFile::Streamed { path, bytes });
    }
    let mut held = Vec::new();
    // It may have grown since it was looked at.
    let read = File::open(&path).and_then(|file| file.take(HELD).read_to_end(&mut held));
    read.map_err(|error| Fault::Missing(error.to_string()))?;
    Ok(BodyFile::Held(Bytes::from(held)))
}

/// The file beside a missing one that is called most like it.
fn near(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let entries = std::fs::read_dir(path.parent()?).ok()?;
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names.retain(|other| other != name);
    nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
}
