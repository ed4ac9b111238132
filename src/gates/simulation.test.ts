import { describe, expect, test } from 'vitest';
import { answer, QUESTIONS } from '../../bench/gate/questions.ts';
import { probes } from '../../bench/gate/scenes.ts';
import { simulate } from '../../bench/gate/simulate.ts';
import { independent, runs as inRuns } from '../../bench/gate/worlds.ts';
import { healthyNewIssues } from './new-issues.ts';

const RUNS = 200;

/** `npm run bench:gate` asks the same 10,000 times; so few runs add noise of their own, of three standard errors. */
describe('what the gates promise, in a few hundred simulated releases', () => {
  test.each(QUESTIONS.map((question) => [question.question, question] as const))('%s', (_name, question) => {
    const { measured, atMost, outcome } = answer(question, RUNS, 11);
    const noise = 3 * Math.sqrt((Math.max(atMost, 0.005) * (1 - atMost)) / RUNS);
    expect(outcome.pass + outcome.fail + outcome.inconclusive).toBe(RUNS);
    expect(measured).toBeLessThanOrEqual(
      atMost === 0 ? 0 : atMost + Math.min(noise, atMost === 0.4 ? 0.04 : 1),
    );
  });

  test('the guard against bursts is what holds false alarms down', () => {
    const scene = [(next: () => number) => [probes(inRuns(0.005, 10, next))]];
    const naive = simulate({ burstSeconds: 0 }, scene, RUNS, 3);
    const guarded = simulate({}, scene, RUNS, 3);
    expect(naive.fail / RUNS).toBeGreaterThan(0.03);
    expect(guarded.fail / RUNS).toBeLessThan(0.03);
  });

  test('a release at the worst rate does fail, and a healthy one passes', () => {
    const bad = simulate({}, [(next) => [probes(independent(0.03, next))]], RUNS, 5);
    const good = simulate({}, [(next) => [probes(independent(0.002, next))]], RUNS, 5);
    expect(bad.fail / RUNS).toBeGreaterThan(0.9);
    expect(good.pass / RUNS).toBeGreaterThan(0.95);
  });
});

describe('new issues', () => {
  test.each([
    // Two minutes at 0.05 an hour: the first one is no chance.
    [(0.05 * 120) / 3600, 0.0025, 0],
    [0.05, 0.0025, 1],
    [0.05 * 6, 0.0025, 3],
    [0, 0.005, 0],
    [50, 0.005, 69],
  ])('a mean of %d with alpha %d explains %i', (mean, alpha, issues) => {
    expect(healthyNewIssues(mean, alpha)).toBe(issues);
  });
});
