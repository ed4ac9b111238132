import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.ts';
import { connect, type PgDatabase } from '../../database/connection.ts';
import { hashOf, type JsonObject, toJson } from '../canonical.ts';
import { unconfirmedGlass } from '../glass.ts';
import { foldState } from '../state.ts';
import { told } from './decode.ts';
import { encode } from './encode.ts';
import { ASSERTED } from './events.ts';
import { installedVersion, installRecord } from './install.ts';
import { keptPolicies } from './policies.ts';
import { ReleaseRecord } from './record.ts';
import { SAID } from './sayings.fixture.ts';
import { RECORD_SCHEMA } from './schema/index.ts';
import { V6 } from './schema/v6.ts';
import { V7 } from './schema/v7.ts';
import { isDecidedBy, isOpenedFor, OF_HOLDS, PASSED_OVER, projectIn, saysProject } from './sql.ts';
import { verifyChain } from './verify.ts';
import { waitingFiles } from './waiting.ts';

/**
 * A record as version 5 of its schema was written: seven releases to two environments, with every event there was (a
 * rollback, a contract run, broken glass and its confirmation, a restore), and what that Shiplock read of it.
 */
const json = z.record(z.string(), z.json());
const fixture = z
  .object({ tables: z.record(z.string(), z.array(z.string())), state: json })
  .parse(JSON.parse(readFileSync(new URL('version5.fixture.json', import.meta.url), 'utf8')));
const ENVIRONMENTS = ['staging', 'production'];
const COMMITS = [...'abcde'].map((letter) => letter.repeat(40));
let fresh: FreshDatabase;
let db: PgDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = await connect(fresh.url);
  for (const schema of RECORD_SCHEMA.slice(0, 5)) await db.query(schema);
  for (const table of ['schema_version', 'release', 'event', 'lease'])
    await db.query(
      `insert into shiplock.${table} select (jsonb_populate_record(null::shiplock.${table}, row::jsonb)).*
         from unnest($1::text[]) as row`,
      [fixture.tables[table]],
    );
});
afterAll(async () => {
  await db?.close();
  await fresh?.drop();
});

/** Everything that is decided by the record. */
async function readAll(): Promise<JsonObject> {
  const record = new ReleaseRecord(db);
  const releases = [];
  for (const release of (await record.recent(undefined, 1000)).toReversed()) {
    const { plan, decisions, donePhases, ...rest } = foldState(await record.events(release.id));
    const snapshot = await record.snapshotOf(release.id);
    releases.push({
      ...{ release, ...rest, donePhases: [...donePhases], decisions: [...decisions] },
      plan: plan ? { ...plan, objects: plan.objects && hashOf(toJson(plan.objects)) } : null,
      snapshot: snapshot ? hashOf(toJson(snapshot)) : null,
      validUntil: rest.approval?.validUntil ?? null,
      left: rest.schemaLeft ?? null,
      closed: rest.closed ?? null,
      approval: rest.approval ?? null,
      promotedAt: rest.promotedAt ?? null,
      deployed: rest.deployed ?? null,
    });
  }
  const environments = [];
  for (const name of ENVIRONMENTS) {
    const serving = (await record.serving(name))?.id;
    const memory = [];
    const finished = [];
    for (const commit of COMMITS) {
      const seen = await record.approvalsSeen(name, commit);
      memory.push({
        rejections: seen.flatMap(({ rejections }) => rejections),
        asked: seen.flatMap(({ asked }) => asked ?? []),
      });
      finished.push((await record.finished(name, commit))?.id ?? null);
    }
    const policies = await keptPolicies(db, name, serving);
    environments.push({ name, waiting: await waitingFiles(db, name), serving, policies, finished, memory });
  }
  const glass = await unconfirmedGlass(db, undefined);
  return toJson({ releases, environments, glass, chain: await verifyChain(db) }) as JsonObject;
}

describe('a record of version 5', () => {
  it('is read as before, first as it is, and then upgraded', async () => {
    expect(await installedVersion(db)).toBe(5);
    expect(await readAll()).toMatchObject(fixture.state);
    expect(await installRecord(db)).toBe(true);
    expect(await installedVersion(db)).toBe(RECORD_SCHEMA.length);
    expect(await readAll()).toMatchObject(fixture.state);
  });

  it('has no event that is not understood', async () => {
    const { releases } = z
      .object({ releases: z.array(z.object({ release: z.object({ id: z.string() }) })) })
      .parse(fixture.state);
    const events = await new ReleaseRecord(db).eventsOf(releases.map(({ release }) => release.id));
    const not = [...events.values()]
      .flat()
      .filter((event) => [undefined, 'unreadable'].includes(told(event)?.is));
    expect(not.map(({ seq, kind, phase }) => `${seq} ${phase} ${kind}`)).toEqual([]);
    const shapes = new Set([...events.values()].flat().map((event) => told(event)?.is));
    expect(Object.keys(ASSERTED).filter((is) => !shapes.has(is as never))).toEqual([
      'voided',
      'stage-reached',
      'drilled',
      'held',
      'hold-lifted',
      'holds-passed',
    ]);
  });
});

