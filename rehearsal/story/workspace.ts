import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/project.ts';
import type { Cloud } from '../cloud/index.ts';

const LEFT_OUT = new Set(['node_modules', '.next', '.temp', 'next-env.d.ts', '.env.local']);

/** One caller repository at one commit: what `actions/checkout` would have put there. */
export interface Workspace {
  readonly directory: string;
  /** Replaces text that must be there exactly once. */
  edit(file: string, from: string, to: string): Promise<void>;
  write(file: string, text: string): Promise<void>;
}

/** The platform's app and schema, and the settings file of a caller. */
export async function makeWorkspace(directory: string, settings: string): Promise<Workspace> {
  await mkdir(directory, { recursive: true });
  const keep = (source: string) => !LEFT_OUT.has(path.basename(source)) && !source.endsWith('.tsbuildinfo');
  for (const folder of ['app', 'supabase']) {
    await cp(path.join(root, folder), path.join(directory, folder), { recursive: true, filter: keep });
  }
  await writeFile(path.join(directory, 'shiplock.yml'), settings);
  return workspaceAt(directory);
}

/** The next commit: everything of this one, to be edited. */
export async function nextWorkspace(from: Workspace, directory: string): Promise<Workspace> {
  await cp(from.directory, directory, { recursive: true });
  return workspaceAt(directory);
}

function workspaceAt(directory: string): Workspace {
  const at = (file: string) => path.join(directory, file);
  return {
    directory,
    async edit(file, from, to) {
      const text = await readFile(at(file), 'utf8');
      if (text.split(from).length !== 2) throw new Error(`${file} must contain once: ${from}`);
      await writeFile(
        at(file),
        text.replace(from, () => to),
      );
    },
    async write(file, text) {
      await mkdir(path.dirname(at(file)), { recursive: true });
      await writeFile(at(file), text);
    },
  };
}

/** Makes all of a workspace one commit, the whole history of its checkout. Returns the SHA. */
export async function commitWorkspace(directory: string, message: string): Promise<string> {
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)('git', [...IDENTITY, ...args], { cwd: directory });
    return stdout.trim();
  };
  await rm(path.join(directory, '.git'), { recursive: true, force: true });
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--allow-empty', '--message', message);
  return git('rev-parse', 'HEAD');
}

/** Git without the settings of whoever runs this. */
const IDENTITY = [
  'user.name=ada',
  'user.email=ada@example.com',
  'commit.gpgsign=false',
  'core.excludesFile=',
].flatMap((setting) => ['-c', setting]);

/** What a caller writes into shiplock.yml. The gates are as patient as a rehearsal can be. */
export function settingsFile(cloud: Cloud): string {
  const environment = (name: 'staging' | 'production') => `
  ${name}:
    kind: ${name}${name === 'production' ? '\n    requires: staging' : ''}
    vercel:
      project: ${cloud.vercel.projects[name].id}
      team: ${cloud.vercel.teamId}
    approvals:
      required: ${name === 'production' ? 1 : 0}
    gates:
      gate:
        # The sign-in page too: a server that has rendered before its first user is not cold when traffic comes.
        sources:
          - use: http
            probes: [{ path: /api/health/ready, maxMs: 10000 }, { path: /sign-in, maxMs: 10000 }]
            intervalMs: 20
        minSamples: 60
        deadlineSeconds: 60
        worstFailureRate: 0.1
      watch:
        sources:
          - { use: http, probes: [{ path: /, maxMs: 10000 }], intervalMs: ${name === 'production' ? 60 : 20} }
          # Its users are requests without a browser, and the SDK's server sends sessions once a minute.
          - { use: sentry, maxNewIssues: 0, requireSeen: false }
        minSeconds: ${name === 'production' ? 2 : 0}
        deadlineSeconds: 60
        worstFailureRate: 0.1
        # The third release is bad from its first request on.
        burstSeconds: 0
    sentry: { org: ${cloud.sentry.organization}, project: ${cloud.sentry.project} }
    slack: { channel: ${cloud.slack.channel.id} }
`;
  return `version: 1
environments:${environment('staging')}${environment('production')}`;
}
