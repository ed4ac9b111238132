import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.ts';
import { connect, type PgDatabase } from '../../database/connection.ts';
import { installRecord } from './install.ts';
import { Proposals } from './proposals.ts';

/** What whoever holds the planning role may fill the table with: a bound for each size and each count. */
const COMMIT = 'a'.repeat(40);
let fresh: FreshDatabase;
let db: PgDatabase;
let proposals: Proposals;

const of = (releaseId: string, environment = 'production') => ({
  releaseId,
  environment,
  commit: COMMIT,
  runId: '1',
});

beforeAll(async () => {
  fresh = await freshDatabase();
  db = await connect(fresh.url);
  await installRecord(db);
  proposals = new Proposals(db);
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

describe('a proposal', () => {
  it.each([
    ['a release id that is text for a log', () => proposals.staged(of('rel_1\n::error::'), 'dpl_1')],
    ['a release id that is too long', () => proposals.staged(of('r'.repeat(81)), 'dpl_1')],
    ['no environment', () => proposals.staged(of('rel_1', ''), 'dpl_1')],
    ['an environment with a line break', () => proposals.staged(of('rel_1', 'a\nb'), 'dpl_1')],
    ['a commit that is not one', () => proposals.staged({ ...of('rel_1'), commit: 'main' }, 'dpl_1')],
    [
      'a run id that is too long',
      () => proposals.staged({ ...of('rel_1'), runId: '1'.repeat(101) }, 'dpl_1'),
    ],
    ['a deployment that is markup', () => proposals.staged(of('rel_1'), '<b>dpl</b>')],
    [
      'an actor that is too long',
      () => proposals.release(of('rel_1'), { url: null, actor: 'a'.repeat(201) }),
    ],
    ['a plan of more than a megabyte', () => proposals.plan(of('rel_1'), { text: 'x'.repeat(1_100_000) })],
  ])('is refused with %s', async (_, propose) => {
    await expect(propose()).rejects.toMatchObject({ cause: { code: 'SL010' } });
  });

  it('is one of at most 50 of a release', async () => {
    await db.query(
      `select shiplock.propose_staged('rel_many', 'production', $1, '1', 'dpl_' || n) from generate_series(1, 50) n`,
      [COMMIT],
    );
    await expect(proposals.staged(of('rel_many'), 'dpl_51')).rejects.toMatchObject({
      cause: { code: 'SL010' },
    });
    await proposals.staged(of('rel_other'), 'dpl_1');
  });

  it('is one of at most 1000 of an environment and day, and leaves the others room', async () => {
    const fill = db.query(
      `select shiplock.propose_staged('rel_' || (n / 50), 'flooded', $1, '1', 'dpl_' || n) from generate_series(1, 1001) n`,
      [COMMIT],
    );
    await expect(fill).rejects.toMatchObject({ cause: { code: 'SL010' } });
    await db.query(
      `insert into shiplock.proposal (what, release_id, environment, commit_sha, body)
         select 'staged', 'rel_flood', 'flooded', $1, '{}' from generate_series(1, 1000)`,
      [COMMIT],
    );
    await expect(proposals.staged(of('rel_1', 'flooded'), 'dpl_1')).rejects.toMatchObject({
      cause: { code: 'SL010' },
    });
    await proposals.staged(of('rel_1', 'production'), 'dpl_1');
    await db.query(`update shiplock.proposal set at = at - interval '2 days' where environment = 'flooded'`);
    await proposals.staged(of('rel_1', 'flooded'), 'dpl_1');
  });

  it('is forgotten after two weeks, and waits for nobody who keeps an old one locked', async () => {
    await db.query(`update shiplock.proposal set at = at - interval '20 days' where environment = 'flooded'`);
    const other = await connect(fresh.url);
    await other.query(`begin`);
    await other.query(
      `select from shiplock.proposal where environment = 'flooded' order by id limit 10 for update`,
    );
    for (let n = 0; n < 15; n += 1) await proposals.staged(of(`rel_new_${n}`), 'dpl_1');
    const left = await db.query(`select from shiplock.proposal where environment = 'flooded'`);
    expect(left).toHaveLength(10);
    await other.query('rollback');
    await other.close();
  });
});
