// Documents and queries → tests/mongo/cases.json, with the results that `mingo` gives: MongoDB's query language in JavaScript, written by others.
//
//   mkdir /tmp/mingo && cd /tmp/mingo && npm install mingo@7.2.7
//   node REPOSITORY/tests/mongo/generate.mjs /tmp/mingo > REPOSITORY/tests/mongo/cases.json
//
// Dates are written `{"$date": ms}` in documents; mingo is given a `Date`. Where mingo is known to differ from MongoDB, a case says what the server
// does (`server`) and why (`because`, with its source); mingo's result must then really be another one.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.argv[2]}/`));
const { Query, find } = require("mingo");

const at = (text) => ({ $date: Date.parse(text) });

// ---------------------------------------------------------------- documents

const collections = {
  // Values of every type under `a`.
  types: [
    {},
    { a: null },
    { a: 0 },
    { a: 1 },
    { a: -1 },
    { a: 1.5 },
    { a: 9007199254740991 },
    { a: "" },
    { a: "abc" },
    { a: "ABC" },
    { a: "1" },
    { a: "line one\nline two" },
    { a: true },
    { a: false },
    { a: [] },
    { a: [1, 2, 3] },
    { a: [3, "abc", null] },
    { a: [{ b: 1 }, { b: 2 }] },
    { a: {} },
    { a: { b: 1 } },
    { a: { b: 1, c: 2 } },
    { a: { b: null } },
    { a: at("2023-11-01T23:20:57.357Z") },
    { a: at("1969-07-20T20:17:40.000Z") },
    { a: [at("2023-11-01T23:20:57.357Z"), at("2024-02-29T00:00:00.000Z")] },
    { a: 10 },
    { a: 100 },
    { a: -7 },
    { a: "Zebra" },
    { a: "été" },
  ],
  // Lists in all places of a path.
  paths: [
    {},
    { a: null },
    { a: 5 },
    { a: "text" },
    { a: {} },
    { a: { b: null } },
    { a: { b: 1 } },
    { a: { b: "x" } },
    { a: { b: [] } },
    { a: { b: [1, 2] } },
    { a: { b: { c: 1 } } },
    { a: { b: { c: [1, 5] } } },
    { a: { b: [{ c: 1 }, { c: 5 }] } },
    { a: [] },
    { a: [5, 6] },
    { a: [{ b: 1 }, { b: 2 }] },
    { a: [{ b: 1 }, { d: 2 }] },
    { a: [{ b: null }, { b: 3 }] },
    { a: [{ b: { c: 1 } }, { b: { c: 7 } }] },
    { a: { 0: 1 } },
    { a: { 0: { b: 1 } } },
    { "a.b": 1 },
    { a: [1, { b: 1 }] },
  ],
  // Lists in lists, and objects that differ in the order of their members.
  nested: [
    { a: [[1, 2], [3]] },
    { a: [[1, 2], [3, 4]] },
    { a: { b: [[1, 2], 3] } },
    { a: [{ b: [1, 2] }, { b: [3] }] },
    { a: [{ b: [{ c: 1 }, { c: 2 }] }, { b: [{ c: 9 }] }] },
    { a: [[{ b: 1 }]] },
    { a: [{ 0: 7 }] },
    { a: [[]] },
    { a: { b: 1, c: 2 } },
    { a: { c: 2, b: 1 } },
  ],
  // Messages as a chat has them.
  messages: [
    {
      _id: "m1", rid: "r1", msg: "Hello @ann", ts: at("2023-11-01T08:00:00.000Z"),
      u: { _id: "u1", username: "bob" }, mentions: [{ _id: "u2", username: "ann" }], urls: [], tcount: 2,
      reactions: { ":+1:": { usernames: ["ann", "cid"] } }, replies: ["u2", "u3"], pinned: true,
      editedAt: at("2023-11-01T08:05:00.000Z"),
    },
    {
      _id: "m2", rid: "r1", msg: "see https://example.com/a?b=c", ts: at("2023-11-01T08:00:00.357Z"),
      u: { _id: "u2", username: "ann" }, mentions: [], urls: [{ url: "https://example.com/a?b=c", meta: { status: 200 } }],
      tmid: "m1",
    },
    {
      _id: "m3", rid: "r1", msg: "", t: "uj", ts: at("2023-11-02T00:00:00.000Z"), u: { _id: "u3", username: "cid" },
      groupable: false, _hidden: true,
    },
    {
      _id: "m4", rid: "r2", msg: "Grüße an alle", ts: at("2023-11-30T23:59:59.999Z"), u: { _id: "u1", username: "bob" },
      mentions: [{ _id: "all", username: "all" }, { _id: "u3", username: "cid" }], starred: [{ _id: "u1" }],
      attachments: [{ title: "a.png", size: 1024, ts: at("2023-11-30T00:00:00.000Z") }, { title: "b.pdf", size: 5 }],
    },
    {
      _id: "m5", rid: "r2", msg: "100%", ts: at("2024-02-29T12:00:00.000Z"), u: { _id: "u2", username: "ann" },
      starred: [{ _id: "u2" }, { _id: "u3" }], tcount: 0, pinned: false, urls: [{ url: "http://x.org", meta: { status: 404 } }],
      attachments: [{ title: "c.png", size: 300000, ts: at("2024-03-01T00:00:00.000Z") }],
    },
    {
      _id: "m6", rid: "r2", msg: "line one\nHello two", ts: at("2024-03-01T00:00:00.000Z"), u: { _id: "u4", username: "Ann" },
      replies: [], tcount: 11, score: -3.5, editedBy: null,
    },
  ],
};

