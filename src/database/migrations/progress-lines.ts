import type { Say } from '../../release/ports.ts';

const SAY_EVERY_MS = 15_000;
/** What ends within this is said together: with quick files a write for each would cost more than some of them. */
const TOGETHER_MS = 200;

/** Lines about files, in order: which were applied, and that a long one still runs. */
export class ProgressLines {
  readonly #say: Say;
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(say: Say) {
    this.#say = say;
  }

  /** Says something else, behind what waits. */
  readonly say: Say = (line) => {
    this.flush();
    this.#say(line);
  };

  /** A file may run for an hour: that it still does is said now and then. */
  async during<T extends { readonly milliseconds: number }>(
    file: string,
    work: () => Promise<T>,
  ): Promise<T> {
    const started = performance.now();
    const timer = setInterval(
      () => this.say(`${file}: running for ${Math.round((performance.now() - started) / 1000)} s`),
      SAY_EVERY_MS,
    );
    try {
      const done = await work();
      this.#waiting.push(`${file}: applied in ${Math.round(done.milliseconds)} ms`);
      this.#timer ??= setTimeout(() => this.flush(), TOGETHER_MS);
      return done;
    } finally {
      clearInterval(timer);
    }
  }

  /** Says what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length > 0) this.#say(this.#waiting.splice(0).join('\n'));
  }
}
