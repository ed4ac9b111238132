import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RawInputs } from '../runner/values.ts';
import { askGit } from '../source/git.ts';

/**
 * On somebody's own machine there is no runner that says where the checkout is and of which commit. A folder of the app
 * is as good as the top of its repository; the commit is the one that is checked out, unless another is named.
 */
export async function fromHere(
  inputs: RawInputs,
  { env, cwd }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): Promise<{ readonly inputs: RawInputs; readonly workspace: string | undefined }> {
  if (env['GITHUB_ACTIONS'] === 'true') return { inputs, workspace: undefined };
  const asked = await askGit(cwd, ['rev-parse', '--show-toplevel']);
  const settings = path.resolve(cwd, inputs.settings ?? 'shiplock.yml');
  const workspace = 'out' in asked && !existsSync(settings) ? asked.out : cwd;
  if (inputs.commit || env['GITHUB_SHA']) return { inputs, workspace };
  const head = await askGit(workspace, ['rev-parse', 'HEAD']);
  return { inputs: 'out' in head ? { ...inputs, commit: head.out } : inputs, workspace };
}
