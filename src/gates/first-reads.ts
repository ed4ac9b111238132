import { setTimeout as sleep } from 'node:timers/promises';
import { firstLine, ShiplockError } from '../release/errors.ts';
import type { GateResult, Say } from '../release/ports.ts';
import { evidence } from './evidence.ts';
import { EVERY_MS } from './source.ts';
import type { GateSettings } from './spec.ts';
import { untilAborted } from './until-aborted.ts';

export type FirstRead<T> = { readonly value: T } | { readonly unread: string };

/**
 * What a gate has to know before it can draw. A vendor that cannot answer now may answer later, whatever its answer was,
 * and says nothing about the release: it is asked again until the gate's deadline.
 */
export async function untilRead<T>(
  what: string,
  read: () => Promise<T>,
  { deadline, say, everyMs = EVERY_MS }: { deadline: number; say: Say; everyMs?: number },
): Promise<FirstRead<T>> {
  let told: string | undefined;
  for (;;) {
    const left = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
    try {
      return { value: await untilAborted(read(), left) };
    } catch (error) {
      const why = whatOf(error);
      const unread = `could not read ${what} (${told !== undefined && left.aborted ? told : why})`;
      if (why !== told && !left.aborted) say(`${unread}; reading again until the gate’s deadline`);
      if (left.aborted || Date.now() + everyMs >= deadline) return { unread };
      told = why;
    }
    await sleep(everyMs);
  }
}

/** A gate that could not look at the release at all. */
export function undecided(spec: GateSettings, started: number, why: string): GateResult {
  return { decision: 'inconclusive', reason: why, evidence: evidence(spec, [], started, undefined) };
}

/** An error's sentence, without its code. */
export function whatOf(error: unknown): string {
  return error instanceof ShiplockError ? error.problem.what : firstLine(error);
}