// ---------------------------------------------------------------- filters: [collection, filters]

const day = at("2023-11-01T23:20:57.357Z");
const filters = {
  types: [
    {},
    // Equality, in all ways of writing it.
    ...[null, 0, 1, -1, 1.5, 9007199254740991, "", "abc", "1", true, false, [], [1, 2, 3], [1, 2], [[1, 2], [3]], {},
      { b: 1 }, { b: 1, c: 2 }, { b: null }, day, "2023-11-01T23:20:57.357Z", 3].flatMap((value) => [
      { a: value },
      { a: { $ne: value } },
    ]),
    ...[null, 1, "abc", [1, 2], { b: 1 }].map((value) => ({ a: { $eq: value } })),
    // Order, each type for itself.
    ...[0, 1.5, -8, "abc", "Z", "", true, false, day, at("2000-01-01T00:00:00.000Z"), null].flatMap((value) =>
      ["$gt", "$gte", "$lt", "$lte"].map((operator) => ({ a: { [operator]: value } }))
    ),
    { a: { $gt: 0, $lt: 2 } },
    { a: { $gte: 2, $lte: 2 } },
    { a: { $gt: 2, $lt: 2 } },
    { a: { $gt: day, $lt: at("2024-03-01T00:00:00.000Z") } },
    { a: { $gt: [1, 2] } },
    { a: { $gt: { b: 1 } } },
    { a: { $lte: { b: 1 } } },
    // Lists of values.
    { a: { $in: [] } },
    { a: { $in: [1] } },
    { a: { $in: [1, "abc", true] } },
    { a: { $in: [null] } },
    { a: { $in: [[1, 2]] } },
    { a: { $in: [[1, 2, 3], 10] } },
    { a: { $in: [{ b: 1 }] } },
    { a: { $in: [day] } },
    { a: { $in: [/^ab/, 100] } },
    { a: { $nin: [] } },
    { a: { $nin: [1] } },
    { a: { $nin: [null] } },
    { a: { $nin: [1, "abc", null, day] } },
    { a: { $nin: [/b/i] } },
    // What is there.
    { a: { $exists: true } },
    { a: { $exists: false } },
    { a: { $exists: 1 } },
    { a: { $exists: 0 } },
    { a: { $exists: true, $ne: null } },
    { "a.b": { $exists: true } },
    { "a.b": { $exists: false } },
    // Types.
    ...["string", "array", "bool", "date", 4, 8].map((type) => ({ a: { $type: type } })),
    { a: { $type: ["string", "date"] } },
    { a: { $type: "int" } },
    { a: { $type: "objectId" } },
    { a: { $type: "regex" } },
    // Regular expressions.
    { a: { $regex: "b" } },
    { a: { $regex: "^abc$" } },
    { a: { $regex: "^abc$", $options: "i" } },
    { a: { $regex: "^line two", $options: "m" } },
    { a: { $regex: "^line two" } },
    { a: { $regex: "one.line", $options: "s" } },
    { a: { $regex: "one.line" } },
    { a: { $regex: "^\\d$" } },
    { a: { $regex: "" } },
    { a: { $regex: "2023" } },
    { a: { $regex: "ÉTÉ", $options: "i" } },
    { a: { $regex: "^[^a-z]+$" } },
    { a: { $not: { $regex: "b" } } },
    { a: { $not: /b/i } },
    { a: /^[A-Z]/ },
    { a: { $regex: "a|Z" } },
    // Remainders.
    { a: { $mod: [2, 0] } },
    { a: { $mod: [3, -1] } },
    // Lists.
    { a: { $size: 0 } },
    { a: { $size: 2 } },
    { a: { $size: 3 } },
    { a: { $not: { $size: 3 } } },
    { a: { $all: [1] } },
    { a: { $all: [1, 2] } },
    { a: { $all: [[1, 2]] } },
    { a: { $all: [] } },
    { a: { $all: [3, "abc"] } },
    { a: { $all: [null, 3] } },
    { a: { $all: [/^a/, 3] } },
    { a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } },
    { a: { $elemMatch: { $gt: 1, $lt: 3 } } },
    { a: { $elemMatch: { $gte: 3 } } },
    { a: { $elemMatch: { $gt: 3 } } },
    { a: { $elemMatch: { b: 2 } } },
    { a: { $elemMatch: { $in: ["abc", 9] } } },
    { a: { $elemMatch: { $eq: null } } },
    { a: { $elemMatch: { $ne: 1 } } },
    { a: { $elemMatch: { $regex: "^a" } } },
    { a: { $elemMatch: { $type: "array" } } },
    { a: { $elemMatch: { $gte: at("2024-01-01T00:00:00.000Z") } } },
    { a: { $elemMatch: { $size: 2 } } },
    { a: { $elemMatch: { $not: { $gt: 1 } } } },
    { a: { $elemMatch: { $elemMatch: { $eq: 2 } } } },
    { a: { $not: { $elemMatch: { $gt: 1 } } } },
    // Logic.
    { $and: [{ a: { $gt: 0 } }, { a: { $lt: 2 } }] },
    { $or: [{ a: 1 }, { a: "abc" }] },
    { $or: [{ a: { $exists: false } }, { a: { $type: "bool" } }] },
    { $nor: [{ a: { $gt: 0 } }, { a: { $type: "string" } }] },
    { $nor: [{ a: null }] },
    { $and: [{ $or: [{ a: 1 }, { a: 10 }] }, { $nor: [{ a: 10 }] }] },
    { a: { $not: { $gt: 0 } } },
    { a: { $not: { $gt: 0, $lt: 2 } } },
    { a: { $not: { $not: { $gt: 0 } } } },
    { a: { $not: { $in: [1, null] } } },
    { a: { $ne: 1, $gt: 0 } },
    { a: { $gt: 0 }, $or: [{ a: { $lt: 2 } }, { a: { $gt: 50 } }] },
    { zz: 1 },
    { zz: null },
    { zz: { $ne: 1 } },
    { zz: { $exists: false } },
  ],
  paths: [
    ...["a.b", "a.b.c", "a.0", "a.1", "a.0.b", "a.1.b", "a.b.0", "a.b.0.c"].flatMap((path) => [
      { [path]: 1 },
      { [path]: { $gt: 1 } },
      { [path]: { $exists: true } },
      { [path]: { $ne: 1 } },
    ]),
    { "a.b": null },
    { "a.b": { $ne: null } },
    { "a.b.c": null },
    { "a.0": null },
    { "a.0.b": null },
    { "a.0.b": { $ne: null } },
    { "a.b": [1, 2] },
    { "a.b": [] },
    { "a.b": { c: 1 } },
    { "a.0": [1, 2] },
    { "a.0": 5 },
    { "a.0": { b: 1 } },
    { "a.b": { $in: [2, 3] } },
    { "a.b": { $in: [null] } },
    { "a.b": { $nin: [1, null] } },
    { "a.b": { $all: [1, 2] } },
    { "a.b": { $all: [3] } },
    { "a.b.c": { $all: [1, 9] } },
    { "a.b": { $size: 2 } },
    { "a.0": { $size: 2 } },
    { "a.b": { $type: "number" } },
    { "a.b": { $regex: "^x" } },
    { "a.b": { $elemMatch: { $gt: 1 } } },
    { "a.b": { $elemMatch: { c: { $gt: 1 } } } },
    { "a.b": { $elemMatch: { c: 9 } } },
    { a: { $elemMatch: { b: 1 } } },
    { a: { $elemMatch: { b: { $gte: 2 } } } },
    { a: { $elemMatch: { "b.c": 7 } } },
    { a: { $elemMatch: { b: { $elemMatch: { c: 2 } } } } },
    { a: { $elemMatch: { b: null } } },
    { a: { $elemMatch: { 0: 3 } } },
    { a: { $elemMatch: { d: 2, b: { $exists: false } } } },
    { a: { $elemMatch: { $elemMatch: { b: 1 } } } },
    { "a.b": { $gt: 1, $lt: 3 } },
    { "a.b.c": { $gt: 2, $lt: 4 } },
    { "a.b": { $not: { $gt: 1 } } },
    { "a.2": { $exists: true } },
    { "a.01": { $exists: true } },
    { a: 5 },
    { a: 6 },
    { a: { b: 1 } },
  ],
  nested: [
    { a: [1, 2] },
    { a: [[1, 2], [3]] },
    { a: [] },
    { a: 1 },
    { a: { $gt: 2 } },
    { a: { $elemMatch: { $elemMatch: { $gt: 2 } } } },
    { a: { $elemMatch: { $gt: 2 } } },
    { a: { $elemMatch: { $size: 2 } } },
    { a: { $elemMatch: { 0: 3 } } },
    { a: { $size: 1 } },
    { a: { b: 1, c: 2 } },
    { a: { c: 2, b: 1 } },
    { "a.0": [1, 2] },
    { "a.0": 7 },
    { "a.0.0": 1 },
    { "a.1.0": 3 },
    { "a.b": 2 },
    { "a.b": [1, 2] },
    { "a.b.c": { $gt: 1 } },
    { "a.b.0.c": 1 },
    { "a.b": { $elemMatch: { c: 2 } } },
    { "a.b": { $all: [1, 2] } },
  ],
  messages: [
    { rid: "r1" },
    { "u._id": "u1" },
    { "u.username": "ann" },
    { "u.username": { $regex: "^ann$", $options: "i" } },
    { "mentions._id": "u2" },
    { "mentions._id": { $in: ["u2", "u3"] } },
    { "mentions._id": { $nin: ["u2", "u3"] } },
    { "mentions.username": { $exists: true } },
    { "mentions.0.username": "ann" },
    { "mentions.0": { $exists: true } },
    { mentions: { $size: 0 } },
    { mentions: { $elemMatch: { _id: "u3", username: "cid" } } },
    { mentions: { $elemMatch: { _id: "u3", username: "ann" } } },
    { "starred._id": "u1" },
    { "starred._id": { $all: ["u2", "u3"] } },
    { starred: { $exists: true, $ne: [] } },
    { _hidden: { $ne: true } },
    { pinned: true },
    { pinned: { $ne: true } },
    { pinned: { $exists: true } },
    { tmid: { $exists: false } },
    { tmid: null },
    { t: { $exists: false } },
    { t: { $in: ["uj", "ul"] } },
    { tcount: { $gte: 1 } },
    { tcount: { $lt: 11 } },
    { tcount: { $mod: [2, 0] } },
    { score: -3.5 },
    { score: { $lt: 0 } },
    { editedBy: null },
    { editedBy: { $type: "null" } },
    { ts: { $gt: at("2023-11-01T08:00:00.000Z") } },
    { ts: { $gte: at("2023-11-01T08:00:00.000Z") } },
    { ts: { $lt: at("2023-11-02T00:00:00.000Z") } },
    { ts: { $lte: at("2023-11-02T00:00:00.000Z") } },
    { ts: { $gte: at("2023-11-01T00:00:00.000Z"), $lt: at("2023-12-01T00:00:00.000Z") } },
    { ts: at("2024-02-29T12:00:00.000Z") },
    { ts: { $ne: at("2024-02-29T12:00:00.000Z") } },
    { ts: { $in: [at("2024-02-29T12:00:00.000Z"), at("2024-03-01T00:00:00.000Z")] } },
    { ts: "2024-02-29T12:00:00.000Z" },
    { ts: { $gt: "2023" } },
    { ts: { $gt: 0 } },
    { ts: { $type: "date" } },
    { ts: { $type: "string" } },
    { ts: { $regex: "2023" } },
    { ts: { $not: { $gt: at("2023-11-02T00:00:00.000Z") } } },
    { editedAt: { $exists: true } },
    { editedAt: { $gt: at("2023-11-01T08:00:00.000Z") } },
    { "attachments.ts": { $gte: at("2024-01-01T00:00:00.000Z") } },
    { "attachments.ts": { $exists: true } },
    { attachments: { $elemMatch: { size: { $gt: 1000 }, ts: { $lt: at("2024-01-01T00:00:00.000Z") } } } },
    { attachments: { $elemMatch: { ts: at("2023-11-30T00:00:00.000Z") } } },
    { attachments: { title: "c.png", size: 300000, ts: at("2024-03-01T00:00:00.000Z") } },
    { "attachments.size": { $gt: 2000 } },
    { "attachments.title": { $regex: "\\.png$" } },
    { "attachments.1.title": "b.pdf" },
    { "urls.meta.status": 200 },
    { "urls.meta.status": { $gte: 400 } },
    { "urls.url": { $regex: "example\\.com" } },
    { "reactions.:+1:.usernames": "ann" },
    { "reactions.:+1:": { $exists: true } },
    { "reactions.:+1:.usernames": { $size: 2 } },
    { replies: "u3" },
    { replies: { $all: ["u2", "u3"] } },
    { replies: { $size: 0 } },
    { msg: { $regex: "^hello", $options: "i" } },
    { msg: { $regex: "^hello", $options: "im" } },
    { msg: { $regex: "grüße", $options: "i" } },
    { msg: { $regex: "%" } },
    { msg: "" },
    { msg: { $gt: "H", $lt: "l" } },
    { $or: [{ "mentions._id": "u3" }, { "starred._id": "u3" }] },
    { $and: [{ rid: "r2" }, { $or: [{ tcount: { $gt: 5 } }, { attachments: { $exists: true } }] }] },
    { $nor: [{ rid: "r1" }, { tcount: { $exists: true } }] },
    { u: { _id: "u1", username: "bob" } },
    { u: { username: "bob", _id: "u1" } },
    { _id: { $gt: "m2", $lte: "m4" } },
    { _id: { $in: ["m6", "m1"] } },
    { groupable: { $ne: false } },
    { rid: "r1", msg: { $regex: "@" }, ts: { $lt: at("2024-01-01T00:00:00.000Z") } },
  ],
};

