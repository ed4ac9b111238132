import { createHash } from 'node:crypto';
import { z } from 'zod';

const variant = z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, 'small letters, digits and hyphens');

/** A flag as the database keeps it. */
export const flagConfig = z
  .object({
    /** The kill switch: `false` gives everybody the default at once. */
    enabled: z.boolean(),
    /** For whoever is in no part of the rollout. */
    default: variant,
    /** Of all people, this share gets this variant. */
    rollout: z.array(z.object({ variant, percent: z.number().min(0).max(100) })).max(5),
  })
  .refine(({ rollout }) => rollout.reduce((sum, { percent }) => sum + percent, 0) <= 100, {
    message: 'more than 100 percent',
    path: ['rollout'],
  });
export type FlagConfig = z.output<typeof flagConfig>;

/** By key; one that this code cannot read counts as not there, and does not take the others with it. */
export const flagConfigs = z.record(z.string(), z.unknown()).transform((found) => {
  const known = new Map<string, FlagConfig>();
  for (const [key, config] of Object.entries(found)) {
    const parsed = flagConfig.safeParse(config);
    if (parsed.success) known.set(key, parsed.data);
  }
  return known as ReadonlyMap<string, FlagConfig>;
});

/**
 * Where a person stands in a flag's rollout, from 0 to 100. From the two names alone: the same on every server and after
 * every restart, and another place in each flag, so that the same people are not always the first.
 */
export function placeOf(key: string, person: string): number {
  const hash = createHash('sha256')
    .update(JSON.stringify([key, person]))
    .digest();
  return (hash.readUIntBE(0, 6) / 2 ** 48) * 100;
}

/** The variant of this person. Growing a share keeps those who have it. */
export function variantOf(key: string, config: FlagConfig, person: string): string {
  if (!config.enabled) return config.default;
  const place = placeOf(key, person);
  let end = 0;
  for (const { variant: name, percent } of config.rollout) {
    end += percent;
    if (place < end) return name;
  }
  return config.default;
}
