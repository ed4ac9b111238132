import { v7 as uuidv7 } from 'uuid';
import { storable } from '../canonical.ts';
import { configurationError, failure } from '../errors.ts';
import type { Phase } from '../phases.ts';
import type { Database } from '../ports.ts';
import type { Project } from '../project.ts';
import type { SchemaSnapshot } from '../snapshot.ts';
import { type Closing, closings } from './closings.ts';
import { told } from './decode.ts';
import { encode } from './encode.ts';
import { EVENT_COLUMNS, type RecordEvent } from './event.ts';
import type { EventPhase, Saying, ToldOf } from './events.ts';
import { type RecordHead, START } from './head.ts';
import { withParts } from './kept.ts';
import { lockedRecord } from './locked.ts';
import { byNames, isOfProject, ofProject, projectOfRelease } from './of-project.ts';
import { sqlMessage, sqlState } from './sql-state.ts';
import { unreadable } from './unreadable.ts';

export type { RecordEvent } from './event.ts';

export interface Release {
  readonly id: string;
  readonly environment: string;
  readonly commit: string;
  readonly replaces: string | null;
  readonly runId: string | null;
  readonly runUrl: string | null;
  readonly actor: string;
  readonly openedAt: string;
}

const RELEASE_COLUMNS = `id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`;

/**
 * Up to version 2 the planning role could open releases and append `planned`. A release of that time counts only where
 * the shipping role has worked on it.
 */
const SHIPPED = `(exists (select from shiplock.event e where e.release_id = r.id and e.kind not in ('opened', 'planned'))
  or r.opened_at >= (select installed_at from shiplock.schema_version where version = 2))`;

type Appended = Pick<RecordEvent, 'seq' | 'at' | 'hash' | 'kind' | 'body'>;

/** `rel_` + UUIDv7: sorts by time, and carries no meaning else. */
export function newReleaseId(): string {
  return `rel_${uuidv7()}`;
}

/** The record of one environment's database: reads, and the two functions that append. */
export class ReleaseRecord {
  readonly #db: Database;
  readonly #project: Project | undefined;

  /** @param project whose releases are looked for; undefined: of any */
  constructor(db: Database, project?: Project) {
    this.#db = db;
    this.#project = project;
  }

