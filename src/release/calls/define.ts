import type { z } from 'zod';
import type { JsonObject } from '../canonical.ts';
import type { NotAfter } from '../not-after.ts';
import type { OutsideCall, Reconciled } from '../seam.ts';
import { answerOf, type ReleaseState } from '../state.ts';
import type { MethodOf, PortName, Ports } from './ports.ts';

/** What happens when nobody knows whether the call was done: its answer was lost, or the process died over it. */
export type WhenLost<Port, Input, Result> =
  /** The call looks for its own earlier work before it writes, so it is simply made again. */
  | { readonly how: 'finds-first'; readonly says: string }
  /** It is never made again before the vendor's state was read, and only if that says that it was not done. */
  | {
      readonly how: 'reads';
      readonly says: string;
      /** The vendor's yes is only that it took the request: what came of it is read in any case. */
      readonly accepted?: true;
      /** @param since when the intent was written (ms) */
      readonly reads: (
        port: Port,
        input: Input,
        since: number,
        accepted: boolean,
      ) => Promise<Reconciled<Result>>;
    };

/** One kind of write that leaves the process, defined once. */
export interface Definition<P extends PortName, Request extends JsonObject, Result extends object, Input> {
  /** Its name is the vendor's with this behind a dot: `vercel.promote`. Kebab-case; part of the record, so it stays. */
  readonly verb: string;
  readonly port: P;
  readonly method: MethodOf<P>;
  /** For the documentation: one sentence in the third person. */
  readonly does: string;
  /** A copy of what the record says, for people: when it fails, that is a warning. */
  readonly projection?: true;
  /** What dry runs show and the record keeps. Never a secret. */
  readonly request: z.ZodType<Request>;
  /** What the record keeps of the answer, and how it is read again. */
  readonly result: z.ZodType<Result>;
  readonly lost: WhenLost<Ports[P], Input, Result>;
  /** The one attempt. Hands `notAfter` on to whatever sends the request. */
  readonly run: (port: Ports[P], input: Input, notAfter: NotAfter | undefined) => Promise<Result>;
}

/** What is known of a call without making it: for dry runs, fault tests and the documentation. */
export interface CallFacts {
  readonly kind: 'write';
  readonly verb: string;
  readonly port: PortName;
  readonly method: string;
  readonly does: string;
  readonly projection: boolean;
  /** May it be made again without reading first? */
  readonly repeatable: boolean;
  readonly lost: { readonly how: 'finds-first' | 'reads'; readonly says: string; readonly accepted: boolean };
  readonly request: z.ZodType;
  readonly result: z.ZodType;
}

export interface DefinedCall<P extends PortName, Request extends JsonObject, Result extends object, Input> {
  readonly facts: CallFacts;
  /** `vercel.promote`. */
  name(port: Ports[P]): string;
  /** The call for the seam. */
  with(
    port: Ports[P],
    call: {
      /** Tells two calls of the same name in one release apart. */
      readonly key?: string | undefined;
      readonly request: Request;
      readonly input: Input;
      /** What a dry run goes on with instead of the answer. */
      readonly assume?: () => Result;
    },
  ): OutsideCall<Result>;
  /** Without a record, for actions that work on their own. */
  direct(port: Ports[P], input: Input): Promise<Result>;
  /** What the last call that was done answered, in whichever phase. */
  answerIn(state: ReleaseState, port: Ports[P]): Result | undefined;
}

export function defineCall<P extends PortName, Request extends JsonObject, Result extends object, Input>(
  definition: Definition<P, Request, Result, Input>,
): DefinedCall<P, Request, Result, Input> {
  const { verb, port, method, does, request, result, lost, run } = definition;
  const name = (of: Ports[P]) => `${vendorOf(of)}.${verb}`;
  return {
    facts: {
      ...{ kind: 'write', verb, port, method, does, request, result },
      projection: definition.projection ?? false,
      repeatable: lost.how === 'finds-first',
      lost: { how: lost.how, says: lost.says, accepted: lost.how === 'reads' && lost.accepted === true },
    },
    name,
    with: (of, { key, request: asked, input, assume }) => ({
      name: name(of),
      ...(key === undefined ? {} : { key }),
      request: request.parse(asked),
      result,
      run: (notAfter) => run(of, input, notAfter),
      reconcile:
        lost.how === 'finds-first'
          ? 'finds-first'
          : (since, accepted) => lost.reads(of, input, since, accepted),
      ...(lost.how === 'reads' && lost.accepted ? { accepted: true } : {}),
      ...(assume ? { assume } : {}),
    }),
    direct: (of, input) => run(of, input, undefined),
    answerIn: (state, of) => result.safeParse(answerOf(state, name(of))).data,
  };
}

/** The migrations' engine is our own, and works on the database. */
function vendorOf(port: Ports[PortName]): string {
  return 'vendor' in port ? port.vendor : 'database';
}
