import { describe, expect, it } from 'vitest';
import { type Case, column, type Objects, object, policy, table, told, trigger } from './verdict.fixture.ts';

const base = [column('public.t.a')];
const changed = (from: Objects, to?: Objects, ...rest: Objects[]): [Objects[], Objects[]] => [
  [...base, ...rest, from],
  to ? [...base, ...rest, to] : [...base, ...rest],
];
const t = (more: Parameters<typeof column>[1] = {}) => table('public.t', more);
const rls = (enabled: boolean, forced = false) => object('rls', 'public.t', { enabled, forced });
const p = (more: Parameters<typeof column>[1] = {}) => policy('p', more);
const onT = (
  from: Objects | undefined,
  to: Objects | undefined,
  ...rest: Objects[]
): [Objects[], Objects[]] => [
  [...base, t(), ...rest, ...(from ? [from] : [])],
  [...base, t(), ...rest, ...(to ? [to] : [])],
];
const touch = trigger('touch', 'public.f');
const rewrite = (definition: string) => object('rule', 'public.t r', { relation: 'public.t', definition });
const view = (definitionHash: string, more = {}) =>
  object('view', 'public.t', { relation: 'public.t', definitionHash, ...more });
const onNew = (part: Objects): [Objects[], Objects[]] => [[], [t(), column('public.t.a'), part]];

