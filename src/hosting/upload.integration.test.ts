import { expect, test } from 'vitest';
import { uploadFiles } from '../../test/support/upload/run.ts';

/** The sample of test/full/upload.test.ts: the same flow, with a part of the files. */
test('attack 18: 400 files are uploaded, and Vercel lists exactly these', async () => {
  const { files, same, peakMb } = await uploadFiles(400);
  expect({ files, same }).toEqual({ files: 400, same: true });
  expect(peakMb).toBeLessThan(300);
});
