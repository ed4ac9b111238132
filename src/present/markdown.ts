import { redact } from './redact.ts';
import { oneLine, visible } from './text.ts';

/**
 * GitHub looks for mentions, issues and addresses in the text of the page after the markup is gone, so that escapes do
 * not help; an invisible character in between does. So does Renovate:
 * https://github.com/renovatebot/renovate/blob/main/lib/util/markdown.ts
 */
const APART = '&#8203;';

/** Markup anywhere on a line, and what GitHub makes a mention, an issue or an address of. */
const MEANS =
  /[\\`*{}[\]<>|&~$@#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\bGH-(?=\d)|:(?=\/\/)|www\.|(?:mailto|xmpp):/gi;

/** What begins a heading, a list, a quote, an underline or a rule where it stands first on a line. */
const BEGINS_BLOCK = /^(?:[-+=]|\d{1,9}(?=[.)]))/;

/**
 * Words of others as words of a page, anywhere: in a paragraph, a list, a table's cell, between HTML tags. They mention
 * nobody, link nowhere, open no tag, end no cell, and what cannot be seen is shown.
 */
export function text(words: string): string {
  return visible(oneLine(redact(words)))
    .replace(MEANS, (sign) => {
      if (/^(?:[@#]|GH-)$/i.test(sign)) return `${sign}${APART}`;
      return `${sign.slice(0, -1)}${entity(sign.slice(-1))}`;
    })
    .replace(BEGINS_BLOCK, (sign) =>
      /\d/.test(sign) ? `&#${sign.charCodeAt(0)};${sign.slice(1)}` : entity(sign),
    );
}

function entity(sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}

/**
 * Words of others as code: names of objects, files, rules. In a table's cell too, which ends at any pipe. Not between the
 * tags of an HTML block such as a summary, where Markdown is not read.
 */
export function code(words: string): string {
  const shown = visible(oneLine(redact(words)));
  return /[`|]/.test(shown) || shown === '' ? `<code>${text(shown)}</code>` : `\`${shown}\``;
}

/** Sentences of ours that may hold words of others: what stands between backticks is code. */
export function prose(words: string): string {
  return words
    .split(/`([^`\n]+)`/)
    .map((part, at) => (at % 2 === 1 ? code(part) : spaced(part)))
    .join('');
}

/** The space between a word and the code beside it. */
function spaced(part: string): string {
  return `${/^\s/.test(part) ? ' ' : ''}${text(part)}${/\S\s+$/.test(part) ? ' ' : ''}`;
}

/** A link that we write. Anything but http and https is shown as words only. */
export function link(words: string, address: string): string {
  const target = URL.canParse(address) ? new URL(redact(address)) : undefined;
  if (!target || !/^https?:$/.test(target.protocol)) return text(words);
  const href = visible(target.href).replace(/[\s<>|\\`*_~[\](){}^"']/g, (sign) => encodeURIComponent(sign));
  return `[${text(words)}](<${href.replaceAll('&', '&amp;')}>)`;
}

/** Lines of code in a fence longer than any run of backticks inside, indented as far as the list around it. */
export function fenced(source: string, language: string, indent = ''): string[] {
  const lines = visible(redact(source).replace(/\r\n?/g, '\n')).split('\n');
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${indent}${fence}${language}`, ...lines.map((line) => `${indent}${line}`), `${indent}${fence}`];
}

/** Markdown of ours in a table's cell, which ends at any pipe. Words of others go through `text` or `code`. */
export function cell(markdown: string): string {
  return markdown.replaceAll('|', '\\|');
}
