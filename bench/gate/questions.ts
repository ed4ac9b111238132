import { count } from '../../src/present/count.ts';
import { fixedWindow } from './fixed-window.ts';
import { errors, everything, HEALTHY, probes, traffic, WORST } from './scenes.ts';
import { type Outcome, type Scene, simulate } from './simulate.ts';
import { independent, runs as inRuns, outages, uneven } from './worlds.ts';

/** What the gates promise, and how often a simulation saw it broken. */
export interface Answer {
  readonly question: string;
  /** A share of the runs, or a ratio of requests. */
  readonly measured: number;
  readonly atMost: number;
  readonly outcome: Outcome;
}

interface Question {
  readonly question: string;
  readonly settings?: Parameters<typeof simulate>[0];
  /** More than one: a release that goes through all of these gates. */
  readonly scenes: readonly Scene[];
  readonly measure: (outcome: Outcome, runs: number) => number;
  readonly atMost: number;
}

const failed = (outcome: Outcome, runs: number) => outcome.fail / runs;
const passed = (outcome: Outcome, runs: number) => outcome.pass / runs;
const notInconclusive = (outcome: Outcome, runs: number) => 1 - outcome.inconclusive / runs;

/** So long a gate waits, where time is not what is asked. */
const LONG = { deadlineSeconds: 21_600 };
/** Of `gate` or `watch` alone, so that both together stay below 1 %. */
const EACH = 0.005;
/** A gate that compares, over what serves. */
const compared =
  (own: number, serving: number): Scene =>
  (next) => [probes(independent(own, next), { control: independent(serving, next) })];

