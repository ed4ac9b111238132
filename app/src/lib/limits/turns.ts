import 'server-only';
import { z } from 'zod';
import { asService } from '../supabase/service.ts';

/** How often something may be done in a span of time. */
export interface Limit {
  readonly bucket: string;
  readonly atMost: number;
  readonly seconds: number;
}

/** A limit, and whose turn it is: an address, an account, a person. */
export interface Turn extends Limit {
  readonly subject: string;
}

const rows = (turns: readonly Turn[]): string =>
  JSON.stringify(
    turns.map(({ bucket, subject, atMost, seconds }) => ({ bucket, subject, at_most: atMost, seconds })),
  );

/**
 * Counts a turn in each bucket, in the database, so that all servers count together.
 * @returns seconds to wait; 0: go on
 * @throws Error when nobody could count. What follows is the caller's to say: sign-in stops, reading goes on.
 */
export async function takeTurns(turns: readonly Turn[]): Promise<number> {
  const { data, error } = await asService.takeTurns(rows(turns));
  if (error) throw new Error(`turns could not be counted: ${error.code} ${error.message}`);
  return z.number().int().min(0).parse(data);
}

/** Takes a turn back that was none after all. That it could not be is no reason to fail what was done. */
export async function returnTurns(turns: readonly Turn[]): Promise<void> {
  await asService.returnTurns(rows(turns));
}
