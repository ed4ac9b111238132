import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { RedisPart } from '../../rehearsal/cloud/redis/index.ts';
import type { StripePart } from '../../rehearsal/cloud/stripe/index.ts';
import { type AppServer, EMAIL, PASSWORD, type Platform } from '../platform/served.ts';
import type { Browser } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { type Answered, actionsOfBuild, opened, siteOf } from './ask.ts';
import { BUDGET_MS, expectedOf, type Gone, outcomeOf, slackOf } from './expect.ts';
import { type Person, type Route, routesOf } from './routes.ts';

export interface Parts {
  readonly platform: Platform;
  readonly stripe: StripePart;
  readonly redis: RedisPart | undefined;
}

interface Scenario {
  readonly name: string;
  readonly gone: Gone;
  readonly begin: () => void | Promise<void>;
  readonly end: () => void | Promise<void>;
}

interface Cell {
  readonly outcome: string;
  readonly ms: number;
  readonly right: boolean;
}

const REST = 'supabase.platform.rest';
const say = (line: string) => void process.stdout.write(`${line}\n`);
const at = async <T>(count: number, work: readonly (() => Promise<T>)[]): Promise<T[]> => {
  const results: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < work.length; index = next++) results[index] = await work[index]!();
  };
  await Promise.all(Array.from({ length: count }, worker));
  return results;
};

/** @returns whether something failed */
export async function run({ platform, stripe, redis }: Parts): Promise<boolean> {
  const tracker = await silentTracker();
  const settings = {
    ...(redis ? { UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token } : {}),
    ...{ STRIPE_SECRET_KEY: stripe.secretKey, STRIPE_WEBHOOK_SECRET: stripe.webhookSecret },
    ...{ STRIPE_API_URL: stripe.url, LOG_LEVEL: 'info' },
  };
  const [app, untracked] = [
    await platform.serve(settings),
    await platform.serve({ ...settings, NEXT_PUBLIC_SENTRY_DSN: tracker.dsn }),
  ];
  const faults: string[] = [];
  const fault = (text: string) => {
    faults.push(text);
    say(`  ✗ ${text}`);
  };
  const people = await peopleOf(app);
  const routes = await routesAt(app);
  const columns = new Map<string, ReadonlyMap<string, Cell>>();

  const pass = async (gone: Gone, usual: ReadonlyMap<string, Cell>, who = people) => {
    const cells = new Map<string, Cell>();
    await at(
      4,
      routes.map((route) => async () => {
        const answer = await route.ask(who);
        cells.set(route.name, cellOf(route, answer, gone, usual.get(route.name)?.ms));
        if (!cells.get(route.name)?.right)
          fault(`${route.name}: ${answer.status} after ${answer.ms} ms ${excerpt(answer)}`);
      }),
    );
    return cells;
  };

  const clear = redis ? () => emptied(redis) : async () => undefined;
  say('▶ with everything there');
  // The first time, everything is loaded.
  await at(
    4,
    routes.map((route) => () => route.ask(people)),
  );
  await clear();
  const usual = await pass('nothing', new Map());
  columns.set('all there', usual);

  for (const { name, gone, begin, end } of scenarios({ platform, stripe, redis })) {
    say(`▶ ${name}`);
    await clear();
    await begin();
    columns.set(name, await pass(gone, usual));
    await end();
    const began = performance.now();
    await until(`the app to recover from: ${name}`, async () => {
      const ready = await fetch(`${app.origin}/api/health/ready`);
      return z.object({ status: z.literal('ok') }).safeParse(await ready.json()).success;
    });
    say(`  ready again after ${Math.round(performance.now() - began)} ms`);
    await clear();
    await until(`every route to work after: ${name}`, async () => {
      const answers = await at(
        4,
        routes.map((route) => async () => [route, await route.ask(people)] as const),
      );
      await clear();
      return answers.every(([route, answer]) => outcomeOf(route.kind, answer) === 'does');
    });
  }

  say('▶ error tracker silent, and the database gone: errors are reported to nobody');
  const strangers = await peopleOf(untracked);
  await clear();
  platform.faults.set({ call: REST, fault: 'error-before', times: 'always' });
  columns.set('tracker silent', await pass('database', usual, strangers));
  platform.faults.clear();
  if (tracker.connections() === 0) fault('no error was sent to the tracker that is silent');

  if (redis) await underLoad(redis, app, people, fault);
  for (const line of wordsOf(app.log, redis)) fault(line);

  say(`\n${table(routes, columns)}\n`);
  for (const line of faults) say(`✗ ${line}`);
  say(`${routes.length} routes, ${columns.size} columns, ${faults.length} faults`);
  tracker.close();
  return faults.length > 0;
}

function scenarios({ platform, redis }: Parts): Scenario[] {
  const gone = (call: string) => ({
    begin: () =>
      platform.faults.set({ call, fault: { kind: 'delay', milliseconds: 30_000 }, times: 'always' }),
    end: () => platform.faults.clear(),
  });
  return [
    ...(redis
      ? [
          { name: 'Redis killed', gone: 'redis', begin: redis.kill, end: redis.restart } as const,
          { name: 'Redis stalled', gone: 'redis', begin: redis.stall, end: redis.resume } as const,
        ]
      : []),
    { name: 'database slow', gone: 'database', ...gone(REST) },
    {
      name: 'auth down',
      gone: 'auth',
      begin: () => platform.fail('auth'),
      end: () => platform.faults.clear(),
    },
  ];
}

