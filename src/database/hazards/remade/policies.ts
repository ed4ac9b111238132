import { type Formula, formulaOf, parseCondition, type TypeOfColumn } from '../expressions/formula.ts';
import { inWords, refusedCase } from '../expressions/prove.ts';
import { needsSignIn } from '../expressions/signed-in.ts';
import type { PolicyFacts, RelationFacts } from '../facts.ts';

type Command = Exclude<PolicyFacts['command'], 'all'>;
const COMMANDS: readonly Command[] = ['select', 'insert', 'update', 'delete'];
const TRUE: Formula = { kind: 'value', value: true };

/** A condition of a policy or constraint: text as the server prints it, or a syntax tree. */
export function conditionOf(condition: unknown, types: TypeOfColumn): Formula {
  return formulaOf(typeof condition === 'string' ? parseCondition(condition) : condition, types);
}

/**
 * Whether everything that one policy let through is let through at the end, by whatever policies there are then: made
 * again, renamed, or another one that covers it.
 * @param others see `everybody`
 * @returns why not, in words; undefined: it is
 */
export function narrowerThan(
  policy: PolicyFacts,
  after: ReadonlyMap<string, PolicyFacts>,
  types: TypeOfColumn,
  notNull: (column: string) => boolean,
  others: readonly string[] | undefined,
): string | undefined {
  for (const command of policy.command === 'all' ? COMMANDS : [policy.command]) {
    const signedIn = SIDES[command].some((side) => needsSignIn(conditionOfSide(policy, side, types)));
    for (const role of policy.roles.flatMap((each) => everybody(each, others, signedIn))) {
      for (const side of SIDES[command]) {
        const wanted = anyOf(after, command, role, side, types);
        const given = [conditionOfSide(policy, side, types)];
        const refused = refusedCase({ given, wanted, mode: 'filter', notNull });
        if (!refused) continue;
        const which = inWords(refused, { wanted, mode: 'filter' });
        return `${command.toUpperCase()} of ${role} is narrower${which ? `, for example for ${which}` : ''}`;
      }
    }
  }
  return undefined;
}

/**
 * Who a policy is for. PUBLIC is everybody with rights on the table, by name where these are known; a condition that
 * needs somebody who signed in lets nobody else through.
 * @param others roles with rights on the table beside those of the API; undefined: anybody may have them
 */
function everybody(
  role: string,
  others: readonly string[] | undefined,
  signedIn: boolean,
): readonly string[] {
  if (role !== 'public' || !others) return [role];
  return [...others, ...(signedIn ? [] : ['anon']), 'authenticated'];
}

/** Which of its conditions a command asks: https://www.postgresql.org/docs/current/sql-createpolicy.html */
const SIDES: Readonly<Record<Command, readonly ('using' | 'check')[]>> = {
  select: ['using'],
  insert: ['check'],
  update: ['using', 'check'],
  delete: ['using'],
};

function anyOf(
  policies: ReadonlyMap<string, PolicyFacts>,
  command: Command,
  role: string,
  side: 'using' | 'check',
  types: TypeOfColumn,
): Formula {
  const parts = [...policies.values()]
    .filter(
      (policy) =>
        policy.permissive &&
        (policy.command === 'all' || policy.command === command) &&
        (policy.roles.includes('public') || policy.roles.includes(role)),
    )
    .map((policy) => conditionOfSide(policy, side, types));
  return { kind: 'or', parts };
}

/** Without a check of its own, a policy checks what it lets see. */
function conditionOfSide(policy: PolicyFacts, side: 'using' | 'check', types: TypeOfColumn): Formula {
  const condition = side === 'check' ? (policy.check ?? policy.using) : policy.using;
  return condition === undefined ? TRUE : conditionOf(condition, types);
}

/** Whether a restrictive policy refuses what none refused before; undefined: it does not. */
export function refusesNew(
  name: string,
  policy: PolicyFacts,
  before: RelationFacts,
  types: TypeOfColumn,
): string | undefined {
  const old = [...(before.policies?.values() ?? [])].filter((each) => !each.permissive);
  const given = old
    .filter(({ command, roles }) => command === 'all' && roles.includes('public'))
    .map((each) => conditionOfSide(each, 'using', types));
  const sides = policy.command === 'insert' ? (['check'] as const) : (['using', 'check'] as const);
  const refused = sides.some((side) =>
    refusedCase({ given, wanted: conditionOfSide(policy, side, types), mode: 'filter' }),
  );
  return refused ? `policy ${name} restricts what others allow` : undefined;
}

/** Whether all that is granted is let through at the end, so that row level security changes nothing for these roles. */
export function hidesFrom(
  roles: ReadonlyMap<string, readonly Command[]>,
  after: ReadonlyMap<string, PolicyFacts>,
  types: TypeOfColumn,
): string | undefined {
  const restricts = [...after.values()].some(({ permissive }) => !permissive);
  for (const [role, commands] of roles) {
    for (const command of commands) {
      const open = SIDES[command].every(
        (side) =>
          refusedCase({ given: [], wanted: anyOf(after, command, role, side, types), mode: 'filter' }) ===
          undefined,
      );
      if (!open || restricts) return `${command.toUpperCase()} of ${role} no longer reaches every row`;
    }
  }
  return undefined;
}
