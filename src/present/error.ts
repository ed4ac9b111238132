import { code as codeOf, link, prose } from './markdown.ts';

/** An error as people are told of it. Sentences of ours, which may hold words of others. */
export interface Account {
  readonly code: string;
  readonly kind: 'configuration' | 'failure';
  /** Address or path. */
  readonly runbook: string;
  readonly what: string;
  readonly next: string;
  readonly done: readonly string[];
  readonly notDone: readonly string[];
  /** What production serves; undefined: nobody looked. */
  readonly production: string | undefined;
}

const UNKNOWN_PRODUCTION = 'this step did not check; run `shiplock status`';

const CONTINUED = `\n${' '.repeat(14)}`;

/** For a log or a terminal; words of others must not look like lines of this account. */
export function errorLines(account: Account): string[] {
  const { code, kind, what, done, notDone, next, runbook } = account;
  const lines = [
    `${kind === 'configuration' ? 'Configuration mistake' : 'Failure'} ${code}`,
    `  what        ${what}`,
    ...done.map((line) => `  done        ${line}`),
    ...notDone.map((line) => `  not done    ${line}`),
    `  production  ${account.production ?? UNKNOWN_PRODUCTION}`,
    `  next        ${next}`,
    `  runbook     ${runbook}`,
  ];
  return lines.map((line) => line.replace(/\r?\n/g, CONTINUED));
}

/** For the job summary. */
export function errorMarkdown(account: Account): string {
  const { code, kind, what, done, notDone, next, runbook } = account;
  const row = (name: string, value: string) => `| ${name} | ${prose(value)} |`;
  return `${[
    `### ${kind === 'configuration' ? 'Configuration mistake' : 'Failed'}: ${codeOf(code)}`,
    '',
    prose(what),
    '',
    '| | |',
    '| --- | --- |',
    ...done.map((line) => row('done', line)),
    ...notDone.map((line) => row('not done', line)),
    row('production', account.production ?? UNKNOWN_PRODUCTION),
    row('next step', next),
    `| runbook | ${link(code, runbook)} |`,
  ].join('\n')}\n`;
}

/** For the job summary, of a run that ends without an error. */
export const neutralMarkdown = ({ what, next }: Pick<Account, 'what' | 'next'>): string =>
  `### Nothing to ship\n\n${prose(what)}. ${prose(next)}\n`;
