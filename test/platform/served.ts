import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { databaseFaults } from '../../rehearsal/cloud/postgres/faults.ts';
import { type PostgresPart, startPostgres } from '../../rehearsal/cloud/postgres/index.ts';
import {
  prepareAuthSchema,
  type SupabaseProject,
  startSupabase,
} from '../../rehearsal/cloud/supabase/index.ts';
import { encryptNumbers, invented } from '../../rehearsal/field-keys.ts';
import { freePort } from '../../rehearsal/free-port.ts';
import { root } from '../../scripts/project.ts';
import { migrationEngine } from '../../src/database/migrations/index.ts';
import { Browser } from '../support/browser.ts';
import { until } from '../support/until.ts';

const DATABASE = 'platform';
const APP = path.join(root, 'app');
const next = () => createRequire(path.join(APP, 'package.json')).resolve('next/dist/bin/next');

/** The password of the sample people. */
export const PASSWORD = 'correct-horse-7-staple';
export const EMAIL = {
  patient: 'ines.moreau@example.test',
  'other patient': 'tom.becker@example.test',
  prescriber: 'amara.okafor@example.test',
  'other prescriber': 'jonas.lindqvist@example.test',
  pharmacist: 'mei.tanaka@example.test',
  auditor: 'piotr.nowak@example.test',
  administrator: 'nadia.haddad@example.test',
  operator: 'rosa.lind@example.test',
} as const;

/** The production build of the app, served, with everything it needs: made once for a file of tests. */
export class Platform {
  readonly faults = new Faults();
  /** What arrived at the error tracker. */
  readonly envelopes: string[] = [];
  #directory = '';
  #postgres: PostgresPart | undefined;
  #supabase: SupabaseProject | undefined;
  #tracker: Server | undefined;
  readonly #servers: AppServer[] = [];
  readonly #fieldKeys = invented();

  static async start(): Promise<Platform> {
    const platform = new Platform();
    try {
      await platform.#start();
      return platform;
    } catch (error) {
      await platform.close();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const work = path.join(root, 'rehearsal/.work');
    await mkdir(work, { recursive: true });
    this.#directory = await mkdtemp(path.join(work, 'platform-'));
    this.#postgres = await startPostgres({
      workDir: this.#directory,
      faults: databaseFaults(this.faults),
      prepareTemplate: prepareAuthSchema,
      databases: [DATABASE],
    });
    const url = this.#postgres.url(DATABASE);
    const engine = migrationEngine({ url, workspace: root, directory: 'supabase/migrations' });
    const { pending } = await engine.pending({ serves: false });
    await engine.apply({ migrations: pending, say: () => undefined });
    await this.sql(await readFile(path.join(root, 'supabase/seed.sql'), 'utf8'));
    await this.encryptNumbers();
    this.#supabase = await startSupabase({
      ...{ postgres: this.#postgres, database: DATABASE, faults: this.faults, log: new AccessLog() },
    });
    this.#tracker = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        this.envelopes.push(`${request.url} ${body}`);
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(this.#tracker, 'listening');
    await promisify(execFile)(process.execPath, [next(), 'build'], {
      ...{ cwd: APP, maxBuffer: 16_000_000 },
      env: { ...process.env, SKIP_TYPECHECK: '1', NEXT_TELEMETRY_DISABLED: '1' },
    });
  }

  sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    if (!this.#postgres) throw new Error('the database is not there');
    return this.#postgres.sql<Row>(DATABASE, text, values);
  }

  /** As the job does it that follows a release and an import. */
  async encryptNumbers(): Promise<void> {
    if (!this.#postgres) throw new Error('the database is not there');
    await encryptNumbers(this.#postgres.url(DATABASE), this.#fieldKeys);
  }

  /** Makes the Data API or the Auth server fail, until `faults.clear()`. */
  fail(service: 'rest' | 'auth'): void {
    this.faults.set({ call: `supabase.${DATABASE}.${service}`, fault: 'error-before', times: 'always' });
  }

  /** One more server of the same build. `env`: on top of what it needs; an empty text takes a variable away. */
  async serve(env: Readonly<Record<string, string>> = {}): Promise<AppServer> {
    const tracker = this.#tracker?.address();
    if (!this.#supabase || !tracker || typeof tracker === 'string') throw new Error('the platform is not up');
    const server = await AppServer.start({
      NEXT_PUBLIC_SUPABASE_URL: this.#supabase.url,
      NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: this.#supabase.publishableKey,
      SUPABASE_SECRET_KEY: this.#supabase.secretKey,
      ...this.#fieldKeys,
      NEXT_PUBLIC_SENTRY_DSN: `http://key@127.0.0.1:${tracker.port}/1`,
      LOG_LEVEL: 'debug',
      ...env,
    });
    this.#servers.push(server);
    return server;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) await server.stop();
    this.#tracker?.close();
    await this.#supabase?.close();
    await this.#postgres?.close();
    if (this.#directory) await rm(this.#directory, { recursive: true, force: true });
  }
}

/** A `next start`. */
export class AppServer {
  readonly origin: string;
  /** All that it printed. */
  log = '';
  readonly #process: ChildProcess;

  private constructor(port: number, env: Readonly<Record<string, string>>) {
    this.origin = `http://127.0.0.1:${port}`;
    this.#process = spawn(
      process.execPath,
      [next(), 'start', '--port', String(port), '--hostname', '127.0.0.1'],
      {
        ...{ cwd: APP, stdio: ['ignore', 'pipe', 'pipe'] },
        env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', ...env },
      },
    );
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.log += text;
      });
  }

  static async start(env: Readonly<Record<string, string>>): Promise<AppServer> {
    const server = new AppServer(await freePort(), env);
    await until('the app', async () => (await fetch(`${server.origin}/api/health/live`)).ok, 120_000);
    return server;
  }

  /** Somebody's browser, as behind a proxy that speaks TLS and says where they are. */
  browser(address = '192.0.2.1'): Browser {
    return new Browser(this.origin, { 'x-forwarded-proto': 'https', 'x-real-ip': address });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }
}
