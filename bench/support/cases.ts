import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { write } from './folders.ts';
import { type databases, query, timed } from './run.ts';
import {
  dbmate,
  type Folders,
  nodePgMigrateEach,
  nodePgMigrateOne,
  peers,
  shiplock,
  shiplockShort,
  type Tool,
} from './tools.ts';
import { type File, long, realistic, small, versionOf } from './workload.ts';

type Databases = ReturnType<typeof databases>;

/** One thing that is measured with each tool. */
export interface Case {
  readonly name: string;
  readonly rounds: number;
  readonly tools: readonly Tool[];
  /** Not timed: what must be there before. Returns one timed run. */
  prepare(): Promise<(tool: Tool) => Promise<number>>;
}

export const EMPTY = 'supabase_template';

export function cases(db: Databases, scale: number): Case[] {
  const all = [shiplock, ...peers];
  const rounds = (count: number) => Math.max(1, Math.round(count * scale));
  return [
    {
      name: 'no-op, 250 applied',
      rounds: rounds(11),
      tools: all,
      prepare: () => noop(db, realistic(250), 'up'),
    },
    { name: 'apply 250', rounds: rounds(7), tools: all, prepare: () => applying(db, realistic(250)) },
    {
      name: 'apply one file of 20,000 lines',
      rounds: rounds(5),
      tools: all,
      prepare: () => applying(db, long(20_000)),
    },
    {
      name: 'no-op, 5,000 applied',
      rounds: rounds(11),
      tools: [...all, shiplockShort],
      prepare: async () => {
        const [long, short] = [await noop(db, small(5000), 'up'), await noop(db, realistic(250), 'up')];
        return (tool) => (tool === shiplockShort ? short : long)(tool);
      },
    },
    {
      name: 'plan 20 pending, 5,000 applied',
      rounds: rounds(5),
      tools: all.filter(({ plan }) => plan),
      prepare: () => noop(db, small(5000), 'plan', realistic(20)),
    },
    {
      name: 'plan 250 pending',
      rounds: rounds(5),
      tools: [shiplock],
      prepare: () => planning(db, realistic(250)),
    },
  ];
}

/** A fresh database each time, and the same work for everybody. */
async function applying(db: Databases, files: readonly File[]) {
  const folders = write(files);
  const check = sameOutcome();
  return async (tool: Tool) => {
    const { name, url } = await db.copy(EMPTY);
    const ms = await timed(tool.up(url, folders));
    await check(url, tool);
    await db.drop(name);
    return ms;
  };
}

async function planning(db: Databases, files: readonly File[]) {
  const folders = write(files);
  const { url } = await db.copy(EMPTY);
  return (tool: Tool) => timed(tool.plan!(url, folders));
}

/** Everything is recorded in each tool's own table, as it would have written it; `pending` come on top, for plans. */
async function noop(
  db: Databases,
  files: readonly File[],
  what: 'up' | 'plan',
  pending: readonly File[] = [],
) {
  const folders = write(files);
  const { url } = await db.copy(EMPTY);
  await timed(shiplock.up(url, folders));
  await query(url, RECORD_FOR_OTHERS);
  // Long histories were not written a minute ago: the server does now what it would still be busy with.
  await query(url, 'vacuum analyze');
  await query(url, 'checkpoint');
  if (pending.length > 0) append(folders, pending, files.length);
  return (tool: Tool) => timed(what === 'up' ? tool.up(url, folders) : tool.plan!(url, folders));
}

function append(folders: Folders, pending: readonly File[], after: number): void {
  const more = write(pending.map((file, index) => ({ ...file, version: versionOf(after + index) })));
  for (const [from, to] of [
    [path.join(more.workspace, 'supabase/migrations'), path.join(folders.workspace, 'supabase/migrations')],
    [more.dbmate, folders.dbmate],
    [more.nodePgMigrate, folders.nodePgMigrate],
  ] as const)
    copyAll(from, to);
}

const RECORD_FOR_OTHERS = `
  create table public.schema_migrations (version varchar primary key);
  insert into public.schema_migrations select version from supabase_migrations.schema_migrations;
  create table public.pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null);
  insert into public.pgmigrations (name, run_on)
    select version || '000_' || name, now() from supabase_migrations.schema_migrations order by version`;

const HISTORY = new Map<Tool, string>([
  [dbmate, 'public.schema_migrations'],
  [nodePgMigrateOne, 'public.pgmigrations'],
  [nodePgMigrateEach, 'public.pgmigrations'],
]);

/** A tool that was quick because it did less has not won. */
function sameOutcome() {
  let first: string | undefined;
  return async (url: string, tool: Tool): Promise<void> => {
    const history = HISTORY.get(tool) ?? 'supabase_migrations.schema_migrations';
    const [row] = await query<{ outcome: string }>(
      url,
      `select format('%s files, %s relations', (select count(*) from ${history}), (select count(*) from pg_class c
         join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relname ~ '^(feature|old)_')) as outcome`,
    );
    first ??= row?.outcome;
    if (row?.outcome !== first)
      throw new Error(`${tool.name} left ${row?.outcome}, the one before it ${first}`);
  };
}

function copyAll(from: string, to: string): void {
  for (const name of readdirSync(from)) copyFileSync(path.join(from, name), path.join(to, name));
}
