import { z } from 'zod';
import { VARIANTS } from './provider.ts';

export const OUTCOMES = ['accepted', 'edited', 'dismissed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What the composer's form says of the suggestion that it showed; nothing of it is a reason to refuse a draft. */
export const shownWording = {
  wordingVariant: z.enum(VARIANTS).optional().catch(undefined),
  wordingShown: z.string().max(500).optional().catch(undefined),
  wordingTaken: z.literal('yes').optional().catch(undefined),
};

const same = (a: string, b: string) => a.trim().replaceAll(/\s+/g, ' ') === b.trim().replaceAll(/\s+/g, ' ');

/** What became of a suggestion, from what was written in the end; `null`: there was none. */
export function outcomeOf(of: {
  readonly wordingVariant?: string | undefined;
  readonly wordingShown?: string | undefined;
  readonly wordingTaken?: 'yes' | undefined;
  readonly dosage: string;
}): Outcome | null {
  if (!of.wordingVariant || !of.wordingShown) return null;
  if (same(of.dosage, of.wordingShown)) return 'accepted';
  return of.wordingTaken ? 'edited' : 'dismissed';
}
