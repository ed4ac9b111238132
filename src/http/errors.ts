import { redact, redactor } from '../present/redact.ts';
import { cut } from '../present/text.ts';
import { CODES } from '../release/codes.ts';
import { firstLine, OutsideCallError, type Problem, ShiplockError } from '../release/errors.ts';
import { type Asked, type Fault, type FaultTable, type Judgement, judge } from './faults.ts';
import { wireErrorCode } from './wire.ts';

/** Hides a client's secrets and all that the process knows of, in every form in which they may be said back. */
export type Hide = (text: string) => string;

export function hiding(secrets: readonly string[]): Hide {
  const own = redactor(secrets);
  return (text) => redact(own(text));
}

/** Of a read: whatever became of it, it changed nothing. What settings can fix is a ShiplockError of that kind. */
export function readError<C extends Asked>(
  table: FaultTable<C>,
  fault: Fault,
  call: C,
  hide: Hide,
): ShiplockError {
  const error = harmlessError(table, fault, call, hide);
  return CODES[error.code].kind === 'configuration' ? new ShiplockError(error.problem) : error;
}

/** Of a write that changes nothing that anybody sees, such as bytes that are kept by their digest. */
export function harmlessError<C extends Asked>(
  table: FaultTable<C>,
  fault: Fault,
  call: C,
  hide: Hide,
): OutsideCallError {
  const notDone = [`this request changed nothing at ${table.vendor}`];
  return failed(table, judge(table, fault, call), { fault, call, hide, certainty: 'not-done', notDone });
}

/** Of a write: what was and was not done by it, as far as anybody can tell from here. */
export function writeError<C extends Asked>(
  table: FaultTable<C>,
  fault: Fault,
  call: C,
  hide: Hide,
): OutsideCallError {
  const { vendor } = table;
  const judged = judge(table, fault, call);
  const { certainty } = judged;
  if (certainty === 'not-done') {
    const notDone = [`${vendor} did not ${call.doing}`];
    return failed(table, judged, { fault, call, hide, certainty, notDone });
  }
  const done = [`${vendor} was asked once to ${call.doing}, and may have done it`];
  return failed(table, judged, { fault, call, hide, certainty, done, notDone: ['it was not asked again'] });
}

/** What is said of one fault. */
const LONGEST = 500;

function failed<C extends Asked>(
  table: FaultTable<C>,
  judged: Judgement,
  was: Pick<Problem, 'done' | 'notDone'> & {
    readonly fault: Fault;
    readonly call: C;
    readonly hide: Hide;
    readonly certainty: 'not-done' | 'unknown';
  },
): OutsideCallError {
  const { fault, call, hide, certainty, done, notDone } = was;
  const next = judged.next === table.unsure && certainty === 'not-done' ? table.again : judged.next;
  const shown = (text: string) => cut(hide(text), LONGEST);
  const problem: Problem = {
    code: judged.code,
    what: `Could not ${shown(call.doing)}: ${shown(judged.says)}.`,
    ...(done ? { done: done.map(shown) } : {}),
    ...(notDone ? { notDone: notDone.map(shown) } : {}),
    next: shown(next),
  };
  return new OutsideCallError(problem, { certainty, ...details(fault, hide) });
}

function details(fault: Fault, hide: Hide): { status?: string | number | undefined; cause?: unknown } {
  if (fault.kind === 'status') return { status: fault.word ?? fault.status };
  if (fault.kind === 'unreadable') return { status: fault.status };
  if (fault.kind === 'left-alone') return {};
  const code = wireErrorCode(fault.error);
  // A library's error may name the address or a header: its first line is kept, without secrets.
  return { status: code, cause: Object.assign(new Error(hide(firstLine(fault.error))), { code }) };
}