// ---------------------------------------------------------------- orders; rows that are equal keep their places

const sorts = {
  types: [{ a: 1 }, { a: -1 }, { zz: 1 }],
  paths: [{ "a.b": 1 }, { "a.b": -1 }, { "a.0": 1 }, { a: -1 }],
  messages: [
    { ts: 1 },
    { ts: -1 },
    { "u.username": 1 },
    { "u.username": 1, ts: -1 },
    { "u.username": -1, ts: 1 },
    { rid: -1, ts: -1 },
    { tcount: 1 },
    { tcount: -1, _id: -1 },
    { "mentions.username": 1, _id: 1 },
    { "mentions.username": -1, _id: 1 },
    { "attachments.size": 1, _id: 1 },
    { "attachments.size": -1, _id: 1 },
    { "attachments.ts": -1, _id: 1 },
    { editedAt: -1, _id: -1 },
    { msg: 1 },
    { pinned: 1, _id: 1 },
    { pinned: -1, _id: 1 },
    { score: 1, _id: -1 },
    { replies: 1, _id: 1 },
    { replies: -1, _id: 1 },
    { u: 1, _id: 1 },
    { u: -1, _id: 1 },
  ],
};

// ---------------------------------------------------------------- projections

const projections = {
  paths: [{ a: 1 }, { "a.b": 1 }, { "a.b.c": 1 }, { a: 0 }, { "a.b": 0 }, { "a.b.c": 0 }],
  messages: [
    {},
    { msg: 1 },
    { msg: 1, _id: 0 },
    { msg: true, ts: true },
    { _id: 1 },
    { _id: 0 },
    { msg: 0 },
    { msg: false, _id: false },
    { _id: 1, msg: 1 },
    { ts: 1, msg: 1, rid: 1 },
    { "u.username": 1 },
    { "u.username": 0 },
    { "u.username": 1, "u._id": 1 },
    { "mentions.username": 1 },
    { "mentions.username": 0, "mentions._id": 0 },
    { "urls.meta.status": 1, _id: 0 },
    { "urls.meta": 0, rid: 0 },
    { "attachments.title": 1, "attachments.ts": 1, msg: 1 },
    { "reactions.:+1:.usernames": 1 },
    { zz: 1 },
    { zz: 0 },
    { "msg.zz": 1 },
    { "msg.zz": 0 },
    { "replies.zz": 1 },
    { "replies.zz": 0 },
  ],
};

