// Judges answers against the original document, with a validator that is not ours: is the status documented (a success, where one is),
// the media type, and is the body valid? Reads one JSON text a line: `{document, index}` opens a document, `{at, status, media, body}` is an
// answer to the operation at that pointer (`body` is there if it is JSON, `bytes` is its length), `{end}` closes it. For each document one
// line comes back: `{index, judged, faults: [[answer, kind, message]]}`.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { format, validate } from '@cfworker/json-schema';
import yaml from 'yaml';
import { Schemas, follow, resolve } from './openapi.mjs';

// Formats that nobody standardised, and one that judges patterns by a flag that authors do not think of.
for (const name of ['url', 'regex', 'json-pointer-uri-fragment']) delete format[name];
format.byte = (text) => /^[A-Za-z0-9+/_=\s-]*$/.test(text);

const APPLICATORS = new Set(['$ref', 'properties', 'patternProperties', 'additionalProperties', 'items', 'prefixItems', 'allOf', 'not', 'dependentSchemas', 'if', 'unevaluatedProperties']);

let current;

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const message = JSON.parse(line);
  if (message.document !== undefined) current = open(message);
  else if (message.end) close();
  else answer(message);
}

function open({ document, index }) {
  const text = readFileSync(document, 'utf8');
  const parsed = document.endsWith('.json') ? JSON.parse(text.replace(/^\uFEFF/, '')) : yaml.parse(text, { maxAliasCount: -1, merge: true });
  return { document: parsed, index, schemas: new Schemas(parsed, format), judged: 0, answers: 0, faults: [] };
}

function close() {
  const { index, judged, faults, schemas } = current;
  process.stdout.write(`${JSON.stringify({ index, judged, faults, unresolved: schemas.unresolved })}\n`);
  current = undefined;
}

function answer(given) {
  const fault = (kind, message) => current.faults.push([current.answers, kind, message]);
  try {
    judge(given, fault);
  } catch (error) {
    fault('unjudged', String(error.message ?? error).slice(0, 200));
  }
  current.answers += 1;
}

function judge({ at, status, media, body, bytes }, fault) {
  const { document, schemas } = current;
  const operation = follow(document, resolve(document, at));
  if (!operation) return fault('unjudged', `nothing at ${at}`);
  const responses = follow(document, operation.responses) ?? {};
  const keys = Object.keys(responses).filter((key) => !key.startsWith('x-'));
  if (keys.length === 0) return;
  const key = [String(status), `${String(status)[0]}XX`, 'DEFAULT'].map((wanted) => keys.find((key) => key.trim().toUpperCase() === wanted)).find(Boolean);
  if (key === undefined) return fault('status', `${status} is not documented; documented: ${keys.join(', ')}`);
  const isSuccess = (key) => /^2/.test(key.trim());
  if (keys.some(isSuccess) && !isSuccess(String(status))) return fault('status', `${status} is no success; documented: ${keys.join(', ')}`);
  const response = follow(document, responses[key]) ?? {};
  const content = contents(document, operation, response);
  if (content === undefined) return;
  const names = Object.keys(content);
  if (names.length === 0) return bytes > 0 ? fault('media', `a body where none is documented`) : undefined;
  if (bytes === 0 && (status === 204 || status === 205 || status === 304)) return;
  const found = names.find((name) => essence(name) === essence(media)) ?? names.find((name) => covers(essence(name), essence(media)));
  if (found === undefined) {
    const isDescribed = names.some((name) => content[name]?.schema || content[name]?.example !== undefined || content[name]?.examples);
    return isDescribed ? fault('media', `\`${media}\` is not documented; documented: ${names.join(', ')}`) : undefined;
  }
  const schema = content[found]?.schema;
  if (body === undefined || schema === undefined || schema === null) return;
  current.judged += 1;
  const verdict = validate(body, schemas.convert(schema), '2020-12', schemas.lookup, true);
  if (verdict.valid) return;
  const error = verdict.errors.find((error) => !APPLICATORS.has(error.keyword)) ?? verdict.errors.at(-1);
  fault('body', `${error.keyword} at ${error.instanceLocation}: ${error.error.slice(0, 300)}`);
}

/** The documented bodies by media type; `undefined` where the document leaves open what they are. */
function contents(document, operation, response) {
  if (!('swagger' in document)) return follow(document, response.content) ?? {};
  if (!response.schema) return undefined;
  const produced = operation.produces ?? document.produces ?? [];
  const schema = follow(document, response.schema)?.type === 'file' ? undefined : response.schema;
  const names = Array.isArray(produced) && produced.length > 0 ? produced : ['*/*'];
  return Object.fromEntries(names.map((name) => [String(name), { schema, example: null }]));
}

function essence(name) {
  return String(name ?? '').split(';')[0].trim().toLowerCase();
}

function covers(range, name) {
  return range === '*/*' || range === '*' || (range.endsWith('/*') && name.startsWith(range.slice(0, -1)));
}
