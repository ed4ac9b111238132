import type { Client } from 'pg';
import { count, plural } from '../../present/count.ts';
import { ShiplockError } from '../../release/errors.ts';
import { directives } from '../sql/parse.ts';
import { appliedElsewhere, type Elsewhere } from './elsewhere.ts';
import { type Folder, readMigration } from './folder.ts';
import {
  type AppliedVersion,
  type HistoryDigest,
  type HistoryTable,
  isExactly,
  isRemembered,
  readDigest,
  readHistory,
  readStatements,
} from './history.ts';
import { folderProblem } from './problems.ts';
import { compareRecorded } from './recorded.ts';
import { repairCommands } from './repair.ts';
import type { MigrationFile } from './types.ts';

export interface Checked {
  /** In the order they are applied. Contract files that wait are not among them. */
  readonly pending: readonly MigrationFile[];
  readonly applied: readonly MigrationFile[];
  /** Contract files that an earlier release left to wait: later ones pass them by. */
  readonly waiting: readonly MigrationFile[];
  /** Pending ones behind which later versions are applied already, by version, with the reason that was given. */
  readonly late: ReadonlyMap<string, string>;
  /** Applied ones that were verified against recorded statements and have no checksum yet. */
  readonly adoptable: readonly MigrationFile[];
  readonly appliedCount: number;
  /** All of the folder is applied, and the database knows it as a whole. */
  readonly remembered: boolean;
}

/** What may stand out of the order of versions. */
export interface Order {
  /** Versions that wait as contract files. */
  readonly waiting?: ReadonlySet<string>;
  /** Why a file may be applied after later ones: by version, or for all of them. */
  readonly outOfOrder?: string | undefined;
  readonly files?: Readonly<Record<string, { readonly outOfOrder?: string | undefined }>> | undefined;
}

/**
 * Holds the folder against the history. Costs one short query where nothing is pending and nothing was edited. All
 * that disagrees is told at once.
 * @throws SHIPLOCK_MIGRATION_FILE_MISSING, _OUT_OF_ORDER, _EDITED, _GAP
 */
export async function checkFolder(
  client: Client,
  table: HistoryTable,
  folder: Folder,
  {
    digest = readDigest(client, table),
    order = {},
  }: { digest?: Promise<HistoryDigest | undefined>; order?: Order } = {},
): Promise<Checked> {
  const found = await digest;
  if (isExactly(found, folder)) return nothingToDo(folder, isRemembered(found, folder));
  const { files } = folder;
  const history = await readHistory(client, table);
  const byVersion = new Map(files.map((file) => [file.version, file]));
  const recorded = new Set(history.map(({ version }) => version));
  const unapplied = files.filter((file) => !recorded.has(file.version));
  const waiting = unapplied.filter(({ version }) => order.waiting?.has(version));
  const pending = unapplied.filter((file) => !waiting.includes(file));
  const applied = files.filter((file) => recorded.has(file.version));
  const absent = history.filter(({ version }) => !byVersion.has(version)).map(({ version }) => version);
  const elsewhere = await appliedElsewhere(client, table, absent, pending);
  const known = new Set(elsewhere.flatMap(({ files: same }) => same));
  const { late, problem } = await lateFiles(
    pending.filter((file) => !known.has(file)),
    applied,
    order,
  );
  const { adoptable, problems } = await verifyApplied(client, table, history, byVersion);
  const all = [
    ...(elsewhere.length > 0 ? [underOther(table, elsewhere)] : []),
    ...missing(
      table,
      absent.filter((version) => !elsewhere.some(({ recorded: its }) => its.includes(version))),
      folder,
    ),
    ...(problem ? [problem] : []),
    ...problems,
  ];
  if (all.length > 0) throw together(all);
  return { pending, applied, waiting, late, adoptable, appliedCount: applied.length, remembered: false };
}

/** One error of all that disagrees: the first one's code, every sentence and every place. */
function together(problems: readonly ShiplockError[]): ShiplockError {
  const [first] = problems;
  const [only] = problems.length === 1 ? problems : [];
  if (only || !first) return only ?? first!;
  const all = problems.map(({ problem }) => problem);
  return new ShiplockError({
    ...first.problem,
    what: `the folder and the history differ in ${count(all.length, 'point')}: ${all.map(({ what }) => what).join('; ')}`,
    next: [...new Set(all.map(({ next }) => next))].join('\n'),
    places: all.flatMap(({ places }) => places ?? []),
  });
}

function nothingToDo(folder: Folder, remembered: boolean): Checked {
  return {
    pending: [],
    get applied() {
      return folder.files;
    },
    waiting: [],
    late: new Map(),
    adoptable: [],
    appliedCount: folder.count,
    remembered,
  };
}

/** It is in the database already: to take its record away would run it twice. */
function underOther(table: HistoryTable, elsewhere: readonly Elsewhere[]): ShiplockError {
  const said = elsewhere.map(({ recorded, files, by }) => {
    const under = `${plural(recorded.length, 'version', 'versions')} ${recorded.join(', ')}`;
    const names = files.map(({ file }) => file).join(', ');
    return by === 'statements'
      ? `${names} ${plural(files.length, 'was', 'were')} applied under ${under}, with the same statements`
      : `${names} has the name that the history has under ${under}, for which no statements were recorded`;
  });
  const files = elsewhere.flatMap((each) => each.files);
  const sure = elsewhere.every(({ by }) => by === 'statements');
  return folderProblem('FILE_MISSING', {
    what: said.join('; '),
    next: `${sure ? 'Adopt' : 'If the database has what the file creates, adopt'} ${files.length === 1 ? 'the file under its own version: this runs none of its statements' : 'the files under their own versions: this runs none of their statements'}. With the connection string in DATABASE_URL:\n${repairCommands(table, { applied: files, reverted: elsewhere.flatMap(({ recorded }) => recorded) })}`,
    places: files.map(({ file }) => ({ file })),
  });
}