// ---------------------------------------------------------------- where the server differs from mingo

// The reason, and for each case what the server does.
const server = new Map();
const differs = (because, collection, kind, cases) =>
  cases.forEach(([asks, expected]) => server.set(`${collection} ${kind} ${JSON.stringify(written(asks))}`, { expected, because }));

const because = {
  missing: "what is not there is null for every comparison that takes equal values (server: matcher/expression_leaf.cpp, jstests/core/null_query_semantics.js)",
  wholes: "a list is compared with a list, member by member, and an item of `$in` may be a whole list (manual: Comparison/Sort Order, $in)",
  types: "`$type` is asked of each item of a list; an `int` has 32 bits and no fraction (manual: $type, BSON types)",
  numbers: "only numbers leave a remainder; mingo makes numbers of null, false, texts and dates (manual: $mod)",
  all: "`$all` with a value is `$and` of equalities, which a single value meets (manual: $all)",
  names: "numbers and texts have no members, lists are not entered twice, and an index has no leading zeros; mingo takes what has no member for the member, or collects into one list (server: matcher/path.cpp; manual: Query an Array of Embedded Documents)",
  nulls: "a list stands for each of its objects, so one that lacks the member is enough; with an index the list is walked both ways, and what has no member `0` is null (server: matcher/path.cpp, path_test.cpp)",
  order: "objects are equal if their members are, in their order (manual: Match an Embedded Document)",
  once: "a list in a list is not entered by a comparison (server: matcher/path.cpp, expression_array.cpp)",
  sorts: "of a list the least item counts on the way up, the greatest on the way down, each item for itself; a member that is missing is null (manual: sort(), Ascending/Descending Sort on arrays)",
};
// A third party says what the server says where there is a `+`: PyPI's mongomock 4; where there is none it is wrong, too, or cannot be asked.
differs(because.missing, "types", "filter", [
  [{"a":{"$gte":null}}, [0, 1, 16]],
  [{"a":{"$lte":null}}, [0, 1, 16]],
]);
differs(because.wholes, "types", "filter", [
  [{"a":{"$gt":[1,2]}}, [15, 16, 17, 24]], // +
  [{"a":{"$in":[[1,2,3],10]}}, [15, 25]],
]);
differs(because.types, "types", "filter", [
  [{"a":{"$type":"string"}}, [7, 8, 9, 10, 11, 16, 28, 29]], // +
  [{"a":{"$type":"date"}}, [22, 23, 24]], // +
  [{"a":{"$type":["string","date"]}}, [7, 8, 9, 10, 11, 16, 22, 23, 24, 28, 29]],
  [{"a":{"$type":"int"}}, [2, 3, 4, 15, 16, 25, 26, 27]], // +
]);
differs(because.numbers, "types", "filter", [
  [{"a":{"$mod":[2,0]}}, [2, 15, 25, 26]],
]);
differs(because.all, "types", "filter", [
  [{"a":{"$all":[1]}}, [3, 15]],
]);
differs(because.names, "types", "filter", [
  [{"a":{"$all":[{"$elemMatch":{"b":1}},{"$elemMatch":{"b":2}}]}}, [17]], // +
  [{"a":{"$elemMatch":{"b":2}}}, [17]], // +
]);
differs(because.names, "paths", "filter", [
  [{"a.b.0":{"$exists":true}}, [9, 12]], // +
  [{"a.b":[1,2]}, [9]], // +
  [{"a.b":[]}, [8]], // +
  [{"a.b":{"$size":2}}, [9, 12]], // +
  [{"a.b":{"$elemMatch":{"$gt":1}}}, [9]], // +
  [{"a.b":{"$elemMatch":{"c":{"$gt":1}}}}, [12]], // +
  [{"a":{"$elemMatch":{"b":{"$gte":2}}}}, [15, 17]], // +
  [{"a.01":{"$exists":true}}, []],
]);
differs(because.nulls, "paths", "filter", [
  [{"a.b":null}, [0, 1, 2, 3, 4, 5, 16, 17, 19, 20, 21]],
  [{"a.b":{"$ne":null}}, [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 18, 22]],
  [{"a.b.c":null}, [0, 1, 2, 3, 4, 5, 6, 7, 15, 16, 17, 19, 20, 21, 22]],
  [{"a.0":null}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 21, 22]],
  [{"a.0.b":null}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 21, 22]],
  [{"a.0.b":{"$ne":null}}, [13, 14, 20]],
  [{"a.b":{"$in":[null]}}, [0, 1, 2, 3, 4, 5, 16, 17, 19, 20, 21]],
]);
differs(because.types, "paths", "filter", [
  [{"a.b":{"$type":"number"}}, [6, 9, 15, 16, 17, 22]], // +
]);
differs(because.once, "nested", "filter", [
  [{"a":{"$elemMatch":{"$gt":2}}}, []],
]);
differs(because.order, "nested", "filter", [
  [{"a":{"b":1,"c":2}}, [8]],
  [{"a":{"c":2,"b":1}}, [9]],
]);
differs(because.nulls, "nested", "filter", [
  [{"a.0":7}, [6]],
]);
differs(because.names, "nested", "filter", [
  [{"a.b":2}, [3]], // +
  [{"a.b":[1,2]}, [2, 3]], // +
  [{"a.b.c":{"$gt":1}}, [4]], // +
  [{"a.b.0.c":1}, [4]], // +
  [{"a.b":{"$all":[1,2]}}, [3]], // +
]);
differs(because.order, "messages", "filter", [
  [{"u":{"username":"bob","_id":"u1"}}, []],
]);
differs(because.sorts, "types", "sort", [
  [{"a":-1}, [24, 22, 23, 12, 13, 17, 20, 19, 21, 18, 29, 11, 8, 16, 28, 9, 10, 7, 6, 26, 25, 15, 5, 3, 2, 4, 27, 0, 1, 14]],
]);
differs(because.sorts, "paths", "sort", [
  [{"a.b":1}, [8, 0, 1, 2, 3, 4, 5, 13, 14, 16, 17, 19, 20, 21, 22, 6, 9, 15, 7, 10, 12, 18, 11]],
  [{"a.b":-1}, [11, 18, 12, 10, 7, 17, 9, 15, 6, 16, 22, 0, 1, 2, 3, 4, 5, 13, 14, 19, 20, 21, 8]],
  [{"a":-1}, [12, 9, 8, 11, 18, 10, 20, 7, 16, 17, 15, 6, 22, 19, 5, 4, 3, 14, 2, 0, 1, 21, 13]],
]);
differs(because.sorts, "messages", "sort", [
  [{"mentions.username":-1,"_id":1}, [3, 0, 1, 2, 4, 5]],
]);

