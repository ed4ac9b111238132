import { serve } from '@hono/node-server';
import { createApp } from '@humanwhocodes/upstash-redis-server';

/**
 * Upstash's REST API in front of a Redis server, as a process of its own: it can be killed as Upstash can be gone.
 * The package checks the token of single commands alone, and would listen on every address; this does both.
 */
const { FRONT_TOKEN: token = '', FRONT_PORT: port = '', FRONT_REDIS: redisUrl = '' } = process.env;
const server = Number(process.env['FRONT_SERVER']);
if (!token || !port || !redisUrl || !server)
  throw new Error('FRONT_TOKEN, FRONT_PORT, FRONT_REDIS and FRONT_SERVER are needed');

// Whoever started both has ended, however that came: neither is left behind.
process.once('disconnect', () => {
  try {
    process.kill(server, 'SIGKILL');
  } catch {
    // It has ended already.
  }
  process.exit();
});

const app = createApp({ token, redisUrl });

serve({
  hostname: '127.0.0.1',
  port: Number(port),
  fetch: (request) =>
    request.headers.get('authorization') === `Bearer ${token}`
      ? app.fetch(request)
      : Response.json({ error: 'Unauthorized' }, { status: 401 }),
});
