import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Browser } from '@/test/browser';
import { Service } from '@/test/service';

let service: Service;
let amara: Browser;
beforeAll(async () => {
  service = await Service.start();
  amara = await Browser.signedIn('amara.okafor@example.test');
});
afterAll(async () => {
  await service?.close();
});
beforeEach(async () => {
  service.faults.clear();
  await service.sql('truncate private.wording_outcomes');
});

const SHOWN = 'Take 1 tablet twice a day.';
const draft = (more: Readonly<Record<string, string>> = {}) => ({
  ...{ key: randomUUID(), patient: 'c0000000-0000-4000-8000-000000000001' },
  ...{ medication: '90000000-0000-4000-8000-000000000008', dosage: SHOWN, dose: '1', times: '2' },
  ...{ quantity: '60', repeats: '0', from: '2026-09-01', until: '2027-09-01', substitution: 'on' },
  ...{ pharmacy: '80000000-0000-4000-8000-000000000002', ...more },
});
const suggested = { wordingVariant: 'short', wordingShown: SHOWN };
async function send(form: Readonly<Record<string, string>>) {
  const { createDraft } = await import('@/features/prescriptions/actions');
  return amara.submit(createDraft, form);
}
const outcomes = () =>
  service.sql(
    'select variant, outcome, count(*)::int as n from private.wording_outcomes group by 1, 2 order by 1, 2',
  );

test('what became of a suggestion is counted with the draft, once for each form', async () => {
  const accepted = draft(suggested);
  expect(await send(accepted)).toMatch(/^\/prescriptions\//);
  expect(await send(accepted)).toMatch(/^\/prescriptions\//);
  await send(draft({ ...suggested, wordingTaken: 'yes', dosage: 'Take 1 tablet twice a day, with food.' }));
  await send(draft({ ...suggested, wordingVariant: 'full', dosage: 'One in the morning and one at night' }));
  await send(draft());
  expect(await outcomes()).toEqual([
    { variant: 'full', outcome: 'dismissed', n: 1 },
    { variant: 'short', outcome: 'accepted', n: 1 },
    { variant: 'short', outcome: 'edited', n: 1 },
  ]);
});

test('no word of a draft and nobody’s name is kept with it', async () => {
  await send(draft({ ...suggested, wordingTaken: 'yes', dosage: 'For Ines Moreau: canary words' }));
  const rows = await service.sql('select * from private.wording_outcomes');
  expect(rows.map((row) => Object.keys(row).sort().join(' '))).toEqual(['at key outcome variant']);
  expect(JSON.stringify(rows)).not.toMatch(/canary|Ines|c0000000|a0000000/);
});

test('a draft that is refused counts for nothing; an assistant that says nonsense does not stop a draft', async () => {
  expect(await send(draft({ ...suggested, quantity: '0' }))).toMatchObject({ problem: { status: 400 } });
  expect(await send(draft({ ...suggested, patient: randomUUID() }))).toMatchObject({ problem: {} });
  expect(await send(draft({ wordingVariant: 'x', wordingShown: 'y'.repeat(9_999) }))).toMatch(/^\/prescr/);
  expect(await outcomes()).toEqual([]);
});

test('a draft is kept although its outcome cannot be counted', async () => {
  await service.sql('alter table private.wording_outcomes rename to away');
  try {
    expect(await send(draft(suggested))).toMatch(/^\/prescriptions\//);
  } finally {
    await service.sql('alter table private.away rename to wording_outcomes');
  }
});

test('nobody has the assistant until an operator gives shares; then a person always has the same wording', async () => {
  const people = Array.from({ length: 40 }, () => randomUUID());
  const all = async () => {
    // As after a restart.
    vi.resetModules();
    const { wordingOf } = await import('./variant.ts');
    return amara.inRequest(() => Promise.all(people.map((person) => wordingOf(person))));
  };
  expect(new Set(await all())).toEqual(new Set([null]));
  await service.sql(
    `update private.feature_flags set config = $1, changed_because = 'test' where key = 'wording-assistant'`,
    [
      {
        ...{ enabled: true, default: 'off' },
        rollout: ['short', 'full'].map((variant) => ({ variant, percent: 50 })),
      },
    ],
  );
  const first = await all();
  expect(new Set(first)).toEqual(new Set(['short', 'full']));
  expect(await all()).toEqual(first);
});
