import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { root } from '../../../scripts/project.ts';
import { CANARY } from './canary.ts';

const REFERENCES = path.join(root, 'test/e2e/pictures');
const KEPT = path.join(root, 'test/e2e/out');

/** Set: pictures are written and not compared. */
const WRITES = process.env['SHIPLOCK_PICTURES'] === 'write';

/** How wide a picture is kept. What it shows is where things are and in which colours, not how a letter is drawn. */
const KEPT_WIDTH: Readonly<Record<number, number>> = { 390: 195, 768: 256, 1440: 360 };
const COLOURS = 16;
/** Of all pixels. A button that moved or another colour of a card is more than this. */
const MOST_DIFFERENT = 0.002;

/** Days, times and what the canary is called become the same on every run. */
const STILL = `(() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const becomes = [
    [/\\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\\w* \\d{4}/g, '14 Sep 2026'],
    [/\\d{4}-\\d\\d-\\d\\d( \\d\\d:\\d\\d(:\\d\\d)?)?/g, '2026-09-14'],
    [/${CANARY.given}/g, 'Inès'], [/${CANARY.family}/g, 'Moreau'], [/${CANARY.number}/g, 'MRN-000731'],
  ];
  for (let node = texts.nextNode(); node; node = texts.nextNode())
    for (const [pattern, text] of becomes)
      if (pattern.test(node.data)) node.data = node.data.replace(pattern, text);
  for (const input of document.querySelectorAll('input[type=date]')) input.value = '2026-09-14';
  document.activeElement?.blur();
})()`;

/** What is different from the reference picture, in words; nothing when it is the same. */
export async function pictureProblems(page: Page, name: string, width: number): Promise<string[]> {
  await page.evaluate(STILL);
  const shot = sharp(await page.screenshot({ animations: 'disabled', caret: 'hide' }))
    .resize({ width: KEPT_WIDTH[width] ?? width, kernel: 'cubic' })
    .removeAlpha();
  const small = await shot.png({ palette: true, colours: COLOURS, dither: 0, effort: 10 }).toBuffer();
  const file = path.join(REFERENCES, `${name}.png`);
  if (WRITES) {
    await mkdir(REFERENCES, { recursive: true });
    await writeFile(file, small);
    return [];
  }
  if (!existsSync(file)) return [`${name} has no reference picture`];
  const [now, then] = [await pixels(small), await pixels(await readFile(file))];
  if (now.width !== then.width || now.height !== then.height)
    return [`${name} is ${now.width} × ${now.height}, the reference ${then.width} × ${then.height}`];
  const difference = new Uint8Array(now.data.length);
  const count = pixelmatch(then.data, now.data, difference, now.width, now.height, { threshold: 0.12 });
  const share = count / (now.width * now.height);
  if (share <= MOST_DIFFERENT) return [];
  await mkdir(KEPT, { recursive: true });
  await writeFile(path.join(KEPT, `${name}-now.png`), small);
  const raw = { width: now.width, height: now.height, channels: 4 } as const;
  await sharp(difference, { raw })
    .png()
    .toFile(path.join(KEPT, `${name}-difference.png`));
  return [
    `${name} differs in ${(share * 100).toFixed(2)} % of its pixels: test/e2e/out/${name}-difference.png`,
  ];
}

async function pixels(png: Buffer): Promise<{ data: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}
