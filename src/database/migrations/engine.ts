import { configurationError } from '../../release/errors.ts';
import type { PendingMigrations } from '../../release/ports.ts';
import { loadUsage } from '../../schema/usage/load.ts';
import { connect, type PgDatabase } from '../connection.ts';
import type { MigrationSource } from '../hazards/plan.ts';
import { readProject } from '../project/config.ts';
import { type Checked, checkFolder, type Order } from './check.ts';
import { type Folder, readFolder } from './folder.ts';
import { type HistoryDigest, historyTable, readDigest } from './history.ts';
import { hasOwnObjects } from './own-objects.ts';
import { DEFAULTS, type EngineOptions, type PendingOptions } from './types.ts';
import { type CompiledMigration, compileAll } from './units.ts';

/** Reads folder and history at the same time. Read-only. */
export async function look(
  options: EngineOptions,
  waiting?: ReadonlySet<string>,
): Promise<{ folder: Folder; checked: Checked }> {
  const { database, folder, digest } = await open(options, true);
  try {
    return {
      folder,
      checked: await checkFolder(database.client, historyTable(options.historyTable), folder, {
        digest,
        order: orderOf(options, waiting),
      }),
    };
  } finally {
    await database.close();
  }
}

/** What may stand out of order: what the settings say, and what waits. */
export function orderOf(options: EngineOptions, waiting: ReadonlySet<string> | undefined): Order {
  const { outOfOrder, files } = options;
  return {
    ...(waiting ? { waiting } : {}),
    ...(outOfOrder === undefined ? {} : { outOfOrder }),
    ...(files ? { files } : {}),
  };
}

/** Connects, asks the server to condense its history, and reads the folder meanwhile. */
export async function open(options: EngineOptions, readOnly: boolean) {
  const table = historyTable(options.historyTable);
  let digest: Promise<HistoryDigest | undefined> = Promise.resolve(undefined);
  const connecting = connect(options.url, { applicationName: 'shiplock migrate', readOnly }).then(
    (opened) => {
      digest = readDigest(opened.client, table, options.lockBudgetMs ?? DEFAULTS.lockBudgetMs);
      // It is awaited once the folder is read; a failure before that is no unhandled one.
      digest.catch(() => undefined);
      return opened;
    },
  );
  const [database, folder] = await together(connecting, readFolder(options.workspace, options.directory));
  return { database, folder, digest };
}

/** Both, or neither stays open. */
async function together<T>(database: Promise<PgDatabase>, other: Promise<T>): Promise<[PgDatabase, T]> {
  const [opened, value] = await Promise.allSettled([database, other]);
  if (opened.status === 'rejected') throw opened.reason;
  if (value.status === 'rejected') {
    await opened.value.close();
    throw value.reason;
  }
  return [opened.value, value.value];
}

/** A checkout of the wrong folder looks like this; to ship it as "nothing pending" would be a guess. */
function emptyFolder(directory: string, { ignored }: Folder) {
  return configurationError({
    code: 'SHIPLOCK_MIGRATIONS_EMPTY',
    what: `the migrations folder ${directory} has no migrations${ignored.length > 0 ? `; ignored: ${ignored.map(({ file, why }) => `${file} (${why})`).join(', ')}` : ''}`,
    notDone: ['nothing was changed'],
    next: 'Set the right folder in the settings (database.migrations); files there are named <version>_<name>.sql.',
  });
}

/** Pending files with what each of their statements does. */
export async function plan(
  options: EngineOptions,
  { refuse = true, serves = true, waiting, judgeWaiting = false }: PendingOptions,
): Promise<PendingMigrations> {
  const { database, folder, digest } = await open(options, true);
  try {
    if (folder.count === 0) throw emptyFolder(options.directory, folder);
    const checked = await checkFolder(database.client, historyTable(options.historyTable), folder, {
      digest,
      order: orderOf(options, waiting),
    });
    const known = {
      appliedCount: checked.appliedCount,
      ignored: folder.ignored,
      ...(checked.waiting.length > 0
        ? {
            waiting: checked.waiting.map(({ version, name, file, checksum }) => ({
              version,
              name,
              file,
              checksum,
            })),
          }
        : {}),
    };
    const earlier = judgeWaiting ? await compileAll(checked.waiting) : [];
    if (checked.pending.length + earlier.length === 0) return { pending: [], facts: [], ...known };
    const compiled = await compileAll(checked.pending);
    const { planMigrations } = await import('../hazards/plan.ts');
    const fresh = checked.appliedCount === 0 && !(await hasOwnObjects(database));
    const sourceOf = (file: CompiledMigration): MigrationSource => ({
      ...file,
      sql: file.text,
      ...(options.files?.[file.version] ? { said: options.files[file.version] } : {}),
      ...(checked.late.has(file.version) ? { late: checked.late.get(file.version) } : {}),
    });
    const { waiting: judged, ...planned } = await planMigrations(
      compiled.map(sourceOf),
      database,
      {
        serves: serves && !fresh,
        fresh,
        exposed: (await readProject(options.workspace, options.directory)).exposed,
        uses: options.usage ? (await loadUsage(options.workspace, options.usage)).uses : undefined,
        openTables: new Map(options.openTables?.map(({ table, reason }) => [table, reason])),
      },
      earlier.map(sourceOf),
    );
    const { refusalsOf, refusedBy } = await import('../hazards/refusals.ts');
    const pieces = new Map(compiled.map((file) => [file.file, file.pieces]));
    const refusals = refusalsOf(planned.pending, pieces);
    if (refuse) {
      const refused = refusedBy(refusals);
      if (refused) throw refused;
    }
    const statements = new Map(judged?.map((file) => [file.version, file.statements]));
    const left = known.waiting?.map((file) => {
      const read = statements.get(file.version);
      return read ? { ...file, statements: read } : file;
    });
    return {
      ...planned,
      ...known,
      ...(left ? { waiting: left } : {}),
      ...(refusals.length > 0 ? { refusals } : {}),
    };
  } finally {
    await database.close();
  }
}
