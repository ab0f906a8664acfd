// Whether a text lies in a collection: below a folder that has an edition.toml.

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';

/**
 * Looks in the folder of the file and those above it. As the server does, it stops at the folder of a git repository,
 * and never looks into the home folder itself or above, unless that is a repository.
 */
export function inCollection(file: string, exists = existsSync, home = homedir()): boolean {
  let folder = path.dirname(file);
  for (;;) {
    const isEnd = exists(path.join(folder, '.git'));
    const holdsHome = `${home}${path.sep}`.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
    if (holdsHome && !isEnd) {
      return false;
    }
    if (exists(path.join(folder, 'edition.toml'))) {
      return true;
    }
    const above = path.dirname(folder);
    if (isEnd || above === folder) {
      return false;
    }
    folder = above;
  }
}
