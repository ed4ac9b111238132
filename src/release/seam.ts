import type { z } from 'zod';
import { underWay } from './calls-under-way.ts';
import { canonical, type JsonObject, toJson } from './canonical.ts';
import { failure, firstLine, OutsideCallError, ShiplockError } from './errors.ts';
import type { Phase } from './phases.ts';
import type { NotAfter } from './ports.ts';
import type { Saying } from './record/events.ts';
import type { RecordEvent } from './record/record.ts';
import { foldState } from './state.ts';

/** What reading the vendor's state says about a call whose answer was lost. */
export type Reconciled<T> =
  | { readonly state: 'done'; readonly result: T }
  | { readonly state: 'not-done' }
  | { readonly state: 'ambiguous'; readonly why: string };

/** A call that leaves the process and changes something out there: one of `calls/`, with what it is asked now. */
export interface OutsideCall<T extends object> {
  /** `vendor.verb`, e.g. `vercel.promote`: the name that faults, logs and runbooks use. */
  readonly name: string;
  /** Tells two calls of the same name in one release apart. */
  readonly key?: string;
  /** What is asked for: shown by dry runs, kept in the record. Never a secret. */
  readonly request: JsonObject;
  /** How an answer that the record kept is read again. */
  readonly result: z.ZodType<T>;
  /** Hands `notAfter` on to whatever sends the request. */
  readonly run: (notAfter: NotAfter | undefined) => Promise<T>;
  /**
   * Reads the vendor's state after a crash or a lost answer; `since` is when the intent was written (ms), `accepted`
   * whether the vendor said yes to the request.
   * `finds-first`: run() itself looks for its own earlier work before it writes, so running it again is the reconciliation.
   */
  readonly reconcile: ((since: number, accepted: boolean) => Promise<Reconciled<T>>) | 'finds-first';
  /** What a dry run goes on with instead of the answer. */
  readonly assume?: () => T;
  /** The vendor only accepts the request and works on: the outcome is what `reconcile` reads after `run`. */
  readonly accepted?: boolean;
}

/** What the record keeps of a call. */
export type CallSaying = Extract<Saying, { call: string }>;

/** Where the seam writes: one release, one phase, one token. */
export interface Journal {
  readonly phase: Phase;
  append(saying: CallSaying): Promise<void>;
  events(): readonly RecordEvent[];
  /**
   * The lease under which this phase works; renewed first where it has run out and nobody has taken it.
   * @throws SHIPLOCK_LEASE_STALE. Undefined: a phase that needs none.
   */
  readonly lease?: (() => Promise<NotAfter | undefined>) | undefined;
}

interface Earlier {
  /** When it was begun (ms); 0 where the record does not say. */
  readonly intentAt: number;
  /** As the record kept it; undefined: nothing is known of it. */
  readonly answer?: unknown;
}

type Unnamed<Each> = Each extends CallSaying ? Omit<Each, 'call' | 'key'> : never;

/**
 * The one seam. Write ahead `intent` → call → append `outcome`. An intent without outcome is reconciled by reading;
 * a write is never blindly repeated.
 */
export class Seam {
  readonly #journal: Journal;
  readonly #say: (line: string) => void;
  readonly #dryRun: boolean;
  readonly planned: { name: string; request: JsonObject }[] = [];

  constructor(journal: Journal, options: { say: (line: string) => void; dryRun: boolean }) {
    this.#journal = journal;
    this.#say = options.say;
    this.#dryRun = options.dryRun;
  }

  /** Makes the call at most once a release, and none past its lease. In a dry run it prints it and answers undefined. */
  async write<T extends object>(call: OutsideCall<T>): Promise<T | undefined> {
    return this.#write(call, this.#journal.lease);
  }

