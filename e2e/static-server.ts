import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

export interface StaticServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `folder` under `base` on a free port, with no header that a plain static host would not
 * send. Under any other path there is nothing: an absolute address in the build is found out.
 * `before` may answer a request itself and return true.
 */
export async function serve(
  folder: string,
  base: string,
  before: (...args: Parameters<RequestListener>) => boolean = () => false,
): Promise<StaticServer> {
  const server = createServer(async (request, response) => {
    if (before(request, response)) return;
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const inside = normalize(`/${path.slice(base.length)}`);
    const file = inside.endsWith('/') ? `${inside}index.html` : inside;
    const body = path.startsWith(base) && (await readFile(join(folder, file)).catch(() => null));
    if (body) {
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(body);
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing here.');
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