const CASES: Case[] = [
  [
    'a table became a view',
    ...changed(t(), t({ type: 'view' })),
    ['unknown relation public.t: it was a table, now it is a view [t: select insert update delete]'],
  ],
  [
    'another owner',
    ...changed(t(), t({ owner: 'other' })),
    ['unknown relation public.t: its owner was postgres, now it is other [t: select insert update delete]'],
  ],
  [
    'its owner lost rights',
    ...changed(t({ ownerLacks: ['a'] }), t({ ownerLacks: ['a', 'b'] })),
    ['unsafe relation public.t: its owner lost privileges on it [t: select insert update delete]'],
  ],
  ['its owner got rights back', ...changed(t({ ownerLacks: ['a', 'b'] }), t({ ownerLacks: ['a'] })), []],
  [
    'it became a partition',
    ...changed(t(), t({ partitionBound: 'DEFAULT', parents: ['public.u'] })),
    ['unknown relation public.t: its partition bounds or parents changed [t: select insert update delete]'],
  ],
  [
    'it is parted by something else',
    ...changed(t({ partitionKey: 'LIST (a)' }), t({ partitionKey: 'LIST (b)' })),
    ['unknown relation public.t: its partition bounds or parents changed [t: select insert update delete]'],
  ],
  [
    'it has another parent',
    ...changed(t({ parents: ['public.u'] }), t({ parents: ['public.v'] })),
    ['unknown relation public.t: its partition bounds or parents changed [t: select insert update delete]'],
  ],
  [
    'it holds no data any more',
    ...changed(t({ populated: true }), t({ populated: false })),
    [
      'unsafe relation public.t: it no longer has data, and cannot be read until it is refreshed [t: select insert update delete]',
    ],
  ],
  ['it holds data again', ...changed(t({ populated: false }), t({ populated: true })), []],
  ['it never held data', ...changed(t({ populated: false }), t({ populated: false, options: ['x'] })), []],
  [
    'the view runs with other rights',
    ...changed(t({ options: ['security_invoker=true'] }), t()),
    [
      'unknown relation public.t: the privileges that the view runs with, or the rows it accepts, changed [t: select insert update delete]',
    ],
  ],
  [
    'the view accepts other rows',
    ...changed(t(), t({ options: ['check_option=local'] })),
    [
      'unknown relation public.t: the privileges that the view runs with, or the rows it accepts, changed [t: select insert update delete]',
    ],
  ],
  [
    'the table is stored otherwise',
    ...changed(t({ options: ['fillfactor=70'] }), t({ options: ['my_security_x=1'] })),
    [],
  ],
  ['nothing of it that matters', ...changed(t(), t({ persistence: 'unlogged' })), []],

  [
    'the definition of the view changed',
    ...onT(view('1'), view('2')),
    ['unknown view public.t: the definition of the view changed [t: select insert update delete]'],
  ],
  ['the view has other words', ...onT(view('1'), view('1', { definition: 'x' })), []],

  [
    'a policy is gone',
    ...onT(p(), undefined),
    [
      'unsafe policy public.t "p": the policy is gone: rows that it allowed are hidden or refused [t: select insert update delete]',
    ],
  ],
  [
    'a policy for reads is gone',
    ...onT(p({ command: 'select' }), undefined),
    [
      'unsafe policy public.t "p": the policy is gone: rows that it allowed are hidden or refused [t: select]',
    ],
  ],
  [
    'a restrictive policy is gone',
    ...onT(p({ permissive: false }), undefined),
    [
      'unknown policy public.t "p": a restrictive policy is gone: more rows are visible than before [t: select insert update delete]',
    ],
  ],
  [
    'a policy is gone with its table',
    [...base, t(), p()],
    base,
    ['unsafe relation public.t: the table is gone [t: select insert update delete]'],
  ],
  ['a policy has another name', ...onT(p(), policy('q')), []],
  [
    'another policy came',
    ...onT(p(), policy('q', { using: 'false' })),
    [
      'unsafe policy public.t "p": the policy is gone: rows that it allowed are hidden or refused [t: select insert update delete]',
      'unknown policy public.t "q": a new policy allows more rows [t: select insert update delete]',
    ],
  ],
  ['a policy of a table that nothing protects', ...onT(p(), undefined, rls(false)), []],
  [
    'a policy of a table that is protected',
    ...onT(p(), undefined, rls(true)),
    [
      'unsafe policy public.t "p": the policy is gone: rows that it allowed are hidden or refused [t: select insert update delete]',
    ],
  ],
  [
    'a new policy',
    ...onT(undefined, p({ command: 'update' })),
    ['unknown policy public.t "p": a new policy allows more rows [t: update]'],
  ],
  [
    'a new restrictive policy',
    ...onT(undefined, p({ permissive: false })),
    [
      'unsafe policy public.t "p": a new restrictive policy hides or refuses rows [t: select insert update delete]',
    ],
  ],
  ['a new policy of a new table', ...onNew(p()), []],
  ['a new policy of a table that nothing protects', ...onT(undefined, p(), rls(false)), []],
  [
    'a policy for fewer roles',
    ...onT(p({ roles: ['anon', 'web'] }), p({ roles: ['web'] })),
    ['unsafe policy public.t "p": the policy no longer applies to anon [t: select insert update delete]'],
  ],
  [
    'a policy for more roles',
    ...onT(p({ roles: ['web'] }), p({ roles: ['anon', 'web'] })),
    ['unknown policy public.t "p": the policy applies to more roles [t: select insert update delete]'],
  ],
  [
    'a policy for all roles',
    ...onT(p({ roles: ['web'] }), p({ roles: ['public'] })),
    ['unknown policy public.t "p": the policy applies to more roles [t: select insert update delete]'],
  ],
  [
    'a policy for another command',
    ...onT(p({ command: 'select' }), p({ command: 'update' })),
    ['unsafe policy public.t "p": the policy was for select, now it is for update [t: select update]'],
  ],
  [
    'a policy for all commands',
    ...onT(p({ command: 'select' }), p({ command: 'all' })),
    [
      'unknown policy public.t "p": the policy was for select, now it is for all [t: select insert update delete]',
    ],
  ],
  [
    'a restrictive policy for all commands',
    ...onT(p({ command: 'select', permissive: false }), p({ command: 'all', permissive: false })),
    [
      'unsafe policy public.t "p": the policy was for select, now it is for all [t: select insert update delete]',
    ],
  ],
  [
    'a policy turned restrictive',
    ...onT(p(), p({ permissive: false })),
    [
      'unsafe policy public.t "p": the policy turned from permissive to restrictive or back [t: select insert update delete]',
    ],
  ],
  [
    'another condition',
    ...onT(p(), p({ using: 'false' })),
    ['unknown policy public.t "p": the condition of the policy changed [t: select insert update delete]'],
  ],
  [
    'another condition for new rows',
    ...onT(p(), p({ check: 'false' })),
    ['unknown policy public.t "p": the condition of the policy changed [t: select insert update delete]'],
  ],
  ['a comment on a policy', ...onT(p(), p({ comment: 'x' })), []],

  [
    'row level security is on',
    ...onT(rls(false), rls(true)),
    [
      'unsafe rls public.t: row-level security is on now: rows are hidden or refused [t: select insert update delete]',
    ],
  ],
  [
    'row level security is off',
    ...onT(rls(true), rls(false)),
    [
      'unknown rls public.t: row-level security is off now: hidden rows become visible [t: select insert update delete]',
    ],
  ],
  [
    'the owner is held to it',
    ...onT(rls(true), rls(true, true)),
    ['unknown rls public.t: whether policies bind the owner changed [t: select insert update delete]'],
  ],
  [
    'on, and the owner held to it',
    ...onT(rls(false), rls(true, true)),
    [
      'unsafe rls public.t: row-level security is on now: rows are hidden or refused [t: select insert update delete]',
      'unknown rls public.t: whether policies bind the owner changed [t: select insert update delete]',
    ],
  ],

  [
    'a trigger is gone',
    ...onT(touch, undefined),
    ['unknown trigger public.t touch: the trigger is gone [t: insert update delete]'],
  ],
  [
    'a trigger is gone with its table',
    [...base, t(), touch],
    base,
    ['unsafe relation public.t: the table is gone [t: select insert update delete]'],
  ],
  [
    'a trigger changed',
    ...onT(touch, trigger('touch', 'public.g')),
    ['unknown trigger public.t touch: the trigger changed [t: insert update delete]'],
  ],
  [
    'a new trigger',
    ...onT(undefined, touch),
    ['unknown trigger public.t touch: a new trigger runs on writes to it [t: insert update delete]'],
  ],
  ['a new trigger of a new table', ...onNew(touch), []],
  [
    'a rule is gone',
    ...onT(rewrite('a'), undefined),
    ['unknown rule public.t r: the rewrite rule is gone [t: select insert update delete]'],
  ],
  [
    'a rule is gone with its table',
    [...base, t(), rewrite('a')],
    base,
    ['unsafe relation public.t: the table is gone [t: select insert update delete]'],
  ],
  [
    'a rule changed',
    ...onT(rewrite('a'), rewrite('b')),
    ['unknown rule public.t r: the rewrite rule changed [t: select insert update delete]'],
  ],
  [
    'a new rule',
    ...onT(undefined, rewrite('a')),
    ['unknown rule public.t r: a new rewrite rule changes statements on it [t: select insert update delete]'],
  ],
  ['a new rule of a new table', ...onNew(rewrite('a')), []],
];

describe('a table, its policies, triggers and rules', () => {
  it.each(CASES)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
