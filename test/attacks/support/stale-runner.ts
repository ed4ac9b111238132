import { vercelHosting } from '../../../src/hosting/index.ts';
import { ShiplockError } from '../../../src/release/errors.ts';
import { promote } from '../../../src/release/steps/promote.ts';
import { contextFor, MemoryHosting } from '../../release/context.ts';

/** A job that promotes a release, in a process of its own: it can be stopped, as a machine that swaps or sleeps is. */
const { url, workspace, commit, apiUrl, leaseSeconds } = JSON.parse(process.argv[2] ?? '{}');
const base = await contextFor({ url, workspace, commit, hosting: new MemoryHosting() });
const hosting = vercelHosting({ token: 'x', project: 'shop', apiUrl, deadlineMs: 60_000 });
try {
  const { outputs } = await promote({
    ...base,
    hosting,
    environment: { ...base.environment, leaseSeconds },
  });
  process.stdout.write(`${outputs['outcome']}\n`);
} catch (error) {
  process.stdout.write(`${error instanceof ShiplockError ? error.code : String(error)}\n`);
}
await base.db.close();
process.exit(0);
