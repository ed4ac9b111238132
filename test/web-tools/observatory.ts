import { mkdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Page } from '../support/browser.ts';
import { webTools } from './modules.ts';

/** What each rule says: https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring */
const output = z.looseObject({ result: z.string().nullable(), pass: z.boolean().nullable() });
type Rule = (requests: object) => unknown;
interface Jar {
  setCookieSync(line: string, url: string): void;
}
const callable = <Callable>() => z.custom<Callable>((one) => typeof one === 'function');
const rulesModule = z.looseObject({ ALL_TESTS: z.array(callable<Rule>()) });
const graderModule = z.looseObject({
  getScoreModifier: callable<(result: string) => number>(),
  getGradeForScore: callable<(score: number) => { readonly grade: string }>(),
});
const chartsModule = z.looseObject({ MINIMUM_SCORE_FOR_EXTRA_CREDIT: z.number() });
const has = (found: unknown, name: string) =>
  (typeof found === 'function' || typeof found === 'object') && found !== null && name in found;
const axiosModule = z.custom<{ readonly AxiosHeaders: new (all: object) => object }>((found) =>
  has(found, 'AxiosHeaders'),
);
const cookieModule = z.custom<{ readonly CookieJar: new () => Jar }>((found) => has(found, 'CookieJar'));

const HOST = 'rx.example';
/** Who asks for what another site may read. */
export const OTHER_SITE = 'https://http-observatory.example';

export interface Judgement {
  readonly score: number;
  readonly grade: string;
  /** The rules that the answer does not keep. */
  readonly failed: readonly (string | null)[];
}

/**
 * Mozilla's own rules and score over an answer of a server on this machine. They judge what the app sends: the certificate,
 * and the way from http to https, belong to the hosting, and are taken as they are at Vercel.
 *
 * @returns judges a page, the answer to the preflight request of another site, and the cookies that are set
 */
export async function observatory(): Promise<
  (
    page: Pick<Page, 'headers' | 'text' | 'status'>,
    preflight: Headers,
    cookies: readonly string[],
  ) => Judgement
> {
  const modules = await webTools();
  const source = path.join(modules, '@mdn/mdn-http-observatory/src');
  // Which domains browsers know by heart. The package loads that list when it is installed; this host is on none.
  const list = path.join(source, '../conf/hsts-preload.json');
  await mkdir(path.dirname(list), { recursive: true });
  if (!(await stat(list).catch(() => undefined))) await writeFile(list, '{}');
  const load = (file: string): Promise<unknown> => import(pathToFileURL(path.join(source, file)).href);
  const { ALL_TESTS } = rulesModule.parse(await load('constants.js'));
  const { getScoreModifier, getGradeForScore } = graderModule.parse(await load('grader/grader.js'));
  const { MINIMUM_SCORE_FOR_EXTRA_CREDIT: enough } = chartsModule.parse(await load('grader/charts.js'));
  const fromTools = createRequire(path.join(modules, 'x.js'));
  const { AxiosHeaders } = axiosModule.parse(fromTools('axios'));
  const { CookieJar } = cookieModule.parse(fromTools('tough-cookie'));

  return (page, preflight, cookies) => {
    const url = new URL(`https://${HOST}/`);
    const answer = (headers: Headers) => ({
      status: page.status,
      headers: new AxiosHeaders(Object.fromEntries(headers)),
      data: page.text,
      verified: true,
      httpEquiv: new Map([['content-security-policy', []]]),
      config: { headers: new AxiosHeaders({ Origin: OTHER_SITE }) },
      request: { res: { responseUrl: url.href } },
    });
    const asked = answer(page.headers);
    const jar = new CookieJar();
    for (const line of cookies) jar.setCookieSync(line, url.href);
    const hops = [
      { url: new URL(`http://${HOST}/`), status: 308 },
      { url, status: page.status },
    ];
    const requests = {
      hostname: HOST,
      resources: { path: page.text },
      responses: {
        ...{ auto: asked, https: asked, http: asked, cors: answer(preflight) },
        ...{ httpRedirects: hops, httpsRedirects: hops.slice(1) },
      },
      session: { jar, url },
    };
    const results = ALL_TESTS.map((rule) => output.parse(rule(requests)));
    const changes = results.map(({ result }) => (result === null ? 0 : getScoreModifier(result)));
    const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
    // Extras count only for whoever is good without them.
    const without = 100 + sum(changes.filter((change) => change < 0));
    const score = without >= enough ? 100 + sum(changes) : without;
    const failed = results.flatMap(({ pass, result }) => (pass ? [] : [result]));
    return { score, grade: getGradeForScore(score).grade, failed };
  };
}
