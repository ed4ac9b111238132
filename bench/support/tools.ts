import { createRequire } from 'node:module';
import path from 'node:path';
import { buildEngine } from './engine.ts';

const root = path.join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const bin = (name: string) => path.join(root, 'node_modules/.bin', name);

/** Folders of one workload, in each tool's own layout. */
export interface Folders {
  /** Has `supabase/migrations`. */
  readonly workspace: string;
  readonly dbmate: string;
  readonly nodePgMigrate: string;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Tool {
  readonly name: string;
  /** What it does not promise, and Shiplock does. */
  readonly lacks: readonly string[];
  /** Applies what is pending; nothing where nothing is. */
  readonly up: (url: string, folders: Folders) => Command;
  /** Says what would be done; undefined where it has no such thing. */
  readonly plan?: (url: string, folders: Folders) => Command;
}

const ourEnv = (url: string, { workspace }: Folders) => ({
  SHIPLOCK_DATABASE_URL: url,
  SHIPLOCK_WORKSPACE: workspace,
  SHIPLOCK_MIGRATIONS: 'supabase/migrations',
});
const engine = await buildEngine();

export const shiplock: Tool = {
  name: 'shiplock',
  lacks: [],
  up: (url, folders) => ({ file: process.execPath, args: [engine], env: ourEnv(url, folders) }),
  plan: (url, folders) => ({
    file: process.execPath,
    args: [engine],
    env: { ...ourEnv(url, folders), SHIPLOCK_MODE: 'plan' },
  }),
};

/** The same, on a short history: what a long one costs is told by the two in turns. */
export const shiplockShort: Tool = { ...shiplock, name: 'shiplock, 250 applied' };

export const floor: Tool = {
  name: 'floor (one connection, a transaction a file)',
  lacks: ['checks nothing at all: no mutex, no tamper check, no lock budget, no parsing, no resume'],
  up: (url, { workspace }) => ({
    file: process.execPath,
    args: [path.join(import.meta.dirname, 'floor.mjs')],
    env: { DATABASE_URL: url, FLOOR_FOLDER: path.join(workspace, 'supabase/migrations') },
  }),
};

/** The binary itself, without the Node process that npm puts before it. */
const supabaseBinary = () =>
  packaged(`@supabase/cli-${process.platform}-${process.arch}`, 'bin/supabase', 'supabase');
const dbmateBinary = () => packaged(`@dbmate/${process.platform}-${process.arch}`, 'bin/dbmate', 'dbmate');

function packaged(name: string, file: string, fallback: string): string {
  for (const from of [name, fallback]) {
    try {
      const found = require.resolve(`${name}/package.json`, {
        paths: [root, path.join(root, 'node_modules', from)],
      });
      return path.join(path.dirname(found), file);
    } catch {
      // Not on this platform, or installed below the package that wants it.
    }
  }
  return bin(fallback);
}

const quiet = { DO_NOT_TRACK: '1', SUPABASE_TELEMETRY_DISABLED: '1' };

export const supabaseCli: Tool = {
  name: 'supabase CLI 3.1.0',
  lacks: [
    'no mutex: two runs at the same time interfere',
    'an edited applied file goes unnoticed',
    'no lock budget: a waiting statement stalls readers without end',
    'BEGIN without COMMIT loses the file and every later one, exit 0',
    'a half-run CONCURRENTLY file is not resumed',
    'no down files',
  ],
  up: (url, { workspace }) => ({
    file: supabaseBinary(),
    args: ['migration', 'up', '--yes', `--remote=${url}`, '--workdir', workspace],
    env: quiet,
  }),
  plan: (url, { workspace }) => ({
    file: supabaseBinary(),
    args: ['db', 'push', '--dry-run', `--remote=${url}`, '--workdir', workspace],
    env: quiet,
  }),
};

export const dbmate: Tool = {
  name: 'dbmate 2.36.0',
  lacks: [
    'no mutex: two runs at the same time interfere',
    'an edited applied file goes unnoticed; a recorded version without its file too',
    'no lock budget',
    'SQL is not parsed: own COMMIT in a file breaks its transaction unseen',
    'no resume inside a file',
    'a late file is applied out of order without a word',
  ],
  up: (url, folders) => ({
    file: dbmateBinary(),
    args: ['--migrations-dir', folders.dbmate, '--no-dump-schema', 'migrate'],
    env: { DATABASE_URL: `${url}?sslmode=disable` },
  }),
  plan: (url, folders) => ({
    file: dbmateBinary(),
    args: ['--migrations-dir', folders.dbmate, 'status'],
    env: { DATABASE_URL: `${url}?sslmode=disable` },
  }),
};

function nodePgMigrate(name: string, extra: readonly string[], lacks: readonly string[]): Tool {
  const command =
    (more: readonly string[]) =>
    (url: string, folders: Folders): Command => ({
      file: process.execPath,
      args: [
        bin('node-pg-migrate'),
        'up',
        '-m',
        folders.nodePgMigrate,
        '--verbose',
        'false',
        ...extra,
        ...more,
      ],
      env: { DATABASE_URL: url },
    });
  return {
    name,
    lacks: [
      'an edited applied file goes unnoticed',
      'no lock budget',
      'SQL is not parsed: own COMMIT in a file breaks its transaction unseen',
      'no resume inside a file',
      ...lacks,
    ],
    up: command([]),
    plan: command(['--dry-run']),
  };
}

export const nodePgMigrateOne = nodePgMigrate(
  'node-pg-migrate 9.0.0 (one transaction for all)',
  [],
  ['every lock of every file is held until the last one is done'],
);
export const nodePgMigrateEach = nodePgMigrate(
  'node-pg-migrate 9.0.0 (a transaction a file)',
  ['--no-single-transaction'],
  [],
);

export const peers: readonly Tool[] = [floor, supabaseCli, dbmate, nodePgMigrateOne, nodePgMigrateEach];