  async #write<T extends object>(call: OutsideCall<T>, lease: Journal['lease']): Promise<T | undefined> {
    if (this.#dryRun) {
      this.planned.push({ name: call.name, request: call.request });
      this.#say(
        `dry run: would call ${call.name} ${canonical(call.request)}, with an intent before and an outcome after in the record`,
      );
      return call.assume?.();
    }
    return underWay(call.name, () => this.#made(call, lease));
  }

  async #made<T extends object>(call: OutsideCall<T>, lease: Journal['lease']): Promise<T | undefined> {
    const earlier = this.#earlier(call);
    // An answer that cannot be read is one that was lost: the vendor's state says it again.
    const known = call.result.safeParse(earlier?.answer);
    if (known.success && earlier?.answer !== undefined) return known.data;
    if (earlier?.intentAt !== undefined && call.reconcile !== 'finds-first') {
      this.#say(`${call.name}: an earlier attempt has no recorded outcome; reading the vendor's state`);
      const settled = await this.#settle(call, earlier.intentAt);
      if (settled) {
        this.#say(`${call.name}: already done, not repeated`);
        return settled;
      }
    }
    const notAfter = await lease?.();
    const since = Date.now();
    await this.#append(call, { is: 'call-begun', request: call.request, atMs: since });
    let result: T;
    try {
      notAfter?.check(call.name);
      result = await call.run(notAfter);
    } catch (error) {
      return this.#afterFailure(call, since, error);
    }
    if (call.accepted) return this.#confirm(call, since);
    await this.#tell(call, { is: 'call-ended', result: 'done', value: toJson(result) });
    return result;
  }

  async #confirm<T extends object>(call: OutsideCall<T>, since: number): Promise<T> {
    const settled = await this.#settle(call, since, true);
    if (settled) return settled;
    throw failure({
      code: 'SHIPLOCK_OUTSIDE_CALL_NOT_DONE',
      what: `${call.name} was accepted, but its job ended without doing it`,
      done: [`${call.name} was requested once`],
      notDone: ['it had no effect, and it was not requested again'],
      next: 'Check the vendor’s own page for the reason. Then rerun the same job: it reads the state first and continues from there.',
    });
  }

  async #afterFailure<T extends object>(call: OutsideCall<T>, since: number, error: unknown): Promise<T> {
    const uncertain = !(error instanceof OutsideCallError) || error.certainty === 'unknown';
    if (
      uncertain &&
      call.reconcile !== 'finds-first' &&
      !(error instanceof ShiplockError && !(error instanceof OutsideCallError))
    ) {
      this.#say(`${call.name}: the answer was lost (${firstLine(error)}); reading the vendor's state`);
      const settled = await this.#settle(call, since);
      if (settled) return settled;
    }
    const settled = this.#append(call, { is: 'call-ended', result: 'failed', error: firstLine(error) });
    // Whoever took over reads the vendor's state; that nothing was sent is what this process has to tell.
    await (isExpired(error) ? settled.catch(() => undefined) : settled);
    throw error;
  }

  /** Appends `observed`; undefined when the call was not done. @throws SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS */
  async #settle<T extends object>(
    call: OutsideCall<T>,
    since: number,
    accepted = false,
  ): Promise<T | undefined> {
    if (call.reconcile === 'finds-first') return undefined;
    const found = await lookedAt(call.reconcile, since, accepted);
    if (found.state === 'done') {
      await this.#tell(call, { is: 'call-settled', result: 'done', value: toJson(found.result) });
      return found.result;
    }
    if (found.state === 'not-done') {
      await this.#tell(call, { is: 'call-settled', result: 'not-done' });
      return undefined;
    }
    await this.#tell(call, { is: 'call-settled', result: 'ambiguous', why: found.why });
    throw undecided(call.name, found.why, 'cause' in found ? found.cause : undefined);
  }

  /**
   * Appends what came of a call that was sent.
   * @throws SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS if the record cannot be told: the next run reads it from the vendor
   */
  async #tell(
    call: Pick<OutsideCall<object>, 'name' | 'key' | 'reconcile'>,
    what: Unnamed<CallSaying>,
  ): Promise<void> {
    try {
      await this.#append(call, what);
    } catch (error) {
      if (call.reconcile === 'finds-first' || isTaken(error)) throw error;
      throw undecided(call.name, `what came of it could not be recorded: ${firstLine(error)}`, error);
    }
  }

  /** What the record says of this very call in this phase: sent, answered, or neither. */
  #earlier(call: { name: string; key?: string }): Earlier | undefined {
    let at: Earlier | undefined;
    for (const one of foldState(this.#journal.events()).calls) {
      if (one.phase !== this.#journal.phase || one.name !== call.name || one.key !== (call.key ?? ''))
        continue;
      if (one.state === 'begun') at = { intentAt: one.atMs };
      else if (one.state === 'done') at = { intentAt: at?.intentAt ?? 0, answer: one.value ?? null };
      else if (one.state !== 'ambiguous') at = undefined;
    }
    return at;
  }

  #append(call: { name: string; key?: string }, what: Unnamed<CallSaying>): Promise<void> {
    return this.#journal.append({ ...what, call: call.name, ...(call.key ? { key: call.key } : {}) });
  }

  /**
   * A projection of the record into a vendor (deployment status, notice, error-tracker deploy). It may be gone or
   * refuse: that is a warning, recorded as skipped, and never the release's failure.
   */
  async project<T extends object>(
    call: OutsideCall<T>,
    warn: (line: string) => void,
  ): Promise<T | undefined> {
    try {
      return await this.#write(call, undefined);
    } catch (error) {
      if (isTaken(error)) throw error;
      warn(`${call.name} was skipped: ${firstLine(error)}`);
      return undefined;
    }
  }
}

/** What cannot be read leaves the call undecided, whatever the reason: a refused token included. */
async function lookedAt<T>(
  look: (since: number, accepted: boolean) => Promise<Reconciled<T>>,
  since: number,
  accepted: boolean,
): Promise<Reconciled<T> | { readonly state: 'ambiguous'; readonly why: string; readonly cause: unknown }> {
  try {
    return await look(since, accepted);
  } catch (cause) {
    if (isTaken(cause)) throw cause;
    return { state: 'ambiguous', why: firstLine(cause), cause };
  }
}

function undecided(name: string, why: string, cause: unknown): ShiplockError {
  const first = cause instanceof ShiplockError ? `${cause.problem.next} Then check` : 'Check';
  return failure(
    {
      code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
      what: `${name} was sent, but Shiplock cannot tell whether it happened: ${why}`,
      done: [`${name} was sent once`],
      notDone: ['it was not sent again'],
      next: `${first} the vendor’s own page; when its state is settled, rerun the same job: it reads the state and continues.`,
    },
    cause,
  );
}

const isExpired = (error: unknown): boolean =>
  error instanceof ShiplockError && error.code === 'SHIPLOCK_LEASE_EXPIRED';
/** By another process, which has to be told as what it is. */
const isTaken = (error: unknown): boolean =>
  error instanceof ShiplockError && error.code === 'SHIPLOCK_LEASE_STALE';
