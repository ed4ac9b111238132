import { vendors } from '../../scripts/outside-calls.ts';
import type { PortName } from '../../src/release/calls/ports.ts';
import { outsideCalls } from '../../src/release/calls/registry.ts';

/** What a job does, by name: a call may be made in several. */
export type StoryName = (typeof EVERYWHERE)[number];

/** An outside call of the registry, and the stories in which a job makes it. */
export interface Point {
  /** `vercel.promote`, or for what only reads `hosting.live`. */
  readonly name: string;
  /** As watch.ts has it. */
  readonly seenAs: string;
  readonly kind: 'read' | 'write';
  /** The request of a write, as the local cloud names it. */
  readonly request: string;
  /** How the requests of its vendor are named in the local cloud. */
  readonly vendor: string;
  readonly stories: readonly StoryName[];
}

/** Writes whose method is shared: which story tells them apart. */
const ONLY_IN: Readonly<Record<string, readonly StoryName[]>> = {
  migrate: ['ship', 'rolling'],
  contract: ['contract'],
};
const EVERYWHERE = [
  'plan',
  'staged again',
  'prebuilt',
  'ship',
  'rollback',
  'rolling',
  'abort',
  'contract',
  'rerun',
  'sentry',
  'doctor',
] as const;
/** Writes that the local cloud's access log has by another name. */
const AS_SEEN_THERE: Readonly<Record<string, string>> = {
  'vercel.advance': 'vercel.rolling-approve',
  'vercel.complete': 'vercel.rolling-complete',
  'vercel.point-preview': 'vercel.assign-alias',
};

/** Every call of the registry. Which stories really come by it is found by running them, never listed here. */
export function points(): readonly Point[] {
  const of = vendors();
  return outsideCalls().map((call) => {
    const vendor = of[call.port];
    const isMove = call.kind === 'write' && call.method === 'move';
    const seenAs = `${call.port}.${call.method}${isMove ? ` ${call.verb}` : ''}`;
    const name = call.kind === 'write' ? `${vendor}.${call.verb}` : seenAs;
    const stories = call.kind === 'write' ? (ONLY_IN[call.verb] ?? EVERYWHERE) : EVERYWHERE;
    return { name, seenAs, kind: call.kind, request: AS_SEEN_THERE[name] ?? name, vendor, stories };
  });
}

export const isDatabase = ({ seenAs }: Point): boolean => (seenAs.split('.')[0] as PortName) === 'migrations';
