import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { root } from '../scripts/project.ts';
import { migrationEngine } from '../src/database/migrations/index.ts';
import { AccessLog, Faults } from './cloud/kit/index.ts';
import { databaseFaults } from './cloud/postgres/faults.ts';
import { startPostgres } from './cloud/postgres/index.ts';
import { redisIfAny } from './cloud/redis/index.ts';
import { claimSlot } from './cloud/slot.ts';
import { startStripe } from './cloud/stripe/index.ts';
import { prepareAuthSchema, startSupabase } from './cloud/supabase/index.ts';
import { encryptNumbers, invented } from './field-keys.ts';
import { freePort } from './free-port.ts';

/**
 * `npm run dev`: the platform on this machine, without Docker or an account. PostgreSQL with the migrations and sample
 * people, Supabase's API in front of it, the app with reload. Ctrl-C ends all of it; nothing is kept.
 *   PORT   where the app listens (default 3000; 0: any free port)
 */
const DATABASE = 'development';
const QUEUE_MS = 15_000;

const PEOPLE = `
  select u.email, p.display_name as name, array_remove(array[
    case when exists (select from public.patients s where s.profile_id = p.id) then 'patient' end,
    case when exists (select from public.practitioners s where s.profile_id = p.id) then 'prescriber' end,
    (select case when m.role = 'administrator' and o.kind = 'authority' then 'operator' else m.role end
      from public.memberships m join public.organizations o on o.id = m.organization_id
      where m.profile_id = p.id limit 1)
  ], null) as roles
  from public.profiles p join auth.users u on u.id = p.id order by roles, email`;

const began = performance.now();
const stopped = new Promise<void>((stop) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
});
const closers: (() => Promise<unknown>)[] = [];

try {
  const slot = await claimSlot(path.join(root, 'rehearsal/.work'));
  closers.unshift(() => slot.release());
  const faults = new Faults();
  const postgres = await startPostgres({
    workDir: slot.directory,
    faults: databaseFaults(faults),
    prepareTemplate: prepareAuthSchema,
    databases: [DATABASE],
  });
  closers.unshift(() => postgres.close());

  // As a release does it, with the same engine.
  const url = postgres.url(DATABASE);
  const engine = migrationEngine({ url, workspace: root, directory: 'supabase/migrations' });
  const { pending } = await engine.pending({ serves: false });
  await engine.apply({ migrations: pending, say: () => undefined });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(await readFile(path.join(root, 'supabase/seed.sql'), 'utf8'));
  const fieldKeys = invented();
  await encryptNumbers(url, fieldKeys);
  const { rows: people } = await client.query<{ email: string; name: string; roles: string[] }>(PEOPLE);
  await client.end();
  console.log('Sign in as (the password is at the top of supabase/seed.sql):');
  for (const { email, name, roles } of people)
    console.log(`  ${roles.join(', ').padEnd(14)} ${email.padEnd(34)} ${name}`);
  console.log(`Database: ${url}\n`);

  // What people are told of one another's work. The last one may be cut short: what it had not done waits.
  const queue = setInterval(() => void work(url), QUEUE_MS);
  closers.unshift(async () => clearInterval(queue));

  const supabase = await startSupabase({ postgres, database: DATABASE, faults, log: new AccessLog() });
  closers.unshift(() => supabase.close());

  const redis = await redisIfAny((why) => console.log(`Redis: off, the database counts: ${why}\n`));
  if (redis) closers.unshift(() => redis.close());

  const stripe = await startStripe({ faults, log: new AccessLog() });
  closers.unshift(() => stripe.close());

  const port = Number(process.env['PORT'] || 3000) || (await freePort());
  stripe.sendTo(`http://127.0.0.1:${port}/api/stripe/webhook`);
  const app = spawn(process.execPath, [nextBinary(), 'dev', '--port', String(port)], {
    cwd: path.join(root, 'app'),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_PUBLIC_SUPABASE_URL: supabase.url,
      NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
      SUPABASE_SECRET_KEY: supabase.secretKey,
      ...fieldKeys,
      ...(redis ? { UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token } : {}),
      // A server that compiles a page answers nothing meanwhile, and must not take Redis for gone.
      REDIS_LIMIT_MS: '3000',
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_URL: stripe.url,
    },
  });
  const ended = new Promise<void>((resolve) => app.once('exit', () => resolve()));
  closers.unshift(async () => {
    app.kill('SIGTERM');
    await ended;
  });

  // The page that everybody opens first, and the only one: others are compiled when somebody opens them.
  await Promise.race([answers(`http://127.0.0.1:${port}/sign-in`, ended), stopped]);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`\nThe platform is up after ${seconds} s: http://localhost:${port}/sign-in`);
  await Promise.race([stopped, ended]);
} finally {
  for (const close of closers) await close();
}
process.exit();

/** `npm run queue`, once. */
async function work(url: string): Promise<void> {
  const env = { ...process.env, DATABASE_URL: url };
  await promisify(execFile)(process.execPath, [path.join(root, 'supabase/queue/main.ts')], { env }).catch(
    (error: unknown) => console.error(`The queue was not read: ${String(error)}`),
  );
}

function nextBinary(): string {
  return createRequire(path.join(root, 'app/package.json')).resolve('next/dist/bin/next');
}

/** Until the app serves this page, or has ended. */
async function answers(address: string, ended: Promise<void>): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) {
    const ready = await fetch(address).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((later) => setTimeout(later, 250));
  }
  throw new Error('the app ended before it could serve; its output is above');
}
