import { count } from '../present/count.ts';
import type { ApprovalSettings } from './settings.ts';
import { fold } from './signals.ts';

/** What a plan puts at risk, as facts that the rules of the settings ask for. */
export interface Risk {
  /** It holds a contract migration. */
  readonly contract: boolean;
  /** A statement loses data. */
  readonly dataLoss: boolean;
  /** It holds a hazard that is a warning or was allowed by name. */
  readonly hazards: boolean;
  /** Files that changed since the release that serves; undefined: they could not be counted. */
  readonly files: number | undefined;
}

export const NO_RISK: Risk = { contract: false, dataLoss: false, hazards: false, files: 0 };

/** So many people out of these must approve. */
export interface Requirement {
  readonly required: number;
  /** Logins, and teams as `team:org/slug`. Undefined: anybody who may approve at all. */
  readonly approvers: readonly string[] | undefined;
  /** Why it is asked for; undefined: it always is. */
  readonly because: string | undefined;
}

/** All that must be met: the environment's own rule, and each rule whose conditions all hold for this plan. */
export function requirementsFor(
  settings: Pick<ApprovalSettings, 'required' | 'approvers' | 'rules'>,
  risk: Risk,
): readonly Requirement[] {
  const { required, approvers, rules } = settings;
  const added = rules.flatMap((rule): Requirement[] => {
    const reasons = reasonsOf(rule.when, risk);
    if (reasons === undefined) return [];
    return [
      {
        required: rule.required ?? required,
        approvers: rule.approvers ?? approvers,
        because: reasons.join(' and '),
      },
    ];
  });
  return [{ required, approvers, because: undefined }, ...added];
}

/** Undefined: a condition does not hold. What could not be counted is taken for large. */
function reasonsOf(
  when: ApprovalSettings['rules'][number]['when'],
  risk: Risk,
): readonly string[] | undefined {
  const reasons: (string | false)[] = [];
  if (when.contract) reasons.push(risk.contract && 'it contains a contract migration');
  if (when.dataLoss) reasons.push(risk.dataLoss && 'it loses data');
  if (when.hazards) reasons.push(risk.hazards && 'it contains hazards');
  if (when.filesOver !== undefined) {
    const over = risk.files === undefined || risk.files > when.filesOver;
    const changed = risk.files === undefined ? 'an unknown number of files' : count(risk.files, 'file');
    reasons.push(over && `it changes ${changed}`);
  }
  const held = reasons.filter((reason) => reason !== false);
  return held.length === reasons.length ? held : undefined;
}

/** Every team that any requirement names, as `org/slug`, for the code host to look up. */
export function teamsOf(settings: Pick<ApprovalSettings, 'approvers' | 'rules'>): readonly string[] {
  const named = [settings.approvers, ...settings.rules.map((rule) => rule.approvers)].flat();
  return [...new Set(named.flatMap((one) => (one !== undefined && isTeam(one) ? [teamName(one)] : [])))];
}

/** Is this person one of those the requirement asks? */
export function isAsked(
  requirement: Requirement,
  person: { readonly by: string; readonly teams: readonly string[] },
): boolean {
  if (requirement.approvers === undefined) return true;
  const is = new Set([fold(person.by), ...person.teams.map((team) => `${TEAM}${fold(team)}`)]);
  return requirement.approvers.some((one) => is.has(fold(one)));
}

const TEAM = 'team:';
export const isTeam = (approver: string): boolean => approver.startsWith(TEAM);
/** `organization/slug` of an approver that is a team. */
export const teamName = (approver: string): string => approver.slice(TEAM.length);