// ---------------------------------------------------------------- results

const isDate = (value) => value !== null && typeof value === "object" && Object.keys(value).length === 1 && "$date" in value;

/** For mingo: dates are `Date`s. */
function alive(value) {
  if (isDate(value)) return new Date(value.$date);
  if (value instanceof RegExp || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(alive);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, alive(inner)]));
}

/** For the file: dates are `{"$date": …}` again, regular expressions are extended JSON. */
function written(value) {
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof RegExp) return { $regularExpression: { pattern: value.source, options: value.flags } };
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(written);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, written(inner)]));
}

/** Members in the order in which the document has them: that is MongoDB's; mingo puts `_id` last. */
function inOrder(value, document) {
  if (Array.isArray(value)) return value.map((item, index) => (value.length === document.length ? inOrder(item, document[index]) : item));
  if (value === null || typeof value !== "object" || value instanceof Date || Array.isArray(document)) return value;
  return Object.fromEntries(Object.keys(document).flatMap((name) => (name in value ? [[name, inOrder(value[name], document[name])]] : [])));
}

/** The dotted paths of dates, without places in lists. */
function dates(value, path, found) {
  if (isDate(value)) found.add(path.join("."));
  else if (Array.isArray(value)) value.forEach((item) => dates(item, path, found));
  else if (value !== null && typeof value === "object")
    Object.entries(value).forEach(([name, inner]) => dates(inner, [...path, name], found));
  return found;
}

