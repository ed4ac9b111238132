import { type HistoryTable, historyTable, literal, SUPABASE_HISTORY } from './history.ts';
import type { MigrationFile } from './types.ts';

export interface Repair {
  /** Versions whose rows are to go. */
  readonly reverted?: readonly string[];
  /** Files that are in the database, and are to be recorded without being run. */
  readonly applied?: readonly Pick<MigrationFile, 'version' | 'name' | 'file'>[];
  /** Checksums of ours stand for another text, and no statements will be recorded that vouch for this one. */
  readonly hasChecksum?: boolean;
}

/** Where the Supabase CLI looks for migrations, from the folder that it is told. */
const FOLDER = /^(?:(.*)\/)?supabase\/migrations\/[^/]+$/;

/**
 * Commands that put the history right, whole and ready to paste: the CLI works on the local database unless it is told
 * another one. What is recorded comes first, so that a command that is forgotten never lets a file run twice.
 * @returns one command a line; `$DATABASE_URL` stands for the connection string
 */
export function repairCommands(table: HistoryTable, repair: Repair): string {
  const { applied = [], reverted = [] } = repair;
  const places = applied.map(({ file }) => FOLDER.exec(file));
  const standard = table.qualified === historyTable(SUPABASE_HISTORY).qualified;
  if (!standard || places.some((place) => !place)) return bySql(table, repair);
  const [root] = places.map((place) => place?.[1]).filter((each) => each !== undefined);
  const cli = (status: string, versions: readonly string[]) =>
    `supabase migration repair --status ${status} ${versions.join(' ')} --yes --remote="$DATABASE_URL"${root === undefined ? '' : ` --workdir=${root}`}`;
  return [
    ...(applied.length > 0
      ? [
          cli(
            'applied',
            applied.map(({ version }) => version),
          ),
        ]
      : []),
    ...(reverted.length > 0 ? [cli('reverted', reverted)] : []),
  ].join('\n');
}

function bySql(
  { qualified }: HistoryTable,
  { applied = [], reverted = [], hasChecksum = false }: Repair,
): string {
  const rows = applied.map(({ version, name }) => `(${literal(version)}, ${literal(name)})`).join(', ');
  const versions = `(${applied.map(({ version }) => literal(version)).join(', ')})`;
  const statements = [
    ...(applied.length > 0
      ? [
          `delete from ${qualified} where version in ${versions}`,
          ...(hasChecksum ? [`delete from shiplock.migration_checksum where version in ${versions}`] : []),
          `insert into ${qualified} (version, name) values ${rows}`,
        ]
      : []),
    ...(reverted.length > 0
      ? [
          `delete from ${qualified} where version in (${reverted.map((version) => literal(version)).join(', ')})`,
        ]
      : []),
  ];
  return `psql "$DATABASE_URL" --single-transaction${statements.map((sql) => ` -c ${inShell(`${sql};`)}`).join('')}`;
}

/** As one word for a shell: nothing in single quotes means anything but itself. */
const inShell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
