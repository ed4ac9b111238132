import type { GateEvidence } from '../release/ports.ts';
import type { Reading } from './decision.ts';
import { round, worstState } from './evidence.ts';
import type { GateSettings } from './spec.ts';

/** A chart does not get wider than this, nor a record longer. */
const POINTS = 40;

type Point = NonNullable<GateEvidence['course']>[number];

/** How the gate got to its decision: thinned out as it gets longer, so that a gate of hours has no more points. */
export class Course {
  #points: Point[] = [];
  #everyMs = 250;

  note(spec: GateSettings, readings: readonly Reading[], elapsedMs: number): void {
    const last = this.#points.at(-1);
    if (last && elapsedMs - last.seconds * 1000 < this.#everyMs) return;
    this.#points.push(point(spec, readings, elapsedMs));
    if (this.#points.length < POINTS) return;
    this.#points = this.#points.filter((_, index) => index % 2 === 0);
    this.#everyMs *= 2;
  }

  /** With the point at which it ended. */
  ended(spec: GateSettings, readings: readonly Reading[], elapsedMs: number): readonly Point[] {
    return [...this.#points, point(spec, readings, elapsedMs)];
  }
}

function point(spec: GateSettings, readings: readonly Reading[], elapsedMs: number): Point {
  return {
    seconds: round(elapsedMs / 1000),
    logLikelihoodRatio: round(worstState(spec, readings).logLikelihoodRatio),
  };
}
