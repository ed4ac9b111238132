import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import { seal } from '../../../app/src/lib/fields/envelope.ts';
import {
  identifierIndexes,
  openIdentifier,
  placeOf,
  RECORD_NUMBER,
} from '../../../app/src/lib/fields/identifiers.ts';
import { type FieldKeys, keyRing } from '../../../app/src/lib/fields/keys.ts';
import { sealedIdentifier } from '../../../app/src/lib/fields/sealed.ts';
import { until } from '../../../test/support/until.ts';
import { FOLDER } from './database.ts';

export const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
export const keysOf = (encryption: readonly string[], index: readonly string[]): FieldKeys => ({
  encryption: keyRing.parse(encryption.join(',')),
  index: keyRing.parse(index.join(',')),
});

/** The number of the invented patient `n`. */
export const numberOf = (n: number) => `SCALE-${String(n).padStart(7, '0')}`;

/** So many patients with encrypted numbers. Past the triggers, which are not what is looked at. */
export async function fill(client: pg.Client, count: number, keys: FieldKeys): Promise<void> {
  await client.query('set session_replication_role = replica');
  for (let from = 1; from <= count; from += 5_000) {
    const rows = Array.from({ length: Math.min(5_000, count - from + 1) }, (_, index) => {
      const [id, patient, value] = [randomUUID(), randomUUID(), numberOf(from + index)];
      const sealed = seal(value, keys.encryption, placeOf({ id, system: RECORD_NUMBER }, patient));
      const [blind] = identifierIndexes(value, RECORD_NUMBER, keys);
      return {
        ...{ id, patient, n: from + index, key_id: sealed.keyId, index_key_id: blind.keyId },
        wrapped_key: Buffer.from(sealed.wrappedKey).toString('hex'),
        ciphertext: Buffer.from(sealed.ciphertext).toString('hex'),
        blind_index: Buffer.from(blind.digest).toString('hex'),
      };
    });
    await client.query(
      `with r as (
         select * from jsonb_to_recordset($1) as r (id uuid, patient uuid, n int, key_id text, index_key_id text,
           wrapped_key text, ciphertext text, blind_index text)
       ), p as (
         insert into public.patients (id, given_name, family_name, birth_date)
         select patient, 'Scale', n::text, '2000-01-01' from r
       )
       insert into private.patient_identifiers (id, patient_id, system, key_id, wrapped_key, ciphertext, index_key_id, blind_index)
       select id, patient, $2, key_id, decode(wrapped_key, 'hex'), decode(ciphertext, 'hex'), index_key_id,
         decode(blind_index, 'hex') from r`,
      [JSON.stringify(rows), RECORD_NUMBER],
    );
  }
  await client.query('set session_replication_role = origin');
}

/** The numbers of all invented patients, or of some, as the app's server reads them, by the patient's number. */
export async function numbers(
  client: pg.Client,
  keys: FieldKeys,
  atMost?: number,
): Promise<Map<number, string>> {
  const { rows } = await client.query<{ id: string; n: number; identifiers: unknown }>(
    `select p.id, p.family_name::int as n, private.identifiers_of(p.id) as identifiers
     from public.patients p where p.given_name = 'Scale'
     order by ${atMost ? 'random()' : 'p.id'} limit $1`,
    [atMost ?? null],
  );
  return new Map(
    rows.map(({ id, n, identifiers }) => {
      const [first] = z.array(sealedIdentifier).length(1).parse(identifiers);
      if (!first) throw new Error(`patient ${n} has lost the number`);
      return [n, openIdentifier(first, id, keys)];
    }),
  );
}

/** `npm run keys:rotate`, as people run it. */
export class KeysProcess {
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;

  constructor(url: string, encryption: string, index: string, ...args: string[]) {
    this.child = spawn(process.execPath, [join(FOLDER, 'keys/main.ts'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...{ DATABASE_URL: url, FIELD_ENCRYPTION_KEYS: encryption, FIELD_INDEX_KEYS: index },
      },
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    this.ended = once(this.child, 'close');
  }

  async code(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }

  /** Until it has said that so many rows are done. */
  async rewrapped(atLeast: number): Promise<void> {
    await until(
      `${atLeast} rows`,
      () => [...this.output.matchAll(/^(\d+) rewrapped$/gm)].some(([, done]) => Number(done) >= atLeast),
      600_000,
    );
  }
}

/** Rows by key. */
export async function byKey(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query<{ key: string; n: number }>(
    'select key_id as key, count(*)::int as n from private.patient_identifiers group by 1',
  );
  return Object.fromEntries(rows.map((row) => [row.key, row.n]));
}

/**
 * Replaces the key of so many rows, with a kill -9 in the middle, while the app reads.
 * What it answers is for the test to look at.
 */
export async function rotateWithAKill(
  database: { readonly client: pg.Client; readonly url: string },
  second: pg.Client,
  count: number,
  atOnce: number,
) {
  const [one, two, index] = [key('one'), key('two'), key('index')];
  const both = keysOf([two, one], [index]);
  await fill(database.client, count, keysOf([one], [index]));
  // Holds the run where it is to be killed: in the middle of a batch, in the middle of its transaction.
  await second.query('begin');
  await second.query(
    `select from private.patient_identifiers where id = (
       select id from private.patient_identifiers order by id offset $1 limit 1) for update`,
    [Math.floor(count / 2)],
  );
  const killed = new KeysProcess(database.url, `${two},${one}`, index, '--batch', String(atOnce));
  let wrong = 0;
  let read = 0;
  const reading = async () => {
    for (const [n, value] of await numbers(database.client, both, 100)) {
      read += 1;
      if (value !== numberOf(n)) wrong += 1;
    }
  };
  await Promise.all([killed.rewrapped(Math.floor(count / 2) - atOnce), reading()]);
  await reading();
  killed.child.kill('SIGKILL');
  await killed.ended;
  await second.query('rollback');
  const half = await byKey(database.client);
  await reading();
  const resumed = new KeysProcess(database.url, `${two},${one}`, index, '--batch', String(atOnce));
  let over = false;
  void resumed.ended.then(() => {
    over = true;
  });
  while (!over) await reading();
  return {
    ...{ half, wrong, read, output: killed.output + resumed.output, code: await resumed.code() },
    ...{ after: await byKey(database.client), onlyNew: keysOf([two], [index]), two, index },
  };
}
