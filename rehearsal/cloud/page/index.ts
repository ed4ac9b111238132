import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Cloud, Page } from '../cloud.ts';
import { deploymentLink, view } from './view.ts';

const reviewSchema = z.strictObject({
  run: z.number(),
  environment: z.string(),
  by: z.string(),
  state: z.enum(['approved', 'rejected']),
});

/** Not a stand-in: it stays out of the access log, and what a browser asks for by itself is no missing path. */
export async function startPage(cloud: Cloud): Promise<Page> {
  const html = await readFile(join(import.meta.dirname, 'page.html'), 'utf8');
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (c, next) => {
    // Another site's page must not approve: only our own origin may send JSON here, and only under our own name.
    if (c.req.header('host') !== hostOf(server)) return c.text('wrong host', 403);
    c.header('cache-control', 'no-store');
    c.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:",
    );
    return next();
  });
  app.get('/', (c) => c.html(html));
  app.get('/state.json', (c) => c.json(view(cloud)));
  app.get('/open/:id', (c) => {
    const link = deploymentLink(cloud, c.req.param('id'));
    return link ? c.redirect(link) : c.notFound();
  });
  app.post('/review', (c) => review(c, cloud));
  app.notFound((c) => c.body(null, 404));
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://${hostOf(server)}/`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const hostOf = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`;

async function review(c: Context, cloud: Cloud): Promise<Response> {
  if (c.req.header('content-type') !== 'application/json') return c.text('JSON only', 415);
  const asked = reviewSchema.safeParse(await c.req.json().catch(() => undefined));
  if (!asked.success) return c.json({ message: z.prettifyError(asked.error) }, 400);
  const { run, environment, by, state } = asked.data;
  try {
    cloud.github.review(by, run, environment, state, 'from the page of the local cloud');
    return c.json({});
  } catch (error) {
    return c.json({ message: error instanceof Error ? error.message : String(error) }, 422);
  }
}
