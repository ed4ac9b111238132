import { redact } from './redact.ts';
import { oneLine, visible } from './text.ts';

/**
 * The runner takes a line of ours for a command where `::` stands first on it after any white space, and where `##[`
 * stands anywhere: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs. Its readers end lines at
 * CR too, and terminals obey escapes.
 */
function disarmed(line: string): string {
  return line.replace(/^(\s*)::/u, '$1\\::').replaceAll('##[', '##\\[');
}

/** One line of the log or of a terminal, whatever words it is made of. */
export function logLine(words: string): string {
  return disarmed(visible(oneLine(redact(words))));
}

/** Several lines that we wrote ourselves, such as a report: their breaks and their indentation stay. */
export function logText(words: string): string {
  return visible(redact(words).replace(/\r\n/g, '\n')).split('\n').map(disarmed).join('\n');
}

/** JSON on a line of its own: the same value, without a character that a log or a terminal would act on. */
export function logJson(json: string): string {
  return redact(json)
    .replaceAll('##[', '##\\u005b')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) =>
      sign === '\n'
        ? sign
        : Array.from(
            { length: sign.length },
            (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`,
          ).join(''),
    );
}

/** A value that later steps read: JSON stays JSON, anything else is one line. */
export function outputText(value: string): string {
  return isJson(value) ? logJson(value) : logLine(value);
}

function isJson(value: string): boolean {
  if (!/^\s*[{[]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
