import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { count } from '../../present/count.ts';
import type { AppliedMigration, Finding, Say } from '../../release/ports.ts';
import type { PgDatabase } from '../connection.ts';
import { putInOrder, RESET } from './execute.ts';
import { migrateProblem } from './problems.ts';
import type { EngineOptions, MigrationFile } from './types.ts';

/** Runs the verify SQL that is named for a migration, `<version>.sql` or `<version>_<name>.sql`, once it is applied. */
export interface NamedChecks {
  has(version: string): boolean;
  /** @throws SHIPLOCK_MIGRATE_VERIFY when a check is bad or cannot be decided; `state` says what else was done. */
  run(migration: Pick<MigrationFile, 'version' | 'file'>, state: State): Promise<void>;
}

interface State {
  readonly applied: readonly AppliedMigration[];
  /** Versions that would have come after. */
  readonly rest: readonly string[];
}

type Options = Pick<EngineOptions, 'workspace' | 'verifyDirectory'>;

export async function namedChecks(options: Options, db: PgDatabase, say: Say): Promise<NamedChecks> {
  const directory = options.verifyDirectory;
  const names = directory ? await filesOf(path.join(options.workspace, directory)) : [];
  const of = (version: string) =>
    names.filter((name) => name === `${version}.sql` || name.startsWith(`${version}_`));
  return {
    has: (version) => of(version).length > 0,
    async run({ version, file }, state) {
      for (const name of of(version)) {
        const { verifyFile } = await import('../../schema/checks/verify-sql.ts');
        // The file that was just applied may have left its search_path or role behind. Without the fence: checks only
        // read, and where nothing is left to apply no lock was taken.
        await putInOrder(db.client, RESET);
        const verify = path.posix.join(directory ?? '', name);
        const { checks, failed, undecided } = await verifyFile(db, verify, options);
        const wrong = [...failed, ...undecided];
        if (wrong.length > 0) throw refusal(file, verify, wrong, state);
        say(`${file}: ${count(checks, 'check')} of ${verify} passed`);
      }
    },
  };
}

async function filesOf(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function refusal(file: string, verify: string, wrong: readonly Finding[], { applied, rest }: State) {
  return migrateProblem('VERIFY', {
    what: `${file} is applied, but ${verify} failed: ${wrong.map(({ object, message }) => `${object.replace(`${verify}: `, '')}: ${message}`).join('; ')}`,
    done:
      applied.length > 0
        ? [`applied: ${applied.map(({ version }) => version).join(', ')}`]
        : ['no migration was applied by this run'],
    notDone: rest.length > 0 ? [`not started: ${rest.join(', ')}`] : [],
    next: 'Fix what the check found, or correct the check, and rerun the job: it checks again before it applies the rest.',
    places: wrong.flatMap(({ place }) => (place ? [place] : [])),
  });
}
