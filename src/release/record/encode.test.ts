import { describe, expect, it } from 'vitest';
import { canonical, type JsonObject, sha256, toJson } from '../canonical.ts';
import { PLAN } from '../plan.fixture.ts';
import { planHash } from '../plan.ts';
import type { Database } from '../ports.ts';
import { encode, KEPT } from './encode.ts';
import { withParts } from './kept.ts';
import { SAID, SAYINGS, SNAPSHOT } from './sayings.fixture.ts';

/** A database that has these parts. */
const having = (parts: ReadonlyMap<string, string>, asked: unknown[] = []): Database => ({
  query: async <Row extends object>(_sql: string, values: readonly unknown[] = []) => {
    asked.push(values);
    return [...parts].map(([digest, content]) => ({ digest, content })) as Row[];
  },
  transaction: () => Promise.reject(new Error('not needed')),
  close: async () => undefined,
});
const stored = (text: string) => ({ seq: 7, body: JSON.parse(text) as JsonObject });
const partsOf = (kept: readonly string[]) => new Map(kept.map((part) => [sha256(part), part]));

describe('a large part', () => {
  it.each(SAID)('of $saying.is is kept apart, and comes back as it was', async ({ phase, saying }) => {
    const { body, text, kept } = encode(phase, saying);
    const large = KEPT.filter((name) => name in saying);
    expect(kept).toHaveLength(large.length);
    const event = stored(text);
    expect(Object.keys(event.body)).not.toEqual(expect.arrayContaining([...KEPT]));
    const [whole] = await withParts(having(partsOf(kept)), [event], KEPT);
    expect(canonical(whole!.body)).toBe(canonical(body));
  });

  it('has the digest by which people approve it: that of the plan is its hash', () => {
    const { text } = encode('plan', SAYINGS.planned[0]!);
    expect(stored(text).body).toMatchObject({ kept: { plan: planHash(PLAN) } });
    expect(text).not.toContain(PLAN.commit);
  });

  it('that nobody asks for stays away', async () => {
    const asked: unknown[] = [];
    const { text, kept } = encode('finalize', { is: 'snapshot-kept', snapshot: SNAPSHOT });
    const [event] = await withParts(having(partsOf(kept), asked), [stored(text)], ['plan', 'objects']);
    expect([event, asked]).toEqual([stored(text), []]);
  });

  it('is asked for once, however many events have it', async () => {
    const asked: unknown[] = [];
    const { text, kept } = encode('plan', SAYINGS.planned[0]!);
    await withParts(having(partsOf(kept), asked), [stored(text), stored(text)], KEPT);
    expect(asked).toEqual([[[planHash(PLAN)]]]);
  });

  it.each([
    ['is gone', new Map<string, string>()],
    ['says something else', new Map([[planHash(PLAN), canonical(toJson({ ...PLAN, commit: 'b' }))]])],
  ])('that %s stops whoever reads it', async (_what, parts) => {
    const { text } = encode('plan', SAYINGS.planned[0]!);
    await expect(withParts(having(parts), [stored(text)], KEPT)).rejects.toMatchObject({
      code: 'SHIPLOCK_RECORD_BROKEN',
      problem: { what: expect.stringContaining('the plan of event 7') },
    });
  });
});
