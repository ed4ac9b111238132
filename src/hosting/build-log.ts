import { stripVTControlCharacters } from 'node:util';
import { cut } from '../present/text.ts';
import type { StagedDeployment } from '../release/ports.ts';
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

export function lastLines(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => stripVTControlCharacters(text).split('\n'))
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-LINES)
    .map((line) => cut(line, 300));
}
