import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { connect } from '../../../src/database/connection.ts';
import { PLAN } from '../../../src/release/plan.fixture.ts';
import { planHash } from '../../../src/release/plan.ts';
import { projectOf } from '../../../src/release/project.ts';
import { installRecord } from '../../../src/release/record/install.ts';
import { newReleaseId, ReleaseRecord } from '../../../src/release/record/record.ts';
import { asShiplockError } from '../../../src/runner/report.ts';
import { parseInputs, type RawInputs } from '../../../src/runner/values.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { scriptedServer } from '../../support/scripted-server.ts';
import type { OwnFlags } from './trial.ts';

export const COMMIT = 'a'.repeat(40);
export const PROJECT = 'prj_1';
const SETTINGS = `version: 1
environments:
  staging: { kind: staging }
`;
const MIGRATION = '20260101000000_orders.sql';
const ABOUT = { commit: COMMIT, replaces: null, runId: null, runUrl: null, actor: 'ada' };

/** A database with a record, a checkout with settings, and a code host that finds nothing and notes what it was asked. */
export class RecordWorld {
  database!: FreshDatabase;
  #codeHost!: Awaited<ReturnType<typeof scriptedServer>>;
  #folder!: string;

  async open(): Promise<void> {
    this.#folder = await mkdtemp(path.join(tmpdir(), 'shiplock-flags-'));
    await mkdir(path.join(this.#folder, 'bare'));
    await mkdir(path.join(this.#folder, 'app/supabase/migrations'), { recursive: true });
    await writeFile(path.join(this.#folder, 'app/shiplock.yml'), SETTINGS);
    await writeFile(
      path.join(this.#folder, 'app/supabase/migrations', MIGRATION),
      'create table orders ();\n',
    );
    this.#codeHost = await scriptedServer(() => ({ status: 404, body: {} }));
    this.database = await freshDatabase({ supabase: true });
    await this.#inRecord(async (record, db) => {
      await installRecord(db);
      await record.open({ id: newReleaseId(), environment: 'staging', ...ABOUT }, 'deploy');
      await record.open({ id: newReleaseId(), environment: 'demo', ...ABOUT }, 'deploy');
    });
  }

  async close(): Promise<void> {
    vi.unstubAllEnvs();
    await this.#codeHost?.close();
    await this.database?.drop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A database of this server that is not there. */
  get elsewhere(): string {
    return `${this.database.url}_gone`;
  }

  /** A release whose glass was broken and that nobody confirmed yet. */
  async glass(): Promise<string> {
    const id = newReleaseId();
    await this.#inRecord(async (record) => {
      await record.open({ id, environment: 'staging', ...ABOUT }, 'deploy');
      await record.append({
        ...{ releaseId: id, token: null, actor: 'ada', phase: 'approve' },
        saying: {
          ...{ is: 'approved', plan: PLAN, hash: planHash(PLAN), approvers: [], evidence: {} },
          brokenGlass: { by: 'ada', reason: 'orders fail for everybody' },
        },
      });
    });
    return id;
  }

  /** A hold that is not lifted. */
  async hold(): Promise<string> {
    const inputs = { environment: 'staging', reason: 'the order page is being fixed' };
    const said = await this.seen('hold', { ...inputs, 'database-url': this.database.url });
    const [id] = /hold_[0-9a-f-]+/.exec(said) ?? [];
    if (!id) throw new Error(said);
    return id;
  }

  /** What a command prints or fails with, and what the code host is asked: all that a flag can change. */
  async seen(
    name: string,
    raw: RawInputs,
    { own = {}, bare = false }: { readonly own?: OwnFlags | undefined; readonly bare?: boolean } = {},
  ): Promise<string> {
    vi.stubEnv('GITHUB_API_URL', this.#codeHost.url);
    vi.stubEnv('GITHUB_REPOSITORY', raw['github-token'] ? 'acme/app' : undefined);
    vi.stubEnv('GITHUB_ACTOR', 'ada');
    vi.stubEnv('GITHUB_WORKSPACE', path.join(this.#folder, bare ? 'bare' : 'app'));
    const from = this.#codeHost.seen.length;
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    const command = await COMMANDS[name]!.load();
    try {
      const inputs = parseInputs(raw, command);
      const door = { inputs, say, warn: say, summarize: async (text: string) => say(text) };
      const options = { json: own.json !== undefined, head: own.head, dora: own.dora !== undefined };
      say(await command.run(door, options));
    } catch (thrown) {
      const { code, what, next } = asShiplockError(thrown).problem;
      say(`${code}: ${what}. ${next}`);
    }
    const asked = this.#codeHost.seen.slice(from).map(({ method, path: at, query, headers }) => {
      return `${method} ${at}?${query} ${headers.authorization ?? ''}`;
    });
    return [...lines, ...asked].join('\n');
  }

  async #inRecord(
    work: (record: ReleaseRecord, db: Awaited<ReturnType<typeof connect>>) => Promise<void>,
  ): Promise<void> {
    const db = await connect(this.database.url);
    try {
      await work(new ReleaseRecord(db, projectOf(PROJECT)), db);
    } finally {
      await db.close();
    }
  }
}
