// What can stand in edition.toml at a place, by its schema. As much TOML as people write there: tables, and keys with
// their values on one line.

/** A part of a JSON schema. */
export interface Schema {
  type?: string | string[];
  description?: string;
  enum?: string[];
  examples?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
}

/** Something that can be written. In `snippet`, what is to be filled in is marked as VS Code wants it. */
export interface Proposal {
  label: string;
  snippet: string;
  about: string;
}

/** The names of the table that a line is in: `overrides` below `[[overrides]]`. */
export function tableAt(lines: string[], line: number): string[] {
  for (let at = line; at >= 0; at--) {
    const header = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?/.exec(lines[at] ?? '');
    if (header !== null) {
      return (header[1] ?? '').split('.').map((name) => name.trim().replace(/^["']|["']$/g, ''));
    }
  }
  return [];
}

/** The schema of what these names lead to. */
export function schemaOf(schema: Schema, names: string[]): Schema | undefined {
  return names.reduce<Schema | undefined>((at, name) => {
    const { additionalProperties: others } = at ?? {};
    const next = at?.properties?.[name] ?? (typeof others === 'object' ? others : undefined);
    return next?.items?.properties ? next.items : next;
  }, schema);
}

/** The keys of a table that are not written yet. */
export function keysOf(table: Schema, written: Set<string>): Proposal[] {
  return Object.entries(table.properties ?? {})
    .filter(([key, schema]) => !isTable(schema) && !written.has(key))
    .map(([key, schema]) => proposal(key, `${key} = ${valueSnippet(schema)}`, schema));
}

/** The headers of all tables. */
export function headersOf(schema: Schema): Proposal[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, table]) => {
    if (table.items?.properties) {
      return [proposal(`[[${name}]]`, `[[${name}]]\n$0`, table)];
    }
    if (!isTable(table)) {
      return [];
    }
    const inner = table.properties ? name : `${name}.\${1:name}`;
    return [proposal(`[${table.properties ? name : `${name}. …`}]`, `[${inner}]\n$0`, table)];
  });
}

/** The values that a key can have, as they are written. */
export function valuesOf(schema: Schema): string[] {
  if (is(schema, 'boolean')) {
    return ['true', 'false'];
  }
  return [...(schema.enum ?? []), ...(schema.enum ? [] : (schema.examples ?? []))].map((value) =>
    written(value),
  );
}

function proposal(label: string, snippet: string, { description = '' }: Schema): Proposal {
  return { label, snippet, about: description };
}

function isTable(schema: Schema): boolean {
  return is(schema, 'object') || schema.items?.properties !== undefined;
}

function is({ type }: Schema, name: string): boolean {
  return type === name || (Array.isArray(type) && type.includes(name));
}

function valueSnippet(schema: Schema): string {
  if (is(schema, 'array')) {
    return '["$1"]$0';
  }
  const values = valuesOf(schema);
  if (schema.enum || is(schema, 'boolean')) {
    return `\${1|${values.join()}|}$0`;
  }
  return '"$1"$0';
}

function written(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((one) => written(one)).join(', ')}]`;
  }
  // What has backslashes stands between single quotes, which take them as they are.
  return typeof value === 'string' && value.includes('\\') ? `'${value}'` : JSON.stringify(value);
}
