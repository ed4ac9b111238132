import { z } from 'zod';

export interface StagePlan {
  readonly targetPercentage: number;
  /** Minutes, as Vercel's own CLI sends them; null waits for an approval. */
  readonly duration: number | null;
  readonly requireApproval: boolean;
}

const switchedOff = z.object({ enabled: z.literal(false) });
const switchedOn = z.object({
  enabled: z.literal(true).optional(),
  advancementType: z.enum(['automatic', 'manual-approval']).default('automatic'),
  stages: z
    .array(
      z.object({
        targetPercentage: z.number().min(0).max(100),
        duration: z.number().positive().nullish(),
        requireApproval: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(10),
});
/** Switching off needs no stages. */
export const rollingConfigBody = z.union([switchedOff, switchedOn]);

/** Stages as Vercel stores them: rising percentages, and a last one of 100. Undefined when they do not rise. */
export function stagePlan(config: z.output<typeof switchedOn>): StagePlan[] | undefined {
  const stages = config.stages.map(({ targetPercentage, duration, requireApproval }) => ({
    targetPercentage,
    duration: duration ?? null,
    requireApproval: requireApproval ?? config.advancementType === 'manual-approval',
  }));
  if (stages.at(-1)?.targetPercentage !== 100)
    stages.push({ targetPercentage: 100, duration: null, requireApproval: false });
  const rises = stages.every(
    (stage, i) => i === 0 || stage.targetPercentage > stages[i - 1]!.targetPercentage,
  );
  return rises ? stages : undefined;
}
