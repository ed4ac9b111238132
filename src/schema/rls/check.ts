import { count } from '../../present/count.ts';
import type { CheckReport, Database } from '../../release/ports.ts';
import { type Ignore, NOTHING_IGNORED } from '../model/passing.ts';
import { isPermission, missingGrant } from '../permission.ts';
import { compareMatrix } from './compare.ts';
import { loadRls } from './file.ts';
import { readMatrix } from './matrix.ts';
import { type Meant, meantToBeOpen, openTables } from './open.ts';
import { runProbe } from './probes.ts';
import { isIgnoredRelation, settledMatrix } from './settled.ts';

/** The live matrix against the file, then the probes that the file asks for. */
export async function checkRls(
  db: Database,
  options: {
    readonly workspace: string;
    readonly file: string;
    readonly ignore?: Ignore;
    readonly meant?: readonly Meant[];
  },
): Promise<CheckReport> {
  const expected = await loadRls(options.workspace, options.file);
  if (!expected) return withoutFile(db, options);
  const live = await readMatrix(db, expected.roles).catch((error: unknown) => {
    if (!isPermission(error)) throw error;
    return missingGrant(error);
  });
  if (typeof live === 'string') {
    const findings = [{ object: 'the matrix', message: `could not be read: ${live}` }];
    return { check: 'rls', outcome: 'unknown', detail: 'the catalog could not be read', findings };
  }
  const place = { file: options.file };
  const { want, have, remarks } = settledMatrix(expected, live, options.ignore ?? NOTHING_IGNORED);
  const failed = compareMatrix(want, have).map((finding) => ({ ...finding, place }));
  const undecided = [];
  for (const probe of expected.probes) {
    const result = await runProbe(db, probe, options.workspace);
    failed.push(...result.failed.map((finding) => ({ ...finding, place })));
    undecided.push(...result.undecided.map((finding) => ({ ...finding, place })));
  }
  const cells = Object.keys(live.relations).length * live.roles.length * 5;
  return {
    check: 'rls',
    outcome: failed.length > 0 ? 'fail' : undecided.length > 0 ? 'unknown' : 'pass',
    detail: `${count(cells, 'cell')} (${count(live.roles.length, 'role')} × ${count(Object.keys(live.relations).length, 'relation')} × 5 verbs), ${count(expected.probes.length, 'probe')}${remarks.map((remark) => `; ${remark}`).join('')}`,
    findings: [...failed, ...undecided],
  };
}

/** How a first matrix is written; what it allows is then read by whoever reviews the file. */
export const WRITE_MATRIX = '`shiplock rls write --environment NAME` writes it';

/** Nobody wrote down what should be: a table that anybody may read whole is not taken for meant. */
async function withoutFile(
  db: Database,
  { file, ignore = NOTHING_IGNORED, meant = [] }: Parameters<typeof checkRls>[1],
): Promise<CheckReport> {
  const found = (await openTables(db))?.filter(({ object }) => !isIgnoredRelation(object, ignore));
  const open = found && meantToBeOpen(found, meant).open;
  const absent = `there is no ${file}: ${WRITE_MATRIX}`;
  if (!open) return { check: 'rls', outcome: 'skipped', detail: absent, findings: [] };
  return {
    check: 'rls',
    outcome: open.length > 0 ? 'fail' : 'skipped',
    detail: open.length > 0 ? `${open.length} exposed without row level security; ${absent}` : absent,
    findings: open,
  };
}