function missing(table: HistoryTable, absent: readonly string[], folder: Folder): ShiplockError[] {
  if (absent.length === 0) return [];
  const ignored = folder.ignored.find(({ file }) => absent.some((version) => file.includes(`/${version}_`)));
  const problem = folderProblem('FILE_MISSING', {
    what: `the database has ${count(absent.length, 'migration')} that the folder does not have: ${absent.join(', ')}${ignored ? ` (${ignored.file} is ignored: ${ignored.why})` : ''}`,
    next: `Deploy from a commit that has the files, or restore them from the history: supabase migration fetch --remote="$DATABASE_URL"\nIf something is recorded but is not in the database, remove it from the history with:\n${repairCommands(table, { reverted: absent })}`,
  });
  return [problem];
}

/** Files that would have to run before applied ones, and whether a reason was given for each. */
async function lateFiles(
  pending: readonly MigrationFile[],
  applied: readonly MigrationFile[],
  order: Order,
): Promise<{ readonly late: ReadonlyMap<string, string>; readonly problem?: ShiplockError }> {
  const last = applied.at(-1);
  const late = last ? pending.filter((file) => file.version < last.version) : [];
  if (!last || late.length === 0) return { late: new Map() };
  const reasons = new Map<string, string>();
  for (const file of late) {
    const reason = order.files?.[file.version]?.outOfOrder ?? order.outOfOrder ?? (await reasonIn(file));
    if (reason !== undefined) reasons.set(file.version, reason);
  }
  const refused = late.filter(({ version }) => !reasons.has(version));
  if (refused.length === 0) return { late: reasons };
  const padded = refused.some((file) => BigInt(file.version) > BigInt(last.version));
  const problem = folderProblem('OUT_OF_ORDER', {
    what: `${refused.map(({ file }) => file).join(', ')} would have to run before ${last.file}, which is already applied`,
    next: padded
      ? 'Versions are compared as text, as the Supabase CLI does: pad them with zeros to the same length.'
      : `Give it a version after ${last.version}: other databases must run the files in the same order. If the order does not matter, say why: -- shiplock: out-of-order reason="…" in the file, or database.outOfOrder in the settings.`,
    places: refused.map(({ file }) => ({ file })),
  });
  return { late: reasons, problem };
}

async function reasonIn(file: MigrationFile): Promise<string | undefined> {
  const found = await directives(readMigration(file), file.file);
  return found.find((directive) => directive.kind === 'out-of-order')?.reason;
}

async function verifyApplied(
  client: Client,
  table: HistoryTable,
  history: readonly AppliedVersion[],
  files: ReadonlyMap<string, MigrationFile>,
): Promise<{ readonly adoptable: readonly MigrationFile[]; readonly problems: readonly ShiplockError[] }> {
  const problems: ShiplockError[] = [];
  const doubtful = history.flatMap(({ version, checksum }) => {
    const file = files.get(version);
    return file && file.checksum !== checksum ? [file] : [];
  });
  const statements = await readStatements(
    client,
    table,
    doubtful.map(({ version }) => version),
  );
  const checksums = new Map(history.map(({ version, checksum }) => [version, checksum]));
  for (const file of doubtful) {
    const recorded = statements.get(file.version) ?? null;
    // Our checksum differs and nothing else can vouch for the file.
    const unvouched = recorded === null && checksums.get(file.version) !== undefined;
    const found = unvouched
      ? ({ result: 'edited', line: undefined, onlyComments: false } as const)
      : await compareRecorded(readMigration(file), recorded, file.file);
    if (found.result !== 'same')
      problems.push(edited(table, file, found, checksums.get(file.version) !== undefined));
  }
  return { adoptable: doubtful, problems };
}

type Difference = Exclude<Awaited<ReturnType<typeof compareRecorded>>, { result: 'same' }>;

function edited(
  table: HistoryTable,
  file: MigrationFile,
  found: Difference,
  hasChecksum: boolean,
): ShiplockError {
  const place = { file: file.file, ...(found.line ? { line: found.line } : {}) };
  const at = found.line ? `${file.file}:${found.line}` : file.file;
  if (found.result === 'gap') {
    return folderProblem('GAP', {
      what: `${file.file} is recorded as applied, but none of its statements from line ${found.line} on is`,
      next: `Check whether the database has what these statements create. If it has all of it, record the whole file:\n${repairCommands(table, { applied: [file], hasChecksum })}\nIf not, put what is missing into a new migration and remove it from this file; or undo what was done, and run:\n${repairCommands(table, { reverted: [file.version] })}`,
      places: [{ ...place, message: 'never recorded as run' }],
    });
  }
  return folderProblem('EDITED', {
    what: `${at} was edited after it was applied${found.result === 'edited' && found.onlyComments ? ' (only comments or white space differ)' : ''}`,
    next: `Restore the applied text and put the change into a new migration. If the database really has the new text:\n${repairCommands(table, { applied: [file], hasChecksum })}`,
    places: [{ ...place, message: 'differs from what was applied' }],
  });
}
