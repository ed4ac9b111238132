import type { Cloud } from '../../rehearsal/cloud/index.ts';
import { until } from '../support/until.ts';
import type { Move } from './moves.ts';
import { STAGES } from './repository.ts';

/** What people do on hosting's own page, each done when it has come to its end. */
export class ByHand {
  readonly #cloud: Cloud;
  readonly #project: string;
  readonly #settled: () => Promise<void>;
  /** What people sent in this case. */
  readonly sent: Move[] = [];

  constructor(cloud: Cloud, project: string, settled: () => Promise<void>) {
    this.#cloud = cloud;
    this.#project = project;
    this.#settled = settled;
  }

  /** All of production's traffic; where hosting moves it in stages, through the last one. */
  async move(kind: 'promote' | 'rollback', deployment: string): Promise<void> {
    await this.#settled();
    this.sent.push(`vercel.${kind}`);
    await this.#send(
      'POST',
      `/${kind === 'promote' ? 'v10' : 'v9'}/projects/${this.#project}/${kind}/${deployment}`,
    );
    if (kind === 'promote' && this.canary() === deployment) await this.complete();
    await this.#settled();
  }

  /** The deployment that has a share of production's traffic. */
  canary(): string | undefined {
    const { state } = this.#cloud.vercel;
    const rolling = state.projects.find(({ id }) => id === this.#project)?.rolling;
    return rolling?.state === 'ACTIVE' ? rolling.canary : undefined;
  }

  /** All traffic to the canary. */
  async complete(): Promise<void> {
    this.sent.push('vercel.rolling-complete');
    await this.#send('POST', `/v1/projects/${this.#project}/rolling-release/complete`, {
      canaryDeploymentId: this.canary(),
    });
    await this.#settled();
  }

  /** The next stage of the rolling release that is under way. */
  async advance(): Promise<void> {
    this.sent.push('vercel.rolling-approve');
    const { state } = this.#cloud.vercel;
    const stage = state.projects.find(({ id }) => id === this.#project)?.rolling?.stage ?? 0;
    await this.#send('POST', `/v1/projects/${this.#project}/rolling-release/approve-stage`, {
      ...{ canaryDeploymentId: this.canary(), nextStageIndex: stage + 1 },
    });
  }

  /** From now on promotions go in stages, each when somebody says so. */
  async inStages(): Promise<void> {
    await this.#send('PATCH', `/v1/projects/${this.#project}/rolling-release/config`, {
      ...{ enabled: true, advancementType: 'manual-approval' },
      stages: [...STAGES, 100].map((targetPercentage) => ({ targetPercentage })),
    });
  }

  /** Builds a deployment of this commit that serves nobody yet. */
  async deploy(commit: string): Promise<string> {
    const answer = await this.#send('POST', '/v13/deployments', {
      ...{ name: 'by-hand', project: this.#project, target: 'production', autoAssignCustomDomains: false },
      files: [{ file: 'package.json', data: '{}' }],
      env: { SHIPLOCK_COMMIT: commit },
    });
    const { id } = (await answer.json()) as { id: string };
    const { state } = this.#cloud.vercel;
    await until('the build', () => state.deployments.find((one) => one.id === id)?.readyState === 'READY');
    return id;
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    const { url, token, teamId } = this.#cloud.vercel;
    const answer = await fetch(`${url}${path}?teamId=${teamId}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new Error(`by hand, ${method} ${path}: HTTP ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
