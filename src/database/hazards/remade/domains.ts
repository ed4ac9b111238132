import { inWords, refusedCase } from '../expressions/prove.ts';
import type { TypeFacts } from '../facts.ts';
import { conditionOf } from './policies.ts';

/** What a domain refuses that it took before. */
export function domainRefuses(before: TypeFacts, now: TypeFacts): string | undefined {
  if (now.notNull && !before.notNull) return 'it refuses NULL';
  const types = () => before.attributes?.[0]?.type;
  const given = (before.checks ?? []).map((check) => conditionOf(check, types));
  for (const check of now.checks ?? []) {
    const asked = { wanted: conditionOf(check, types), mode: 'check' } as const;
    const refused = refusedCase({ given, ...asked });
    if (!refused) continue;
    const which = inWords(refused, asked);
    return which ? `it refuses ${which}` : 'it might refuse other values';
  }
  return undefined;
}
