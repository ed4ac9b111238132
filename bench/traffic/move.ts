import { vercelHosting } from '../../src/hosting/index.ts';

/** Shiplock's own half of `bench:traffic`, in a process of its own: one move, confirmed. Arguments: kind, to, from. */
const [kind = '', to = '', from = ''] = process.argv.slice(2);
if (kind !== 'promote' && kind !== 'rollback') throw new Error(`unknown move ${kind}`);
const say = () => undefined;
const hosting = vercelHosting({
  token: process.env['VERCEL_TOKEN'] ?? '',
  project: process.env['VERCEL_PROJECT_ID'] ?? '',
  teamId: process.env['VERCEL_ORG_ID'] ?? '',
  apiUrl: process.env['VERCEL_API_URL'] ?? '',
});
const since = Date.now();
await hosting.move({ kind, to, expectedFrom: from, say });
const found = await hosting.confirm({ kind, to, since, deadlineMs: 180_000, accepted: true, say });
if (found.state !== 'done') throw new Error(JSON.stringify(found));
