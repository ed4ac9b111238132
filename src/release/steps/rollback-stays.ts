import { firstOf } from '../../present/count.ts';
import { firstLine } from '../errors.ts';
import type { Session } from '../session.ts';

const MOST = 20;

/**
 * What traffic alone does not bring back, as sentences: values of environment variables, which each deployment keeps from
 * its own time, and jobs that the database starts by itself. Never throws; what cannot be read is said.
 */
export async function whatStays(session: Session, from: string | undefined, to: string): Promise<string[]> {
  const { hosting, schema } = session.context;
  const said: string[] = [];
  const look = async (what: string, read: () => Promise<string | undefined>) => {
    try {
      const line = await read();
      if (line) said.push(line);
    } catch (error) {
      said.push(`Could not read ${what}: ${firstLine(error)}`);
    }
  };
  await look('the environment variables of both deployments', async () => {
    const names = from === undefined || from === to ? [] : await hosting.environmentChanges?.(from, to);
    if (!names?.length) return undefined;
    return `Environment variables: ${to} still runs with the values from when it was built. Changed since: ${listed(names)}. A value that was revoked does not work there.`;
  });
  await look('the jobs of the database', async () => {
    const jobs = (await schema.jobs?.()) ?? [];
    if (jobs.length === 0) return undefined;
    return `Database jobs (pg_cron) keep running unchanged: ${listed(jobs.map(({ name, schedule }) => `${name} (${schedule})`))}.`;
  });
  return said;
}

const listed = (names: readonly string[]): string => firstOf(names, MOST);
