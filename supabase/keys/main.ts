import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { type FieldKeys, keyRing } from '../../app/src/lib/fields/keys.ts';
import { JobRun } from '../jobs.ts';
import type { Problem } from './problem.ts';
import { decryptRecordNumbers, encryptRecordNumbers } from './record-numbers.ts';
import { rotateIdentifiers } from './rotate.ts';

/**
 * `npm run keys:rotate`: encrypts the identifiers that stand in clear, and puts all others under the first key of each list.
 *   --status    only says how many rows each key has
 *   --decrypt   writes record numbers back in clear, before the migration that encrypts them is undone
 *   --batch N   rows in a transaction (1000)
 * From the environment: DATABASE_URL, as migrations use it, and the app's FIELD_ENCRYPTION_KEYS and FIELD_INDEX_KEYS.
 * Can be killed and run again at any time. Exit code 1: some rows stayed as they were; they are named.
 * See app/runbooks/field-keys.md.
 */
const environment = z.object({
  DATABASE_URL: z.string().min(1),
  FIELD_ENCRYPTION_KEYS: keyRing,
  FIELD_INDEX_KEYS: keyRing,
});

const { values } = parseArgs({
  options: {
    status: { type: 'boolean', default: false },
    decrypt: { type: 'boolean', default: false },
    batch: { type: 'string', default: '1000' },
  },
});
const atOnce = z.coerce.number().int().min(1).max(10_000).parse(values.batch);
const parsed = environment.safeParse(process.env);
if (!parsed.success) {
  for (const { path, message } of parsed.error.issues) {
    const name = String(path[0]);
    console.error(`${name} ${process.env[name] ? message : 'is missing'}`);
  }
  process.exit(2);
}
const keys: FieldKeys = {
  encryption: parsed.data.FIELD_ENCRYPTION_KEYS,
  index: parsed.data.FIELD_INDEX_KEYS,
};

const client = new pg.Client({ connectionString: parsed.data.DATABASE_URL });
await client.connect();
try {
  if (!values.status) process.exitCode = (await work()) ? 0 : 1;
  await status();
} finally {
  await client.end();
}

/** Whether nothing was left. */
async function work(): Promise<boolean> {
  const run = await JobRun.begin(client, values.decrypt ? 'decrypt identifiers' : 'rotate field keys');
  if (values.decrypt) {
    const { done, problems } = await decryptRecordNumbers(run, keys);
    await run.end({ decrypted: done, left: problems.length });
    console.log(`${done} decrypted`);
    return tell(problems);
  }
  const encrypted = await encryptRecordNumbers(run, keys);
  console.log(`${encrypted.done} encrypted`);
  const rotated = await rotateIdentifiers(run, keys, {
    atOnce,
    say: (done) => console.log(`${done} rewrapped`),
  });
  const problems = [...encrypted.problems, ...rotated.problems];
  await run.end({ encrypted: encrypted.done, rewrapped: rotated.done, left: problems.length });
  return tell(problems);
}

function tell(problems: readonly Problem[]): boolean {
  for (const { row, why } of problems.slice(0, 100)) console.error(`${row} stays as it is: ${why}`);
  if (problems.length > 100) console.error(`and ${problems.length - 100} more`);
  return problems.length === 0;
}

async function status(): Promise<void> {
  const { rows } = await client.query<{ kind: string; key: string; n: string }>(`
    select 'in clear' as kind, '' as key, count(*) as n from public.patients p
      where p.medical_record_number is not null
        and not exists (select from private.erasures e where e.patient_id = p.id)
    union all select 'encrypted with', i.key_id, count(*) from private.patient_identifiers i group by i.key_id
    union all select 'indexed with', i.index_key_id, count(*) from private.patient_identifiers i group by i.index_key_id
    order by kind, key`);
  for (const { kind, key, n } of rows) console.log(`${n} ${kind}${key ? ` ${key}` : ''}`);
  for (const [name, of, ring] of [
    ['FIELD_ENCRYPTION_KEYS', 'encrypted with', keys.encryption],
    ['FIELD_INDEX_KEYS', 'indexed with', keys.index],
  ] as const) {
    const used = new Set(rows.filter(({ kind }) => kind === of).map(({ key }) => key));
    const idle = ring.all.slice(1).filter(({ id }) => !used.has(id));
    for (const { id } of idle) console.log(`${name}: no row needs ${id} any more`);
  }
}
