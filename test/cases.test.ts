import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../scripts/project.ts';

type At = readonly [file: string, title: string];

const HOSTING = 'src/hosting';
const RELEASE = 'test/release';
const jobs = (title: string): At => [`${HOSTING}/jobs-and-domains.test.ts`, title];
const beside = (title: string): At => [`${HOSTING}/beside.test.ts`, title];
const deploy = (title: string): At => [`${HOSTING}/deploy.test.ts`, title];
const traffic = (title: string): At => [`${HOSTING}/traffic.test.ts`, title];
const gate = (title: string): At => ['src/gates/gate.test.ts', title];
const once = (title: string): At => ['src/gates/judge-once.test.ts', title];
const slack = (title: string): At => ['src/notices/slack.integration.test.ts', title];
const decide = (title: string): At => ['src/approval/decide.test.ts', title];
const sentry = (title: string): At => ['src/errortracker/sentry.integration.test.ts', title];
const forged = (title: string): At => ['test/attacks/row-2-3-forged-proposals.test.ts', title];
const release = (file: string, title: string): At => [`${RELEASE}/${file}.test.ts`, title];
const underWay = (title: string): At => release('rollback-under-way', title);

const CASES: Readonly<Record<string, readonly [At, At, At, ...At[]]>> = {
  'a canary that is rolled back': [
    release('rolling', 'and the rollback action aborts it from another job'),
    underWay('job that brings the release is aborted by a write'),
    underWay('a job of somebody else is not aborted'),
  ],
  'two apps of one name': [
    release('two-apps', 'is deployed and has no release to replace'),
    release('two-apps', 'each replaces, and rolls back to, its own'),
    release('two-apps', 'a release id of the other one is refused by name'),
  ],
  'a wildcard domain': [
    jobs('a wildcard is not asked, and is named'),
    jobs('where all are wildcards, nothing is asked and nothing is claimed'),
    jobs('a wildcard that the settings list is not asked either'),
  ],
  'a domain elsewhere': [
    beside('is left out of the confirmation, with a word'),
    beside('is named for the plan, and for the watch'),
    beside('leaves the aliases as the proof where no domain is left'),
  ],
  'a protected domain': [
    [`${HOSTING}/served.test.ts`, 'the domain itself is asked with the secret'],
    jobs('a page that asks people to sign in proves nothing and stops nothing'),
    once('no domain at all, or one behind protection, is inconclusive'),
  ],
  'HTML at the confirm path': [
    jobs('a page as the answer does not undo what every domain shows'),
    [`${HOSTING}/decide.test.ts`, 'is looked at for a while, and is then done, unproved by the application'],
    traffic('an application that cannot tell is no proof'),
  ],
  'a release that the tracker has not seen': [
    gate('is undecided, with the reason and what to set'),
    gate('is undecided where the application reports under another name'),
    gate('is undecided where it reports under another environment'),
  ],
  'a source that is away for a while': [
    gate('a source that is down for a while is waited for'),
    gate('a source that cannot be read at the deadline is inconclusive'),
    once('is read again until it can be, and the watch passes'),
  ],
  'a build that fails once': [
    underWay('is built anew when it is asked for again'),
    deploy('is not found when the same release is staged again'),
    [`${HOSTING}/staged.test.ts`, 'of several it takes the oldest that did not fail'],
  ],
  'a staged deployment that is deleted': [
    release('staged-gone', 'is found by plan, and by migrate before anything migrates'),
    release('staged-gone', 'after the gate stops the promote'),
    deploy('a deployment that is deleted while it is built ends at once'),
  ],
  'rolled back on staging': [
    forged('is void once the commit was rolled back there'),
    [`${RELEASE}/guards.test.ts`, 'SHIPLOCK_PLAN_NOT_PROVED'],
    ['test/attacks/row-21-guards.test.ts', 'SHIPLOCK_PLAN_NOT_PROVED'],
    release(
      'drill',
      'a way back that does not pass is told, fails no release, and production that requires it',
    ),
  ],
  'moved by hand': [
    release('moved-by-hand', 'a deployment that no release made'),
    release('moved-by-hand', 'an older release that somebody promoted'),
    release('moved-by-hand', 'one that was deleted since'),
  ],
  'Git integration that deploys': [
    beside('are told on the plan, with what switches them off'),
    beside('are not told where nothing is connected, or they are switched off'),
    beside('are looked for in the folder that Vercel builds'),
  ],
  BLOCKED: [
    deploy('BLOCKED ends at once, with the reason'),
    deploy('BLOCKED while it is built ends at once, and not at the deadline'),
    deploy("['BLOCKED', 'ERROR', 'CANCELED']"),
  ],
  'an upload that is refused': [
    deploy('test.each([402, 403, 413])'),
    deploy('a file whose upload fails for a while is sent again'),
    deploy('files that Vercel misses again and again end as refused'),
  ],
  'approvals that do not count': [
    decide("'a bot gave it'"),
    decide("'edited after it was written'"),
    decide("'Author wrote the commit'"),
  ],
  'a notice into a thread': [
    slack('what a job says during a release is a reply, whole'),
    slack('before a release has a message, it gets one'),
    slack('a lost answer repeats no part of a long reply'),
  ],
  'a preview': [
    ['src/codehost/stand-in.integration.test.ts', 'previews are transient, have status and URL'],
    ['src/runner/preview-close.integration.test.ts', 'retires the previews of the closed pull request alone'],
    release('preview', 'the previous release; with `to`, the one that is named'),
  ],
  'a pin by setting': [
    jobs('by a setting pins nothing, before any job and after a promote'),
    jobs('by a rollback is a pin'),
    traffic('knows a pin and a rolling release'),
  ],
  'a repository that is called otherwise': [
    sentry('is told with the names that Sentry knows, and the setting'),
    sentry("'it knows none'"),
    sentry("'the list cannot be read'"),
  ],
  'a second try over a person': [
    underWay("'promoted a hot fix'"),
    underWay("'pinned what serves'"),
    underWay("'is moving traffic right now'"),
  ],
  'a late job': [
    jobs("'after 15 reads'"),
    jobs("'queued'"),
    jobs('is undecided at the deadline, never "not done"'),
  ],
  'an older failure': [
    jobs('ten seconds ago is not ours'),
    jobs('before a rollback to the same deployment is not ours'),
    jobs('does not hide that ours fails too, and later'),
    traffic("'yesterday'"),
  ],
  'an old pending job': [
    jobs("'pending for three days'"),
    jobs("'in a state that nobody knows, for two hours'"),
    jobs('that began a minute ago stands in the way'),
  ],
  'killed, then rolled back': [
    underWay('a promote that lands while the rollback waits is rolled back'),
    underWay('a promote that may still land keeps the release open'),
    underWay('a promote that never happened is closed as abandoned'),
  ],
  'a list that starts over': [
    jobs("'the same page'"),
    jobs("'two pages in turn'"),
    [
      'src/errortracker/sessions.integration.test.ts',
      'a list of issues that names %s again ends with an error',
    ],
    ['src/codehost/github.integration.test.ts', 'a list that names %s again ends with an error'],
  ],
};

test.each(Object.entries(CASES))('%s: a test of it, and two of its neighbours', async (_case, tests) => {
  expect(new Set(tests.map((one) => one.join())).size).toBeGreaterThanOrEqual(3);
  for (const [file, title] of tests) expect(await readFile(path.join(root, file), 'utf8')).toContain(title);
});

test('all 26 cases are there', () => {
  expect(Object.keys(CASES)).toHaveLength(26);
});
