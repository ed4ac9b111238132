import { log } from '../log.ts';
import { asService } from '../supabase/service.ts';
import { Collector, type Measurement } from './collector.ts';
import { watchRequests } from './requests.ts';

/** @throws Error when the database did not take them */
export async function keepMeasurements(measured: readonly Measurement[]): Promise<void> {
  const { error } = await asService.addMeasurements(JSON.stringify(measured));
  if (error) throw new Error(`measurements could not be kept: ${error.code} ${error.message}`);
}

const EVERY_MS = 15_000;
/** A database that is gone is said once a minute, not each time. */
const SAY_AGAIN_MS = 60_000;

/** From here on this process measures its requests. What a process that ends had not handed over is lost: seconds. */
export function measureRequests(): void {
  const collector = new Collector(keepMeasurements);
  watchRequests((measured) => collector.add(measured));
  let said = Number.NEGATIVE_INFINITY;
  setInterval(() => {
    collector.flush().catch((error: unknown) => {
      if (performance.now() - said < SAY_AGAIN_MS) return;
      said = performance.now();
      log.warn({ error }, 'measurements are not kept');
    });
  }, EVERY_MS).unref();
}
