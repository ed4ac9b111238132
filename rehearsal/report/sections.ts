import { Marked } from 'marked';
import { count } from '../../src/present/count.ts';
import type { Part, RecordStory, ReleaseStory, Story } from '../story/model.ts';
import { seconds } from '../story/terminal.ts';
import { loadChart } from './chart.ts';
import { html, Raw } from './html.ts';

const marked = new Marked({ gfm: true });

/** A job summary as the code host shows it. It is our own text; what came from outside was escaped where it was made. */
export const markdown = (text: string): Raw => new Raw(marked.parse(text, { async: false }));

/** A plan of few files is shown unfolded. */
function plan(text: string): Raw {
  const few = text.split('<details>').length <= 3;
  return markdown(few ? text.replaceAll('<details>', '<details open>') : text);
}

const pill = (good: boolean, text: string) =>
  html`<span class="pill ${good ? 'good' : 'bad'}">${text}</span>`;

export function claims(story: Story, release: number | undefined): Raw {
  const own = story.claims.filter((claim) => claim.release === release);
  return html`<ul class="claims">${own.map(({ held, text }) => html`<li class="${held ? '' : 'broken'}">${text}</li>`)}</ul>`;
}

export function whatHappened(story: Story): Raw {
  return html`<div class="card scroll"><table><thead><tr><th></th><th>release</th><th>what happened</th><th>approved by</th><th class="num">on staging</th><th class="num">in production</th></tr></thead><tbody>
    ${story.releases.map(
      (
        release,
      ) => html`<tr><td><b>${release.number}</b></td><td>${release.title}<br><small class="mono">${release.commit.slice(0, 12)} by ${release.author}</small></td><td>${release.outcome}</td>
        <td>${release.approvedBy || '–'}</td><td class="num">${spent(story, release, 'staging')}</td><td class="num">${spent(story, release, 'production')}</td></tr>`,
    )}</tbody></table></div>`;
}

function spent(story: Story, release: ReleaseStory, track: Part['track']): string {
  const own = story.parts.filter((part) => part.release === release.number && part.track === track);
  return own.length === 0
    ? '–'
    : seconds(own.reduce((total, part) => total + part.endedAt - part.startedAt, 0));
}

export function releaseSection(story: Story, release: ReleaseStory): Raw {
  const parts = story.parts.filter((part) => part.release === release.number);
  const loads = story.loads.filter((load) => load.release === release.number);
  const gates = parts.filter(
    (part) => part.track === 'production' && ['gate', 'watch'].includes(part.label) && part.summary,
  );
  return html`<h2 id="release-${release.number}">Release ${release.number}: ${release.title}</h2>
  <p class="soft">${release.about}</p>
  <div class="card">${claims(story, release.number)}</div>
  ${loads.map(
    (load) => html`<div class="card"><b>${load.title}</b>
      <p class="soft">${count(load.samples.length, 'request')} at ${load.perSecond.toFixed(0)} a second through the production domain, ${load.failed} failed. Answers per 100 ms:</p>${loadChart(load)}</div>`,
  )}
  ${
    release.planMarkdown !== '' &&
    html`<h3>The plan as its approver saw it</h3><div class="comment"><div class="by"><b>github-actions[bot]</b> on pull request #${release.pull}</div><div class="body">${plan(release.planMarkdown)}</div></div>
    ${release.approvedBy !== '' && html`<div class="comment"><div class="by"><b>${release.approvedBy}</b> approved <code>${release.planHash.slice(0, 12)}</code></div></div>`}`
  }
  ${gates.length > 0 && html`<h3>Gate evidence</h3><div class="two">${gates.map((part) => html`<div class="comment"><div class="by">${part.label === 'gate' ? 'before traffic, on the staged deployment' : 'after traffic moved, through the domain'}</div><div class="body">${markdown(part.summary)}</div></div>`)}</div>`}
  <h3>Phases</h3><div class="card scroll">${phases(story, parts)}</div>`;
}

function phases(story: Story, parts: readonly Part[]): Raw {
  return html`<table><thead><tr><th class="num">at</th><th>environment</th><th>action</th><th class="num">took</th><th>result</th></tr></thead><tbody>${parts
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .map(
      (
        part,
      ) => html`<tr><td class="num">${seconds(part.startedAt - story.startedAt)}</td><td>${part.track}</td><td class="nowrap">${part.label} ${part.state !== 'done' && pill(part.expected, part.expected ? `${part.state}, as meant` : part.state)}</td><td class="num">${seconds(part.endedAt - part.startedAt)}</td>
      <td><details class="log"><summary>${part.note}</summary><pre>${part.log.join('\n')}</pre></details></td></tr>`,
    )}</tbody></table>`;
}

export function recordSection(story: Story, record: RecordStory): Raw {
  const number = (id: string) =>
    story.releases.find((one) => one.ids[record.environment] === id)?.number ?? '';
  return html`<h3>${record.environment}</h3><div class="card">
    <p>${pill(record.intact, record.intact ? 'chain verified' : 'chain broken')} <span class="mono">${record.verified}</span></p>
    <details><summary>${count(record.rows.length, 'event')}, each with the hash of the previous one</summary><div class="scroll"><table>
    <thead><tr><th class="num">seq</th><th>at (UTC)</th><th>release</th><th>by</th><th>phase</th><th>kind</th><th>what</th><th>previous</th><th>hash</th></tr></thead>
    <tbody>${record.rows.map((row) => html`<tr><td class="num">${row.seq}</td><td class="nowrap mono">${row.at.slice(11, 23)}</td><td>${number(row.release)}</td><td>${row.actor}</td><td>${row.phase}</td><td>${row.kind}</td><td class="mono">${row.what}</td><td class="mono soft">${row.prevHash.slice(0, 10)}</td><td class="mono">${row.hash.slice(0, 10)}</td></tr>`)}</tbody></table></div></details></div>`;
}

export function times(story: Story): Raw {
  return html`<div class="card scroll"><table><tbody>${story.times.map(({ what, milliseconds }) => html`<tr><td>${what}</td><td class="num">${seconds(milliseconds)}</td></tr>`)}
  <tr><td><b>all of it</b></td><td class="num"><b>${seconds(story.endedAt - story.startedAt)}</b></td></tr></tbody></table></div>`;
}
