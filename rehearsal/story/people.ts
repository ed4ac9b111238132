import type { Cloud } from '../cloud/index.ts';

/** What people do at GitHub, over its API and with their own tokens. */
export class People {
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** A comment on a pull request. */
  async comment(login: string, pull: number, body: string): Promise<void> {
    const status = (await this.#post(login, `/issues/${pull}/comments`, { body })).status;
    if (status !== 201) throw new Error(`${login} could not comment on pull request ${pull}: HTTP ${status}`);
  }

  /** A review of the environment that a run waits for; says whether GitHub took it. */
  async review(login: string, run: number, environment: string, comment: string): Promise<boolean> {
    const pending = (await this.#get(login, `/actions/runs/${run}/pending_deployments`)) as {
      environment: { id: number; name: string };
    }[];
    const found = pending.find((one) => one.environment.name === environment);
    if (!found) throw new Error(`run ${run} waits for no review of ${environment}`);
    const body = { environment_ids: [found.environment.id], state: 'approved', comment };
    return (await this.#post(login, `/actions/runs/${run}/pending_deployments`, body)).ok;
  }

  #url(path: string): string {
    return `${this.#cloud.github.url}/repos/${this.#cloud.github.repository}${path}`;
  }

  #headers(login: string): Record<string, string> {
    return {
      authorization: `Bearer ${this.#cloud.github.tokens[login]}`,
      accept: 'application/vnd.github+json',
    };
  }

  #post(login: string, path: string, body: object): Promise<Response> {
    return fetch(this.#url(path), {
      method: 'POST',
      headers: this.#headers(login),
      body: JSON.stringify(body),
    });
  }

  /** Somebody whose page does not load reloads it. */
  async #get(login: string, path: string): Promise<unknown> {
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(this.#url(path), { headers: this.#headers(login) });
      if (answer.ok) return answer.json();
      if (tries === 3) throw new Error(`${login} could not read ${path}: HTTP ${answer.status}`);
    }
  }
}
