import { distance } from 'fastest-levenshtein';
import { wordsOf } from './own-words.ts';

/** What people write to approve or to stop a plan. */
export interface Command {
  readonly state: 'approved' | 'rejected';
  /** As written, lower case. Behind a yes it may be too short to count; behind a no it may be no plan's hash. */
  readonly planHash?: string;
  /** A no's own words. */
  readonly reason?: string;
  /** Of a yes: the comment begins with it. */
  readonly first?: boolean;
  /** Why it cannot count. */
  readonly problem?: string;
}

/** Shorter runs of hex digits behind a no are words: deadbeef, a version, a date. */
const DIGITS = /^`?([0-9a-f]{12,64})`?(?![\p{L}\p{N}])/iu;
const YES = /^\/approve[ \t]+`?([0-9a-f]+)`?(?![\p{L}\p{M}\p{N}\p{Cf}_-])/iu;
/** Other words for a no, as whole words. */
const NOES = /^(?:reject.*|(?:dis|un)approved?|den(?:y|ied)|declined?|veto|nack)$/iu;
const MISSPELT = ['reject', 'rejected', 'rejecting', 'rejection'];
/** Not in a path. Some scripts put no space between words. */
const INSIDE =
  /(?<![[\p{L}--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]]\p{N}_\/\\~\)\]\}>%=#@$*+])(?<!(?:^|[^\p{L}.])\.{1,2})\/reject(?![\p{L}\p{N}_\/]|[\-.][\p{L}\p{N}])/iv;

/**
 * The commands of a comment. A yes is strict: typed letter by letter as the first words of a paragraph of its own. A no
 * is generous: anywhere in the person's own words, in whatever case, whatever follows it. Words that look like a yes and
 * are none are told with the reason.
 */
export async function readCommands(body: string): Promise<Command[]> {
  // Without a slash, typed or by an entity, there is none, and no parser is needed.
  if (!/[/\\&]/.test(plain(body))) return [];
  const words = await wordsOf(body);
  const found: Command[] = [];
  for (const { shown, typed, first } of words.openings) {
    const [, hash] = YES.exec(typed) ?? [];
    // What is displayed and what was typed must be the same digits.
    if (hash && YES.exec(shown)?.[1] === hash)
      found.push({ state: 'approved', planHash: hash.toLowerCase(), first });
  }
  const approved = found.length;
  for (const block of words.blocks) {
    const no = rejectionIn(block);
    if (no) found.push(no);
  }
  if (approved === 0) {
    const missed = missedYes(words);
    if (missed) found.push({ state: 'approved', problem: missed });
  }
  return inOrder(found);
}

/** A no first: of two of one moment the no holds. */
function inOrder(found: readonly Command[]): Command[] {
  return [
    ...found.filter((each) => each.state === 'rejected'),
    ...found.filter((each) => each.state === 'approved'),
  ];
}

function rejectionIn(block: readonly string[]): Command | undefined {
  const lines = block.map(plain);
  for (const [at, line] of lines.entries()) {
    const rest = afterNo(line);
    if (rest === undefined) continue;
    const reason = [rest, ...lines.slice(at + 1)].join(' ').replace(/\s+/g, ' ').trim();
    const [, digits] = DIGITS.exec(reason) ?? [];
    return {
      state: 'rejected',
      ...(digits ? { planHash: digits.toLowerCase() } : {}),
      ...(reason ? { reason: reason.replaceAll('`', '') } : {}),
    };
  }
  return undefined;
}

/** What follows a no in a line; undefined: it holds none. */
function afterNo(line: string): string | undefined {
  const [start, word = ''] = /^[^\p{L}\p{N}/\\]*[/\\]+ *(\p{L}+)/u.exec(line) ?? [];
  if (start !== undefined && (NOES.test(word) || MISSPELT.some((one) => nearly(word, one)))) {
    const rest = line.slice(start.length);
    // A path or a host that begins a line is no command: /rejections/2, //reject.example.com.
    const place = rest.startsWith('/') || (/[/\\]{2}/.test(start) && /^\.\p{L}/u.test(rest));
    if (!place) return trimmed(rest);
  }
  const inside = INSIDE.exec(line);
  return inside ? trimmed(line.slice(inside.index + inside[0].length)) : undefined;
}

/** Why words that look like a yes are none; undefined: nothing looks like one. */
function missedYes(words: Awaited<ReturnType<typeof wordsOf>>): string | undefined {
  for (const { place, text } of words.elsewhere)
    if (/\/approve\b/i.test(plain(text))) return `the command is in ${place}`;
  for (const line of words.blocks.flat().map(plain)) {
    const [, word = '', rest = ''] = /(?:^|\s)\/ ?(\p{L}+)([^\s]*)/u.exec(line) ?? [];
    if (word.toLowerCase() === 'approve' && rest === '') {
      if (/^\/approve(\s|$)/i.test(line) && !/^\/approve\s+`?[0-9a-f]+`?(?![\p{L}\p{N}_-])/iu.test(line))
        return 'it names no plan hash: `/approve <first 12 digits of the plan hash>`';
      return 'the command must be the first words of a separate paragraph, typed as plain text, outside lists and markup';
    }
    if (word && (nearly(word, 'approve') || /^approv/i.test(word)))
      return `\`/${word}${rest}\` is not a command; did you mean /approve?`;
  }
  return undefined;
}

/** As people see it: one form of each sign, and none that is not displayed. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\p{M}\u115f\u1160\u2800\u3164\uffa0]/gu, '')
    .replaceAll(/[\u2044\u2215\u2571\u29f8]/gu, '/');
}

function trimmed(rest: string): string {
  return rest.replace(/^[\s\p{P}\p{S}]*?(?=[\p{L}\p{N}`]|$)/u, '');
}

/** One letter wrong, missing or too many, two that changed places, or letters of another script that look the same. */
function nearly(word: string, wanted: string): boolean {
  const typed = word.toLowerCase();
  if (distance(typed, wanted) === 1) return true;
  const swapped = [...wanted].some(
    (letter, at) => wanted.slice(0, at) + (wanted[at + 1] ?? '') + letter + wanted.slice(at + 2) === typed,
  );
  const foreign = (letter: string) => letter > '\x7f';
  const alike =
    typed.length === wanted.length &&
    [...typed].every((letter, at) => letter === wanted[at] || foreign(letter)) &&
    ![...typed].every(foreign);
  return swapped || (alike && typed !== wanted);
}
