// Whether a text lies in a collection: below a folder that has an edition.toml.

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';

/**
 * Looks in the folder of the file and those above it. As the server does, it stops at the folder of a git repository,
 * and never looks into the home folder itself or above.
 */
export function inCollection(file: string, exists = existsSync, home = homedir()): boolean {
  let folder = path.dirname(file);
  for (;;) {
    if (folder === home || home.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)) {
      return false;
    }
    if (exists(path.join(folder, 'edition.toml'))) {
      return true;
    }
    const above = path.dirname(folder);
    if (above === folder || exists(path.join(folder, '.git'))) {
      return false;
    }
    folder = above;
  }
}
