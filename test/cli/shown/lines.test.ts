import { expect, test } from 'vitest';
import { typed } from './lines.ts';

const commit = 'a'.repeat(40);
const facts = { environment: 'production', commit, reason: 'orders fail' };
const line = (text: string) => ({ name: text.split(' ')[0]!, words: text.split(' ') });

test('a placeholder is filled with the fact of its flag', async () => {
  const { raw } = await typed(line('plan --environment NAME --commit SHA'), facts, {});
  expect(raw).toEqual({ environment: 'production', commit });
});

test('a mention gets what its command needs', async () => {
  expect((await typed(line('hold'), facts, {})).raw).toEqual({
    environment: 'production',
    reason: 'orders fail',
  });
});

test('a reason that is written out stays, and one that is left open is filled', async () => {
  expect((await typed(line('hold --reason because'), facts, {})).raw).toMatchObject({ reason: 'because' });
  expect((await typed(line('hold --reason …'), facts, {})).raw).toMatchObject({ reason: 'orders fail' });
});

test('a switch stays as it is', async () => {
  expect((await typed(line('plan --dry-run'), facts, {})).raw).toMatchObject({ 'dry-run': 'true' });
});

test('a placeholder for which nothing is known is refused', async () => {
  await expect(typed(line('hold --held-commit {}'), facts, {})).rejects.toThrow('--held-commit');
});