  async open(release: Omit<Release, 'openedAt'>, phase: Phase): Promise<Release> {
    const project = await this.#project?.names();
    try {
      await this.#db.query('select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
        release.id,
        release.environment,
        release.commit,
        release.replaces,
        release.runId,
        release.runUrl,
        release.actor,
        phase,
        encode(phase, { is: 'opened', ...(project ? { project } : {}) }).text,
      ]);
    } catch (error) {
      throw await lockedRecord(this.#db, error);
    }
    return (await this.release(release.id))!;
  }

  /**
   * Opens it, unless its run has a release of this commit and environment by now, which is returned. Two jobs of one
   * run that come at the same moment get one release.
   */
  async openForRun(release: Omit<Release, 'openedAt'>, phase: Phase): Promise<Release> {
    const { environment, commit, runId } = release;
    if (runId === null) return this.open(release, phase);
    // Asked before the chain is locked: nobody waits there for hosting.
    await this.#project?.names();
    return this.#db.transaction(async (tx) => {
      try {
        await tx.query('select shiplock.lock_chain()');
      } catch (error) {
        throw await lockedRecord(this.#db, error);
      }
      const record = new ReleaseRecord(tx, this.#project);
      return (await record.latest(environment, commit, runId)) ?? record.open(release, phase);
    });
  }

  /** @throws SHIPLOCK_LEASE_STALE (from the database adapter's SL003) when the token is not the newest. */
  async append(event: {
    readonly releaseId: string;
    readonly token: number | null;
    readonly actor: string;
    readonly phase: EventPhase;
    readonly saying: Saying;
  }): Promise<Appended> {
    const { releaseId, token, phase } = event;
    const { kind, body, text, kept } = encode(phase, event.saying);
    try {
      const values = [releaseId, token, storable(event.actor), phase, kind, text];
      // A record that was not upgraded yet takes what keeps nothing apart.
      const rows = await this.#db.query<Omit<Appended, 'kind' | 'body'>>(
        `select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6${kept.length > 0 ? ', $7' : ''})`,
        kept.length > 0 ? [...values, kept] : values,
      );
      return { ...rows[0]!, kind, body };
    } catch (error) {
      if (sqlState(error) === '42501') throw mayOnlyPlan(error, `this was not recorded: ${phase} (${kind})`);
      if (sqlState(error) !== 'SL003') throw await lockedRecord(this.#db, error);
      throw failure(
        {
          code: 'SHIPLOCK_LEASE_STALE',
          what: `this run no longer holds the lease of the environment: ${sqlMessage(error)}`,
          notDone: [`this was not recorded: ${phase} (${kind})`],
          next: 'Another release took over. Check `shiplock status`, and restart this one when the other one is closed.',
        },
        error,
      );
    }
  }

  /** The end of the chain now. */
  async head(): Promise<RecordHead> {
    const rows = await this.#db.query<RecordHead>(
      'select seq::int as seq, hash from shiplock.event order by event.seq desc limit 1',
    );
    return rows[0] ?? START;
  }

  async release(id: string): Promise<Release | undefined> {
    const rows = await this.#db.query<Release>(
      `select ${RELEASE_COLUMNS} from shiplock.release where id = $1`,
      [id],
    );
    return rows[0];
  }

  /** The newest release of this commit in this environment; with `runId`, of that run of the CI alone. */
  async latest(environment: string, commit: string, runId?: string): Promise<Release | undefined> {
    return byNames(this.#project, async (names) => {
      const rows = await this.#db.query<Release>(
        `select ${RELEASE_COLUMNS} from shiplock.release r where environment = $1 and commit_sha = $2
            and ($3::text is null or run_id = $3) and ${SHIPPED} and ${ofProject('$4')}
          order by opened_at desc limit 1`,
        [environment, commit, runId ?? null, names],
      );
      return rows[0];
    });
  }

  /** Whether a release was opened for the project of this record, as far as it says one. */
  async isOurs(releaseId: string): Promise<boolean> {
    return isOfProject(await projectOfRelease(this.#db, releaseId), this.#project);
  }

  /** Without schema snapshots, which are large: `snapshotOf` has the one that counts. */
  async events(releaseId: string): Promise<readonly RecordEvent[]> {
    return (await this.#eventsWith([releaseId], ['plan', 'objects'])).get(releaseId) ?? [];
  }

  /** The events of several releases at once, by release; without what their schemas consisted of (`plan.objects`). */
  async eventsOf(releaseIds: readonly string[]): Promise<ReadonlyMap<string, readonly RecordEvent[]>> {
    return this.#eventsWith(releaseIds, ['plan']);
  }

  async #eventsWith(
    releaseIds: readonly string[],
    parts: readonly string[],
  ): Promise<ReadonlyMap<string, readonly RecordEvent[]>> {
    const rows = await this.#db.query<RecordEvent>(
      `select ${EVENT_COLUMNS} from shiplock.event where release_id = any($1) order by event.seq`,
      [releaseIds],
    );
    return Map.groupBy(await withParts(this.#db, rows, parts), ({ releaseId }) => releaseId);
  }

  /** The schema that a release left behind, last; undefined where it kept none, or one that cannot be read any more. */
  async snapshotOf(releaseId: string): Promise<SchemaSnapshot | undefined> {
    const rows = await this.#db.query<RecordEvent>(
      `select ${EVENT_COLUMNS} from shiplock.event
        where release_id = $1 and kind = 'observed' and phase in ('finalize', 'contract') order by event.seq desc`,
      [releaseId],
    );
    const last = rows.find((event) => told(event)?.is === 'snapshot-kept');
    if (!last) return undefined;
    const [whole] = await withParts(this.#db, [last], ['snapshot']);
    const said = whole && told(whole);
    return said?.is === 'snapshot-kept' ? said.snapshot : undefined;
  }

  /** Newest first. */
  async recent(environment: string | undefined, limit: number): Promise<readonly Release[]> {
    return this.#db.query<Release>(
      `select ${RELEASE_COLUMNS} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,
      [environment ?? null, limit],
    );
  }

  /** Every environment that had a release. */
  async environments(): Promise<readonly string[]> {
    const rows = await this.#db.query<{ name: string }>(
      'select distinct environment as name from shiplock.release order by 1',
    );
    return rows.map(({ name }) => name);
  }

  /**
   * What looks for approvals saw, of every release of this commit in this environment, oldest first.
   * @throws SHIPLOCK_RECORD_BROKEN where one cannot be read: it may hold a no
   */
  async approvalsSeen(
    environment: string,
    commit: string,
  ): Promise<readonly (ToldOf<'approvals-seen'> & { readonly at: string })[]> {
    const rows = await this.#db.query<RecordEvent>(
      `select ${EVENT_COLUMNS} from shiplock.event where kind = 'observed' and release_id = any(array(
         select r.id from shiplock.release r where r.environment = $1 and r.commit_sha = $2)) order by event.seq`,
      [environment, commit],
    );
    return rows.flatMap((event) => {
      const said = told(event);
      if (said?.is === 'unreadable') throw unreadable(event, 'a rejection');
      return said?.is === 'approvals-seen' ? [{ ...said, at: event.at }] : [];
    });
  }

  /** The release that serves this environment by the record, from the newest `closed` event that names one. */
  async serving(environment: string): Promise<Release | undefined> {
    const serves = await byNames(this.#project, async (names) => {
      for await (const end of closings(this.#db, { environment, names }))
        if (end.serves !== null) return end.serves;
      return undefined;
    });
    return serves === undefined ? undefined : this.release(serves);
  }

  /**
   * The release that proves this commit in that environment: it was closed as `released`, and nothing that this commit
   * did there was closed in another way since (rolled back, abandoned).
   */
  async finished(environment: string, commit: string): Promise<Release | undefined> {
    const last = await byNames(this.#project, async (names): Promise<Closing | undefined> => {
      for await (const end of closings(this.#db, { environment, commit, names })) return end;
      return undefined;
    });
    return last?.result === 'released' ? this.release(last.event.releaseId) : undefined;
  }
}

/** A planner's role came where something is to be changed. `error`: what refused it, or what the role may do instead. */
export function mayOnlyPlan(error: unknown, notDone: string) {
  const why = error instanceof Error ? sqlMessage(error) : String(error);
  return configurationError(
    {
      code: 'SHIPLOCK_DATABASE_PERMISSION',
      what: `the role in database-url can plan but cannot change anything: ${why}`,
      notDone: [notDone],
      next: 'Set database-url to the connection string of the role that owns the schema (postgres on Supabase): docs/read-only-role.md says which action needs which.',
    },
    error,
  );
}
