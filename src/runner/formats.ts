import { reasonProblem } from '../approval/glass-reason.ts';
import { mustBeUsable } from '../database/address.ts';
import { MASK } from '../present/redact.ts';
import { configurationError, type ShiplockError } from '../release/errors.ts';
import { INPUTS, type InputName, type InputSpec } from './inputs.ts';

type Parser<T> = (text: string, name: InputName) => T;

const parser =
  <T>(takes: string, read: (text: string) => T | undefined, next?: string): Parser<T> =>
  (text, name) => {
    const value = read(text);
    if (value === undefined) throw invalid(name, text, takes, next);
    return value;
  };

/** Text that has to look like this. */
const shaped = (takes: string, shape: RegExp, next?: string) =>
  parser(takes, (text) => (shape.test(text) ? text : undefined), next);

const toggle = parser('`true` or `false`', (text) => {
  const said = text.toLowerCase();
  return said === 'true' || said === 'false' ? said === 'true' : undefined;
});
const number = (takes: string, fits: (number: number) => boolean) =>
  parser(takes, (text) => {
    const value = Number(text);
    return text.trim() !== '' && Number.isFinite(value) && fits(value) ? value : undefined;
  });
/** A week: longer than any job, and short enough for the timers of JavaScript. */
const minutes = number('a number of minutes from 0 to 10080', (value) => value >= 0 && value <= 10_080);
const seconds = number(
  'a number of seconds, above 0, at most 86400',
  (value) => value > 0 && value <= 86_400,
);
const pullRequest = number(
  'the number of a pull request',
  (value) => Number.isSafeInteger(value) && value > 0,
);
const oneOf = <const T extends string>(...allowed: readonly T[]) =>
  parser(allowed.map((one) => `\`${one}\``).join(', '), (text) => allowed.find((one) => one === text));
const sha = parser(
  'a full SHA of 40 hex digits',
  (text) => (/^[0-9a-f]{40}$/i.test(text) ? text.toLowerCase() : undefined),
  'Use the run’s own github.sha; branch and tag names move, and a plan is bound to one commit.',
);

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const STATUS = '`shiplock status` lists the releases of the environment, with ids and commits.';
const releaseId = shaped('the id of a release, `rel_…`', new RegExp(`^rel_${UUID}$`), STATUS);
const holdId = shaped(
  'the id of a hold (`hold_…`) or of a release (`rel_…`)',
  new RegExp(`^(?:hold|rel)_${UUID}$`),
  '`shiplock status` lists the open holds with their ids.',
);
const earlierRelease = parser(
  'the id of a release (`rel_…`) or 7 to 40 hex digits of its commit',
  (text) => (new RegExp(`^(?:rel_${UUID}|[0-9a-f]{7,40})$`, 'i').test(text) ? text.toLowerCase() : undefined),
  STATUS,
);
/** Comma-separated. */
const versions = parser('versions of migrations (digits), separated by commas', (text) => {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
  return items.length > 0 && items.every((item) => /^\d+$/.test(item)) ? items : undefined;
});
const planHash = shaped('the hash of a plan, 64 hex digits', /^[0-9a-f]{64}$/);
/** An account's name at GitHub; those of managed users have an underscore. */
const login = shaped('the login of a person, without @', /^[a-z\d][\w-]{0,99}$/i);
/** Slack updates a notice in place by the channel's id alone. */
const channel = shaped(
  'the id of a channel, C… or G…',
  /^[CDG][A-Z\d]{2,}$/,
  'Copy the id at the end of the channel’s details in Slack; names of channels do not work.',
);
const webAddress = parser('an address that begins with https:// or http://', (text) =>
  /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined,
);
/** https://docs.sentry.io/product/releases/naming-releases/ */
const sentryVersion = parser(
  'a release name of at most 200 characters without slashes, backslashes, tabs and line breaks',
  (text) => (/^(?!(?:\.{1,2}| )$)[^\n\r\t/\\]{1,200}$/.test(text) ? text : undefined),
);
/** It is sent in a header. */
const token = shaped('a token without spaces and line breaks (its value is not shown)', /^[\x21-\x7e]+$/);
const connectionString: Parser<string> = (text, name) => {
  mustBeUsable(text, name);
  return text;
};
const glassReason: Parser<string> = (text) => {
  const problem = reasonProblem(text);
  if (problem) throw configurationError(problem);
  return text;
};

/** What an input's text becomes. An input that is not here stays text. */
export const PARSERS = {
  'environment-kind': oneOf('staging', 'production'),
  commit: sha,
  'release-id': releaseId,
  'hold-id': holdId,
  'held-commit': sha,
  'dry-run': toggle,
  'database-url': connectionString,
  'staging-database-url': connectionString,
  'rehearsal-database-url': connectionString,
  contract: toggle,
  standalone: toggle,
  down: versions,
  'down-consent': versions,
  'vercel-token': token,
  'vercel-protection-bypass': token,
  'github-token': token,
  'sentry-token': token,
  'sentry-issues-token': token,
  'slack-token': token,
  'slack-channel': channel,
  'supabase-url': webAddress,
  'supabase-key': token,
  'lease-wait-minutes': minutes,
  'promote-deadline-seconds': seconds,
  'wait-minutes': minutes,
  'pull-request': pullRequest,
  'shown-plan-hash': planHash,
  'accept-pin': toggle,
  'confirmed-by': login,
  'break-glass-reason': glassReason,
  force: toggle,
  to: earlierRelease,
  phase: oneOf('gate', 'watch'),
  url: webAddress,
  version: sentryVersion,
  state: oneOf('running', 'waiting', 'succeeded', 'failed', 'rolled-back'),
} as const satisfies Partial<Record<InputName, Parser<unknown>>>;

type Parsers = typeof PARSERS;
export type Value<N extends InputName> = N extends keyof Parsers ? ReturnType<Parsers[N]> : string;

/** @throws SHIPLOCK_INPUT_INVALID, SHIPLOCK_DATABASE_* of a connection string, SHIPLOCK_APPROVAL_BREAK_GLASS_REASON */
export function parse(name: InputName, text: string): unknown {
  const known: Partial<Record<InputName, Parser<unknown>>> = PARSERS;
  return known[name]?.(text, name) ?? text;
}

function invalid(name: InputName, value: string, takes: string, next?: string): ShiplockError {
  const shown = (INPUTS[name] as InputSpec).secret ? MASK : value;
  return configurationError({
    code: 'SHIPLOCK_INPUT_INVALID',
    what: `the input ${name} is ${JSON.stringify(shown)} (expected ${takes})`,
    notDone: ['nothing was changed'],
    next: next ?? `Correct \`with: ${name}:\`.`,
  });
}
