import { count, firstOf } from '../present/count.ts';
import { configurationError, failure } from '../release/errors.ts';
import type { CodeHost, Database } from '../release/ports.ts';
import type { Flaw } from '../release/record/flaw.ts';
import type { OutsideHead } from '../release/record/head.ts';
import { ofThisRecord } from '../release/record/restored.ts';
import { type ChainReport, verifyChain } from '../release/record/verify.ts';
import { composeCodeHost } from '../runner/compose.ts';
import { runFacts } from '../runner/github.ts';
import { defineCommand } from './command.ts';
import { hasReleasesOf, withRecord } from './with-record.ts';

const TOLD = 10;

export const recordVerify = defineCommand({
  inputs: ['environment', 'database-url', 'github-token'],
  required: ['database-url'],
  flags: ['json', 'head'],
  run: ({ inputs }, { head, json }) =>
    withRecord(inputs['database-url'], async (database) =>
      verifyRecord(database, {
        head,
        json,
        codeHost: await composeCodeHost(inputs, runFacts()),
        environment: inputs.environment,
      }),
    ),
});

/** Re-computes the record. @throws SHIPLOCK_RECORD_BROKEN with what is not as it was written */
export async function verifyRecord(
  database: Database,
  options: {
    readonly head: string | undefined;
    readonly json: boolean;
    /** The one to compare heads with; undefined: no token, or no repository. */
    readonly codeHost: Pick<CodeHost, 'recordHeads' | 'vendor'> | undefined;
    /** Undefined: all of which the record has releases. */
    readonly environment: string | undefined;
  },
): Promise<string> {
  const { head, codeHost } = options;
  // Read before the record: an event that is written meanwhile must not look lost.
  const outside = codeHost && (await headsOf(database, codeHost, options.environment));
  const report = await verifyChain(database, { ...(head ? { head } : {}), ...(outside ? { outside } : {}) });
  const [first, ...more] = report.flaws;
  if (first) throw broken(report, first, more);
  const { environment } = options;
  if (environment !== undefined && report.compared === 0 && !(await hasReleasesOf(database, environment)))
    throw nothingOf(environment);
  if (options.json) return JSON.stringify(report);
  const rows = report.releasesCovered
    ? ''
    : '\nnot checked: the rows of releases, which this version of the record does not cover; the next deploy upgrades it';
  const restored = report.restored.map(
    (one) =>
      `\nrestored: event ${one.seq} says that the record lost events ${one.after + 1} to ${one.to}, by deployments of ${one.by}`,
  );
  const compared = codeHost
    ? `compared with ${count(report.compared, 'head')} known elsewhere`
    : `not compared with the code host: set GITHUB_TOKEN and GITHUB_REPOSITORY for that`;
  return `intact: ${count(report.events, 'event')}, head ${report.seq}:${report.head}\n${compared}${restored.join('')}${rows}`;
}

async function headsOf(
  database: Database,
  codeHost: Pick<CodeHost, 'recordHeads'>,
  environment: string | undefined,
): Promise<readonly OutsideHead[]> {
  const known = environment
    ? [{ environment }]
    : await database.query<{ environment: string }>('select distinct environment from shiplock.release');
  const heads = await Promise.all(
    known.map((one) => codeHost.recordHeads({ environment: one.environment, which: 'all' })),
  );
  return ofThisRecord(database, heads.flat());
}

/** Neither the record nor anybody else has anything of it: its name is wrong, or it is another database's. */
function nothingOf(environment: string) {
  return configurationError({
    code: 'SHIPLOCK_ENVIRONMENT_UNKNOWN',
    what: `the record has no release of the environment ${environment}`,
    done: ['the record is intact'],
    notDone: ['no head was compared'],
    next: '`shiplock status` lists the environments of the record. Check the name, or that this is the right database.',
  });
}

function broken(report: ChainReport, first: Flaw, more: readonly Flaw[]) {
  return failure({
    code: 'SHIPLOCK_RECORD_BROKEN',
    what: firstOf([first, ...more].map(sentence), TOLD, '; '),
    done: [`${count(report.events, 'event')} checked`],
    notDone: ['nothing was changed'],
    next: 'Keep a copy of the database as it is, and find out who wrote to schema shiplock, or whether the database was restored: runbooks/record.md says how.',
  });
}

/** `event 3 was changed: …` */
export function sentence(flaw: Flaw): string {
  const about = flaw.part
    ? `part ${flaw.part.slice(0, 12)} of shiplock.body`
    : flaw.release
      ? `release ${flaw.release}`
      : flaw.seq === undefined
        ? 'the record'
        : `event ${flaw.seq}`;
  return `${about} ${WORDS[flaw.kind]}: ${flaw.why}`;
}

const WORDS: Readonly<Record<Flaw['kind'], string>> = {
  changed: 'was changed',
  missing: 'is missing',
  added: 'was added without the record’s functions',
  unreadable: 'cannot be read',
  'cut-off': 'is not the last one',
};
