import { z } from 'zod';
import { rewrap } from '../../app/src/lib/fields/envelope.ts';
import {
  identifierIndexes,
  openIdentifier,
  placeOf,
  sealedOf,
} from '../../app/src/lib/fields/identifiers.ts';
import type { FieldKeys } from '../../app/src/lib/fields/keys.ts';
import type { JobRun } from '../jobs.ts';
import { type Problem, problemOf } from './problem.ts';
import { type IdentifierRow, identifierRow, READ } from './rows.ts';

export interface Rotation {
  /** Rows that are under the current keys now and were not. */
  readonly done: number;
  readonly problems: readonly Problem[];
}

interface Change {
  readonly id: string;
  readonly was: string;
  readonly keyId: string;
  readonly wrappedKey: string;
  readonly indexKeyId: string;
  /** Null: as it is. */
  readonly blindIndex: string | null;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/**
 * Puts every identifier under the current keys, `atOnce` in a transaction. Killed at any point, a run has done whole
 * batches and the next one goes on; readers need the old key until the end, and never wait. A row that does not open stays
 * as it is and is named.
 */
export async function rotateIdentifiers(
  run: JobRun,
  keys: FieldKeys,
  { atOnce, say }: { readonly atOnce: number; readonly say: (done: number) => void },
): Promise<Rotation> {
  const problems: Problem[] = [];
  let done = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await run.client.query(
      `${READ} where i.id > $1 and (i.key_id <> $2 or i.index_key_id <> $3) order by i.id limit $4`,
      [after, keys.encryption.current.id, keys.index.current.id, atOnce],
    );
    const batch = z.array(identifierRow).parse(rows);
    const last = batch.at(-1);
    if (!last) return { done, problems };
    after = last.id;
    const changes = batch.flatMap((row) => changeOf(row, keys, problems));
    done += await keep(run, changes, done, problems);
    say(done);
  }
}

function changeOf(row: IdentifierRow, keys: FieldKeys, problems: Problem[]): Change[] {
  try {
    const { keyId, wrappedKey } = rewrap(sealedOf(row), keys.encryption, placeOf(row, row.patient_id));
    // Opened always: a row that nobody can read would lose the key that could tell why.
    const value = openIdentifier(row, row.patient_id, keys);
    const [index] = identifierIndexes(value, row.system, keys);
    const found = index.keyId === row.index_key_id ? null : hex(index.digest);
    return [
      {
        ...{ id: row.id, was: hex(sealedOf(row).wrappedKey), keyId, wrappedKey: hex(wrappedKey) },
        ...{ indexKeyId: index.keyId, blindIndex: found },
      },
    ];
  } catch (error) {
    problems.push(problemOf(`identifier ${row.id}`, error));
    return [];
  }
}

/** What was written meanwhile (`wrapped_key` is another) stays for the next run. */
const UPDATE = `
  update private.patient_identifiers i set key_id = c.key_id, wrapped_key = decode(c.wrapped_key, 'hex'),
    index_key_id = c.index_key_id, blind_index = coalesce(decode(c.blind_index, 'hex'), i.blind_index)
  from jsonb_to_recordset($1) as c (id uuid, was text, key_id text, wrapped_key text, index_key_id text, blind_index text)
  where i.id = c.id and i.wrapped_key = decode(c.was, 'hex')`;

async function keep(
  run: JobRun,
  changes: readonly Change[],
  before: number,
  problems: Problem[],
): Promise<number> {
  const values = changes.map((each) => ({
    ...{ id: each.id, was: each.was, key_id: each.keyId, wrapped_key: each.wrappedKey },
    ...{ index_key_id: each.indexKeyId, blind_index: each.blindIndex },
  }));
  try {
    return await run.inTransaction(async () => {
      const { rowCount } = await run.client.query(UPDATE, [JSON.stringify(values)]);
      await run.progress({ rewrapped: before + (rowCount ?? 0) });
      return rowCount ?? 0;
    });
  } catch (error) {
    const [only, ...others] = changes;
    if (!only) throw error;
    if (others.length > 0) {
      let done = 0;
      for (const each of changes) done += await keep(run, [each], before + done, problems);
      return done;
    }
    problems.push(problemOf(`identifier ${only.id}`, error));
    return 0;
  }
}
