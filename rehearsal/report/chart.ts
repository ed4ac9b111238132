import { count } from '../../src/present/count.ts';
import { failed, type LoadSample } from '../load.ts';
import type { LoadStory } from '../story/model.ts';
import { html, Raw } from './html.ts';

const BUCKET_MS = 100;
const WIDTH = 1000;
const LEFT = 44;
const TOP = 60;
const BARS = 170;
const GAP = 30;
const LATENCY = 54;

interface Bucket {
  before: number;
  after: number;
  failed: number;
  slowest: number;
}

/** Answers per 100 ms, stacked by who answered, and below the slowest answer of each 100 ms. */
export function loadChart(load: LoadStory): Raw {
  const { samples } = load;
  if (samples.length === 0) return html`<p class="soft">No request was sent.</p>`;
  const start = Math.min(...samples.map((one) => one.at));
  const buckets = bucketed(samples, start, load);
  const span = buckets.length * BUCKET_MS;
  const most = Math.max(...buckets.map((one) => one.before + one.after + one.failed));
  const x = (ms: number) => LEFT + (ms / span) * (WIDTH - LEFT - 8);
  const y = (count: number) => TOP + BARS - (count / most) * BARS;
  const width = Math.max(0.8, x(BUCKET_MS) - x(0) - 0.6);
  const series = (name: keyof Bucket & ('before' | 'after' | 'failed'), below: (one: Bucket) => number) =>
    `<path class="s-${name}" d="${buckets
      .map((one, i) =>
        one[name] > 0
          ? bar(x(i * BUCKET_MS), y(below(one) + one[name]), width, y(below(one)) - y(below(one) + one[name]))
          : '',
      )
      .join('')}"/>`;
  const bars = [
    series('failed', () => 0),
    series('before', (one) => one.failed),
    series('after', (one) => one.failed + one.before),
  ].join('');
  const floor = TOP + BARS;
  const slowest = Math.max(...buckets.map((one) => one.slowest), 1);
  const bottom = floor + GAP + LATENCY;
  const latency = buckets
    .map(
      (one, i) =>
        `${i === 0 ? 'M' : 'L'}${n(x((i + 0.5) * BUCKET_MS))} ${n(bottom - (one.slowest / slowest) * LATENCY)}`,
    )
    .join('');
  const marks = load.marks.map(({ at, text }, i) => {
    const place = x(Math.min(Math.max(at - start, 0), span));
    const row = 12 + (i % 3) * 14;
    const anchor = place > WIDTH - 90 ? 'end' : 'start';
    return `<line class="mark" x1="${n(place)}" x2="${n(place)}" y1="${row + 4}" y2="${bottom}"/><text class="mark-text" x="${n(place + (anchor === 'end' ? -4 : 4))}" y="${row}" text-anchor="${anchor}">${html`${text}`.html} ${((at - start) / 1000).toFixed(1)} s</text>`;
  });
  const step = span > 24_000 ? 5 : span > 9_000 ? 2 : 1;
  const ticks = Array.from({ length: Math.floor(span / 1000 / step) + 1 }, (_, i) => i * step);
  return new Raw(`<svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + 24}" role="img" aria-label="${html`${load.title}: ${count(samples.length, 'request')}, ${load.failed} failed`.html}">
<line class="axis" x1="${LEFT}" x2="${WIDTH - 8}" y1="${floor}" y2="${floor}"/>
<text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${most}</text><text x="${LEFT - 6}" y="${floor}" text-anchor="end">0</text>
${bars}
<line class="axis" x1="${LEFT}" x2="${WIDTH - 8}" y1="${bottom}" y2="${bottom}"/>
<text x="${LEFT - 6}" y="${floor + GAP + 4}" text-anchor="end">${slowest >= 1000 ? `${(slowest / 1000).toFixed(1)} s` : `${Math.round(slowest)} ms`}</text>
<path class="latency" d="${latency}"/>
${marks.join('')}
${ticks.map((second) => `<text x="${n(x(second * 1000))}" y="${bottom + 17}" text-anchor="middle">${second} s</text>`).join('')}
</svg>${legend(load).html}`);
}

function legend(load: LoadStory): Raw {
  const [before, after] = Object.values(load.names);
  return html`<div class="legend"><span><i class="before"></i>answered by ${before ?? 'the previous release'}</span><span><i class="after"></i>answered by ${after ?? 'the new release'}</span><span><i class="fell"></i>failed (no answer, or 5xx)</span><span>line below: slowest answer of each 100 ms</span></div>`;
}

function bucketed(samples: readonly LoadSample[], start: number, load: LoadStory): Bucket[] {
  const [before] = Object.keys(load.names);
  const buckets: Bucket[] = [];
  for (const sample of samples) {
    const index = Math.floor((sample.at + sample.ms - start) / BUCKET_MS);
    while (buckets.length <= index) buckets.push({ before: 0, after: 0, failed: 0, slowest: 0 });
    const bucket = buckets[index]!;
    bucket[failed(sample) ? 'failed' : sample.release === before ? 'before' : 'after'] += 1;
    bucket.slowest = Math.max(bucket.slowest, sample.ms);
  }
  return buckets;
}

const n = (value: number): string => value.toFixed(1);
const bar = (x: number, y: number, width: number, height: number) =>
  `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h-${n(width)}z`;
