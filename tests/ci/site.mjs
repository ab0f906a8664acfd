// Serves the files of a folder as GitHub serves those of a release: from another address, to which the first one leads.
//
//   site.mjs FOLDER: started by `fork`; says its address, and, when asked, what was asked of it.

import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import * as path from 'node:path';

const [folder] = process.argv.slice(2);
const version = /edition-ls-(\d[^-]*)-/;
let asked = [];

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const file = path.join(folder, path.basename(pathname));
  if (pathname.startsWith('/files/')) {
    createReadStream(file).pipe(response);
    return;
  }
  asked.push(pathname);
  const [, tag] = pathname.split('/');
  const known = version.exec(path.basename(pathname))?.[1];
  if (existsSync(file) && (known === undefined ? tag !== 'v9.8.7' : tag === `v${known}`)) {
    response.writeHead(302, { location: `/files/${path.basename(pathname)}` }).end();
  } else {
    response.writeHead(404).end('Not Found');
  }
});

server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
process.on('message', () => {
  process.send(asked);
  asked = [];
});
process.on('disconnect', () => process.exit());
