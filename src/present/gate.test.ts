import { expect, test } from 'vitest';
import { gateMarkdown } from './gate.ts';

test('the evidence as a person reads it', async () => {
  const markdown = gateMarkdown({
    decision: 'fail',
    reason: 'probes: 9 of 20 samples failed (45.0 %)',
    evidence: {
      samples: 20,
      failures: 9,
      baselineFailureRate: 0.005,
      worstFailureRate: 0.1,
      logLikelihoodRatio: 25.857,
      acceptBound: -4.595,
      rejectBound: 4.595,
      startedAt: '2026-01-01T00:00:00.000Z',
      milliseconds: 5_250,
      sources: [
        {
          name: 'probes',
          samples: 20,
          failures: 9,
          medianMs: 31,
          p95Ms: 180,
          examples: ['GET https://x/a: HTTP 500 | <script>', 'b\nc'],
        },
        { name: 'sentry', samples: 0, failures: 2, examples: [] },
      ],
    },
  });
  await expect(markdown).toMatchFileSnapshot('./golden/gate.golden.md');
});
