import type { Guard } from './guard.ts';

/** Every guard, and how to switch it off. Add one with each new refusal. */
export const GUARDS: readonly Guard[] = [];
