import { type Item, list, same, text } from '../model/view.ts';
import { type Both, isNewRelation, type Note, type Rule, type Touch, unknown, unsafe } from './notes.ts';
import { partitionOfOld } from './partitions.ts';
import { identityChange } from './publications.ts';

const named = (item: Item): string => item.id.slice(item.kind.length + 1);

export const relation: Rule<'relation'> = {
  gone: (item) => unsafe(`the ${text(item, 'type')} is gone`, { relation: named(item) }),
  added: partitionOfOld,
  changed: (before, after, both) => {
    const touch = { relation: named(before) };
    const notes: Note[] = [];
    if (!same(before, after, 'type'))
      notes.push(unknown(`it was a ${text(before, 'type')}, now it is a ${text(after, 'type')}`, touch));
    if (!same(before, after, 'owner'))
      notes.push(unknown(`its owner was ${text(before, 'owner')}, now it is ${text(after, 'owner')}`, touch));
    if (list(after, 'ownerLacks').some((right) => !list(before, 'ownerLacks').includes(right)))
      notes.push(unsafe('its owner lost privileges on it', touch));
    if (!same(before, after, 'partitionBound', 'partitionKey', 'parents'))
      notes.push(unknown('its partition bounds or parents changed', touch));
    const identity = !same(before, after, 'replicaIdentity', 'replicaIndex') && identityChange(after, both);
    if (identity) notes.push(identity);
    if (after.properties.populated === false && before.properties.populated !== false)
      notes.push(unsafe('it no longer has data, and cannot be read until it is refreshed', touch));
    const viewOptions = (item: Item) =>
      list(item, 'options')
        .filter((o) => ['security_', 'check_option'].some((name) => o.startsWith(name)))
        .join();
    if (viewOptions(before) !== viewOptions(after))
      notes.push(unknown('the privileges that the view runs with, or the rows it accepts, changed', touch));
    return notes;
  },
};

export const view: Rule<'view'> = {
  changed: (before, after) =>
    same(before, after, 'definitionHash')
      ? []
      : [unknown('the definition of the view changed', { relation: text(before, 'relation') })],
};

const verbsOf = (item: Item): Touch => {
  const command = text(item, 'command');
  return { relation: text(item, 'relation'), ...(command === 'all' ? {} : { verbs: [command as 'select'] }) };
};

const policyTwin = (item: Item, among: readonly Item[]): boolean =>
  among.some((other) => same(item, other, 'command', 'permissive', 'roles', 'using', 'check'));

const protects = (item: Item, view: Both['live']): boolean => {
  const rls = view.find('rls', text(item, 'relation'));
  return rls ? rls.properties.enabled === true : true;
};

export const policy: Rule<'policy'> = {
  gone: (item, both) => {
    if (policyTwin(item, both.live.of('policy', text(item, 'relation')))) return undefined;
    if (!protects(item, both.live)) return undefined;
    return item.properties.permissive
      ? unsafe('the policy is gone: rows that it allowed are hidden or refused', verbsOf(item))
      : unknown('a restrictive policy is gone: more rows are visible than before', verbsOf(item));
  },
  changed: (before, after) => {
    const touch = verbsOf(before);
    const notes: Note[] = [];
    const lost = list(before, 'roles').filter(
      (role) => !list(after, 'roles').includes(role) && !list(after, 'roles').includes('public'),
    );
    if (lost.length > 0) notes.push(unsafe(`the policy no longer applies to ${lost.join(', ')}`, touch));
    else if (!same(before, after, 'roles')) notes.push(unknown('the policy applies to more roles', touch));
    if (!same(before, after, 'command')) {
      const why = `the policy was for ${text(before, 'command')}, now it is for ${text(after, 'command')}`;
      // A permissive one for all lets more through; a restrictive one refuses more, of what it was not for before too.
      const letsMore = text(after, 'command') === 'all' && before.properties.permissive;
      notes.push((letsMore ? unknown : unsafe)(why, touch, verbsOf(after)));
    }
    if (!same(before, after, 'permissive'))
      notes.push(unsafe('the policy turned from permissive to restrictive or back', touch));
    if (!same(before, after, 'using', 'check'))
      notes.push(unknown('the condition of the policy changed', touch));
    return notes;
  },
  added: (item, both) => {
    const on = text(item, 'relation');
    if (isNewRelation(on, both) || policyTwin(item, both.previous.of('policy', on))) return undefined;
    if (!protects(item, both.live)) return undefined;
    return item.properties.permissive
      ? unknown('a new policy allows more rows', verbsOf(item))
      : unsafe('a new restrictive policy hides or refuses rows', verbsOf(item));
  },
};

export const rls: Rule<'rls'> = {
  changed: (before, after) => {
    const touch = { relation: named(before) };
    const notes: Note[] = [];
    if (!same(before, after, 'enabled')) {
      notes.push(
        after.properties.enabled
          ? unsafe('row-level security is on now: rows are hidden or refused', touch)
          : unknown('row-level security is off now: hidden rows become visible', touch),
      );
    }
    if (!same(before, after, 'forced')) notes.push(unknown('whether policies bind the owner changed', touch));
    return notes;
  },
};

export const trigger: Rule<'trigger'> = {
  gone: (item) => unknown('the trigger is gone', onWrite(item)),
  changed: (before) => [unknown('the trigger changed', onWrite(before))],
  added: (item, both) =>
    isNewRelation(text(item, 'relation'), both)
      ? undefined
      : unknown('a new trigger runs on writes to it', onWrite(item)),
};

const onWrite = (item: Item): Touch => ({
  relation: text(item, 'relation'),
  verbs: ['insert', 'update', 'delete'],
});

export const rule: Rule<'rule'> = {
  gone: (item) => unknown('the rewrite rule is gone', { relation: text(item, 'relation') }),
  changed: (before) => [unknown('the rewrite rule changed', { relation: text(before, 'relation') })],
  added: (item, both) =>
    isNewRelation(text(item, 'relation'), both)
      ? undefined
      : unknown('a new rewrite rule changes statements on it', { relation: text(item, 'relation') }),
};
