import { expect, test } from 'vitest';
import { uploadFiles } from '../../test/support/upload/run.ts';

/** The sample of test/full/upload.test.ts: the same flow, with a tenth of the files. */
test('attack 18: 2,000 files are uploaded, and Vercel lists exactly these', async () => {
  const { files, same, peakMb } = await uploadFiles(2_000);
  expect({ files, same }).toEqual({ files: 2_000, same: true });
  expect(peakMb).toBeLessThan(300);
});
