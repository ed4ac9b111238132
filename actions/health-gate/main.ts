import { gate, watch } from '../../src/release/steps/gate.ts';
import { type Door, type DoorResult, type Manifest, UNDO_OUTPUT } from '../../src/runner/action.ts';
import { withRelease } from '../../src/runner/compose.ts';
import { probeOnly } from '../../src/runner/compose-gate.ts';
import { ERROR_TRACKER_INPUTS, oneOf, RELEASE_INPUTS } from '../../src/runner/inputs.ts';

export const manifest: Manifest = {
  name: 'health-gate',
  title: 'Shiplock health gate',
  description:
    'Probe the staged deployment (`gate`) or the live domains and the error tracker (`watch`), and decide with a sequential test: pass, fail or inconclusive.',
  inputs: [
    ...RELEASE_INPUTS,
    ...ERROR_TRACKER_INPUTS,
    'phase',
    'url',
    'vercel-protection-bypass',
    'sentry-issues-token',
    'lease-wait-minutes',
  ],
  required: ['environment'],
  outputs: {
    decision: '`pass`, `fail` or `inconclusive`.',
    reason: 'The reason, in one sentence.',
    evidence: 'Counts, likelihood and samples, as JSON.',
    ...UNDO_OUTPUT,
  },
};

export function main(door: Door): Promise<DoorResult> {
  const phase = oneOf(door.inputs, 'phase', ['gate', 'watch'] as const) ?? 'gate';
  if (door.inputs.url) return probeOnly(door, phase, door.inputs.url);
  return withRelease(door, (context) => (phase === 'gate' ? gate(context) : watch(context)));
}

export { describe } from '../../src/runner/compose.ts';
