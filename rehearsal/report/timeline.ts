import type { EnvironmentName, Part, Story } from '../story/model.ts';
import { clock, seconds } from '../story/terminal.ts';
import { html, type Raw } from './html.ts';

const KINDS: Record<string, string> = {
  ship: 'build',
  deploy: 'build',
  plan: 'decide',
  'approval-gate': 'decide',
  migrate: 'data',
  'verify-schema': 'data',
  gate: 'gate',
  watch: 'gate',
  promote: 'move',
  'promote, run again': 'move',
  rollback: 'fell',
  finalize: 'rest',
};

const LEGEND: readonly (readonly [string, string])[] = [
  ['build', 'deploy; on staging all phases'],
  ['decide', 'plan, approval'],
  ['data', 'migrate, verify'],
  ['gate', 'gate, watch'],
  ['move', 'promote'],
  ['rest', 'finalize'],
  ['fell', 'failed, killed, rolled back'],
];

/** Every action of every release on one time axis, a lane for each environment. */
export function timeline(story: Story): Raw {
  const span = Math.max(1, story.endedAt - story.startedAt);
  const percent = (ms: number) => `${((ms / span) * 100).toFixed(2)}%`;
  const lane = (
    release: number,
    track: EnvironmentName,
  ) => html`<div class="lane ${track === 'staging' ? 'first' : ''}">
    <span class="name">${track === 'staging' ? html`<b>${release}</b> staging` : html`<b>&nbsp;&nbsp;</b> production`}</span>
    <div class="track">${story.parts.filter((part) => part.release === release && part.track === track).map((part) => bar(part))}</div>
  </div>`;
  const bar = (part: Part) => {
    const length = part.endedAt - part.startedAt;
    const kind = part.state === 'done' ? (KINDS[part.label] ?? 'rest') : 'fell';
    const label = part.label === 'approval-gate' ? 'approval' : part.label;
    // A name that would be cut says less than none; the lane is about 880 px wide.
    const wide = (length / span) * 880 > label.length * 7 + 14;
    return html`<span class="bar ${kind} ${wide ? '' : 'thin'}" style="left:${percent(part.startedAt - story.startedAt)};width:${percent(length)}" title="${part.label}, ${seconds(length)}: ${part.note}">${wide && label}</span>`;
  };
  const step = span > 150_000 ? 30_000 : 10_000;
  const ticks = Array.from({ length: Math.floor(span / step) + 1 }, (_, i) => i * step);
  return html`<div class="lanes">${story.releases.map(({ number }) => [lane(number, 'staging'), lane(number, 'production')])}
    <div class="ticks">${ticks.map((at) => html`<span style="left:${percent(at)}">${clock(at)}</span>`)}</div></div>
    <div class="legend">${LEGEND.map(([kind, text]) => html`<span><i class="${kind}"></i>${text}</span>`)}</div>`;
}
