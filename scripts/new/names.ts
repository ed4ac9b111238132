/** What a scaffold leaves to the developer. `npm run test:unit` names each place that still has it. */
export const FILL = 'FILL IN:';

const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** @throws Error with the form that is expected */
export function kebab(name: string | undefined, what: string): string {
  if (name === undefined || !KEBAB.test(name))
    throw new Error(
      `${what} must be in kebab case, such as index-on-boolean${name === undefined ? '' : `: ${name}`}`,
    );
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

/** Text put before the one place where `before` stands. @throws Error when it stands nowhere, or more than once */
export function insertBefore(text: string, before: string, added: string): string {
  const at = text.indexOf(before);
  if (at === -1 || text.includes(before, at + 1)) throw new Error(`expected one ${JSON.stringify(before)}`);
  return text.slice(0, at) + added + text.slice(at);
}
