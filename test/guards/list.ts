import type { Guard } from './guard.ts';
import { ADOPTION } from './list/adoption.ts';
import { APPROVAL } from './list/approval.ts';
import { DATABASE } from './list/database.ts';
import { DEPLOY } from './list/deploy.ts';
import { EDGE } from './list/edge.ts';
import { HOLDS } from './list/holds.ts';
import { HOSTING } from './list/hosting.ts';
import { INPUT_GUARDS } from './list/inputs.ts';
import { LEAVING } from './list/leaving.ts';
import { PLATFORM } from './list/platform.ts';
import { POLICY } from './list/policy.ts';
import { RECORD } from './list/record.ts';
import { RELEASE } from './list/release.ts';
import { SEAM } from './list/seam.ts';
import { WITNESSES } from './list/witnesses.ts';

/** Every guard, and how to switch it off. A new refusal gets an entry; code that moves takes its entry along. */
export const GUARDS: readonly Guard[] = [
  ...RELEASE,
  ...HOLDS,
  ...SEAM,
  ...ADOPTION,
  ...DEPLOY,
  ...APPROVAL,
  ...POLICY,
  ...RECORD,
  ...HOSTING,
  ...DATABASE,
  ...EDGE,
  ...INPUT_GUARDS,
  ...LEAVING,
  ...PLATFORM,
  ...WITNESSES,
];
