import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { freePort } from '../../rehearsal/free-port.ts';
import { Chromium } from '../../test/e2e/support/chromium.ts';
import { EMAIL, PASSWORD } from '../../test/platform/served.ts';
import { Browser } from '../../test/support/browser.ts';
import { webTools } from '../../test/web-tools/modules.ts';

export interface Judged {
  readonly screen: string;
  readonly performance: number;
  readonly accessibility: number;
  readonly lcpMs: number;
  readonly tbtMs: number;
  readonly scriptsKb: number;
}

const SCREENS: readonly [at: string, who: keyof typeof EMAIL | undefined][] = [
  ['/', undefined],
  ['/sign-in', undefined],
  ['/prescriptions', 'prescriber'],
  ['/prescriptions/new', 'prescriber'],
  ['/prescriptions/d0000000-0000-4000-8000-000000000002', 'patient'],
  ['/queue', 'pharmacist'],
];

const score = z.looseObject({ score: z.number().nullable() });
const number = z.looseObject({ numericValue: z.number() });
const report = z.object({
  lhr: z.looseObject({
    runtimeError: z.looseObject({ message: z.string() }).optional(),
    categories: z.looseObject({ performance: score, accessibility: score }),
    audits: z.looseObject({
      'largest-contentful-paint': number,
      'total-blocking-time': number,
      'network-requests': z.looseObject({
        details: z.looseObject({
          items: z.array(
            z.looseObject({ resourceType: z.string().optional(), transferSize: z.number().optional() }),
          ),
        }),
      }),
    }),
  }),
});
type Lighthouse = (url: string, flags: object, config: unknown) => Promise<unknown>;

/** Lighthouse, as it looks at a desktop, over screens of the signed in and of visitors. */
export async function judgeScreens(origin: string): Promise<Judged[]> {
  const core = path.join(await webTools(), 'lighthouse/core');
  const load = (file: string): Promise<{ default: unknown }> =>
    import(pathToFileURL(path.join(core, file)).href);
  const { default: lighthouse } = z
    .looseObject({ default: z.custom<Lighthouse>((one) => typeof one === 'function') })
    .parse(await load('index.js'));
  const { default: config } = await load('config/desktop-config.js');
  const port = await freePort();
  const chromium = await Chromium.launch([`--remote-debugging-port=${port}`]);
  const judged: Judged[] = [];
  try {
    for (const [at, who] of SCREENS) {
      // Over plain http, as the browser comes.
      const browser = new Browser(origin, { 'x-real-ip': '198.19.0.1' });
      if (who) await browser.signIn(EMAIL[who], PASSWORD);
      const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
      const flags = {
        ...{ port, logLevel: 'error', output: 'json', onlyCategories: ['performance', 'accessibility'] },
        ...(who ? { extraHeaders: { Cookie: cookie } } : {}),
      };
      // The browser's own first page is slower than any after it.
      if (judged.length === 0) await lighthouse(`${origin}${at}`, flags, config);
      const { lhr } = report.parse(await lighthouse(`${origin}${at}`, flags, config));
      if (lhr.runtimeError) throw new Error(`${at}: ${lhr.runtimeError.message}`);
      const { audits, categories } = lhr;
      const scripts = audits['network-requests'].details.items.filter(
        ({ resourceType: type }) => type === 'Script',
      );
      judged.push({
        screen: at.replace(/[0-9a-f-]{36}/, '<id>'),
        performance: Math.round((categories.performance.score ?? 0) * 100),
        accessibility: Math.round((categories.accessibility.score ?? 0) * 100),
        lcpMs: Math.round(audits['largest-contentful-paint'].numericValue),
        tbtMs: Math.round(audits['total-blocking-time'].numericValue),
        scriptsKb: scripts.reduce((sum, { transferSize = 0 }) => sum + transferSize, 0) / 1000,
      });
    }
  } finally {
    await chromium.close();
  }
  return judged;
}