const cases = [];
const problems = [];

function add(collection, kind, asks, expected) {
  const text = written(asks);
  const exception = server.get(`${collection} ${kind} ${JSON.stringify(text)}`);
  const test = { name: `${collection}: ${kind} ${JSON.stringify(text)}`, documents: collection, [kind]: text };
  if (exception) {
    exception.used = true;
    if (JSON.stringify(exception.expected) === JSON.stringify(expected)) problems.push(`no difference: ${test.name}`);
    cases.push({ ...test, expected: exception.expected, mingo: expected, because: exception.because });
  } else {
    cases.push({ ...test, expected });
  }
}

for (const [collection, list] of Object.entries(filters)) {
  const documents = collections[collection].map(alive);
  for (const filter of list) {
    const query = new Query(alive(filter));
    const found = documents.flatMap((document, index) => (query.test(document) ? [index] : []));
    add(collection, "filter", filter, found);
  }
}
for (const [collection, list] of Object.entries(sorts)) {
  const documents = collections[collection].map((document, index) => ({ ...alive(document), __index: index }));
  for (const sort of list) {
    add(collection, "sort", sort, find(documents, {}).sort(sort).all().map((document) => document.__index));
  }
}
for (const [collection, list] of Object.entries(projections)) {
  for (const projection of list) {
    // Mingo changes documents when it leaves members out.
    const documents = collections[collection].map(alive);
    add(collection, "projection", projection, documents.map((document) => written(inOrder(find([alive(written(document))], {}, projection).all()[0], document))));
  }
}
for (const [key, exception] of server) if (!exception.used) problems.push(`no such case: ${key}`);
if (problems.length) throw new Error(problems.join("\n"));

const lines = (values) => values.map((value) => `    ${JSON.stringify(value)}`).join(",\n");
const documents = Object.entries(collections).map(
  ([name, list]) =>
    `  ${JSON.stringify(name)}: {\n  "dates": ${JSON.stringify([...dates(list, [], new Set())])},\n  "documents": [\n${lines(list)}\n  ]}`
);
process.stdout.write(`{\n"collections": {\n${documents.join(",\n")}\n},\n"cases": [\n${lines(cases)}\n]\n}\n`);