describe('what the database asks of bodies by itself', () => {
  it('is what is read of them: every shape, and those of version 1', async () => {
    const written = await db.query<{ kind: string; body: JsonObject }>(
      'select kind, body from shiplock.event',
    );
    const now = SAID.map(({ phase, saying }) => encode(phase, saying));
    const all = [...written, ...now];
    const rows = await db.query<{ answer: boolean }>(
      `select coalesce(${PASSED_OVER}, false) as answer
         from unnest($1::text[], $2::jsonb[]) with ordinality as e (kind, body, place) order by place`,
      [all.map(({ kind }) => kind), all.map(({ body }) => JSON.stringify(body))],
    );
    const said = all.map(({ kind, body }) => {
      const read = kind === 'approved' ? told({ kind, phase: 'approve', body }) : undefined;
      return read?.is === 'approved' && (read.brokenGlass ?? read.standIn) !== undefined;
    });
    expect(rows.map(({ answer }) => answer)).toEqual(said);
    expect(said.filter(Boolean).length).toBeGreaterThan(3);
  });

  it('and so are the names of the project that a release was opened for', async () => {
    const asked = [['shop'], ['prj_1', 'shop'], ['other'], []];
    const bodies: JsonObject[] = [
      ...[undefined, ['prj_1', 'shop'], ['other'], [], 'shop', { shop: 1 }, null, 7].map((project) =>
        project === undefined ? {} : { project },
      ),
      ...SAID.filter(({ saying }) => saying.is === 'opened').map(
        ({ phase, saying }) => encode(phase, saying).body,
      ),
    ];
    for (const names of asked)
      for (const body of bodies) {
        const read = told({ kind: 'opened', phase: 'deploy', body });
        const theirs = read?.is === 'opened' ? read.project : undefined;
        const [row] = await db.query<{ is: boolean; says: boolean }>(
          `select ${isOpenedFor('b.body', '$2::text[]')} as is, ${saysProject('b.body')} as says from (select $1::jsonb) as b (body)`,
          [JSON.stringify(body), names],
        );
        expect(row, JSON.stringify({ body, names })).toEqual({
          is: theirs ? names.some((name) => theirs.includes(name)) : true,
          says: theirs !== undefined,
        });
      }
  });

  it('and so is the run that decided a rollback, and the project that a release says', async () => {
    const all = SAID.map(({ phase, saying }) => ({ ...encode(phase, saying), phase, saying }));
    const rows = await db.query<{ one: boolean; none: boolean; project: unknown }>(
      `select coalesce(${isDecidedBy("'1'")}, false) as one, coalesce(${isDecidedBy("'other'")}, false) as none,
          ${projectIn('body')} as project
         from unnest($1::jsonb[]) with ordinality as e (body, place) order by place`,
      [all.map(({ body }) => JSON.stringify(body))],
    );
    const read = all.map(({ kind, phase, body }) => told({ kind, phase, body }));
    const runs = read.map((said) => {
      const decision = said?.is === 'verdict-given' || said?.is === 'rolled-back' ? said.decision : undefined;
      return decision?.run === '1';
    });
    const asked = read.map((said) => said?.is === 'verdict-given' || said?.is === 'rolled-back');
    expect(rows.filter((_, at) => asked[at]).map(({ one }) => one)).toEqual(
      runs.filter((_, at) => asked[at]),
    );
    expect(runs).toContain(true);
    expect(rows.some(({ none }) => none)).toBe(false);
    for (const [at, said] of read.entries())
      if (said?.is === 'opened') expect(rows[at]?.project ?? undefined).toEqual(said.project);
  });

  it('has an index with the same words', () => {
    expect(V6).toContain(`where ${PASSED_OVER};`);
    expect(V7).toContain(`where ${OF_HOLDS};`);
  });

  it('of holds is each event that holds or lifts something, and no other that is read', async () => {
    const all = SAID.map(({ phase, saying }) => ({ ...encode(phase, saying), phase, saying }));
    const rows = await db.query<{ answer: boolean }>(
      `select coalesce(${OF_HOLDS}, false) as answer
         from unnest($1::text[], $2::text[], $3::jsonb[]) with ordinality as e (kind, phase, body, place) order by place`,
      [
        all.map(({ kind }) => kind),
        all.map(({ phase }) => phase),
        all.map(({ body }) => JSON.stringify(body)),
      ],
    );
    const found = all.filter((_, index) => rows[index]?.answer).map(({ saying }) => saying.is);
    const wanted = all.filter(
      ({ saying }) =>
        ['held', 'hold-lifted', 'reconciled'].includes(saying.is) ||
        (saying.is === 'closed' && saying.result === 'rolled-back'),
    );
    expect(found).toEqual(wanted.map(({ saying }) => saying.is));
    expect(found).toEqual(expect.arrayContaining(['held', 'hold-lifted', 'closed']));
  });
});
