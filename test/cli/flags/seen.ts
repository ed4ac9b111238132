import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { asShiplockError } from '../../../src/runner/report.ts';
import { parseInputs, type RawInputs } from '../../../src/runner/values.ts';
import { withEnvironment } from '../../faults/runs.ts';
import type { World } from '../../faults/world.ts';
import type { scriptedServer } from '../../support/scripted-server.ts';
import { type OwnFlags, REPORTS } from './trial.ts';

/** Stands where a Supabase project has its Data API. */
export type DataApi = Awaited<ReturnType<typeof scriptedServer>>;

export interface Typed {
  readonly command: string;
  readonly raw: RawInputs;
  readonly own: OwnFlags;
  /** Folder that it is run in. */
  readonly workspace: string;
}

/**
 * A command in this process, with the clients of the real vendors and of the real database against the local cloud:
 * what it printed or failed with, the requests that reached vendors, what it recorded, the reports that it wrote.
 */
export async function seen(
  world: World,
  { command: name, raw, own, workspace }: Typed,
  dataApi?: DataApi,
): Promise<string> {
  const command = await COMMANDS[name]!.load();
  const { env } = world.step(world.next, name);
  const asked = world.cloud.log.entries.length;
  const ofData = dataApi?.seen.length;
  const known = await recorded(world);
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const { fetch } = globalThis;
  globalThis.fetch = (url, request) => {
    const secret = new Headers(request?.headers).get('x-vercel-protection-bypass');
    if (secret) say(`an app is asked with ${secret}`);
    return fetch(url, request);
  };
  try {
    await withEnvironment({ ...env, GITHUB_WORKSPACE: workspace }, async () => {
      const inputs = parseInputs(raw, command);
      const warn = (text: string) => say(`warning: ${text}`);
      const door = { inputs, say, warn, summarize: async (text: string) => say(text) };
      const options = { json: own.json !== undefined, head: own.head, dora: own.dora !== undefined };
      try {
        say(await command.run(door, options));
      } catch (thrown) {
        // As the command line tells what production serves.
        say((await command.describe?.(door, asShiplockError(thrown)).catch(() => undefined)) ?? '');
        throw thrown;
      }
    });
  } catch (thrown) {
    const { code, what, next } = asShiplockError(thrown).problem;
    say(`${code}: ${what}. ${next}`);
  } finally {
    globalThis.fetch = fetch;
  }
  const reports = path.join(workspace, REPORTS);
  lines.push(
    ...world.cloud.log.entries.slice(asked).map((one) => `${one.method} ${one.path} ${one.status}`),
    ...(dataApi?.seen ?? []).slice(ofData).map((one) => `data API ${one.path} ${one.headers['apikey']}`),
    ...(await recorded(world)).slice(known.length),
    ...(await readdir(reports).catch(() => [])).map((file) => `${REPORTS}/${file}`),
  );
  await rm(reports, { recursive: true, force: true });
  return lines.join('\n');
}

async function recorded({ cloud }: World): Promise<string[]> {
  const rows = await cloud.postgres.sql<{ body: string }>(
    'production',
    'select kind || body::text as body from shiplock.event order by seq',
  );
  return rows.map(({ body }) => body);
}
