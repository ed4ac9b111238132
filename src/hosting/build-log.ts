import { stripVTControlCharacters } from 'node:util';
import { count, plural } from '../present/count.ts';
import { cut } from '../present/text.ts';
import type { Say, StagedDeployment } from '../release/ports.ts';
import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';

/** As many lines as say why a build failed; the rest is at Vercel. */
const LINES = 15;

/** A failed deployment with the end of its build log: https://vercel.com/docs/rest-api/deployments/get-deployment-events */
export async function withBuildLog(api: VercelApi, staged: StagedDeployment): Promise<StagedDeployment> {
  if (staged.state !== 'failed') return staged;
  const events = await api
    .read(
      {
        name: 'vercel.events',
        doing: `read the build log of deployment ${staged.id}`,
        path: `/v3/deployments/${encodeURIComponent(staged.id)}/events`,
        query: { builds: '1', limit: '-1' },
        tries: 2,
      },
      answers.events,
    )
    // That the build failed is known; its log is at Vercel too.
    .catch(() => undefined);
  const log = lastLines((events ?? []).map(({ text, payload }) => text ?? payload?.text ?? ''));
  return log.length > 0 ? { ...staged, log } : staged;
}

/** Lines that are said of one look; a build that writes more than that in a few seconds is read at Vercel. */
const AT_ONCE = 100;

/**
 * Says the lines of a build's log as it runs, each once. A log that cannot be read is not needed, and not asked for
 * again: whether the build succeeds is for its state to say.
 */
export function followBuildLog(api: VercelApi, id: string, say: Say): () => Promise<void> {
  let since = 0;
  let unreadable = false;
  /** Of the latest millisecond, where the next look begins. */
  let said = new Set<string>();
  return async () => {
    if (unreadable) return;
    const events = await api
      .read(
        {
          name: 'vercel.events',
          doing: `read the build log of deployment ${id}`,
          path: `/v3/deployments/${encodeURIComponent(id)}/events`,
          query: { builds: '1', limit: '-1', since: since === 0 ? undefined : String(since) },
          absent: true,
          tries: 1,
        },
        answers.events,
      )
      .catch(() => {
        unreadable = true;
        return undefined;
      });
    const fresh: string[] = [];
    for (const { created, text, payload } of events ?? []) {
      const words = text ?? payload?.text ?? '';
      // Whether Vercel leaves out what is older is its own affair.
      if (!created || created < since || (created === since && said.has(words))) continue;
      if (created > since) said = new Set();
      since = created;
      said.add(words);
      fresh.push(words);
    }
    const lines = linesOf(fresh);
    for (const line of lines.slice(0, AT_ONCE)) say(`build log: ${line}`);
    const left = lines.length - AT_ONCE;
    if (left > 0) say(`build log: ${count(left, 'more line')} ${plural(left, 'is', 'are')} at Vercel`);
  };
}

export function lastLines(texts: readonly string[]): readonly string[] {
  return linesOf(texts).slice(-LINES);
}

function linesOf(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => stripVTControlCharacters(text).split(/\r?\n|\r/))
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .map((line) => cut(line, 300));
}
