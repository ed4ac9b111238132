import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sample } from '../../../test/support/full.ts';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.ts';
import { SUPABASE_TEMPLATE } from '../../../test/support/server.ts';
import { schemaAhead } from './ahead.ts';

let server: FreshDatabase;
let workspace: string;
beforeAll(async () => {
  server = await freshDatabase();
});
afterAll(() => server?.drop());
beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-ahead-'));
});
afterEach(() => rm(workspace, { recursive: true }));

type Files = Readonly<Record<string, string>>;

async function compared(
  migrations: readonly string[],
  files: Files,
  adminUrl: string | undefined = server.adminUrl,
) {
  const all: Files = {
    ...Object.fromEntries(migrations.map((sql, index) => [`migrations/2026010100000${index}_a.sql`, sql])),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    const file = path.join(workspace, 'supabase', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return schemaAhead({
    workspace,
    migrations: 'supabase/migrations',
    ...(adminUrl ? { adminUrl } : {}),
    template: SUPABASE_TEMPLATE,
  });
}

const MIGRATED = [
  'create table public.notes (id bigint primary key, note text); alter table public.notes enable row level security',
  'alter table public.notes add column owner uuid references auth.users; create policy own on public.notes using (owner = auth.uid())',
  'create function public.add(a int, b int) returns int language sql as $$ select a + b $$; create trigger welcome after insert on auth.users execute function suppress_redundant_updates_trigger()'.replace(
    /; create trigger.*/,
    '',
  ),
];
const NOTES = `create table public.notes (
  -- the key
  id bigint primary key, owner uuid references auth.users, note text
);
alter table public.notes enable row level security;
create policy own on public.notes using ((owner = auth.uid()));`;
const ADD =
  'create function public.add(a int, b int) returns int language sql as $$\n  /* a sum */ SELECT a\n  + b\n$$;'.replace(
    'SELECT',
    'select',
  );
const SAME = { 'schemas/notes.sql': NOTES, 'schemas/add.sql': ADD };
const SYNC = 'supabase db schema declarative sync --name <name> --no-apply';

describe('a schema file that is ahead of the migrations is found', () => {
  const cases: [name: string, files: Files, object: string, file: string][] = [
    [
      'a column',
      { 'schemas/notes.sql': NOTES.replace('note text', 'note text, pinned boolean') },
      'column public.notes.pinned',
      'notes.sql',
    ],
    [
      'a table',
      { 'schemas/tags.sql': 'create table public.tags (id int primary key)' },
      'relation public.tags',
      'tags.sql',
    ],
    [
      'a column that is gone',
      { 'schemas/notes.sql': NOTES.replace(', note text', '') },
      'column public.notes.note',
      'notes.sql',
    ],
    [
      'a type',
      { 'schemas/notes.sql': NOTES.replace('note text', 'note varchar(20)') },
      'column public.notes.note',
      'notes.sql',
    ],
    [
      'a policy',
      { 'schemas/notes.sql': NOTES.replace('(owner = auth.uid())', 'true') },
      'policy public.notes own',
      'notes.sql',
    ],
    [
      'row level security',
      { 'schemas/notes.sql': NOTES.replace('enable row', 'disable row') },
      'rls public.notes',
      'notes.sql',
    ],
    [
      'a function',
      { 'schemas/add.sql': ADD.replace('+', '-') },
      'function public.add(integer, integer)',
      'add.sql',
    ],
    [
      'a view',
      { 'schemas/v.sql': 'create view public.v as select id from public.notes' },
      'relation public.v',
      'v.sql',
    ],
    [
      'an index',
      { 'schemas/i.sql': 'create index by_note on public.notes (note)' },
      'index public.by_note',
      'i.sql',
    ],
    [
      'a value of a type',
      { 'schemas/e.sql': "create type public.mood as enum ('sad')" },
      'enum public.mood',
      'e.sql',
    ],
  ];
  test.each(sample(cases, 4))('%s', async (_name, files, object, file) => {
    const { ahead, remarks } = await compared(MIGRATED, { ...SAME, ...files });
    expect(remarks).toEqual([]);
    expect(ahead.map((each) => each.object.replaceAll('"', ''))).toContain(object);
    expect(ahead.find((each) => each.object.replaceAll('"', '') === object)).toMatchObject({
      place: { file: `supabase/schemas/${file}` },
      mend: SYNC,
    });
  });

  test('with schema_paths: the files that they name, and the command for them', async () => {
    const { ahead } = await compared(MIGRATED, {
      'config.toml': '[db.migrations]\nschema_paths = ["./database/*.sql"]\n',
      'database/tags.sql': 'create table public.tags (id int)',
      'schemas/ignored.sql': 'create table public.ignored (id int)',
    });
    expect(ahead).toMatchObject([
      {
        object: 'relation public.tags',
        place: { file: 'supabase/database/tags.sql' },
        mend: 'supabase db diff --use-migra -f <name>',
      },
    ]);
  });
});

describe('an ordinary project passes', () => {
  const cases: [name: string, migrations: string[], files: Files][] = [
    ['the same in another order and with other formatting', MIGRATED, SAME],
    ['without schema files', MIGRATED, { 'config.toml': 'project_id = "a"\n' }],
    [
      'with more in its migrations',
      [
        ...MIGRATED,
        "create table public.jobs (id int); insert into public.jobs values (1); grant select on public.notes to anon; create index on public.notes (owner); comment on table public.notes is 'x'",
      ],
      SAME,
    ],
    [
      'whose files need each other',
      [
        'create table public.a (id int primary key); create table public.b (a int references public.a); create view public.c as select * from public.b',
      ],
      {
        'schemas/1.sql': 'create view public.c as select * from public.b',
        'schemas/2.sql': 'create table public.b (a int references public.a)',
        'schemas/deep/3.sql': 'create table public.a (id int primary key)',
      },
    ],
  ];
  test.each(sample(cases, 2))('%s', async (_name, migrations, files) => {
    expect(await compared(migrations, files)).toEqual({ ahead: [], remarks: [] });
  });
});

test('what cannot be decided is said, and is no pass', async () => {
  const said = async (files: Files, url?: string) => {
    const { ahead, remarks } = await compared(MIGRATED, { ...SAME, ...files }, url);
    expect(ahead).toEqual([]);
    return remarks.join();
  };
  expect(await said({}, '')).toContain('rehearsal-database-url');
  expect(await said({ 'schemas/x.sql': 'create table public.x (id no_such_type)' })).toContain(
    'could not run supabase/schemas/x.sql',
  );
  expect(await said({ 'schemas/x.sql': 'create role somebody' })).toContain('affects more than the database');
});
