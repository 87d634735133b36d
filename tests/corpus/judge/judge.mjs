// Judges samples by a validator that has nothing to do with standin: `node judge.mjs <samples.ndjson> <remotes>`.
// In: lines of { draft, file, group, schema, samples, formats }. Out: a line of { draft, file, group } with `invalid` (samples) or `error`
// (why nothing was judged) for each schema that there is something to say about.
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { registerSchema, setShouldValidateFormat, unregisterSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import "@hyperjump/json-schema/draft-2019-09";
import "@hyperjump/json-schema/draft-07";
import "@hyperjump/json-schema/draft-06";
import "@hyperjump/json-schema/draft-04";
import "@hyperjump/json-schema/formats";

const [samples, remotes] = process.argv.slice(2);
const dialects = {
  "draft4": "http://json-schema.org/draft-04/schema",
  "draft6": "http://json-schema.org/draft-06/schema",
  "draft7": "http://json-schema.org/draft-07/schema",
  "draft2019-09": "https://json-schema.org/draft/2019-09/schema",
  "draft2020-12": "https://json-schema.org/draft/2020-12/schema",
};
const files = readdirSync(remotes, { recursive: true }).filter((name) => name.endsWith(".json"));

// The remotes have no dialect of their own where they serve several drafts: each schema is judged with those of its own.
const withRemotes = async (dialect, judge) => {
  const known = [];
  for (const name of files) {
    const uri = `http://localhost:1234/${name}`;
    try {
      registerSchema(JSON.parse(readFileSync(join(remotes, name), "utf8")), uri, dialect);
      known.push(uri);
    } catch {
      // A remote of another draft, which this one cannot read.
    }
  }
  try {
    return await judge();
  } finally {
    known.forEach((uri) => unregisterSchema(uri));
  }
};

const judged = async ({ schema, samples, formats }, dialect) => {
  const uri = "https://judged.example/schema";
  setShouldValidateFormat(formats);
  registerSchema(schema, uri, dialect);
  try {
    const isValid = await validate(uri);
    return { invalid: samples.filter((sample) => !isValid(sample).valid) };
  } catch (error) {
    return { error: String(error.message ?? error) };
  } finally {
    unregisterSchema(uri);
  }
};

for await (const line of createInterface({ input: createReadStream(samples) })) {
  const group = JSON.parse(line);
  const dialect = dialects[group.draft];
  let said;
  try {
    said = await withRemotes(dialect, () => judged(group, dialect));
  } catch (error) {
    said = { error: String(error.message ?? error) };
  }
  if (said.error !== undefined || said.invalid.length > 0) {
    console.log(JSON.stringify({ draft: group.draft, file: group.file, group: group.group, ...said }));
  }
}
