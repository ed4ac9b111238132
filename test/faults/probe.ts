import { z } from 'zod';

/** So many requests that a wrong answer is seen, and not so many that they take the time of what is tried. */
const PAUSE_MS = 60;
const answer = z.object({ commit: z.string() });

/** Somebody who uses production all the while, one request after the other. */
export class Probe {
  /** Commits that may answer: decided by somebody. */
  readonly approved = new Set<string>();
  requests = 0;
  readonly wrong = new Set<string>();
  readonly #url: string;
  #on = true;
  readonly #ended: Promise<void>;

  constructor(domain: string, approved: readonly string[]) {
    this.#url = `${domain}/api/health/ready`;
    for (const one of approved) this.approved.add(one);
    this.#ended = this.#use();
  }

  /** Ends it; says what went wrong, each once. That no request was answered is one of them. */
  async stop(): Promise<readonly string[]> {
    this.#on = false;
    await this.#ended;
    return [...this.wrong, ...(this.requests === 0 ? ['nobody had an answer of production'] : [])];
  }

  async #use(): Promise<void> {
    while (this.#on) {
      await this.#ask();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async #ask(): Promise<void> {
    try {
      const response = await fetch(this.#url, { redirect: 'manual' });
      const { commit } = answer.parse(await response.json());
      this.requests += 1;
      if (!response.ok) this.wrong.add(`production answered HTTP ${response.status}`);
      if (!this.approved.has(commit))
        this.wrong.add(`production was answered by ${commit.slice(0, 12)}, which nobody approved`);
    } catch (error) {
      this.wrong.add(`production failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
