// The schemas of an OpenAPI document (2.0, 3.0, 3.1, 3.2) as JSON Schema 2020-12, for one direction: what the server sends. Written from
// the specifications alone and lenient where they leave two readings (`nullable` beside `enum` or `$ref`, `x-nullable`, an `enum` that its
// `type` forbids). Discriminators say nothing about validity. Each reference becomes a name in `lookup`, converted once.

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);
const COUNTS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'minContains', 'maxContains'];
const RANGES = { int32: [-(2 ** 31), 2 ** 31 - 1], int64: [-(2 ** 63), 2 ** 63] };

const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isSchema = (value) => isMap(value) || typeof value === 'boolean';
const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

/** The value at a JSON Pointer, references on the way followed; `undefined` if there is none. */
export function resolve(document, pointer, depth = 0) {
  let node = document;
  for (const step of pointer.split('/').slice(1)) {
    node = follow(document, node, depth);
    node = node?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return node;
}

/** What a Reference Object refers to; anything else as it is. */
export function follow(document, node, depth = 0) {
  if (!isMap(node) || typeof node.$ref !== 'string') return node;
  const pointer = fragment(node.$ref);
  return pointer === undefined || depth > 32 ? undefined : follow(document, resolve(document, pointer, depth + 1), depth + 1);
}

function fragment(reference) {
  if (!/^#(\/|$)/.test(reference)) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return reference.slice(1);
  }
}

export class Schemas {
  /** `formats` holds the validator's assertions by name; patterns are added to it, since they are not always fit for the flag `u`. */
  constructor(document, formats) {
    this.document = document;
    this.formats = formats;
    this.isModern = /^3\.[1-9]/.test(String(document.openapi ?? ''));
    this.lookup = Object.create(null);
    this.converted = new Map();
    this.unresolved = 0;
  }

  convert(node) {
    if (typeof node === 'boolean') return node;
    if (!isMap(node)) return {};
    const known = this.converted.get(node);
    if (known) return known;
    const schema = typeof node.$ref === 'string' ? this.reference(node) : this.keywords(node);
    this.converted.set(node, schema);
    return schema;
  }

  reference(node) {
    const target = this.named(node.$ref);
    const isNullable = node.nullable === true || node['x-nullable'] === true;
    const { $ref: _, ...rest } = node;
    const whole = this.isModern ? { allOf: [target, this.keywords({ ...rest, nullable: false })] } : target;
    return isNullable ? { anyOf: [whole, { type: 'null' }] } : whole;
  }

  named(reference) {
    if (!(reference in this.lookup)) {
      const pointer = fragment(reference);
      const found = pointer === undefined ? undefined : resolve(this.document, pointer);
      if (found === undefined) this.unresolved += 1;
      this.lookup[reference] = {};
      const schema = this.convert(found);
      this.lookup[reference] = schema.$ref === reference ? {} : schema;
    }
    return { $ref: reference };
  }

  /** Whether a property does not travel from the server, so that it cannot be demanded. */
  isHidden(node, depth = 0) {
    if (!isMap(node) || depth > 8) return false;
    if (node.writeOnly === true) return true;
    if (typeof node.$ref === 'string') return this.isHidden(follow(this.document, node), depth + 1);
    return Array.isArray(node.allOf) && node.allOf.some((part) => this.isHidden(part, depth + 1));
  }

  keywords(node) {
    const schema = {};
    const isNullable = node.nullable === true || node['x-nullable'] === true;
    this.types(node, schema, isNullable);
    this.numbers(node, schema);
    this.objects(node, schema);
    this.arrays(node, schema);
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const parts = node[keyword];
      if (Array.isArray(parts) && parts.length > 0) schema[keyword] = parts.map((part) => this.convert(part));
    }
    const asserted = this.asserted(node);
    if (asserted.length > 0) schema.allOf = [...(schema.allOf ?? []), ...asserted];
    if (isSchema(node.not)) schema.not = this.convert(node.not);
    if (this.isModern) this.modern(node, schema);
    return isNullable && schema.type === undefined ? { anyOf: [schema, { type: 'null' }] } : schema;
  }

  types(node, schema, isNullable) {
    const listed = Array.isArray(node.type) ? node.type : [node.type];
    const types = listed.filter((type) => TYPES.has(type));
    if (isNullable && types.length > 0) types.push('null');
    if (Array.isArray(node.enum) && node.enum.length > 0) {
      schema.enum = isNullable ? [...node.enum, null] : node.enum;
      const values = node.enum.filter((value) => value !== null);
      if (values.length > 0 && !values.some((value) => types.some((type) => isOf(value, type)))) types.length = 0;
    }
    if (types.length > 0) schema.type = types;
    if (this.isModern && 'const' in node) schema.const = node.const;
  }

  numbers(node, schema) {
    for (const keyword of ['minimum', 'maximum']) if (isNumber(node[keyword])) schema[keyword] = node[keyword];
    if (isNumber(node.multipleOf) && node.multipleOf > 0) schema.multipleOf = node.multipleOf;
    for (const [keyword, bound] of [['exclusiveMinimum', 'minimum'], ['exclusiveMaximum', 'maximum']]) {
      if (isNumber(node[keyword])) schema[keyword] = node[keyword];
      if (node[keyword] === true && bound in schema) {
        schema[keyword] = schema[bound];
        delete schema[bound];
      }
    }
    for (const keyword of COUNTS) if (isNumber(node[keyword]) && node[keyword] >= 0) schema[keyword] = node[keyword];
  }

  /** Formats and patterns, each as a schema of its own. */
  asserted(node) {
    const parts = [];
    const range = RANGES[node.format];
    if (range) parts.push({ minimum: range[0], maximum: range[1] });
    if (typeof node.format === 'string' && Object.hasOwn(this.formats, node.format)) parts.push({ format: node.format });
    if (typeof node.pattern === 'string' && this.pattern(node.pattern)) parts.push({ format: `pattern ${node.pattern}` });
    return parts;
  }

  /** Makes a pattern an assertion of its own; one that is no ECMA-262 says nothing. */
  pattern(text) {
    const name = `pattern ${text}`;
    if (name in this.formats) return true;
    const [, inner, flags] = /^\/(.+)\/([a-z]*)$/.exec(text) ?? [];
    const tests = [...compiled(text), ...(inner === undefined ? [] : compiled(inner, flags.includes('i') ? 'i' : ''))];
    if (tests.length === 0) return false;
    this.formats[name] = (value) => tests.some((test) => test.test(value));
    return true;
  }

  objects(node, schema) {
    let properties = isMap(node.properties) ? node.properties : undefined;
    // A reference in the place of the whole map is outside the specification, but used.
    if (properties && Object.keys(properties).join() === '$ref' && typeof properties.$ref === 'string') {
      properties = follow(this.document, properties);
    }
    if (isMap(properties)) {
      const known = Object.entries(properties).filter(([, property]) => isSchema(property));
      schema.properties = Object.fromEntries(known.map(([name, property]) => [name, this.convert(property)]));
    }
    if (Array.isArray(node.required)) {
      const names = node.required.filter((name) => typeof name === 'string' && !this.isHidden(properties?.[name]));
      if (names.length > 0) schema.required = [...new Set(names)];
    }
    if (isSchema(node.additionalProperties)) schema.additionalProperties = this.convert(node.additionalProperties);
  }

  arrays(node, schema) {
    if (node.uniqueItems === true) schema.uniqueItems = true;
    if (Array.isArray(node.items)) schema.prefixItems = node.items.map((item) => this.convert(item));
    else if (isSchema(node.items)) schema.items = this.convert(node.items);
  }

  modern(node, schema) {
    for (const keyword of ['if', 'then', 'else', 'contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties']) {
      if (isSchema(node[keyword])) schema[keyword] = this.convert(node[keyword]);
    }
    if (Array.isArray(node.prefixItems)) schema.prefixItems = node.prefixItems.map((item) => this.convert(item));
    if (isMap(node.dependentRequired)) schema.dependentRequired = node.dependentRequired;
    for (const keyword of ['patternProperties', 'dependentSchemas']) {
      if (!isMap(node[keyword])) continue;
      const fit = Object.entries(node[keyword]).filter(([name]) => keyword !== 'patternProperties' || isUnicode(name));
      schema[keyword] = Object.fromEntries(fit.map(([name, part]) => [name, this.convert(part)]));
    }
  }
}

function isOf(value, type) {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isMap(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function compiled(source, more = '') {
  // Classes and anchors of other dialects (`\p{Alnum}`, `\A`) are no error without the flag, but mean letters.
  if (/\\[pAzZ]/i.test(source) && !isUnicode(source)) return [];
  for (const flags of ['u', '']) {
    try {
      return [new RegExp(source, flags + more)];
    } catch {
      continue;
    }
  }
  return [];
}

function isUnicode(source) {
  try {
    return Boolean(new RegExp(source, 'u'));
  } catch {
    return false;
  }
}
