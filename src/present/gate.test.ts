import { expect, test } from 'vitest';
import { gateMarkdown, sparkline } from './gate.ts';

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
      course: [0, 1, 2, 3, 4].map((seconds) => ({ seconds, logLikelihoodRatio: 6.4 * seconds })),
      sources: [
        {
          name: 'probes',
          samples: 20,
          failures: 9,
          medianMs: 31,
          p95Ms: 180,
          examples: ['GET https://x/a: HTTP 500 | <script>', 'b\nc'],
        },
        {
          ...{ name: 'compared', samples: 40, failures: 1, timed: 39, slow: 4, medianMs: 20, p95Ms: 90 },
          control: { samples: 40, failures: 2 },
          examples: [],
        },
        { name: 'sentry', samples: 0, failures: 2, examples: [] },
      ],
    },
  });
  await expect(markdown).toMatchFileSnapshot('./golden/gate.golden.md');
});

test('the course in one line, from the pass bound at the bottom to the fail bound at the top', () => {
  const course = [-9, -4.5, 0, 2, 4.5, 90].map((logLikelihoodRatio, seconds) => ({
    seconds,
    logLikelihoodRatio,
  }));
  expect(sparkline({ course, acceptBound: -4.595, rejectBound: 4.595 })).toBe('▁▁▅▆██');
});
