import { execFile } from 'node:child_process';
import path from 'node:path';
import { root } from '../../scripts/project.ts';
import { count } from '../../src/present/count.ts';
import { findSecrets } from '../cloud/kit/index.ts';
import type { EnvironmentName, RecordRow, RecordStory } from './model.ts';
import type { Stage } from './stage.ts';

const ENVIRONMENTS: readonly EnvironmentName[] = ['staging', 'production'];

/** What must be true of the records when all is over. */
export async function checkRecords(stage: Stage): Promise<void> {
  const { postgres } = stage.cloud;
  for (const environment of ENVIRONMENTS) {
    const verified = await recordVerify(stage, environment);
    const record: RecordStory = {
      environment,
      rows: await rowsOf(stage, environment),
      verified: verified.text,
      intact: verified.code === 0,
    };
    stage.story.records.push(record);
    stage.claim(
      undefined,
      `record verify, ${environment}: ${verified.text.replace(/(head [0-9a-f]{12})[0-9a-f]+/, '$1…')}`,
      verified.code === 0 && record.rows.length > 0,
    );
  }
  for (const verb of ['update shiplock.event set actor = actor', 'delete from shiplock.event']) {
    const refused = await postgres.sql('production', verb).then(
      () => false,
      (error: { code?: string }) => error.code === 'SL001',
    );
    stage.claim(
      undefined,
      `the database refuses ${verb.split(' ')[0]!.toUpperCase()} on the record, even to the superuser`,
      refused,
    );
  }
  await findOneByte(stage);
}

/** Past the trigger, as only the server's superuser can: one byte of one event, and back. */
async function findOneByte(stage: Stage): Promise<void> {
  const { postgres } = stage.cloud;
  const swap = (from: string, to: string) =>
    postgres.sql(
      'production',
      `begin; alter table shiplock.event disable trigger append_only;
       update shiplock.event set actor = '${to}' where seq = 5 and actor = '${from}';
       alter table shiplock.event enable trigger append_only; commit`,
    );
  await swap('ada', 'adb');
  const found = await recordVerify(stage, 'production');
  await swap('adb', 'ada');
  const again = await recordVerify(stage, 'production');
  stage.claim(
    undefined,
    'record verify finds one changed byte in event 5',
    found.code === 1 && /event 5\b/.test(found.text) && again.code === 0,
  );
}

function recordVerify(stage: Stage, environment: EnvironmentName): Promise<{ code: number; text: string }> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, SHIPLOCK_DATABASE_URL: stage.cloud.postgres.url(environment) };
  return new Promise((resolve) => {
    const args = [path.join(root, 'dist/cli.js'), 'record', 'verify', '--environment', environment];
    const child = execFile(process.execPath, args, { env, cwd: root }, (_error, stdout, stderr) => {
      stage.raw.push({ from: `record verify ${environment}`, text: stdout + stderr });
      resolve({ code: child.exitCode ?? 1, text: (stdout || stderr).trim() });
    });
  });
}

async function rowsOf(stage: Stage, environment: EnvironmentName): Promise<RecordRow[]> {
  const rows = await stage.cloud.postgres.sql<RecordRow & { body: unknown }>(
    environment,
    `select seq::int as seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, release_id as release, actor,
       phase, kind, coalesce(body ->> 'call', body ->> 'result', body ->> 'is', '') as what,
       body || coalesce((select jsonb_object_agg(k.key, b.content::jsonb)
         from jsonb_each_text(body -> 'kept') k join shiplock.body b on b.digest = k.value), '{}') as body,
       prev_hash as "prevHash", hash
     from shiplock.event order by seq`,
  );
  stage.raw.push({ from: `record of ${environment}`, text: JSON.stringify(rows) });
  return rows.map(({ body: _body, ...row }) => row);
}

/** Nothing secret in anything that was printed, kept or shown. The finding names the place, never the secret. */
export function searchSecrets(
  stage: Stage,
  more: readonly { readonly from: string; readonly text: string }[],
): void {
  const { github, slack, sentry } = stage.cloud;
  const told = [
    { from: 'GitHub', text: JSON.stringify(github.state) },
    { from: 'Slack', text: JSON.stringify(slack.state) },
    { from: 'Sentry', text: JSON.stringify(sentry.state) },
  ];
  const places = [
    ...stage.raw,
    ...told,
    { from: 'terminal', text: stage.terminal.printed.join('\n') },
    ...more,
  ];
  const { secrets } = stage.cloud;
  const found = places.filter(({ text }) => findSecrets(text, secrets).length > 0).map(({ from }) => from);
  const size = places.reduce((total, { text }) => total + text.length, 0);
  const where = found.length > 0 ? `: found in ${[...new Set(found)].join(', ')}` : '';
  stage.claim(
    undefined,
    `none of ${count(secrets.length, 'secret')} in ${(size / 1024).toFixed(0)} kB of logs, summaries, outputs, records, report, process lists, comments and notices, in any encoding${where}`,
    found.length === 0 && secrets.length > 5 && size > 10_000,
  );
}

export function checkCloud(stage: Stage): void {
  const missing = stage.cloud.unimplemented();
  stage.claim(
    undefined,
    `the stand-ins know every vendor call${missing.length > 0 ? `, except: ${missing.join('; ')}` : ''}`,
    missing.length === 0,
  );
}
