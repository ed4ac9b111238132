import type { MigrationPlan } from '../../release/ports.ts';

export interface Split {
  readonly file: string;
  readonly expand: { readonly file: string; readonly sql: string };
  readonly contract: { readonly file: string; readonly sql: string };
}

/**
 * Parts a file into what can go now and what waits, statement by statement. Undefined where the order does not allow
 * it: a statement that adds needs one before it that takes away, or the file has a transaction of its own.
 * @param pieces the file's statements as they are written, with the comments before each
 */
export function splitOf(
  file: MigrationPlan,
  pieces: readonly string[],
  pending: readonly MigrationPlan[],
): Split | undefined {
  const { statements } = file;
  if (pieces.length < statements.length || statements.some(({ kind }) => kind === 'TransactionStmt'))
    return undefined;
  if (needsOrder(file)) return undefined;
  const written = pieces.map((piece) => `${piece};`);
  const now = written.filter((_, index) => statements[index]?.phase === 'expand');
  const later = written.filter((_, index) => statements[index]?.phase === 'contract');
  if (now.length === 0 || later.length === 0) return undefined;
  const folder = file.file.slice(0, file.file.lastIndexOf('/') + 1);
  const version = nextVersion(file.version, pending);
  const expand = { file: file.file, sql: `${now.join('\n\n')}\n` };
  const contract = {
    file: `${folder}${version}_${file.name || 'migration'}_contract.sql`,
    sql: `${later.join('\n\n')}\n`,
  };
  return { file: file.file, expand, contract };
}

/** What stands behind a statement that takes away speaks of what that one takes, or renames. */
function needsOrder({ statements }: MigrationPlan): boolean {
  const gone: string[] = [];
  for (const { phase, breaks, adds } of statements) {
    if (phase === 'contract') gone.push(...(breaks ?? []));
    if (gone.some((why) => why.includes(' becomes '))) return true;
    const names = (adds ?? []).map((what) => what.split(' ').at(-1) ?? '');
    if (names.some((name) => gone.some((why) => why.split(/[\s:,]+/).includes(name)))) return true;
  }
  return false;
}

/** Behind every pending file, so that nothing stands behind what waits. */
function nextVersion(version: string, pending: readonly MigrationPlan[]): string {
  const last = pending.at(-1)?.version ?? version;
  const next = String(BigInt(last) + 1n);
  return next.padStart(last.length, '0');
}
