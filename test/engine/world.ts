import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type EngineOptions, migrationEngine } from '../../src/database/migrations/index.ts';
import { freshDatabase } from '../support/postgres.ts';

/** A workspace with migrations, and a database of its own for them. */
export interface World {
  readonly url: string;
  readonly workspace: string;
  readonly said: string[];
  write(name: string, sql: string | Buffer): void;
  remove(name: string): void;
  engine(options?: Partial<EngineOptions>): ReturnType<typeof migrationEngine>;
  /** Applies all that is pending. */
  migrate(options?: Partial<EngineOptions>): Promise<readonly { version: string; retries: number }[]>;
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** One value of one row. */
  value<T>(sql: string): Promise<T>;
  session(): Promise<pg.Client>;
  close(): Promise<void>;
}

export async function world(
  files: Readonly<Record<string, string>> = {},
  options: { supabase?: boolean } = {},
): Promise<World> {
  const database = await freshDatabase(options);
  const workspace = mkdtempSync(path.join(tmpdir(), 'shiplock-engine-'));
  const sessions: pg.Client[] = [];
  const said: string[] = [];
  const at = (name: string) =>
    path.join(workspace, 'supabase', name.includes('/') ? name : `migrations/${name}`);
  const self: World = {
    url: database.url,
    workspace,
    said,
    write(name, sql) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), sql);
    },
    remove: (name) => rmSync(at(name)),
    engine: (more = {}) =>
      migrationEngine({ url: database.url, workspace, directory: 'supabase/migrations', ...more }),
    migrate: (more) => self.engine(more).migrate({ say: (line) => said.push(line) }),
    async query<Row extends object>(sql: string, values?: unknown[]) {
      const client = sessions[0] ?? (await self.session());
      return (await client.query(sql, values)).rows as Row[];
    },
    async value<T>(sql: string) {
      const [row] = await self.query<Record<string, T>>(sql);
      return Object.values(row ?? {})[0] as T;
    },
    async session() {
      const client = new pg.Client({ connectionString: database.url });
      client.on('error', () => undefined);
      await client.connect();
      sessions.push(client);
      return client;
    },
    async close() {
      await Promise.all(sessions.map((each) => each.end().catch(() => undefined)));
      await database.drop();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
  mkdirSync(path.join(workspace, 'supabase/migrations'), { recursive: true });
  for (const [name, sql] of Object.entries(files)) self.write(name, sql);
  return self;
}

export const TWO_FILES = {
  '001_a.sql': 'create table a (id int);',
  '002_b.sql': 'create table b (id int);',
};

/** What the history says; nothing where there is none. */
export async function appliedVersions({ value, query }: World): Promise<string[]> {
  const history = 'supabase_migrations.schema_migrations';
  if (!(await value<boolean>(`select to_regclass('${history}') is not null`))) return [];
  const rows = await query<{ version: string }>(`select version from ${history} order by version`);
  return rows.map(({ version }) => version);
}

/** What `work` throws, as its stable code. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

/** What `work` throws. */
export async function problemOf(work: Promise<unknown>) {
  const { ShiplockError } = await import('../../src/release/errors.ts');
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ShiplockError) return error.problem;
  throw new Error(`expected a ShiplockError, got ${String(error)}`);
}

/** Everything the catalog says about the schemas of users, as sorted lines without oids. */
export async function catalogOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(CATALOG);
    return rows.map(({ line }) => line);
  } finally {
    await client.end();
  }
}

const OWN = `n.nspname !~ '^(pg_|information_schema|shiplock|supabase_migrations)'`;
const CATALOG = `
  select format('column %s.%s.%s %s %s %s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where ${OWN} and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm')
  union all select format('index %s %s', pg_get_indexdef(i.indexrelid), i.indisvalid) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where ${OWN}
  union all select format('constraint %s.%s %s', n.nspname, co.conname, pg_get_constraintdef(co.oid)) from pg_constraint co join pg_namespace n on n.oid = co.connamespace where ${OWN}
  union all select format('function %s', pg_get_functiondef(p.oid)) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OWN} and p.prokind = 'f'
  union all select format('policy %s %s %s %s', n.nspname, n.tablename, n.policyname, n.qual) from (select schemaname as nspname, tablename, policyname, qual from pg_policies) n where ${OWN}
  union all select format('enum %s %s', t.typname, string_agg(e.enumlabel, ',' order by e.enumsortorder)) from pg_enum e join pg_type t on t.oid = e.enumtypid group by t.typname
  union all select format('acl %s %s %s', n.nspname, c.relname, c.relacl) from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OWN} and c.relacl is not null
  order by 1`;
