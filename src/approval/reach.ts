import { count, plural } from '../present/count.ts';
import type { Member, People } from '../release/ports.ts';
import { isTeam, type Requirement, teamName } from './requirements.ts';
import type { ApprovalSettings } from './settings.ts';
import { fold, meets } from './signals.ts';

/** Approvals that are asked for, and that not enough people can give. */
export interface Shortfall {
  readonly requirement: Requirement;
  /** Who could approve a release that is not theirs: logins, sorted. */
  readonly able: readonly string[];
  /** Those of them who may approve this one. */
  readonly left: readonly string[];
  /** No release can have them, whoever wrote it. */
  readonly never: boolean;
  /** Who is named and cannot, with the reason. */
  readonly gone: readonly string[];
}

interface Question {
  readonly requirements: readonly Requirement[];
  readonly people: People;
  /** Role that an approver needs at least. */
  readonly role: string;
  /** Folded logins of those whose work it is, and of whoever started the run. */
  readonly own: ReadonlySet<string>;
  readonly allowSelf: boolean;
}

/** What to ask the code host about. */
export function wantedPeople(requirements: readonly Requirement[]): {
  readonly logins: readonly string[];
  readonly teams: readonly string[];
  readonly everybody: boolean;
} {
  const asked = requirements.filter((one) => one.required > 0);
  const named = [...new Set(asked.flatMap((one) => one.approvers ?? []))];
  return {
    logins: named.filter((one) => !isTeam(one)),
    teams: named.filter(isTeam).map(teamName),
    everybody: asked.some((one) => one.approvers === undefined),
  };
}

/** Requirements for which too few people are left. Pure: who there is stands in the question. */
export function shortfalls(question: Question): readonly Shortfall[] {
  return question.requirements.flatMap((requirement) => shortfall(requirement, question) ?? []);
}

function shortfall(requirement: Requirement, question: Question): Shortfall | undefined {
  const { people, role, own, allowSelf } = question;
  const { required, approvers } = requirement;
  // Anybody may read a public repository: those cannot be counted.
  if (required === 0 || ['none', 'read'].includes(fold(role))) return undefined;
  const gone: string[] = [];
  const pool =
    approvers === undefined
      ? (people.everybody ?? [])
      : approvers.flatMap((name) => named(name, people, role, gone));
  const can = pool.filter(({ person, access }) => person && meets(access, role));
  const able = [...new Map(can.map(({ login }) => [fold(login), login])).values()].sort();
  const left = allowSelf ? able : able.filter((login) => !own.has(fold(login)));
  if (left.length >= required) return undefined;
  const never = required > able.length - alwaysAuthors(requirement, question);
  return { requirement, able, left, never, gone };
}

/**
 * Where everybody who may write may approve, one of them merges and starts each release, and is an author of it then.
 */
function alwaysAuthors({ approvers }: Requirement, { role, allowSelf }: Question): number {
  return approvers === undefined && !allowSelf && ['write', 'triage'].includes(fold(role)) ? 1 : 0;
}

function named(name: string, people: People, role: string, gone: string[]): readonly Member[] {
  if (!isTeam(name)) {
    const found = people.named.filter(({ login }) => fold(login) === fold(name));
    for (const { login, access } of found)
      if (!meets(access, role)) gone.push(`${login} has the role ${access.role}`);
    return found;
  }
  const members = people.teams.get(teamName(name));
  if (members === 'gone') gone.push(`${name} does not exist`);
  if (members === undefined || members === 'gone') return [];
  if (!members.some(({ access, person }) => person && meets(access, role)))
    gone.push(`${name} has no member with the role ${role}`);
  return members;
}

/** One sentence. */
export function shortfallSentence({ requirement, able, left, never, gone }: Shortfall): string {
  const { required, approvers, because } = requirement;
  const needs = `${count(required, 'approval')} ${plural(required, 'is', 'are')} needed${approvers ? ` from ${approvers.join(', ')}` : ''}${because ? ` because ${because}` : ''}`;
  const why = gone.length > 0 ? `: ${gone.join('; ')}` : '';
  if (able.length < required)
    return `${needs}, but ${able.length === 0 ? '' : 'only '}${people(able)} can approve${why}`;
  if (never)
    return `${needs}, but of ${people(able)} who can approve, one always merges or starts the release${why}`;
  return `${needs}, but of ${people(able)} who can approve, ${left.length === 0 ? 'nobody is' : `only ${left.join(', ')} ${plural(left.length, 'is', 'are')}`} left: the others wrote, opened, pushed or merged a part of this release, or started its run${why}`;
}

function people(able: readonly string[]): string {
  if (able.length === 0) return 'nobody';
  return `${count(able.length, 'person', 'people')} (${able.join(', ')})`;
}

/** Rules of an environment, as far as they say who may approve. */
export type WhoMay = Pick<ApprovalSettings, 'required' | 'approvers' | 'rules' | 'role' | 'allowSelf'>;
