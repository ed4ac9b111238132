import { expect, test } from 'vitest';
import { ACCEPTED } from '../../test/mutation/accepted.ts';
import { FOLDERS } from '../../test/mutation/folders.ts';
import { read, tracked } from './files.ts';

/** How files are named, and that the lists that name files name some. */

const OURS = /^(?:src|actions|scripts|test|rehearsal|bench)\//;
/** `read-facts.integration.test.ts`, `20260901090000_prescriptions.sql`; and what others prescribe the name of. */
const KEBAB = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
const PRESCRIBED = /^(?:README\.md|\d+_[a-z0-9_]+(?:\.down)?\.sql)$/;

test('files and folders are named in kebab case', async () => {
  const others = (await tracked()).filter(
    (file) => OURS.test(file) && !file.split('/').every((part) => KEBAB.test(part) || PRESCRIBED.test(part)),
  );
  expect(others).toEqual([]);
});

test('what Stryker is to change is there, and so is each line of which a change is accepted', async () => {
  const all = new Set(await tracked());
  const listed = Object.values(FOLDERS).flatMap(({ mutate }) => mutate);
  expect(listed.filter((file) => !all.has(file))).toEqual([]);
  expect(ACCEPTED.map(({ file }) => file).filter((file) => !listed.includes(file))).toEqual([]);
  const stale: string[] = [];
  for (const { file, line } of ACCEPTED)
    if (!(await read(file)).includes(line)) stale.push(`${file}: ${line}`);
  expect(stale).toEqual([]);
});
