import { z } from 'zod';
import { issueWords } from '../release/issue-words.ts';
import { OLD_KEYS, oldKeysOf, sourcesOfOld } from './old-form.ts';
import { type SourceSettings, sourceSettings } from './sources/index.ts';

/** Settings of one gate as they may be written. */
const written = z
  .strictObject({
    sources: z
      .array(sourceSettings)
      .optional()
      .describe(
        'Where samples come from: `use: http`, `sentry`, `sql` or `json`, each with [its own keys](gates/README.md). Default: `[{ use: http }]`.',
      ),
    ...OLD_KEYS,
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
    worstFailureRate: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.03)
      .describe(
        'Failure rate at which the gate must not pass. The closer to the baseline, the more samples a decision needs ([table](gates/README.md#what-your-traffic-can-show)).',
      ),
    baselineSlowRate: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.05)
      .describe('Share of slow answers that a healthy release has (for sources with `slowMs`).'),
    worstSlowRate: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.2)
      .describe('Share of slow answers at which the gate must not pass.'),
    alpha: z
      .number()
      .gt(0)
      .lt(0.5)
      .default(0.005)
      .describe(
        'Maximum probability of failing a healthy release, all sources together. `gate` and `watch` add up: 1 % by default.',
      ),
    beta: z
      .number()
      .gt(0)
      .lt(0.5)
      .default(0.005)
      .describe('Maximum probability of passing a release at the worst rate.'),
    burstSeconds: z
      .number()
      .min(0)
      .max(3_600)
      .default(1)
      .describe(
        'Failures that are this close together may have one cause, so they are not enough to fail the gate; that takes about three times as long (three readings of a source that is read every 5 s). 0: failures count as independent.',
      ),
    onInconclusive: z
      .enum(['fail', 'hold'])
      .optional()
      .describe('What to do if the gate is undecided. Default: fail before traffic moves, hold afterwards.'),
  })
  .refine((s) => s.baselineFailureRate < s.worstFailureRate, {
    message: 'baselineFailureRate must be below worstFailureRate',
    path: ['baselineFailureRate'],
  })
  .refine((s) => s.baselineSlowRate < s.worstSlowRate, {
    message: 'baselineSlowRate must be below worstSlowRate',
    path: ['baselineSlowRate'],
  });

const list = z.array(sourceSettings).superRefine((sources, context) => {
  const names = sources.map(nameOf);
  for (const [index, name] of names.entries())
    if (names.indexOf(name) < index)
      context.addIssue({
        code: 'custom',
        path: [index, 'name'],
        message: `must be different for each source: another one is called ${name} too`,
      });
});

/** Under which name a source stands in the evidence. */
const nameOf = (source: SourceSettings): string => (source.use === 'sentry' ? 'sentry' : source.name);

/**
 * Settings of one gate, as they stand in shiplock.yml under `gates.gate` and `gates.watch`. However they are written,
 * they are read as a list of sources.
 */
export const gateSettings = written.transform((gate, context) => {
  const {
    sources: given,
    probes,
    identityPath,
    intervalMs,
    concurrency,
    errorTracker,
    sql,
    json,
    ...rest
  } = gate;
  const old = sourcesOfOld({ probes, identityPath, intervalMs, concurrency, errorTracker, sql, json });
  if (old && given) {
    const message = `set either sources, or the old keys (${oldKeysOf(gate).join(', ')}), not both`;
    context.issues.push({ code: 'custom', message, input: gate, path: ['sources'] });
    return z.NEVER;
  }
  const parsed = list.safeParse(given ?? old ?? [{ use: 'http' }], { reportInput: true });
  if (parsed.success) return { ...rest, sources: parsed.data };
  for (const issue of parsed.error.issues)
    context.issues.push({
      code: 'custom',
      message: issueWords(issue),
      input: gate,
      path: old ? oldPath(old, issue.path) : ['sources', ...issue.path],
    });
  return z.NEVER;
});

/** Where it stands in the old form. */
function oldPath(
  old: readonly { readonly use: string }[],
  [index, ...path]: readonly PropertyKey[],
): PropertyKey[] {
  const key = { sentry: 'errorTracker', sql: 'sql', json: 'json' }[old[Number(index)]?.use ?? ''];
  return key ? [key, ...path] : path;
}

/** The old keys that a gate's settings have, and the same as `sources`; undefined where it has none of them. */
export function newForm(
  gate: unknown,
): { readonly keys: readonly string[]; readonly sources: readonly object[] } | undefined {
  const read = z.object(OLD_KEYS).safeParse(gate);
  const sources = read.success ? sourcesOfOld(read.data) : undefined;
  return read.success && sources ? { keys: oldKeysOf(read.data), sources } : undefined;
}

export type GateSettings = z.output<typeof gateSettings>;
