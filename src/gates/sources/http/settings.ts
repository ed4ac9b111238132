import { z } from 'zod';
import { isOwnPath, OWN_PATH } from '../../../http/same-origin.ts';

const path = z.string().refine(isOwnPath, OWN_PATH);
const jsonValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const probe = z.strictObject({
  path: path.describe('Path that is requested, on every URL of the gate.'),
  expectStatus: z.int().min(100).max(599).default(200).describe('Status that counts as success.'),
  expectJson: z
    .record(z.string(), jsonValue)
    .optional()
    .describe('Fields of the JSON answer (dotted paths) and the values they must have.'),
  maxMs: z.int().positive().default(5_000).describe('Latency budget: a slower answer counts as a failure.'),
  slowMs: z
    .int()
    .positive()
    .optional()
    .describe(
      'An answer that takes longer is slow. The share of slow answers is tested between `baselineSlowRate` and `worstSlowRate` of the gate.',
    ),
});

/** HTTP requests to what is released. */
export const httpSettings = z.strictObject({
  use: z.literal('http').describe('HTTP probes.'),
  name: z.string().min(1).default('probes').describe('Name in the evidence.'),
  probes: z
    .array(probe)
    .min(1)
    .default([{ path: '/api/health/ready', expectStatus: 200, maxMs: 5_000 }])
    .describe('What is requested.'),
  identityPath: path
    .default('/api/health/ready')
    .describe(
      'Probe whose JSON answer names release and commit: another release’s answer counts as a failure.',
    ),
  compare: z
    .boolean()
    .default(false)
    .describe(
      'Also probe the version that serves now (before traffic moves: the domains; after: the previous deployment). The gate then fails only a release that is worse.',
    ),
  intervalMs: z.int().min(10).default(250).describe('Pause of each prober between two samples.'),
  concurrency: z.int().min(1).max(50).default(4).describe('Number of concurrent probers.'),
});

export type HttpSettings = z.output<typeof httpSettings>;
export type ProbeSettings = HttpSettings['probes'][number];
