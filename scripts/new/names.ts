/** What a scaffold leaves to the developer. `npm run test:unit` names each place that still has it. */
export const FILL = 'FILL IN:';

/** Words that JavaScript or the folders of this repository need for themselves. */
const RESERVED = new Set(
  `src test tests dist docs app actions scripts bench node-modules index main types
   await break case catch class const continue debugger default delete do else enum export extends false finally for
   function if implements import in instanceof interface let new null package private protected public return static
   super switch this throw true try typeof undefined var void while with yield async of constructor prototype`.split(
    /\s+/,
  ),
);

const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** @throws Error with the form that is expected */
export function kebab(name: string | undefined, what: string): string {
  if (name === undefined || !KEBAB.test(name))
    throw new Error(
      `${what} must be in kebab case, such as index-on-boolean${name === undefined ? '' : `: ${name}`}`,
    );
  if (RESERVED.has(name)) throw new Error(`${what} cannot be ${name}: the word is taken`);
  return name;
}

/** `index-on-boolean` → `indexOnBoolean`. */
export const camel = (name: string): string =>
  name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `index-on-boolean` → `IndexOnBoolean`. */
export const pascal = (name: string): string => {
  const text = camel(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** `index-on-boolean` → `INDEX_ON_BOOLEAN`. */
export const constant = (name: string): string => name.replaceAll('-', '_').toUpperCase();

/** `index-on-boolean` → `Index on boolean`. */
export const words = (name: string): string => {
  const text = name.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** `codeHost` → `code-host`. */
export const dashed = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Text put before the one place where `before` stands. @throws Error when it stands nowhere, or more than once */
export function insertBefore(text: string, before: string, added: string): string {
  const at = text.indexOf(before);
  if (at === -1 || text.includes(before, at + 1)) throw new Error(`expected one ${JSON.stringify(before)}`);
  return text.slice(0, at) + added + text.slice(at);
}