function cellOf(route: Route, answer: Answered, gone: Gone, usual = 0): Cell {
  const outcome = outcomeOf(route.kind, answer);
  const expected = expectedOf(gone, route.kind);
  const inTime = gone === 'nothing' || answer.ms <= BUDGET_MS[route.kind] + slackOf(usual);
  const isExpected = outcome === expected || (expected === 'either' && outcome !== 'breaks');
  return {
    outcome: `${outcome}${isExpected ? '' : ` (not ${expected})`}${inTime ? '' : ' LATE'}`,
    ms: answer.ms,
    right: isExpected && inTime,
  };
}

const excerpt = ({ text }: Answered): string =>
  text
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .trim()
    .slice(0, 160);

/** While many people work, Redis goes and comes back: no page is lost, and `/live` answers all the time. */
async function underLoad(
  redis: RedisPart,
  app: AppServer,
  people: Readonly<Record<Person, Browser>>,
  fault: (text: string) => void,
): Promise<void> {
  say('▶ Redis restarted under load');
  let over = false;
  const seen: (Answered & { at: string })[] = [];
  const user = async (turn: number) => {
    const paths = ['/', '/prescriptions', '/api/health/live', '/api/queue'];
    for (let index = turn; !over; index++) {
      const path = paths[index % paths.length] ?? '/';
      const who =
        path === '/prescriptions'
          ? people.patient
          : path === '/api/queue'
            ? people.pharmacist
            : people.nobody;
      seen.push({ ...(await opened(who, path)), at: path });
      await sleep(100);
    }
  };
  const users = Array.from({ length: 6 }, (_, turn) => user(turn));
  await sleep(2_000);
  await redis.kill();
  await sleep(3_000);
  await redis.restart();
  await until('the app to be ready', async () =>
    (await (await fetch(`${app.origin}/api/health/ready`)).text()).includes('"status":"ok","commit"'),
  );
  await sleep(2_000);
  over = true;
  await Promise.all(users);
  const lost = seen.filter(({ status }) => status !== 200);
  const worst = Math.max(...seen.map(({ ms }) => ms));
  say(`  ${seen.length} requests, ${lost.length} lost, the slowest took ${worst} ms`);
  for (const { at: path, status, ms } of lost.slice(0, 5))
    fault(`under load ${path}: ${status} after ${ms} ms`);
}

/** What the log must not have, and must not have too often. */
function wordsOf(log: string, redis: RedisPart | undefined): string[] {
  const lines = log.split('\n').filter((line) => line.includes('Redis is not available'));
  const minutes = new Set(lines.map((line) => line.match(/"time":"([^"]{16})/)?.[1]));
  say(`  ${lines.length} log lines say that Redis is not available`);
  return [
    ...(lines.length > minutes.size + 1
      ? [`${lines.length} lines about Redis in ${minutes.size} minutes`]
      : []),
    ...(redis && lines.length === 0 ? ['the log does not say that Redis was gone'] : []),
    ...(redis && log.includes(redis.token) ? ['the token of Redis is in the log'] : []),
    ...Object.values(EMAIL)
      .filter((email) => log.includes(email))
      .map((email) => `${email} is in the log`),
    ...(/Moreau|Becker|MRN-\d/.test(log) ? ['a patient is in the log'] : []),
  ];
}

async function peopleOf(app: AppServer): Promise<Readonly<Record<Person, Browser>>> {
  const signed = async (who: Exclude<Person, 'nobody'>) => {
    const browser = siteOf(app.browser(), app.origin);
    await until(
      `${who} to be in`,
      async () => (await browser.signIn(EMAIL[who], PASSWORD)).at !== '/sign-in',
    );
    return browser;
  };
  return {
    // Somebody else each time: nobody is signed in there.
    get nobody() {
      return siteOf(app.browser('192.0.2.77'), app.origin);
    },
    patient: await signed('patient'),
    prescriber: await signed('prescriber'),
    pharmacist: await signed('pharmacist'),
    auditor: await signed('auditor'),
    operator: await signed('operator'),
    administrator: await signed('administrator'),
  };
}

async function routesAt(app: AppServer): Promise<readonly Route[]> {
  const document = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await (await fetch(`${app.origin}/api/openapi.json`)).json());
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  return routesOf({ build: await actionsOfBuild(), operations });
}

/** Limits begin anew: what one scenario tried does not count in the next. */
async function emptied({ url, token }: RedisPart): Promise<undefined> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', body: '["FLUSHALL"]', headers });
  if (!answer.ok) throw new Error(`Redis could not be emptied: ${await answer.text()}`);
}

/** Takes what is sent and says nothing. */
async function silentTracker() {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).resume();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('a TCP server has no port');
  return {
    dsn: `http://key@127.0.0.1:${address.port}/1`,
    connections: () => connections,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function table(routes: readonly Route[], columns: ReadonlyMap<string, ReadonlyMap<string, Cell>>): string {
  const heads = ['route', 'kind', ...columns.keys()];
  const rows = routes.map(({ name, kind }) => [
    name,
    kind,
    ...[...columns.values()].map((cells) => {
      const cell = cells.get(name);
      return cell ? `${cell.right ? '' : '✗ '}${cell.outcome} ${cell.ms} ms` : '';
    }),
  ]);
  const widths = heads.map((head, index) =>
    Math.max(head.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(heads), ...rows.map(line)].join('\n');
}
