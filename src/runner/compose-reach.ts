import type { Shortfall, WayOut } from '../approval/index.ts';
import type { WhoMay } from '../approval/reach.ts';
import type { Requirement, Risk } from '../approval/requirements.ts';
import type { GithubCodeHost } from '../codehost/index.ts';
import { firstLine } from '../release/errors.ts';
import type { PlanPolicy } from '../release/policy.ts';
import type { Authorship } from '../release/ports.ts';
import { settingsUnder } from '../settings/policy.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';

export interface ReachOf {
  readonly shortfalls: readonly Shortfall[];
  readonly wayOut: WayOut | undefined;
  /** Why it is not known; then nothing follows from it. */
  readonly unknown: string | undefined;
}

const UNKNOWN = (why: string): ReachOf => ({ shortfalls: [], wayOut: undefined, unknown: why });

/** Asks the code host who could approve at all, and decides what that means for this release. */
export async function lookAtReach(about: {
  readonly codeHost: GithubCodeHost;
  readonly settings: EnvironmentSettings;
  readonly policy: PlanPolicy;
  readonly requirements: readonly Requirement[];
  readonly risk: Risk;
  readonly whose: Authorship | undefined;
  /** Whoever started an attempt of the run. */
  readonly runActors: readonly string[];
}): Promise<ReachOf> {
  const { codeHost, settings, policy, requirements, risk, whose, runActors } = about;
  const [{ shortfalls, wantedPeople }, { requirementsFor }, { wayOut }, { fold }] = await Promise.all([
    import('../approval/reach.ts'),
    import('../approval/requirements.ts'),
    import('../approval/stand-in.ts'),
    import('../approval/signals.ts'),
  ]);
  const coming: WhoMay = policy.next ? settingsUnder(policy.next, settings).approvals : settings.approvals;
  const afterwards = requirementsFor(coming, risk);
  const own = new Set([...(whose?.people ?? []).map(({ login }) => login), ...runActors].map(fold));
  try {
    const people = await codeHost.people(wantedPeople([...requirements, ...afterwards]));
    const short = (rules: WhoMay, asked: readonly Requirement[]) =>
      shortfalls({ requirements: asked, people, role: rules.role, own, allowSelf: rules.allowSelf });
    const now = short(settings.approvals, requirements);
    if (now.length === 0) return { shortfalls: [], wayOut: undefined, unknown: undefined };
    const changes = policy.changes.filter(({ key }) => key.startsWith('approvals.'));
    const out = wayOut({
      shortfalls: now,
      changed: changes.some(({ takes }) => takes === 'next'),
      differs: changes.some(({ takes }) => takes === 'never'),
      next: short(coming, afterwards),
      gaps: whose ? whose.gaps : ['could not ask it'],
    });
    return { shortfalls: now, wayOut: out, unknown: undefined };
  } catch (error) {
    return UNKNOWN(`could not look up who can approve: ${firstLine(error)}`);
  }
}

/** For the plan. */
export async function reachSentences(reach: ReachOf): Promise<readonly string[]> {
  const { shortfalls, wayOut } = reach;
  if (shortfalls.length === 0 || !wayOut) return [];
  const [{ shortfallSentence }, { wayOutAdvice }] = await Promise.all([
    import('../approval/reach.ts'),
    import('../approval/stand-in.ts'),
  ]);
  return [
    `Nobody can approve this plan as the rules require: ${shortfalls.map(shortfallSentence).join('; ')}.`,
    wayOutAdvice(shortfalls, wayOut, 'HASH'),
  ];
}
