import { z } from 'zod';
import { FAST_LANES } from '../release/fast-lane.ts';

const shorter = z.strictObject({
  minSamples: z.int().min(1).optional().describe('Minimum number of samples, if it is less than the gate’s.'),
  minSeconds: z
    .number()
    .min(0)
    .optional()
    .describe('Minimum time before a pass, if it is less than the gate’s.'),
  deadlineSeconds: z
    .number()
    .positive()
    .optional()
    .describe('When an undecided gate ends, if that is before the gate’s own deadline.'),
});

/** What a release may skip that brings nothing new. Who says so: the record and the code host, never the commit. */
export const fastLaneSettings = z.strictObject({
  for: z
    .array(z.enum(FAST_LANES))
    .default([])
    .describe(
      'Which releases take it, if they have no migration: `served-before`, a commit that was released here before; `revert`, one whose files are exactly those of a release that served recently. Default: none.',
    ),
  required: z
    .int()
    .min(0)
    .max(20)
    .default(1)
    .describe(
      'Number of people who must approve it, if it is less than `approvals.required`. `approvals.rules` still apply.',
    ),
  gate: shorter.prefault({}).describe('What is shorter than in `gates.gate`.'),
  watch: shorter.prefault({}).describe('What is shorter than in `gates.watch`.'),
});
