import { describe, expect, it } from 'vitest';
import { keptCatalogs } from '../../../test/schema/support/catalogs.ts';
import { CASES, type Case, CONTRACT, CONTRACT_CASES } from '../../../test/schema/support/verdict-cases.ts';
import { PAIRS } from '../../../test/schema/support/verdict-pairs.ts';
import { verdict } from './verdict.ts';

/** The rules over catalogs that Postgres had; test/schema/verdict-rules.integration.test.ts compares them with it. */
const titled = (cases: readonly Case[]) => cases.map(([sql, answer, object]) => ({ sql, answer, object }));
const told = ({ reasons }: ReturnType<typeof verdict>) =>
  reasons.map(({ answer, object }) => ({ answer, object }));

describe('the previous release on the live schema', () => {
  it.each(titled(CASES))('$answer: $sql', ({ sql, answer, object }) => {
    const { previous, live } = keptCatalogs('', sql);
    const given = verdict(previous, live);
    expect(given.answer).toBe(answer);
    if (object) expect(told(given)[0]).toEqual({ answer, object });
    for (const { why } of given.reasons) expect(why.length).toBeGreaterThan(5);
    expect(verdict(live, live)).toEqual({ answer: 'safe', reasons: [] });
  });

  it.each(PAIRS)('$rule: $answer after $change', ({ before, change, answer }) => {
    const { previous, live } = keptCatalogs(before, change);
    expect(verdict(previous, live).answer).toBe(answer);
  });

  it.each(titled(CONTRACT_CASES))(
    'with a contract that does not use all, $answer: $sql',
    ({ sql, answer, object }) => {
      const { previous, live } = keptCatalogs('', sql);
      const given = verdict(previous, live, CONTRACT);
      expect(given.answer).toBe(answer);
      if (object) expect(told(given)[0]).toEqual({ answer, object });
    },
  );
});

/** Every reason in its words, there and back: the way back is what a rollback of a rollback asks. */
describe('all that is told', () => {
  const plain = [...CASES.map(([change]) => ({ before: '', change })), ...PAIRS];
  const declared = [...CASES, ...CONTRACT_CASES].map(([change]) => ({ before: '', change }));
  it.each([
    { name: 'forward', pairs: plain, contract: undefined, turned: false },
    { name: 'turned-round', pairs: plain, contract: undefined, turned: true },
    { name: 'forward-with-contract', pairs: declared, contract: CONTRACT, turned: false },
    { name: 'turned-round-with-contract', pairs: declared, contract: CONTRACT, turned: true },
  ])('$name is what it was', async ({ name, pairs, contract, turned }) => {
    const lines = pairs.flatMap(({ before, change }) => {
      const { previous, live } = keptCatalogs(before, change);
      const { answer, reasons } = turned
        ? verdict(live, previous, contract)
        : verdict(previous, live, contract);
      return [`${answer}: ${change}`, ...reasons.map((r) => `  ${r.answer} ${r.object}: ${r.why}`)];
    });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./golden/${name}.golden.txt`);
  });
});
