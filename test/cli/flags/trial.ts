import type { OwnFlag } from '../../../src/cli/command.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import type { InputName } from '../../../src/runner/inputs.ts';
import type { RawInputs } from '../../../src/runner/values.ts';

/** Settings in the checkout by which production requires staging. */
export const REQUIRES = 'requires.yml';
/** Folder in the checkout for reports. */
export const REPORTS = 'reports';

/** What a flag is given: a text, or one that only the world knows. */
export type Given<W> = string | ((world: W) => string | Promise<string>);
export type Told<W> = Partial<Record<InputName, Given<W>>>;
export type OwnFlags = Partial<Record<OwnFlag, string>>;

/** A run with the flag and one without. Its sign is seen in one of them and not in the other. */
export interface Trial<W> {
  readonly given: Given<W>;
  /** What both runs get besides. An empty value leaves out what the command usually gets. */
  readonly beside?: Told<W>;
  /** Flags of the command line alone that both runs get. */
  readonly own?: OwnFlags;
  /** Seen with the flag and not without it. Default: the value itself. */
  readonly shows?: RegExp;
  /** Seen without the flag and not with it. */
  readonly hides?: RegExp;
}

/** The trials of one command. */
export interface Trials<W, T extends Trial<W> = Trial<W>> {
  /** What each run gets, if nothing else is said. */
  readonly usual: Told<W>;
  readonly inputs: Partial<Record<InputName, T>>;
  readonly own: Partial<Record<OwnFlag, Omit<T, 'own'>>>;
}

export async function filled<W>(told: Told<W>, world: W): Promise<RawInputs> {
  const raw: RawInputs = {};
  for (const [name, given] of Object.entries(told) as [InputName, Given<W>][]) {
    const text = typeof given === 'string' ? given : await given(world);
    // As the command line leaves out what is empty.
    if (text !== '') raw[name] = text;
  }
  return raw;
}

/** Why the flag is not seen to do anything; undefined if it is. */
export function useless(
  { shows, hides }: Pick<Trial<never>, 'shows' | 'hides'>,
  given: string,
  { withIt, without }: { readonly withIt: string; readonly without: string },
): string | undefined {
  const sign = hides ?? shows ?? given;
  const [there, away] = hides ? [without, withIt] : [withIt, without];
  const has = (text: string) => (typeof sign === 'string' ? text.includes(sign) : sign.test(text));
  if (!has(there)) return `${sign} is not seen ${hides ? 'without' : 'with'} it in:\n${there}`;
  if (has(away)) return `${sign} is seen ${hides ? 'with' : 'without'} it too in:\n${away}`;
  return undefined;
}

/** What the trials lack of what the commands take, and what they have of it too much. */
export async function unlike(
  trials: Readonly<Record<string, { readonly inputs: object; readonly own: object }>>,
) {
  const taken: string[] = [];
  for (const [name, listed] of Object.entries(COMMANDS)) {
    const { inputs, flags } = await listed.load();
    taken.push(...[...inputs, ...flags].map((flag) => `${name} --${flag}`));
  }
  const tried = Object.entries(trials).flatMap(([name, { inputs, own }]) =>
    [...Object.keys(inputs), ...Object.keys(own)].map((flag) => `${name} --${flag}`),
  );
  return {
    untried: taken.filter((one) => !tried.includes(one)),
    gone: tried.filter((one) => !taken.includes(one)),
  };
}
