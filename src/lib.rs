//! # standin
//!
//! A stand-in for an HTTP API that is not there yet, not reachable, or not to be hammered: a mock server generated from an OpenAPI
//! document of any version and in any state of repair. The program `standin` is described in README.md; this page is for those who
//! embed it, and for those who live in the house.
//!
//! ## In a test
//!
//! ```
//! # let runtime = tokio::runtime::Runtime::new().unwrap();
//! # runtime.block_on(async {
//! use standin::Standin;
//!
//! let api = Standin::from_path("spec/rocketchat-dm.json").seed(7).start().await?;
//! assert!(api.url().starts_with("http://127.0.0.1:"));
//! // Point the client under test at `api.url()`. The server stops when `api` is dropped.
//! api.stop().await;
//! # Ok::<(), standin::StartError>(())
//! # }).unwrap();
//! ```
//!
//! ## The way data flows
//!
//! ```text
//!  spec/*.json|yaml ──read──▶ Value ──walk──▶ frame (openapiv3) + schema arena      (T, Defects)
//!                                              │ compile
//!                                              ▼
//!                                           World { contract, options }
//!                                              │ one for each call
//!  TCP ──▶ hyper ──▶ Call (body read once, bounded) ──▶ respond::answer(&World, &Call) ──▶ Plan { reply, trace }
//!                                              synchronous, pure, total: no IO, no clock, no await
//!         ◀── bytes ◀── compress ◀── cors ◀── wire ◀──────────────────────────────────────┘
//! ```
//!
//! A value per stage, inert and printable. What can be decided at load is decided there; heavy pieces (checks, mended examples) are made
//! once, at first use. Decisions are data; sockets, files and clocks live in one layer.
//!
//! ## Rooms
//!
//! Layers import leftwards only, and a test enforces it: `base < schema < spec < contract < respond < serve < cli`.
//!
//! | layer | what it knows | what it never knows |
//! |---|---|---|
//! | [`base`] | pointers, defects, seeds, media types, status patterns, suggestions | JSON Schema, OpenAPI, sockets |
//! | [`schema`] | JSON Schema: every dialect in one normal form, an arena, checks, the sampler | OpenAPI, HTTP |
//! | [`spec`] | OpenAPI files → one sound frame, the arena, defects | serving |
//! | [`contract`] | the compiled promise: routes, parameters, bodies, security, documented replies | sockets, choosing |
//! | [`respond`] | from a call to a plan: the seven steps of choosing an answer | async, clocks, locks |
//! | [`serve`] | tokio and hyper: accept, wire, CORS, compression, TLS, embedding | how an answer is chosen |
//! | [`cli`] | clap, stdout, exit codes, environment | anything but mapping words to options |
//!
//! Between `contract` and `respond` two rooms are planned and not built: `collection` (virtual lists) and `scenario` (override files).
//!
//! ## Invariants
//!
//! 1. Layers import leftwards only. tokio and hyper only in `serve`, clap only in `cli`.
//! 2. [`spec::load`] fails only on unreadable input; every other problem is a [`Defect`](base::Defect) and costs at most one operation.
//! 3. After [`Contract::compile`](contract::Contract::compile) no string of the document is parsed again.
//! 4. `respond` has no `async`, no clock, no lock held.
//! 5. One [`World`](respond::World) for each call.
//! 6. Same document, seed and request: same bytes, on every platform and thread count. No iteration over hash maps reaches output.
//! 7. No panic reachable from a document or a request; one that happens anyway is caught and answered 500.
//! 8. Memory is bounded by options: bodies, documents, depth of references, the sampler's budget.
//! 9. Binds loopback unless told otherwise; follows no remote `$ref` unless told so; reads no file outside the document's folder.
//!
//! ## Three kinds of trouble, never mixed
//!
//! A [`Defect`](base::Defect) is in their document: collected, repaired, reported, never a reason to stop. A
//! [`Violation`](contract::Violation) is in their request: it becomes a reply. An error ([`LoadError`](spec::LoadError),
//! [`ServeError`](serve::ServeError)) is our own operation that failed: it ends the command with a message and a hint.
//!
//! ## Glossary
//!
//! *document*: an OpenAPI description. *frame*: its operations, typed. *arena*: its schemas, by number. *contract*: both, compiled.
//! *operation*, *parameter*, *response*, *media type*, *example*: as OpenAPI uses the words. *call*: a request, read whole. *inputs*: what
//! it says. *promise*: a documented response. *plan*: a reply and its *trace*. *world*: one state of the server. *seed*: the address of a
//! random value. *sample*: a generated value. *check*: a compiled schema. *mend*: to make an example fit. *height*: the least depth of a
//! value that fits.

pub mod base;
pub mod cli;
pub mod contract;
pub mod respond;
pub mod schema;
pub mod serve;
pub mod spec;

pub use serve::{Running, Standin, StartError};
