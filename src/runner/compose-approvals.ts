import type { ApprovalQuestion } from '../approval/index.ts';
import type { GithubCodeHost } from '../codehost/index.ts';
import { count, plural } from '../present/count.ts';
import { authorNotes } from '../release/authors.ts';
import { type JsonObject, toJson } from '../release/canonical.ts';
import type { ApprovalMemory, Approvals, AskedPlan, Objections, Reach } from '../release/context.ts';
import type { PlanPolicy } from '../release/policy.ts';
import type { ApprovalSignal, Authorship } from '../release/ports.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import { lookAtReach, reachSentences } from './compose-reach.ts';
import type { RunFacts } from './github.ts';
import { type Inputs, required } from './values.ts';

/** Binds the approval rules to the code host's signals. Without a code host there are no signals. */
export function composeApprovals(
  settings: EnvironmentSettings,
  inputs: Inputs,
  facts: RunFacts,
  codeHost: GithubCodeHost | undefined,
  policy: PlanPolicy,
): { readonly approvals: Approvals; readonly objections: Objections; readonly reach?: Reach } {
  const rules = settings.approvals;
  const { 'break-glass-reason': reason, 'shown-plan-hash': shown } = inputs;
  // Nothing about the run can change while a job of it works.
  let run: ReturnType<GithubCodeHost['runActors']> | undefined;
  const runOf = (runId: string | undefined) => {
    if (codeHost && runId) run ??= codeHost.runActors(runId);
    return run;
  };
  let work: ReturnType<GithubCodeHost['authorship']> | undefined;
  const workOf = (from: string | undefined, to: string) => {
    if (codeHost) work ??= codeHost.authorship({ from, to });
    return work;
  };
  const signalsOf = async (at: { environment: string; commit: string; runId: string | undefined }) => {
    const { teamsOf } = await import('../approval/requirements.ts');
    return codeHost ? codeHost.approvals({ ...at, teams: teamsOf(rules) }) : [];
  };
  // The fast lane can ask fewer people, never more.
  const under = (fast: boolean) =>
    fast ? { ...rules, required: Math.min(rules.required, settings.fastLane.required) } : rules;
  let enough = false;
  const reachOf = async (
    facts: Pick<Parameters<typeof lookAtReach>[0], 'requirements' | 'risk' | 'whose' | 'runActors'>,
  ) => {
    if (!codeHost || enough) return { shortfalls: [], wayOut: undefined, unknown: undefined };
    const found = await lookAtReach({ codeHost, settings, policy, ...facts });
    // Once a job, unless somebody is missing: then again at each look, so that nothing old opens a way.
    enough = found.shortfalls.length === 0;
    return found;
  };
  return {
    ...(codeHost
      ? {
          reach: async ({ commit, runId, servingCommit, risk: of, fast }) => {
            const { requirementsFor } = await import('../approval/requirements.ts');
            const [whose, started] = await Promise.all([workOf(servingCommit, commit), runOf(runId)]);
            const risk = { ...of, files: whose?.files };
            const runActors = [...facts.actors, ...(started?.actors ?? [])];
            const requirements = requirementsFor(under(fast), risk);
            return reachSentences(
              await lookAtReach({ codeHost, settings, policy, requirements, risk, whose, runActors }),
            );
          },
        }
      : {}),
    approvals: async ({ planHash, environment, commit, runId, servingCommit, risk, fast, memory }) => {
      const [
        { decideApproval },
        { approvalMarkdown },
        { requirementsFor },
        { whyNoBareReviews },
        { wayOutAdvice },
        { SHORTEST_PREFIX },
      ] = await Promise.all([
        import('../approval/decide.ts'),
        import('../present/approval.ts'),
        import('../approval/requirements.ts'),
        import('../approval/bare-reviews.ts'),
        import('../approval/stand-in.ts'),
        import('../approval/signals.ts'),
      ]);
      const before = codeHost?.sent() ?? 0;
      // Nobody's yes can be heard without it: waiting for one would only end at the deadline.
      if (!codeHost && under(fast).required > 0 && !reason) required(inputs, 'github-token');
      const [signals, whose, started] = await Promise.all([
        signalsOf({ environment, commit, runId }),
        workOf(servingCommit, commit),
        runOf(runId),
      ]);
      const threads =
        rules.openThreads === 'block' && codeHost ? await codeHost.openThreads(whose?.pulls ?? []) : [];
      const notes = authorNotes(whose);
      const attempts = started?.attempts ?? facts.attempt;
      const known = { ...risk, files: whose?.files };
      const requirements = requirementsFor(under(fast), known);
      const runActors = [...facts.actors, ...(started?.actors ?? [])];
      const now = new Date();
      const question: ApprovalQuestion = {
        planHash,
        otherPlans: plansOf(memory),
        requirements,
        role: rules.role,
        allowSelf: rules.allowSelf,
        expireHours: rules.expireHours,
        runStartedAt: started?.createdAt,
        bareReviews: whyNoBareReviews({
          setting: rules.bareReviews,
          ...{ planHash, runId, attempts, shown, asked: memory.asked },
        }),
        signals,
        remembered: memory.rejections,
        authors: authorsOf(whose, signals),
        blockers: [
          ...threads.map(
            ({ pull, open }) =>
              `${count(open, 'review thread')} ${plural(open, 'is', 'are')} open on #${pull}`,
          ),
          ...(rules.unlinkedAuthors === 'refuse' ? notes : []),
        ],
        // Whoever started any attempt of this run is no second pair of eyes.
        runActors,
        freezeWindows: settings.freeze,
        now,
        breakGlassRules: rules.breakGlass,
        ...(reason ? { breakGlass: { reason, by: facts.actor } } : {}),
      };
      const first = decideApproval(question);
      const asks = first.state === 'pending' && first.missing > 0;
      const reach = asks ? await reachOf({ requirements, risk: known, whose, runActors }) : undefined;
      const decision = reach?.shortfalls.length
        ? decideApproval({ ...question, shortfalls: reach.shortfalls, wayOut: reach.wayOut })
        : first;
      const advice =
        reach?.wayOut && decision.state !== 'approved'
          ? wayOutAdvice(reach.shortfalls, reach.wayOut, planHash.slice(0, SHORTEST_PREFIX))
          : undefined;
      return {
        state: decision.state,
        approvers: decision.approvers,
        reason: decision.reason,
        markdown: approvalMarkdown(decision, {
          ...{ planHash, requirements, environment, advice },
          notes: reach?.unknown ? [...notes, reach.unknown] : notes,
        }),
        evidence: toJson({
          ...decision,
          requirements,
          authors: whose ?? null,
          ...(decision.standIn ? { shortfalls: reach?.shortfalls } : {}),
        }) as JsonObject,
        seen: decision.seen,
        asked: runId ? askedOf({ runId, attempt: facts.attempt, planHash }, shown) : undefined,
        ...(decision.validUntil ? { validUntil: decision.validUntil } : {}),
        ...(decision.brokenGlass ? { brokenGlass: decision.brokenGlass } : {}),
        ...(decision.standIn ? { standIn: decision.standIn } : {}),
        ...(advice ? { advice } : {}),
        reply: decision.ignored.length > 0 || decision.rejections.length > 0,
        requests: (codeHost?.sent() ?? 0) - before,
      };
    },
    objections: async ({ planHash, environment, commit, runId, memory, approvers }) => {
      const { standingNoes } = await import('../approval/signals.ts');
      // An approval that nobody gave, by break-glass or none required, was heard without a code host, too.
      if (!codeHost && approvers.length > 0) required(inputs, 'github-token');
      return standingNoes(await signalsOf({ environment, commit, runId }), memory.rejections, {
        planHash,
        otherPlans: plansOf(memory),
        role: rules.role,
      });
    },
  };
}

/** Only what this role computed: a no to another plan that a planning job showed is a no to this one. */
const plansOf = ({ asked }: ApprovalMemory) => asked.map(({ planHash, computed = planHash }) => computed);

function askedOf(asked: AskedPlan, shown = asked.planHash): AskedPlan {
  return shown === asked.planHash ? asked : { ...asked, planHash: shown, computed: asked.planHash };
}

/** By login; of those whose number alone is known, whoever gave a signal. */
function authorsOf(
  whose: Authorship | undefined,
  signals: readonly ApprovalSignal[],
): ReadonlyMap<string, string> {
  const numbered = new Map(whose?.numbered?.map(({ account, did }) => [account, did]));
  const renamed = signals.flatMap(({ by, account }) => {
    const did = account === undefined ? undefined : numbered.get(account);
    return did === undefined ? [] : [[by, did] as const];
  });
  return new Map([...renamed, ...(whose?.people ?? []).map(({ login, did }) => [login, did] as const)]);
}
