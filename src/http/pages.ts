import type { Fault } from './faults.ts';

/** Notes the pages of a list as they are named: one that is named again means that the list never ends. */
export class Pages {
  readonly #named = new Set<string | number>();

  /** Undefined: it was not named before. */
  repeats(page: string | number): Fault | undefined {
    if (!this.#named.has(page)) {
      this.#named.add(page);
      return undefined;
    }
    return { kind: 'unreadable', status: 200, why: `it names page ${page} as the next one a second time` };
  }
}
