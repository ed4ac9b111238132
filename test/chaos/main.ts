import { AccessLog } from '../../rehearsal/cloud/kit/index.ts';
import { redisIfAny } from '../../rehearsal/cloud/redis/index.ts';
import { startStripe } from '../../rehearsal/cloud/stripe/index.ts';
import { Platform } from '../platform/served.ts';
import { run } from './run.ts';

/**
 * `npm run test:chaos`: the production build of the platform, asked for every page, route handler and Server Action while
 * Redis, the database, the Auth server or the error tracker is gone, and again once it is back. Prints a table. Ends with 1 if
 * a route did not do what it declares, waited longer than its budget, or did not recover by itself.
 */
const platform = await Platform.start();
let failed = true;
try {
  const stripe = await startStripe({ faults: platform.faults, log: new AccessLog() });
  const redis = await redisIfAny(
    (why) => void process.stdout.write(`SKIPPED: what Redis does, since this machine has none: ${why}\n`),
  );
  try {
    failed = await run({ platform, stripe, redis });
  } finally {
    await redis?.close();
    await stripe.close();
  }
} finally {
  await platform.close();
}
process.exit(failed ? 1 : 0);
