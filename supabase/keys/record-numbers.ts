import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { seal } from '../../app/src/lib/fields/envelope.ts';
import {
  identifierIndexes,
  openIdentifier,
  placeOf,
  RECORD_NUMBER,
} from '../../app/src/lib/fields/identifiers.ts';
import type { FieldKeys } from '../../app/src/lib/fields/keys.ts';
import type { JobRun } from '../jobs.ts';
import { type Problem, problemOf } from './problem.ts';
import { identifierRow, READ } from './rows.ts';

const plain = z.object({ id: z.uuid(), value: z.string() });
/** The head of the audit chain is locked for so many patients, while other reads wait to be noted. */
const AT_ONCE = 50;

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

function sealed(patient: z.output<typeof plain>, keys: FieldKeys): Record<string, string> {
  const id = randomUUID();
  const { keyId, wrappedKey, ciphertext } = seal(
    patient.value,
    keys.encryption,
    placeOf({ id, system: RECORD_NUMBER }, patient.id),
  );
  const [index] = identifierIndexes(patient.value, RECORD_NUMBER, keys);
  return {
    ...{ id, patient_id: patient.id, system: RECORD_NUMBER, value: patient.value },
    ...{ key_id: keyId, wrapped_key: base64(wrappedKey), ciphertext: base64(ciphertext) },
    ...{ index_key_id: index.keyId, blind_index: base64(index.digest) },
  };
}

/**
 * Encrypts the record numbers that stand in clear. Each batch is one transaction: killed at any point, a run has done
 * whole batches, and the next one does the rest.
 */
export async function encryptRecordNumbers(
  run: JobRun,
  keys: FieldKeys,
): Promise<{ done: number; problems: Problem[] }> {
  const problems: Problem[] = [];
  let done = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await run.client.query(
      `select p.id, p.medical_record_number as value from public.patients p
       where p.id > $1 and p.medical_record_number is not null
         and not exists (select from private.erasures e where e.patient_id = p.id)
       order by p.id limit $2`,
      [after, AT_ONCE],
    );
    const batch = z.array(plain).parse(rows);
    const last = batch.at(-1);
    if (!last) return { done, problems };
    after = last.id;
    done += await keep(run, batch, keys, problems);
  }
}

/** The whole batch, or one by one where one of it is refused. */
async function keep(
  run: JobRun,
  batch: readonly z.output<typeof plain>[],
  keys: FieldKeys,
  problems: Problem[],
): Promise<number> {
  const rows = batch.map((patient) => sealed(patient, keys));
  try {
    return await run.inTransaction(async () => {
      const { rows: kept } = await run.client.query<{ n: number }>(
        'select private.keep_record_numbers($1) as n',
        [JSON.stringify(rows)],
      );
      return kept[0]?.n ?? 0;
    });
  } catch (error) {
    const [only, ...others] = batch;
    if (!only || others.length > 0) {
      let done = 0;
      for (const each of batch) done += await keep(run, [each], keys, problems);
      return done;
    }
    problems.push(problemOf(`patient ${only.id}`, error));
    return 0;
  }
}

/** The way back, before the migration is undone: numbers stand in clear in `patients` again. */
export async function decryptRecordNumbers(
  run: JobRun,
  keys: FieldKeys,
): Promise<{ done: number; problems: Problem[] }> {
  const problems: Problem[] = [];
  let done = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await run.client.query(
      `${READ} where i.id > $1 and i.system = $2 order by i.id limit $3`,
      [after, RECORD_NUMBER, AT_ONCE],
    );
    const batch = z.array(identifierRow).parse(rows);
    const last = batch.at(-1);
    if (!last) return { done, problems };
    after = last.id;
    for (const row of batch) {
      try {
        const value = openIdentifier(row, row.patient_id, keys);
        await run.inTransaction(async () => {
          await run.client.query('update public.patients set medical_record_number = $2 where id = $1', [
            row.patient_id,
            value,
          ]);
          await run.client.query('delete from private.patient_identifiers where id = $1', [row.id]);
        });
        done += 1;
      } catch (error) {
        problems.push(problemOf(`identifier ${row.id}`, error));
      }
    }
  }
}
