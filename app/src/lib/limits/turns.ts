import 'server-only';
import { z } from 'zod';
import { hasRedis } from '../redis/client.ts';
import { countTurns, uncountTurns } from '../redis/counts.ts';
import { RedisUnavailable } from '../redis/guard.ts';
import { asService } from '../supabase/service.ts';
import type { Turn } from './limit.ts';

const rows = (turns: readonly Turn[]): string =>
  JSON.stringify(
    turns.map(({ bucket, subject, atMost, seconds }) => ({ bucket, subject, at_most: atMost, seconds })),
  );

/**
 * Counts a turn in each bucket, so that all servers count together: in Redis where there is one, else in the database. Never
 * in the other one while the first is gone: there each limit would begin anew, for whoever can slow the first one down.
 * @returns seconds to wait; 0: go on
 * @throws Error when nobody could count. What follows is declared for each route: `policy.ts`.
 */
export async function takeTurns(turns: readonly Turn[]): Promise<number> {
  if (hasRedis()) return countTurns(turns);
  const { data, error } = await asService.takeTurns(rows(turns));
  if (error) throw new Error(`turns could not be counted: ${error.code} ${error.message}`);
  return z.number().int().min(0).parse(data);
}

/** Takes a turn back that was none after all. That it could not be is no reason to fail what was done. */
export async function returnTurns(turns: readonly Turn[]): Promise<void> {
  if (!hasRedis()) {
    await asService.returnTurns(rows(turns));
    return;
  }
  try {
    await uncountTurns(turns);
  } catch (error) {
    if (!(error instanceof RedisUnavailable)) throw error;
  }
}
