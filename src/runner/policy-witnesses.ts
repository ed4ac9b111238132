import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../release/canonical.ts';
import { configurationError, ShiplockError } from '../release/errors.ts';
import type { CodeHost } from '../release/ports.ts';
import type { KeptPolicy } from '../release/record/policies.ts';
import type { Witness } from '../settings/decide-policy.ts';
import { environmentSettings, parseSettings } from '../settings/load.ts';
import { merge, policyOf, readPolicy, rulesOf } from '../settings/policy.ts';
import type { EnvironmentSettings, Settings } from '../settings/schema.ts';

export const SETTINGS_FILE = 'shiplock.yml';

/** What the witnesses are asked about. */
export interface About {
  readonly environment: string;
  readonly kind: 'staging' | 'production' | undefined;
  /** The commit's own settings of this environment. */
  readonly own: EnvironmentSettings;
  /** The settings file's path in the repository; undefined where it lies outside of it. */
  readonly file: string | undefined;
}

export function policiesOf(from: string, settings: Settings): Witness {
  const policies = Object.entries(settings.environments).map(([name, one]) => [name, policyOf(one)] as const);
  return { from, policies: new Map(policies) };
}

/**
 * The protected branch. Without a settings file there, the rules are the defaults: a file that only the commit has is
 * no reviewer's word. Where the release goes is then the commit's.
 * @throws SHIPLOCK_POLICY_UNREADABLE when its file is not valid: which rules hold cannot be said then.
 */
export async function protectedBranch(
  codeHost: CodeHost,
  about: About,
): Promise<{ witness: Witness; missing: string | undefined }> {
  const paths = [...new Set([about.file ?? SETTINGS_FILE, SETTINGS_FILE])];
  let head = '';
  for (const file of paths) {
    const { branch, commit, text } = await codeHost.protectedFile(file);
    head = `the head of ${branch} (${commit.slice(0, 12)})`;
    if (text === undefined) continue;
    const from = `${file} at ${head}`;
    const witness = policiesOf(from, await readable(from, text));
    // Another project's file at the root says nothing about this one's environments.
    if (file === paths[0] || witness.policies.has(about.environment)) return { witness, missing: undefined };
  }
  const policy = merge(policyOf(about.own), rulesOf(defaults(about)));
  const witness = { from: `the defaults`, policies: new Map([[about.environment, policy]]) };
  return { witness, missing: `${head} has no ${paths[0]}` };
}

function defaults({ environment, kind, own }: About): EnvironmentSettings {
  const known = environment === 'staging' || environment === 'production';
  return environmentSettings(undefined, environment, kind ?? (known ? undefined : own.kind));
}

/** The settings as they were in the commit that serves, for a record that kept no policy yet. */
export async function servingCommit(
  codeHost: CodeHost,
  about: About,
  commit: string,
): Promise<Witness | undefined> {
  const text = await codeHost.fileAt(commit, about.file ?? SETTINGS_FILE);
  if (text === undefined) return undefined;
  const from = `${about.file ?? SETTINGS_FILE} at ${commit.slice(0, 12)}, the live commit`;
  return policiesOf(from, await parseSettings(text, from));
}

/** What an earlier release of this environment left. */
export function keptWitness(kept: KeptPolicy): Witness {
  const read = (policy: JsonObject) => readPolicy(policy, `release ${kept.releaseId}`);
  const others = Object.entries(kept.others).map(([name, policy]) => [name, read(policy)] as const);
  return {
    from: `release ${kept.releaseId}`,
    policies: new Map([...others, [kept.environment, read(kept.policy)]]),
  };
}

async function readable(from: string, text: string): Promise<Settings> {
  try {
    return await parseSettings(text, from);
  } catch (error) {
    if (!(error instanceof ShiplockError)) throw error;
    throw configurationError(
      {
        code: 'SHIPLOCK_POLICY_UNREADABLE',
        what: `could not read the rules of this release: ${error.problem.what}`,
        notDone: ['nothing was changed'],
        next: `Fix the file on that branch. If it is written for a newer Shiplock, ship a commit with a workflow that pins that version. A rollback does not need these rules.`,
      },
      error,
    );
  }
}

/** The settings file as the repository knows it: relative to the checkout that it lies in. */
export function pathInRepository(workspace: string, file: string | undefined): string | undefined {
  const absolute = path.resolve(workspace, file ?? SETTINGS_FILE);
  const inside = (folder: string) => !path.relative(workspace, folder).startsWith('..');
  let root = path.dirname(absolute);
  while (inside(root) && root !== workspace && !existsSync(path.join(root, '.git')))
    root = path.dirname(root);
  if (!inside(root)) return undefined;
  return path.relative(root, absolute).split(path.sep).join('/');
}
