import { failure } from '../release/errors.ts';
import type { Database } from '../release/ports.ts';
import type { Flaw } from '../release/record/flaw.ts';
import { type ChainReport, verifyChain } from '../release/record/verify.ts';

const TOLD = 10;

/** Re-computes the record. @throws SHIPLOCK_RECORD_BROKEN with what is not as it was written */
export async function verifyRecord(
  database: Database,
  options: { readonly head: string | undefined; readonly json: boolean },
): Promise<string> {
  const report = await verifyChain(database, options.head ? { head: options.head } : {});
  const [first, ...more] = report.flaws;
  if (first) throw broken(report, first, more);
  if (options.json) return JSON.stringify(report);
  const rows = report.releasesCovered
    ? ''
    : '\nnot checked: rows of releases, which this version of the record does not cover; the next deploy upgrades it';
  return `intact: ${report.events} events, head ${report.seq}:${report.head}${rows}`;
}

function broken(report: ChainReport, first: Flaw, more: readonly Flaw[]) {
  return failure({
    code: 'SHIPLOCK_RECORD_BROKEN',
    what: [first, ...more].slice(0, TOLD).map(sentence).join('; ') + unsaid(more.length + 1 - TOLD),
    done: [`all ${report.events} events were read`],
    notDone: ['nothing was changed'],
    next: 'Keep a copy of the database as it is, find out who wrote to schema shiplock, and compare with the code host’s deployments.',
  });
}

/** `event 3 was changed: …` */
export function sentence(flaw: Flaw): string {
  const about = flaw.release
    ? `release ${flaw.release}`
    : flaw.seq === undefined
      ? 'the record'
      : `event ${flaw.seq}`;
  return `${about} ${WORDS[flaw.kind]}: ${flaw.why}`;
}

const WORDS: Readonly<Record<Flaw['kind'], string>> = {
  changed: 'was changed',
  missing: 'is missing',
  added: 'was added past the record',
  unreadable: 'cannot be read',
  'cut-off': 'is not the end',
};

const unsaid = (count: number) => (count > 0 ? `; and ${count} more` : '');
