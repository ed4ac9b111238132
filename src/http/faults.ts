import { oneLine } from '../present/text.ts';
import type { Code } from '../release/codes.ts';
import { certaintyOfStatus, neverSent, wireErrorCode } from './wire.ts';

/** The vendor answered, and it was not what was asked for. */
export interface StatusFault {
  readonly kind: 'status';
  readonly status: number;
  /** The answer's body. */
  readonly text: string;
  readonly headers: Headers;
  /** How long the vendor wants to be left alone (ms), where it says so. */
  readonly afterMs: number | undefined;
  /** The vendor's own word for its refusal, where it refuses with HTTP 200. */
  readonly word?: string | undefined;
}

/** What one request ended with, other than the answer that was asked for. */
export type Fault =
  | StatusFault
  | { readonly kind: 'network'; readonly error: unknown }
  /** An answer that says yes in a form that nobody can read, or a redirect. */
  | { readonly kind: 'unreadable'; readonly status: number; readonly why: string }
  /** Nothing was sent, because the vendor let an earlier request of this process run into its deadline. */
  | { readonly kind: 'left-alone' };

/** What a call says of itself; vendors add what their faults need. */
export interface Asked {
  /** Continues "Could not …". */
  readonly doing: string;
}

type Words<Call> = string | ((fault: StatusFault, call: Call) => string);

/** One answer that a vendor gives, and what it means. */
export interface FaultRow<Call> {
  readonly on: number | readonly (number | string)[] | ((fault: StatusFault, call: Call) => boolean);
  readonly code: Code;
  /** Continues "Could not …: ", without a full stop; what the vendor said follows in brackets. */
  readonly says: Words<Call>;
  readonly next: Words<Call>;
  /** Of a write. Default: a refusal (4xx but 408, or a word) changed nothing; anything else may have. */
  readonly certainty?: 'not-done' | 'unknown';
  /** A read may be tried again. Default: for 408, 429 and 5xx. */
  readonly passing?: boolean;
  /** What is waited for where the vendor does not say. */
  readonly afterMs?: number;
  /** The vendor's words would only repeat `says`. */
  readonly unquoted?: true;
}

/** Everything that is particular about a vendor's faults. */
export interface FaultTable<Call extends Asked> {
  /** As people write it: `Vercel`. */
  readonly vendor: string;
  /** For what no row is about. */
  readonly codes: {
    readonly unreachable: Code;
    readonly answer: Code;
    readonly rateLimited: Code;
    readonly refused: Code;
  };
  /** The first that fits counts. */
  readonly rows: readonly FaultRow<Call>[];
  /** The vendor's words in the body of an error. @throws anything where it is not the vendor's form */
  readonly said?: (body: string) => string;
  /** What to do after a passing fault. */
  readonly again: string;
  /** What to do after a write that may have happened. */
  readonly unsure: string;
  /** What to do after a refusal that no row is about. */
  readonly refused?: string;
}

export interface Judgement {
  readonly code: Code;
  readonly says: string;
  readonly next: string;
  readonly certainty: 'not-done' | 'unknown';
  /** False, or how long to wait before a read is tried again. */
  readonly again: false | { readonly afterMs?: number | undefined };
}

/** One place decides for every vendor: which code, whether a write happened, whether a read is tried again. */
export function judge<Call extends Asked>(table: FaultTable<Call>, fault: Fault, call: Call): Judgement {
  const { vendor, codes } = table;
  switch (fault.kind) {
    case 'left-alone':
      return {
        code: codes.unreachable,
        says: `${vendor} did not answer an earlier call of this job in time, so Shiplock does not call it for a minute`,
        next: table.again,
        certainty: 'not-done',
        again: false,
      };
    case 'network': {
      const sent = !neverSent(fault.error);
      const why =
        wireErrorCode(fault.error) ?? (fault.error instanceof Error ? fault.error.name : 'no answer');
      return {
        code: codes.unreachable,
        says: `${vendor} did not answer (${why}${sent ? ', after the request was sent' : ''})`,
        next: sent ? table.unsure : table.again,
        certainty: sent ? 'unknown' : 'not-done',
        again: {},
      };
    }
    case 'unreadable':
      return {
        code: codes.answer,
        says: `${vendor}'s answer (HTTP ${fault.status}) is unreadable: ${fault.why}`,
        next: table.unsure,
        certainty: 'unknown',
        // A redirect stays one.
        again: fault.status < 300 ? {} : false,
      };
    case 'status':
      return judgeStatus(table, fault, call);
  }
}

function judgeStatus<Call extends Asked>(table: FaultTable<Call>, fault: StatusFault, call: Call): Judgement {
  const { status, word } = fault;
  const row = table.rows.find(({ on }) => fits(on, fault, call)) ?? general(table, fault);
  const { certainty = word === undefined ? certaintyOfStatus(status) : 'not-done' } = row;
  const { passing = status === 408 || status === 429 || status >= 500 } = row;
  const afterMs = fault.afterMs ?? row.afterMs;
  const wait = afterMs === undefined || !passing ? '' : `. Retry after ${Math.ceil(afterMs / 1000)} s`;
  return {
    code: row.code,
    says: `${words(row.says, fault, call)}${row.unquoted ? '' : quoted(table, fault)}${wait}`,
    next: words(row.next, fault, call),
    certainty,
    again: passing && { afterMs },
  };
}

/** What any vendor means by a status. */
function general<Call extends Asked>(
  { vendor, codes, unsure, refused }: FaultTable<Call>,
  { status, word }: StatusFault,
): Omit<FaultRow<Call>, 'on'> {
  if (status === 429)
    return {
      code: codes.rateLimited,
      says: `${vendor}'s rate limit is used up (HTTP 429)`,
      next: 'Rerun the phase after that time, and check what else uses the same token.',
      unquoted: true,
    };
  if (status >= 500 || status === 408)
    return { code: codes.unreachable, says: `${vendor} answered HTTP ${status}`, next: unsure };
  return {
    code: codes.refused,
    says: word === undefined ? `${vendor} refused with HTTP ${status}` : `${vendor} answered ${word}`,
    next: refused ?? `Fix the reason above. This call changed nothing at ${vendor}.`,
    ...(word === undefined ? {} : { unquoted: true }),
  };
}

function fits<Call>(on: FaultRow<Call>['on'], fault: StatusFault, call: Call): boolean {
  if (typeof on === 'function') return on(fault, call);
  if (typeof on === 'number') return on === fault.status;
  return on.includes(fault.status) || (fault.word !== undefined && on.includes(fault.word));
}

function words<Call>(given: Words<Call>, fault: StatusFault, call: Call): string {
  return typeof given === 'string' ? given : given(fault, call);
}

/** The vendor's own words; a proxy's page, say, is shown as it came. */
function quoted<Call extends Asked>({ said }: FaultTable<Call>, { text }: StatusFault): string {
  let shown = text;
  try {
    shown = said?.(text) ?? text;
  } catch {
    // Not the vendor's form: show what came.
  }
  shown = oneLine(shown);
  return shown === '' ? '' : ` (${shown})`;
}
