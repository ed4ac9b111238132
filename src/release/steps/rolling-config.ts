import { configurationError } from '../errors.ts';
import type { RollingPlan } from '../ports.ts';
import type { Session } from '../session.ts';

/** `5 → 25 → 100 %`. */
export const stagesLine = (stages: readonly number[]): string => `${stages.join(' → ')} %`;

/**
 * How traffic will move: what hosting is configured for, if the settings agree.
 * @returns undefined: all of it at once
 * @throws SHIPLOCK_ROLLING_SETTINGS
 */
export async function requireRolling({ context }: Session): Promise<RollingPlan | undefined> {
  const wanted = context.environment.rolling;
  const plan = await context.hosting.rollingPlan?.();
  if (!plan && !wanted) return undefined;
  const command = configure(wanted ?? plan?.stages ?? []);
  if (!plan)
    throw differs(
      `the settings say traffic.rolling (${stagesLine(wanted ?? [])}), and no rolling releases are configured at hosting`,
      command,
    );
  if (!wanted && !plan.automatic)
    throw differs(
      `hosting waits for an approval between the stages of a rolling release (${stagesLine(plan.stages)}), and the settings do not say that Shiplock gives it`,
      `Set traffic.rolling.stages: [${plan.stages.slice(0, -1).join(', ')}] in shiplock.yml, or switch rolling releases off: \`vercel rolling-release configure --disable\`.`,
    );
  if (wanted && (plan.automatic || [...wanted, 100].join() !== plan.stages.join()))
    throw differs(
      `the settings say traffic.rolling (${stagesLine([...wanted, 100])}), and hosting has ${stagesLine(plan.stages)}${plan.automatic ? ' automatically' : ' with an approval between'}`,
      command,
    );
  return plan;
}

/** For the plan: how traffic will move. @throws SHIPLOCK_ROLLING_SETTINGS */
export async function rollingNotes(session: Session): Promise<readonly string[]> {
  const plan = await requireRolling(session);
  if (!plan) return [];
  const how = plan.automatic ? ', which hosting goes through automatically' : '';
  return [`Traffic moves in stages (${stagesLine(plan.stages)}${how}), with the gate gates.watch in each.`];
}

function configure(stages: readonly number[]): string {
  const all = [...stages.filter((one) => one < 100), 100].map((targetPercentage) => ({ targetPercentage }));
  const cfg = JSON.stringify({ enabled: true, advancementType: 'manual-approval', stages: all });
  return `Configure hosting to match the settings: \`vercel rolling-release configure --cfg='${cfg}'\`. Or change traffic.rolling in shiplock.yml.`;
}

function differs(what: string, next: string) {
  return configurationError({
    code: 'SHIPLOCK_ROLLING_SETTINGS',
    what,
    notDone: ['no traffic was moved'],
    next,
  });
}
