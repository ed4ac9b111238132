import { z } from 'zod';
import { isOwnPath, isWebAddress, OWN_PATH } from '../http/same-origin.ts';

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
});

const sql = z.strictObject({
  name: z.string().default('sql').describe('Name in the evidence.'),
  query: z
    .string()
    .min(1)
    .describe(
      'One SELECT that only reads and returns one row (good, total), counted since $1 (timestamptz).',
    ),
});

const json = z
  .strictObject({
    name: z.string().default('json').describe('Name in the evidence.'),
    url: z
      .string()
      .refine((url) => isOwnPath(url) || isWebAddress(url), {
        error: 'must be a path on the gate’s first URL, or an http(s) URL without user and password',
      })
      .describe('Absolute URL, or a path on the gate’s first URL.'),
    good: z.string().optional().describe('Dotted path of the number of good events.'),
    total: z.string().optional().describe('Dotted path of the number of all events.'),
    value: z.string().optional().describe('Dotted path of one number, which is compared with max.'),
    max: z.number().optional().describe('Largest value that counts as success.'),
  })
  .refine((s) => (s.good && s.total && !s.value) || (!s.good && !s.total && s.value && s.max !== undefined), {
    message: 'set either good and total, or value and max',
  });

/** Settings of one gate, as they stand in shiplock.yml under `gates.gate` and `gates.watch`. */
export const gateSettings = z
  .strictObject({
    probes: z
      .array(probe)
      .default([{ path: '/api/health/ready', expectStatus: 200, maxMs: 5_000 }])
      .describe('HTTP probes.'),
    identityPath: path
      .default('/api/health/ready')
      .describe(
        'Probe whose JSON answer names release and commit: another release’s answer counts as a failure.',
      ),
    intervalMs: z.int().min(10).default(250).describe('Pause of each prober between two samples.'),
    concurrency: z.int().min(1).max(50).default(2).describe('Number of concurrent probers.'),
    minSamples: z.int().min(1).default(20).describe('Minimum number of samples before a decision.'),
    minSeconds: z
      .number()
      .min(0)
      .max(21_600)
      .default(0)
      .describe('Minimum time before a pass; set it if errors arrive late.'),
    deadlineSeconds: z
      .number()
      .positive()
      .max(21_600)
      .default(120)
      .describe('A gate that is undecided by then is inconclusive.'),
    baselineFailureRate: z.number().gt(0).lt(1).default(0.005).describe('Failure rate of a healthy release.'),
    worstFailureRate: z.number().gt(0).lt(1).default(0.1).describe('Failure rate that must not pass.'),
    alpha: z
      .number()
      .gt(0)
      .lt(0.5)
      .default(0.01)
      .describe('Maximum probability of failing a healthy release.'),
    beta: z
      .number()
      .gt(0)
      .lt(0.5)
      .default(0.01)
      .describe('Maximum probability of passing a release at the worst rate.'),
    onInconclusive: z
      .enum(['fail', 'hold'])
      .optional()
      .describe('What to do if the gate is undecided. Default: fail before traffic moves, hold afterwards.'),
    errorTracker: z
      .strictObject({
        maxNewIssues: z
          .int()
          .min(0)
          .default(0)
          .describe('Largest number of issues first seen in this release; more fail the gate.'),
      })
      .optional()
      .describe('Count this release’s errors at the error tracker.'),
    sql: sql.optional().describe('Good and total events from a query on the environment’s database.'),
    json: json.optional().describe('Good and total events, or one value, from a JSON endpoint.'),
  })
  .refine((s) => s.baselineFailureRate < s.worstFailureRate, {
    message: 'baselineFailureRate must be below worstFailureRate',
    path: ['baselineFailureRate'],
  });

export type GateSettings = z.output<typeof gateSettings>;
export type ProbeSettings = GateSettings['probes'][number];