export const QUESTIONS: readonly Question[] = [
  {
    question: 'defaults, healthy release (0.5 %): false alarms of gate and watch together',
    scenes: [(next) => [probes(independent(0.005, next))], (next) => [probes(independent(0.005, next))]],
    ...{ measure: failed, atMost: 0.01 },
  },
  {
    question: 'defaults, release at the worst rate (3 %): misses',
    scenes: [(next) => [probes(independent(0.03, next))]],
    ...{ measure: passed, atMost: 0.01 },
  },
  {
    question: 'defaults, release at 6 %: misses',
    scenes: [(next) => [probes(independent(0.06, next))]],
    ...{ measure: passed, atMost: 0.01 },
  },
  {
    question: 'all sources together, healthy in each: false alarms of gate and watch together',
    scenes: [everything(HEALTHY, 120), everything(HEALTHY, 120)],
    ...{ measure: failed, atMost: 0.01 },
  },
  ...(['probes', 'orders', 'requests', 'errors', 'slow'] as const).map((key) => ({
    question: `all sources together, ${key} at the worst rate: misses`,
    scenes: [everything({ ...HEALTHY, [key]: WORST[key] }, 120)],
    ...{ measure: passed, atMost: 0.01 },
  })),
  {
    question: 'new issues every few seconds: passes',
    settings: { deadlineSeconds: 600, minSeconds: 600 },
    scenes: [
      (next) => [
        probes(independent(0, next)),
        // In every run: the rate is high enough that the first minute has one.
        errors(600, independent(0, next), 600, 600, next),
      ],
    ],
    ...{ measure: passed, atMost: 0.01 },
  },
  {
    question: '1 % → 3 %: requests until it fails, as a share of a fixed window with the same errors',
    settings: { baselineFailureRate: 0.01, ...LONG },
    scenes: [(next) => [probes(independent(0.03, next))]],
    measure: (outcome, runs) => outcome.samples / runs / fixedWindow(0.01, 0.03, 0.005, 0.005),
    atMost: 0.4,
  },
  ...[3, 10, 20].map((length) => ({
    question: `failures in runs of ${count(length, 'request')}, 0.5 % in all: false alarms`,
    scenes: [((next) => [probes(inRuns(0.005, length, next))]) satisfies Scene],
    ...{ measure: failed, atMost: 2 * EACH },
  })),
  ...[0.3, 1].map((seconds) => ({
    question: `outages of ${seconds} s, 0.5 % of the time: false alarms`,
    scenes: [((next) => [probes(outages(0.005, seconds, next))]) satisfies Scene],
    ...{ measure: failed, atMost: 2 * EACH },
  })),
  {
    question: 'outages of 5 s, 0.5 % of the time, with burstSeconds: 5: false alarms',
    settings: { burstSeconds: 5 },
    scenes: [(next) => [probes(outages(0.005, 5, next))]],
    ...{ measure: failed, atMost: 2 * EACH },
  },
  {
    question: 'outages of 1 s that hit probes and traffic alike: false alarms',
    scenes: [
      (next) => {
        const shared = outages(0.005, 1, next);
        return [probes(shared), traffic('requests', 3_000, shared, next)];
      },
    ],
    ...{ measure: failed, atMost: 2 * EACH },
  },
  {
    question: 'a failure rate that changes every 5 s, 3,000 requests a minute: false alarms',
    scenes: [(next) => [traffic('requests', 3_000, uneven(0.005, next), next)]],
    ...{ measure: failed, atMost: 2 * EACH },
  },
  {
    question: 'latency, 5 % slow answers: false alarms',
    scenes: [(next) => [probes(independent(0, next), { slow: independent(0.05, next) })]],
    ...{ measure: failed, atMost: EACH },
  },
  {
    question: 'latency, 20 % slow answers: misses',
    scenes: [(next) => [probes(independent(0, next), { slow: independent(0.2, next) })]],
    ...{ measure: passed, atMost: 0.01 },
  },
  {
    question: 'latency, slow answers in runs of 10, 5 % in all: false alarms',
    scenes: [(next) => [probes(independent(0, next), { slow: inRuns(0.05, 10, next) })]],
    ...{ measure: failed, atMost: 2 * EACH },
  },
  ...[0.005, 0.05, 0.2].map((rate) => ({
    question: `comparison, both fail ${100 * rate} %: false alarms`,
    settings: LONG,
    scenes: [compared(rate, rate)],
    ...{ measure: failed, atMost: EACH },
  })),
  {
    question: 'comparison, 3 % where 0.5 % is served: misses',
    settings: LONG,
    scenes: [compared(0.03, 0.005)],
    ...{ measure: passed, atMost: 0.01 },
  },
  {
    question: 'comparison, 24 % where 5 % is served (the same odds ratio): misses',
    settings: LONG,
    scenes: [compared(0.245, 0.05)],
    ...{ measure: passed, atMost: 0.01 },
  },
  {
    question: 'comparison, outages of 5 s that hit both, 10 % of the time: false alarms',
    scenes: [
      (next) => {
        const shared = outages(0.1, 5, next);
        return [probes(shared, { control: shared })];
      },
    ],
    ...{ measure: failed, atMost: EACH },
  },
  {
    question: 'comparison of latency, 20 % slow answers of both: false alarms',
    settings: LONG,
    scenes: [
      (next) => [
        probes(independent(0, next), {
          ...{ slow: independent(0.2, next), control: independent(0, next) },
          controlSlow: independent(0.2, next),
        }),
      ],
    ],
    ...{ measure: failed, atMost: EACH },
  },
  {
    question: 'comparison of latency, 20 % slow where 5 % is served: misses',
    settings: LONG,
    scenes: [
      (next) => [
        probes(independent(0, next), {
          ...{ slow: independent(0.2, next), control: independent(0, next) },
          controlSlow: independent(0.05, next),
        }),
      ],
    ],
    ...{ measure: passed, atMost: 0.01 },
  },
  {
    question: 'no traffic: anything but inconclusive',
    scenes: [(next) => [probes(independent(0, next)), traffic('requests', 0, independent(0, next), next)]],
    ...{ measure: notInconclusive, atMost: 0 },
  },
];

export function answer(
  { question, settings = {}, scenes, measure, atMost }: Question,
  runs: number,
  seed: number,
): Answer {
  const outcome = simulate(settings, scenes, runs, seed);
  return { question, measured: measure(outcome, runs), atMost, outcome };
}
