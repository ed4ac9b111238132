import type { Guard } from './guard.ts';
import { DATABASE } from './list/database.ts';
import { EDGE } from './list/edge.ts';
import { HOSTING } from './list/hosting.ts';
import { RECORD } from './list/record.ts';
import { RELEASE } from './list/release.ts';

/** Every guard, and how to switch it off. A new refusal gets an entry; code that moves takes its entry along. */
export const GUARDS: readonly Guard[] = [...RELEASE, ...RECORD, ...HOSTING, ...DATABASE, ...EDGE];
