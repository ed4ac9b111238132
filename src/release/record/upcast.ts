import { z } from 'zod';
import type { JsonObject } from '../canonical.ts';
import type { EventKind, EventPhase, Is } from './events.ts';

/** An event as the chain has it. */
export interface Written {
  readonly kind: EventKind;
  readonly phase: EventPhase;
  readonly body: JsonObject;
}

const marks = z.object({
  step: z.string().optional().catch(undefined),
  what: z.string().optional().catch(undefined),
});
const done = z.object({ result: z.literal('done') });

/**
 * Bodies of version 1, which say no version, as the current one has them; the first that can be read counts. They were
 * told apart by kind, phase, and a `step` or `what`. Records with such events are out there (`version5.fixture.json` is
 * one): what is read today must be read tomorrow.
 */
export function upcast(written: Written): readonly object[] {
  const { step, what } = marks.parse(written.body);
  return shapesOf(written, step, what).map((is) => ({ ...ABSENT[is], ...written.body, v: 2, is }));
}

function shapesOf(
  { kind, phase, body }: Written,
  step: string | undefined,
  what: string | undefined,
): readonly Is[] {
  switch (kind) {
    case 'outcome':
      if (step === 'call') return ['call-ended'];
      return step === 'phase' && done.safeParse(body).success ? donePhase(phase) : [];
    case 'intent':
      return step === 'call' ? ['call-begun'] : [];
    case 'observed':
      if (step !== undefined) return optional(STEPS.get(step));
      return what === undefined ? [] : optional(LOOKS.get(what));
    case 'verdict':
      return ['verdict-given'];
    default:
      return [kind];
  }
}

function donePhase(phase: EventPhase): readonly Is[] {
  switch (phase) {
    case 'deploy':
      return ['deployed'];
    case 'promote':
      return ['promoted'];
    case 'rollback':
      return ['rolled-back'];
    case 'migrate':
      return ['migrated', 'phase-done'];
    case 'gate':
    case 'watch':
      return ['gated', 'phase-done'];
    default:
      return ['phase-done'];
  }
}

const STEPS: ReadonlyMap<string, Is> = new Map([
  ['call', 'call-settled'],
  ['approvals', 'approvals-seen'],
  ['glass-confirmed', 'glass-confirmed'],
]);
const LOOKS: ReadonlyMap<string, Is> = new Map([
  ['verify', 'schema-checked'],
  ['gate', 'gate-judged'],
  ['schema-snapshot', 'snapshot-kept'],
  ['reconciled', 'reconciled'],
]);
const optional = <T>(one: T | undefined): readonly T[] => (one === undefined ? [] : [one]);

/** What version 1 did not always say. */
const ABSENT: Partial<Readonly<Record<Is, object>>> = {
  deployed: { digest: null, adopted: false },
  migrated: { applied: [], schemaFingerprint: null },
  promoted: { outcome: 'done', deploymentId: null },
  'rolled-back': { to: null, reason: '', moved: true, undone: [] },
  planned: { hash: '', moved: [], outlook: {} },
  approved: { hash: '', evidence: {} },
  voided: { hash: '', moved: [] },
  closed: { serves: null },
};
