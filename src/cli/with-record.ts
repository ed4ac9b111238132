import { configurationError } from '../release/errors.ts';
import type { Database } from '../release/ports.ts';
import { installedVersion } from '../release/record/install.ts';
import { ReleaseRecord } from '../release/record/record.ts';

/** Commands that read the record need the database and nothing else. */
export async function withRecord<T>(
  url: string,
  work: (database: Database, record: ReleaseRecord) => Promise<T>,
): Promise<T> {
  const { connect } = await import('../database/connection.ts');
  const database = await connect(url, {
    applicationName: 'shiplock cli',
    readOnly: true,
  });
  try {
    if ((await installedVersion(database)) === 0) throw notInstalled();
    return await work(database, new ReleaseRecord(database));
  } finally {
    await database.close();
  }
}

export function notInstalled() {
  return configurationError({
    code: 'SHIPLOCK_RECORD_NOT_INSTALLED',
    what: 'this database has no record of releases (schema shiplock)',
    next: 'Check that this is the right database; the first deploy installs the record.',
  });
}

export async function hasReleasesOf(database: Database, environment: string): Promise<boolean> {
  const [found] = await database.query<{ there: boolean }>(
    'select exists (select from shiplock.release where environment = $1) as there',
    [environment],
  );
  return found?.there === true;
}
