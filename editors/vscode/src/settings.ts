// What the server is told of the settings: only what somebody has set. VS Code would send the defaults too, and what an
// editor says counts more than edition.toml.

/** What VS Code knows of one setting; a part of what `inspect` returns. */
export interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/** Settings that are for the extension itself. */
const OWN = ['server.path', 'recognize', 'trace.server'];

/** The names of the settings that are for the server, out of all that the extension declares. */
export function serverKeys(declared: Iterable<string>, section: string): string[] {
  return [...declared]
    .filter((name) => name.startsWith(`${section}.`))
    .map((name) => name.slice(section.length + 1))
    .filter((key) => !OWN.includes(key));
}

/** The settings that somebody has set, as one object: `hints.notes` is `notes` in `hints`. */
export function whatIsSet(keys: string[], inspect: (key: string) => Inspected | undefined): object {
  const all: Record<string, unknown> = {};
  for (const key of keys) {
    const value = setValue(inspect(key));
    if (value === undefined || value === null || value === '') {
      continue;
    }
    const parts = key.split('.');
    const last = parts.pop() ?? key;
    let place = all;
    for (const part of parts) {
      place = (place[part] ??= {}) as Record<string, unknown>;
    }
    place[last] = value;
  }
  return all;
}

/** The nearest value. Objects of several levels are one object, as VS Code itself has it. */
function setValue(inspected: Inspected | undefined): unknown {
  const { globalValue, workspaceValue, workspaceFolderValue } = inspected ?? {};
  const levels = [globalValue, workspaceValue, workspaceFolderValue].filter((value) => value !== undefined);
  return levels.every(isObject) && levels.length > 0 ? Object.assign({}, ...levels) : levels.at(-1);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
