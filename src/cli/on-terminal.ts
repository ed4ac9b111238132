import type { Problem } from '../release/errors.ts';
import { INPUTS, type InputName, type InputSpec } from '../runner/inputs.ts';

const specs: ReadonlyMap<string, InputSpec> = new Map(Object.entries(INPUTS));
/** Names that are words of their own, and stand for a variable here. */
const SECRETS = Object.keys(INPUTS).filter((name) => INPUTS[name as InputName] && specs.get(name)?.secret);
const BARE_SECRET = new RegExp(`(?<![\\w/.-])(?:${SECRETS.join('|')})(?![\\w-])`, 'g');
/** `to` is a word of English, too, unless it is marked or something is said of it. */
const CALLED = /\bthe input (?:`([a-z-]+)`|(?!to\b(?! is ))([a-z]+(?:-[a-z]+)*))/g;
/** `set force: true`, as YAML says it. */
const SWITCHED_ON = /(?<![\w`.-])([a-z][a-z-]*): true\b/g;
const IN_YAML = /`with: ([a-z-]+):`(?: or `env: [A-Z_]+:`)?/g;

/**
 * Errors name inputs as a workflow writes them. On a terminal they are flags, and secret ones are variables of the
 * environment.
 */
export function onTerminal(text: string): string {
  return text
    .replace(IN_YAML, (whole, name: string) => here(name, whole, true))
    .replace(CALLED, (whole, marked?: string, plain?: string) => here(marked ?? plain ?? '', whole, false))
    .replace(SWITCHED_ON, (whole, name: string) => here(name, whole, false))
    .replace(BARE_SECRET, (name) => specs.get(name)?.env ?? name);
}

function here(name: string, otherwise: string, everyWay: boolean): string {
  const spec = specs.get(name);
  if (!spec) return otherwise;
  if (spec.secret && spec.env) return `the environment variable \`${spec.env}\``;
  return everyWay && spec.env ? `\`--${name}\` or the environment variable \`${spec.env}\`` : `\`--${name}\``;
}

/** All that people read of a problem. */
export function problemOnTerminal(problem: Problem): Problem {
  const { what, next, done, notDone } = problem;
  return {
    ...problem,
    what: onTerminal(what),
    next: onTerminal(next),
    ...(done ? { done: done.map(onTerminal) } : {}),
    ...(notDone ? { notDone: notDone.map(onTerminal) } : {}),
  };
}
