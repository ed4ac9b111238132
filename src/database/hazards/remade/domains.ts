import { inWords, refusedCase } from '../expressions/prove.ts';
import type { TypeFacts } from '../facts.ts';
import { conditionOf } from './policies.ts';

/** What a domain refuses that it took before. */
export function domainRefuses(before: TypeFacts, now: TypeFacts): string | undefined {
  if (now.notNull && !before.notNull) return 'it refuses NULL';
  const types = () => before.attributes?.[0]?.type;
  const given = (before.checks ?? []).map((check) => conditionOf(check, types));
  for (const check of now.checks ?? []) {
    const refused = refusedCase({ given, wanted: conditionOf(check, types), mode: 'check' });
    if (refused) return `it refuses ${refused === 'too-large' ? 'other values' : inWords(refused)}`;
  }
  return undefined;
}
