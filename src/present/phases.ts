import type { AppliedMigration } from '../release/ports.ts';
import { count } from './count.ts';
import { code, fenced, link, text } from './markdown.ts';
import { type HeldFiles, heldBack, waitingLine } from './waiting.ts';

/** What each phase leaves in the job summary. `state` is that of its result. */
type State = 'done' | 'already' | 'waiting' | 'planned';

/** A phase's part of the summary. */
export function section(title: string, body: string): string {
  return `### ${title}\n\n${body.trimEnd()}\n`;
}

export const deployMarkdown = (staged: { readonly id: string; readonly url: string } | undefined): string =>
  section(
    'deploy',
    staged
      ? `Staged as ${link(staged.id, staged.url)}; no domain was moved.`
      : 'Dry run: nothing was uploaded.',
  );

/** The end of a build's log. */
export const buildLogMarkdown = (log: readonly string[]): string => fenced(log.join('\n'), 'text').join('\n');

export function migrateMarkdown(
  state: State,
  applied: readonly AppliedMigration[],
  wanted: number,
  held: HeldFiles | undefined,
): string {
  const waiting = held ? heldBack(held) : '';
  const table =
    applied.length > 0
      ? [
          '| migration | time | lock retries |',
          '| --- | --- | --- |',
          ...applied.map((m) => `| ${code(m.file)} | ${Math.round(m.milliseconds)} ms | ${m.retries} |`),
        ].join('\n')
      : state === 'planned'
        ? `Dry run: ${count(wanted, 'migration')} would be applied.`
        : state === 'already'
          ? 'Already applied by this release.'
          : waiting
            ? 'No expand migration was pending; the waiting contract files are listed below.'
            : 'No migration was pending.';
  return section('migrate', `${table}\n${waiting ? `\n${waiting}` : ''}`);
}

export function contractMarkdown(
  state: State,
  applied: readonly AppliedMigration[],
  left: HeldFiles['earlier'],
): string {
  const said: Record<State, string> = {
    already: 'No contract migration waits.',
    waiting: '',
    planned: 'Dry run: nothing was applied.',
    done: `Applied ${applied.map((m) => code(m.file)).join(', ')}. The rollback window has ended.`,
  };
  const rest = left.map((file) => `- ${waitingLine(file)}`).join('\n');
  return section('contract', `${said[state]}\n${rest ? `\nStill waiting:\n\n${rest}` : ''}`);
}

export function promoteMarkdown(
  outcome: 'noop' | 'planned' | 'done',
  deploymentId: string,
  confirmedBy: readonly string[],
): string {
  const id = code(deploymentId);
  const said: Record<typeof outcome, string> = {
    noop: `${id} already served.`,
    planned: `Dry run: ${id} would be promoted.`,
    done: `${id} serves now, confirmed by ${text(confirmedBy.join(', ') || 'the record')}.`,
  };
  return section('promote', said[outcome]);
}

export function finalizeMarkdown(release: {
  readonly id: string;
  readonly commit: string;
  readonly environment: string;
  readonly state: State;
  /** Where the record's chain ends. */
  readonly head: string | undefined;
}): string {
  const { id, commit, environment, state, head } = release;
  const said = `Release ${code(id)} of ${code(commit.slice(0, 12))} ${state === 'planned' ? 'would be closed' : 'is closed'} as released on ${text(environment)}.`;
  const record = head ? `\n\nRecord head: ${code(head)} (\`record verify --head\` compares with it)` : '';
  return section('finalize', `${said}${record}`);
}

/** For the pull request: somebody shipped past a rule, and a second person is asked. */
export function exceptionMarkdown(told: {
  readonly title: string;
  readonly what: string;
  readonly reason: string;
  readonly releaseId: string;
  readonly planHash: string;
}): string {
  return [
    `### ⚠️ ${text(told.title)}`,
    '',
    text(told.what),
    '',
    `> ${text(told.reason)}`,
    '',
    `A second person with write access must confirm that it was justified, with a comment that has \`/confirm ${told.releaseId}\` as a separate paragraph. Until then \`shiplock status\` and every plan say so.`,
    '',
    `<sub>plan \`${told.planHash.slice(0, 12)}\`</sub>`,
  ].join('\n');
}

/** A file parted in two, ready to be copied. */
export function splitMarkdown(
  file: string,
  parts: readonly { readonly file: string; readonly sql: string }[],
): string {
  return [
    '',
    `**${text(file)}, split:**`,
    ...parts.flatMap((part) => ['', code(part.file), '', ...fenced(part.sql.trimEnd(), 'sql')]),
    '',
  ].join('\n');
}

/** Files that must not be uploaded, one a line. */
export function refusedFilesMarkdown(lines: readonly string[]): string {
  return ['#### Files that must not be uploaded', '', ...fenced(lines.join('\n'), 'text')].join('\n');
}

/** @param project What the settings call the hosting project. */
export const approvalsMarkdown = (
  environment: string,
  project: string | undefined,
  decision: string,
): string =>
  `### Approvals for ${code(environment)}${project ? ` of ${text(project)}` : ''}\n\n${decision}\n`;

/** What was told to the error tracker. @param files That were uploaded; undefined: none were to be. */
export function sentryReleaseMarkdown(release: {
  readonly version: string;
  readonly url: string;
  readonly environment: string;
  readonly files: number | undefined;
}): string {
  const { version, url, environment, files } = release;
  const uploaded = files === undefined ? '' : `, ${count(files, 'file')} uploaded`;
  const name = url === '' ? code(version) : link(version, url);
  return section(
    'Sentry',
    `Release ${name} is finalized${uploaded}, and its deploy to ${text(environment)} is recorded.`,
  );
}

/** The plan of a release that is over. @param hash As it is shown */
export const shippedPlanMarkdown = (hash: string): string =>
  `### Plan ${code(hash)}\n\nThis release shipped with this plan.\n`;

export const sentryDryRunMarkdown = (version: string, calls: readonly string[]): string =>
  section('Sentry', `Dry run: ${calls.join(', ')} for ${code(version)}.`);
