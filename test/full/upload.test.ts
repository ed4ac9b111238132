import { expect, test } from 'vitest';
import { uploadFiles } from '../support/upload/run.ts';

/** How long it takes is told by `npm run bench:upload`. */
test('attack 18: 20,000 files are uploaded with bounded memory, and Vercel lists exactly these', async () => {
  const [few, many] = [await uploadFiles(2_000), await uploadFiles(20_000)];
  expect([few, many].map(({ files, same }) => ({ files, same }))).toEqual([
    { files: 2_000, same: true },
    { files: 20_000, same: true },
  ]);
  expect(many.peakMb).toBeLessThan(512);
  // Ten times the files: their names and digests are kept, their contents are not.
  expect(many.peakMb - few.peakMb).toBeLessThan(320);
}, 600_000);
