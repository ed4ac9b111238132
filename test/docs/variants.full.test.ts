import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../rehearsal/cloud/index.ts';
import { commitWorkspace } from '../../rehearsal/story/workspace.ts';
import { root } from '../../scripts/project.ts';
import { DocPage } from './page.ts';

/** Histories that are taken over, each by the commands of docs/adopting.md, on a database of its own. */
let cloud: Cloud;
let page: DocPage;
let workspace: string;
let home: string;
let databases = 0;
let url: string;
let name: string;

beforeAll(async () => {
  page = await DocPage.read('docs/adopting.md');
  await mkdir(path.join(root, 'rehearsal/.work'), { recursive: true });
  home = await mkdtemp(path.join(root, 'rehearsal/.work/variants-'));
  await mkdir(path.join(home, '.shiplock'));
  await promisify(execFile)('cp', ['-R', path.join(root, 'dist'), path.join(home, '.shiplock/dist')]);
  cloud = await startCloud({ root, only: ['postgres', 'github', 'vercel'] });
});
afterAll(async () => {
  await cloud?.close();
  await rm(home, { recursive: true, force: true });
});
beforeEach(async () => {
  databases += 1;
  name = `variant_${databases}`;
  url = (await cloud.postgres.createDatabase(name)).url;
  workspace = await mkdtemp(path.join(home, 'repository-'));
  await write(
    'shiplock.yml',
    `version: 1\nenvironments:\n  production:\n    kind: production\n    vercel: { project: ${cloud.vercel.projects.production.name}, team: ${cloud.vercel.teamId} }\n`,
  );
  await write('package.json', '{"name":"shop","private":true}');
  // Without one the CLI takes the nearest project above: this repository.
  await write('supabase/config.toml', 'project_id = "shop"\n');
});

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(workspace, file)), { recursive: true });
  await writeFile(path.join(workspace, file), text);
}

/** Each line of the page's block for this variant, as it is. Returns what the last one printed. */
async function follow(variant: string, env: Record<string, string> = {}): Promise<string> {
  let last = '';
  for (const block of page.blocks.filter(({ meta }) => meta['variant'] === variant)) {
    if (block.meta['title']) await write(block.meta['title'], block.text);
    else if (block.lang === 'sh')
      for (const line of block.text.split('\n')) {
        // Doctor reads the commit: what the reader has done by then is in it.
        if (line.includes('cli.js')) await commitWorkspace(workspace, 'so far');
        last = await sh(line, env);
      }
  }
  return last;
}

async function sh(command: string, env: Record<string, string> = {}): Promise<string> {
  const bin = `${path.dirname(process.execPath)}:${path.join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  const { stdout, stderr } = await promisify(execFile)('bash', ['-e', '-c', command], {
    cwd: workspace,
    env: {
      ...{ HOME: home, PATH: bin, DO_NOT_TRACK: '1', SHIPLOCK_VERCEL_API_URL: cloud.vercel.url },
      ...{ SHIPLOCK_DATABASE_URL: url, VERCEL_TOKEN: cloud.vercel.token, ...env },
    },
  });
  return `${stdout}\n${stderr}`;
}

const versions = async () =>
  (
    await cloud.postgres.sql<{ version: string }>(
      name,
      'select version from supabase_migrations.schema_migrations order by 1',
    )
  ).map(({ version }) => version);

const ORDERS =
  'create table public.orders (id int primary key, name text); alter table public.orders enable row level security;';

describe('a history', () => {
  test('of another tool: the schema becomes one file, marked as applied and not run', async () => {
    await cloud.postgres.sql(name, `set role postgres; ${ORDERS}; reset role`);
    await write('schema.sql', ORDERS);
    const said = await follow('other-tool');
    expect(said).toMatch(/ok {4}migrations +1 applied, 0 pending/);
    expect(await versions()).toEqual(['20260101000000']);
  });

  test('that was squashed: the old versions go, the new one is there, nothing is run', async () => {
    const old = ['20250101000000', '20250201000000', '20250301000000'];
    await write(`supabase/migrations/${old[0]}_orders.sql`, ORDERS);
    await write(`supabase/migrations/${old[1]}_note.sql`, 'alter table public.orders add column note text;');
    await write(`supabase/migrations/${old[2]}_index.sql`, 'create index on public.orders (name);');
    await sh('supabase db push --yes --remote="$SHIPLOCK_DATABASE_URL"');
    expect(await versions()).toEqual(old);
    await rm(path.join(workspace, 'supabase/migrations'), { recursive: true });
    await write('supabase/migrations/20260101000000_squashed.sql', `${ORDERS} -- and the rest`);
    const said = await follow('squashed', {
      OLD_VERSIONS: old.join(' '),
      SQUASHED_VERSION: '20260101000000',
    });
    expect(said).toMatch(/ok {4}migrations +1 applied, 0 pending/);
    expect(await versions()).toEqual(['20260101000000']);
  });

  test('with drift: what was made by hand becomes a file that lint lets through and that runs nowhere twice', async () => {
    await write('supabase/migrations/20260101000000_orders.sql', ORDERS);
    await sh('supabase db push --yes --remote="$SHIPLOCK_DATABASE_URL"');
    await cloud.postgres.sql(name, 'alter table public.orders add column note text');
    const said = await follow('drift');
    expect(said).toContain('20260601000000_by_hand.sql');
    expect(await readdir(path.join(workspace, 'supabase/migrations'))).toHaveLength(2);
    await sh('supabase db push --yes --remote="$SHIPLOCK_DATABASE_URL"');
    expect(await versions()).toEqual(['20260101000000', '20260601000000']);
  });
});
