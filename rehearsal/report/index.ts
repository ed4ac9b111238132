import { count } from '../../src/present/count.ts';
import type { Story } from '../story/model.ts';
import { clock } from '../story/terminal.ts';
import { html, Raw } from './html.ts';
import { claims, recordSection, releaseSection, times, whatHappened } from './sections.ts';
import { slackThread } from './slack.ts';
import { STYLE } from './style.ts';
import { timeline } from './timeline.ts';

/** The whole report as one file: no script, nothing loaded from elsewhere. */
export function renderReport(story: Story): string {
  const held = story.claims.filter((claim) => claim.held).length;
  const good = story.broken === undefined && held === story.claims.length && held > 0;
  const day = new Date(story.startedAt).toISOString();
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Shiplock rehearsal: ${good ? 'every claim held' : 'a claim did not hold'}</title><style>${new Raw(STYLE)}</style></head><body>
<header class="top"><h1>Shiplock rehearsal</h1>
<p class="soft">${count(story.releases.length, 'release')} from a pull request to production, run by the built actions against Vercel, Supabase, GitHub, Sentry and Slack on one machine. ${day.slice(0, 16).replace('T', ' ')} UTC, ${story.facts.map(([name, value]) => `${name} ${value}`).join(', ')}.</p>
<div class="verdict ${good ? '' : 'bad'}"><span class="sign">${good ? '✓' : '✗'}</span><span>${good ? `All ${held} claims held` : (story.broken ?? `${story.claims.length - held} of ${count(story.claims.length, 'claim')} did not hold`)}<small>in ${clock(story.endedAt - story.startedAt)} minutes, real builds included</small></span></div>
<nav><a href="#happened">What happened</a><a href="#timeline">Timeline</a>${story.releases.map(({ number }) => html`<a href="#release-${number}">Release ${number}</a>`)}<a href="#slack">Slack</a><a href="#record">Record</a><a href="#times">Times</a></nav>
</header><main>
<h2 id="happened">What happened</h2>${whatHappened(story)}
<h2 id="timeline">Timeline</h2><div class="card">${timeline(story)}</div>
${story.releases.map((release) => releaseSection(story, release))}
<h2 id="slack">Slack, #releases</h2><div class="card">${slackThread(story)}</div>
<h2 id="record">The record</h2><div class="card">${claims(story, undefined)}</div>${story.records.map((record) => recordSection(story, record))}
<h2 id="times">What took how long</h2>${times(story)}
</main><footer>Times are of this machine. Everything here was read from the record, the actions’ own output and the stand-ins’ access log.</footer></body></html>`
      .html
  }\n`;
}
