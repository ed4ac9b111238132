import type { Client } from 'pg';
import { parseSql } from '../sql/parse.ts';
import { readMigration } from './folder.ts';
import { type HistoryTable, readRecorded } from './history.ts';
import { BETWEEN } from './script.ts';
import type { MigrationFile } from './types.ts';

/** What was applied under other versions: by the dashboard, another tool, or before a file got a new name. */
export interface Elsewhere {
  /** Versions of the history that the folder lacks. */
  readonly recorded: readonly string[];
  /** Pending files whose statements they hold. */
  readonly files: readonly MigrationFile[];
  /** `name`: the history has no statements of it, and only the name says so. */
  readonly by: 'statements' | 'name';
}

/**
 * Pending files whose statements the history has under versions without a file: one under another version, several
 * squashed into one file, one that was split into several. Comments and white space do not count.
 */
export async function appliedElsewhere(
  client: Client,
  table: HistoryTable,
  absent: readonly string[],
  pending: readonly MigrationFile[],
): Promise<readonly Elsewhere[]> {
  if (absent.length === 0 || pending.length === 0) return [];
  const rows = await readRecorded(client, table, absent);
  const recorded = await Promise.all(
    rows.map(async (row) => ({ ...row, hashes: await hashes(row.statements?.join(BETWEEN)) })),
  );
  const files = await Promise.all(
    pending.map(async (file) => ({ file, hashes: await hashes(readMigration(file), file.file) })),
  );
  const found: Elsewhere[] = [];
  const taken = new Set<unknown>();
  const note = (
    some: readonly (typeof recorded)[number][],
    its: readonly (typeof files)[number][],
    by: Elsewhere['by'],
  ) => {
    for (const each of [...some, ...its]) taken.add(each);
    found.push({ recorded: some.map(({ version }) => version), files: its.map(({ file }) => file), by });
  };
  for (const file of files) {
    const run = runOf(
      recorded.filter((each) => !taken.has(each)),
      file.hashes,
    );
    if (run) note(run, [file], 'statements');
  }
  for (const one of recorded.filter((each) => !taken.has(each))) {
    const run = runOf(
      files.filter((each) => !taken.has(each)),
      one.hashes,
    );
    if (run) note([one], run, 'statements');
  }
  for (const one of recorded.filter((each) => !taken.has(each) && each.statements === null)) {
    const same = files.filter((each) => !taken.has(each) && one.name !== '' && each.file.name === one.name);
    if (same.length === 1) note([one], same, 'name');
  }
  return found;
}

/** Neighbours, in order, whose statements together are exactly these. */
function runOf<Item extends { readonly hashes: readonly string[] | undefined }>(
  items: readonly Item[],
  wanted: readonly string[] | undefined,
): readonly Item[] | undefined {
  if (!wanted?.length) return undefined;
  for (let from = 0; from < items.length; from += 1) {
    let at = 0;
    for (let to = from; to < items.length; to += 1) {
      const its = items[to]?.hashes ?? [];
      if (its.length === 0 || its.some((hash, index) => hash !== wanted[at + index])) break;
      at += its.length;
      if (at === wanted.length) return items.slice(from, to + 1);
    }
  }
  return undefined;
}

/** Undefined where there is nothing to read: it is the same as nothing else. */
async function hashes(text: string | undefined, file = 'history'): Promise<readonly string[] | undefined> {
  if (text === undefined) return undefined;
  try {
    return (await parseSql(text, file)).map(({ hash }) => hash);
  } catch {
    // Whoever applies it says what is wrong with it.
    return undefined;
  }
}
