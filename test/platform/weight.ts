import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { elementsOf } from '../support/browser.ts';
import { screens } from './pages.ts';
import { running } from './running.ts';
import { EMAIL, PASSWORD } from './served.ts';

/** Of 1,000 bytes, as networks count; Brotli, which every browser takes. Next.js and React alone are 117 of them. */
const AT_MOST_KB = 130;

test('no screen has more than 130 kB of compressed scripts', async () => {
  const sizes = new Map<string, number>();
  const rows: [at: string, kilobytes: number][] = [];
  for (const [person, paths] of screens()) {
    const browser = running.app.browser();
    await browser.signIn(EMAIL[person], PASSWORD);
    for (const at of paths) {
      const page = await browser.open(at);
      // `nomodule`: for browsers that know no modules, and no other fetches it.
      const scripts = elementsOf(page.text, 'script').flatMap((script) =>
        script['src'] && !('nomodule' in script) ? [script['src']] : [],
      );
      expect([at, scripts.length > 0]).toEqual([at, true]);
      let bytes = 0;
      for (const src of new Set(scripts)) {
        const known = sizes.get(src);
        const size = known ?? brotliCompressSync(await (await browser.send(src)).bytes()).byteLength;
        sizes.set(src, size);
        bytes += size;
      }
      rows.push([at, bytes / 1000]);
    }
  }
  console.log(rows.map(([at, kilobytes]) => `${kilobytes.toFixed(1).padStart(6)} kB ${at}`).join('\n'));
  expect(rows.filter(([, kilobytes]) => kilobytes > AT_MOST_KB)).toEqual([]);
});
