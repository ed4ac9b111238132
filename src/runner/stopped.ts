import { callsUnderWay } from '../release/calls-under-way.ts';
import { failure, type ShiplockError } from '../release/errors.ts';

/**
 * GitHub cancels a job with SIGINT, after 7.5 s with SIGTERM, and kills it 2.5 s later:
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-cancellation
 */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Tells the first of them, with what is under way. @param end reports the error and ends the process */
export function onStop(end: (error: ShiplockError) => Promise<void>): void {
  let told = false;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (told) return;
      told = true;
      void end(stopped(signal, callsUnderWay()));
    });
}

function stopped(signal: string, calls: readonly string[]): ShiplockError {
  const names = calls.join(', ');
  const are = calls.length > 1 ? 'were' : 'was';
  return failure({
    code: 'SHIPLOCK_STOPPED',
    what: `the job was stopped (${signal})${calls.length > 0 ? ` while ${names} ${are} under way` : '; no call was under way'}`,
    ...(calls.length > 0
      ? { done: calls.map((name) => `${name} was started; its result is not known`) }
      : {}),
    next: 'To continue, rerun the same job: it reads the record and what the vendors have, and continues from there. To go back, run rollback: it first settles what is under way.',
  });
}
