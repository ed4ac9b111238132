import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createDeployment, type DeploymentOptions } from '@vercel/client';
import { z } from 'zod';
import { type Cloud, startCloud } from '../../../rehearsal/cloud/index.ts';
import { encryptNumbers } from '../../../rehearsal/field-keys.ts';
import { makeWorkspace, type Workspace } from '../../../rehearsal/story/workspace.ts';
import { root } from '../../../scripts/project.ts';
import { migrationEngine } from '../../../src/database/migrations/index.ts';
import { until } from '../../support/until.ts';

const ENVIRONMENT = 'production';
const liveAnswer = z.object({ commit: z.string().nullable() });

/** Real builds of the app at the local cloud, behind one domain that promote and rollback lead from one to the other. */
export class Releases {
  readonly #cloud: Cloud;
  readonly #directory: string;

  private constructor(cloud: Cloud, directory: string) {
    this.#cloud = cloud;
    this.#directory = directory;
  }

  static async start(): Promise<Releases> {
    const cloud = await startCloud({
      root,
      rootDirectory: 'app',
      only: ['postgres', 'supabase', 'vercel'],
    });
    try {
      const releases = new Releases(cloud, await mkdtemp(path.join(root, 'rehearsal/.work/releases-')));
      await releases.#fill();
      return releases;
    } catch (error) {
      await cloud.close();
      throw error;
    }
  }

  async #fill(): Promise<void> {
    const url = this.#cloud.postgres.url(ENVIRONMENT);
    const engine = migrationEngine({ url, workspace: root, directory: 'supabase/migrations' });
    const { pending } = await engine.pending({ serves: false });
    await engine.apply({ migrations: pending, say: () => undefined });
    await this.sql(await readFile(path.join(root, 'supabase/seed.sql'), 'utf8'));
    await encryptNumbers(url, this.#keys());
    await this.#cloud.supabase[ENVIRONMENT].refresh();
  }

  #keys() {
    const project = this.#cloud.vercel.state.projects.find(({ id }) => id === this.#project);
    const value = (key: string) => project?.env.find((row) => row.key === key)?.value ?? '';
    return {
      FIELD_ENCRYPTION_KEYS: value('FIELD_ENCRYPTION_KEYS'),
      FIELD_INDEX_KEYS: value('FIELD_INDEX_KEYS'),
    };
  }

  get #project(): string {
    return this.#cloud.vercel.projects[ENVIRONMENT].id;
  }

  get origin(): string {
    return this.#cloud.vercel.domainUrl(ENVIRONMENT);
  }

  sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#cloud.postgres.sql<Row>(ENVIRONMENT, text, values);
  }

  /** Builds this repository's app, as `change` leaves it, without sending anybody there. Returns the deployment's id. */
  async stage(commit: string, change: (to: Workspace) => Promise<void>): Promise<string> {
    const { vercel } = this.#cloud;
    const workspace = await makeWorkspace(path.join(this.#directory, commit), 'version: 1\n');
    await change(workspace);
    const client = {
      ...{ token: vercel.token, apiUrl: vercel.url, teamId: vercel.teamId },
      ...{ path: workspace.directory, skipAutoDetectionConfirmation: true },
    };
    const body = {
      ...{ name: vercel.projects[ENVIRONMENT].name, project: this.#project, target: ENVIRONMENT },
      ...{ autoAssignCustomDomains: false, meta: { githubCommitSha: commit } },
    } as DeploymentOptions;
    let last = '';
    for await (const { type, payload } of createDeployment(client, body)) {
      if (type === 'ready') return z.object({ id: z.string() }).parse(payload).id;
      last = `${type}: ${JSON.stringify(payload)}`;
    }
    const log = vercel.state.deployments.at(-1)?.log.map(({ text }) => text);
    throw new Error(`${commit} was not built: ${last}\n${log?.join('') ?? ''}`);
  }

  /** Sends everybody there, and returns when they are. */
  promote(deployment: string): Promise<void> {
    return this.#move('/v10', 'promote', deployment);
  }

  rollback(deployment: string): Promise<void> {
    return this.#move('/v9', 'rollback', deployment);
  }

  async #move(version: string, how: 'promote' | 'rollback', deployment: string): Promise<void> {
    const { vercel } = this.#cloud;
    const at = `${vercel.url}${version}/projects/${this.#project}/${how}/${deployment}?teamId=${vercel.teamId}`;
    const response = await fetch(at, {
      method: 'POST',
      headers: { authorization: `Bearer ${vercel.token}` },
    });
    if (!response.ok) throw new Error(`${how}: ${response.status} ${await response.text()}`);
    const to = vercel.state.deployments.find(({ id }) => id === deployment)?.meta['githubCommitSha'];
    await until(`${to} to serve`, async () => (await this.#serving()) === to);
  }

  async #serving(): Promise<string | null> {
    return liveAnswer.parse(await (await fetch(`${this.origin}/api/health/live`)).json()).commit;
  }

  async close(): Promise<void> {
    await this.#cloud.close();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
