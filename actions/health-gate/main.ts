import { defineAction } from '../../src/runner/action.ts';
import { ERROR_TRACKER_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

export const action = defineAction({
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
  },
  undo: true,
  alsoRequired: ({ url }) => (url ? [] : ['database-url', 'vercel-token']),
  withoutCommit: ({ url }) => url !== undefined,
  run: async (door) => {
    const { phase, url } = door.inputs;
    if (url) {
      const { probeOnly } = await import('../../src/runner/compose-gate.ts');
      return probeOnly(door, phase, url);
    }
    const { gate, watch } = await import('../../src/release/steps/gate.ts');
    return withRelease(door, phase === 'gate' ? gate : watch);
  },
  describe,
});
