import path from 'node:path';
import type { Say } from '../release/ports.ts';
import type { Prebuilt } from '../release/prebuilt.ts';
import type { Source } from '../release/source.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import { gitSource } from '../source/index.ts';
import type { RunFacts } from './github.ts';
import type { Inputs } from './values.ts';

/** The files of the commit. */
export function composeSource(
  inputs: Inputs,
  { app }: EnvironmentSettings,
  { workspace }: RunFacts,
  commit: string,
  say: Say,
): Source {
  const directory = path.resolve(workspace, inputs['working-directory'] ?? app.directory);
  return gitSource({ ...app, workspace, directory, commit, say });
}

/** What this job built, where it says so. */
export async function composePrebuilt(
  inputs: Inputs,
  { app }: EnvironmentSettings,
  { workspace }: RunFacts,
  commit: string,
  say: Say,
): Promise<Prebuilt | undefined> {
  if (!inputs.prebuilt) return undefined;
  const { prebuiltOutput } = await import('../source/prebuilt.ts');
  const directory = path.resolve(workspace, inputs['working-directory'] ?? app.directory);
  const output = path.resolve(workspace, inputs.prebuilt);
  return prebuiltOutput({ ...app, workspace, directory, output, commit, say });
}
