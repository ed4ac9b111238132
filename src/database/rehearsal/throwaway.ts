import { randomBytes } from 'node:crypto';
import { connect } from '../connection.ts';
import { quoteName } from '../sql/names.ts';
import type { Stage } from './run.ts';

const PREFIX = 'shiplock_rehearsal_';

/** Makes a database, hands it over, and drops it again, whatever happens. */
export async function withThrowaway<T>(
  adminUrl: string,
  template: string,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const admin = await connect(adminUrl, {
    applicationName: 'shiplock rehearsal',
    input: 'rehearsal-database-url',
  });
  const name = `${PREFIX}${randomBytes(6).toString('hex')}`;
  try {
    await admin.query(`create database ${name} template ${quoteName(template)}`);
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    const open: { close(): Promise<void> }[] = [];
    try {
      const worker = await connect(url.href, { applicationName: 'shiplock rehearsal' });
      open.push(worker);
      const observer = await connect(url.href, { applicationName: 'shiplock rehearsal observer' });
      open.push(observer);
      return await work({ worker, observer });
    } finally {
      for (const each of open) await each.close();
      // Files may leave workers behind (pg_cron, a listener); the database goes all the same.
      await admin.query(`drop database if exists ${name} with (force)`);
    }
  } finally {
    await admin.close();
  }
}
