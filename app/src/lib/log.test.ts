import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function captured(level?: string) {
  const lines: string[] = [];
  return { log: createLog({ write: (line) => lines.push(line) }, level), lines };
}

test('writes JSON lines with release and level by name', () => {
  const { log, lines } = captured();
  log.info({ requestId: 'r-1' }, 'hello');
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'info',
    service: 'prescriptions',
    release: null,
    requestId: 'r-1',
    message: 'hello',
  });
});

test('redacts people and secrets, two levels deep', () => {
  const { log, lines } = captured();
  log.info(
    { password: 'hunter2', form: { email: 'a@b.example' }, row: { subject: { family_name: 'Moreau' } } },
    'x',
  );
  expect(lines[0]).not.toMatch(/hunter2|a@b|Moreau/);
});

test('keeps of an error what tells what happened', () => {
  const { log, lines } = captured();
  const error = Object.assign(new Error('no row for ines@example.test'), {
    row: { birth_date: '1958-04-17' },
  });
  log.error({ error }, 'x');
  expect(lines[0]).not.toMatch(/ines@|1958/);
  expect(JSON.parse(lines[0]!).error).toMatchObject({ name: 'Error', message: 'no row for [email]' });
});
