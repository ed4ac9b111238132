import { namedConstraintOf } from '../../database/sql/definitions.ts';
import { type Item, list } from '../model/view.ts';
import { ident, literal, named } from './sql.ts';

export function enumLabels(want: Item, have: Item): string {
  const [expected, actual] = [list(want, 'labels'), list(have, 'labels')];
  const renamed = expected.flatMap((label, i) =>
    label === actual[i] ? [] : [[actual[i] ?? '', label] as const],
  );
  const isRenamed = ([from, to]: readonly [string, string]) =>
    !expected.includes(from) && !actual.includes(to);
  if (expected.length === actual.length && renamed.every(isRenamed))
    return renamed
      .map(([from, to]) => `alter type ${named(want)} rename value ${literal(from)} to ${literal(to)};`)
      .join(' ');
  if (actual.some((label) => !expected.includes(label)))
    return `-- PostgreSQL cannot remove a value from an enum: recreate ${named(want)} with (${expected.map(literal).join(', ')})`;
  if (actual.join('\0') !== expected.filter((label) => actual.includes(label)).join('\0'))
    return `-- PostgreSQL cannot reorder the values of an enum: recreate ${named(want)} with (${expected.map(literal).join(', ')})`;
  return expected
    .flatMap((label, i) =>
      actual.includes(label)
        ? []
        : [
            `alter type ${named(want)} add value ${literal(label)}${i > 0 ? ` after ${literal(expected[i - 1] ?? '')}` : actual[0] ? ` before ${literal(actual[0])}` : ''};`,
          ],
    )
    .join(' ');
}

export function domainConstraints(want: Item, have: Item): string {
  const extra = list(have, 'constraints').filter((c) => !list(want, 'constraints').includes(c));
  const missing = list(want, 'constraints').filter((c) => !list(have, 'constraints').includes(c));
  return [
    ...extra.map(
      (c) => `alter domain ${named(want)} drop constraint ${ident(namedConstraintOf(c)?.conname ?? '')};`,
    ),
    ...missing.map((c) => `alter domain ${named(want)} add constraint ${c};`),
  ].join(' ');
}
