/**
 * Takes what was typed over to the next load of the same page, where a release makes that necessary. It waits in the
 * tab's own storage for no longer than the load takes: whatever page comes next takes it out, and throws it away if it is
 * another one. Passwords and codes are not kept.
 */
const NAME = 'typed';
const FRESH_MS = 60_000;
/** How long after a form was sent a page may still go because of it. */
const SETTLED_MS = 3_000;
/** Fields may appear because of others that are filled in. */
const ROUNDS = 10;
const ROUND_MS = 50;

interface Kept {
  readonly path: string;
  readonly at: number;
  readonly fields: Readonly<Record<string, string | boolean>>;
}

type Typed = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

let kept: Kept | undefined;
let reloads = false;

/** Called by each page as it loads. */
export function takeTyped(): void {
  try {
    const text = sessionStorage.getItem(NAME);
    sessionStorage.removeItem(NAME);
    const found: Kept | undefined = text ? JSON.parse(text) : undefined;
    if (found?.path === location.pathname && Date.now() - found.at < FRESH_MS) kept = found;
  } catch {
    // The browser keeps nothing.
  }
}

/** For the person who has read that the page is of another release. */
export function reloadWithTyped(): void {
  keep();
  reloads = true;
  location.reload();
}

/**
 * A form that is carried out by another release makes the router load the whole page again. What stands in the page's
 * other forms is kept then. Call the result when there is an answer.
 */
export function keepWhileSending(form: HTMLFormElement): () => void {
  const leave = () => {
    // What is to be kept then was kept, this form with the others.
    if (!reloads) keep(form);
  };
  addEventListener('pagehide', leave);
  return () => void setTimeout(() => removeEventListener('pagehide', leave), SETTLED_MS);
}

function keep(except?: HTMLFormElement): void {
  const fields = Object.fromEntries(
    typedFields(document)
      .filter(([, field]) => !except?.contains(field))
      .map(([key, field]) => [key, stateOf(field)]),
  );
  try {
    const value: Kept = { path: location.pathname, at: Date.now(), fields };
    sessionStorage.setItem(NAME, JSON.stringify(value));
  } catch {
    // The browser keeps nothing.
  }
}

/** Fills a form in with what was kept, as if it were typed. */
export function fillIn(form: HTMLFormElement): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fill = (rounds: number) => {
    if (!kept || kept.path !== location.pathname || Date.now() - kept.at > FRESH_MS) return;
    for (const [key, field] of typedFields(document)) {
      const value = kept.fields[key];
      if (value === undefined || !form.contains(field) || stateOf(field) === value) continue;
      write(field, value);
      field.closest('details')?.setAttribute('open', '');
    }
    if (rounds > 1) timer = setTimeout(() => fill(rounds - 1), ROUND_MS);
  };
  fill(ROUNDS);
  return () => clearTimeout(timer);
}

/** By their ids, which are unique on a page; those without one by their name and which of this name they are. */
function typedFields(within: ParentNode): [key: string, field: Typed][] {
  const seen = new Map<string, number>();
  const found = [...within.querySelectorAll<Typed>('form input, form select, form textarea')];
  return found.flatMap((field) => {
    if (field.type === 'hidden' || field.type === 'password' || field.autocomplete === 'one-time-code')
      return [];
    if (field.id) return [[field.id, field]];
    const count = seen.get(field.name) ?? 0;
    seen.set(field.name, count + 1);
    return [[`${field.name} ${count}`, field]];
  });
}

const isBox = (field: Typed): field is HTMLInputElement => ['checkbox', 'radio'].includes(field.type);
const stateOf = (field: Typed): string | boolean => (isBox(field) ? field.checked : field.value);

/** Past React's own setter, which would take the event for a repetition of what it knows. */
function write(field: Typed, value: string | boolean): void {
  if (isBox(field)) {
    field.click();
    return;
  }
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
  setter?.call(field, value);
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}
