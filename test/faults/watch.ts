import type { PortName } from '../../src/release/calls/ports.ts';
import { METHODS } from '../../src/release/calls/ports.ts';

/**
 * Sees every call of a port that the composition made, by the name that the registry has for it: what a case does to one
 * of them it does when that call begins, and so never to another one that happens to send the same request.
 */
export interface Seen {
  /** As `pointName` gives it. */
  readonly point: string;
  /** How often it was called before in this run. */
  readonly nth: number;
}

/** Runs when the call begins; what it returns runs when the call has ended. */
export type Begins = (seen: Seen) => Promise<(() => void) | undefined> | (() => void) | undefined;

const counts = new Map<string, number>();
let begins: Begins | undefined;

/** From now on, counting anew. */
export function watch(now: Begins | undefined): void {
  counts.clear();
  begins = now;
}

/** A vendor's object, or the engine, whose methods are seen. Whatever it does stays its own. */
export function watched<T extends object>(port: PortName, target: T): T {
  return new Proxy(target, {
    get(of, key, receiver) {
      const value: unknown = Reflect.get(of, key, receiver);
      if (typeof value !== 'function' || typeof key !== 'string') return value;
      const point = (args: readonly unknown[]) => pointOf(port, key, args);
      if (point([]) === undefined) return value;
      return async (...args: unknown[]): Promise<unknown> => {
        const ended = await begin(point(args)!);
        try {
          return await Reflect.apply(value, of, args);
        } finally {
          ended?.();
        }
      };
    },
  });
}

async function begin(point: string): Promise<(() => void) | undefined> {
  const nth = counts.get(point) ?? 0;
  counts.set(point, nth + 1);
  return await begins?.({ point, nth });
}

/** `hosting.live`; of one that moves traffic, `hosting.move promote`, for these are two calls of the registry. */
function pointOf(port: PortName, method: string, args: readonly unknown[]): string | undefined {
  if (port === 'codeHost' && method in METHODS.jobReruns) return `jobReruns.${method}`;
  const effect = Object.entries(METHODS[port]).find(([name]) => name === method)?.[1];
  if (effect === undefined || effect === 'local') return undefined;
  const [first] = args;
  const kind = typeof first === 'object' && first !== null && 'kind' in first ? ` ${String(first.kind)}` : '';
  return `${port}.${method}${method === 'move' ? kind : ''}`;
}
