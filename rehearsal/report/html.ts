/** Text that is HTML already. */
export class Raw {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

type Value = Raw | string | number | undefined | false | readonly Value[];

/** A template whose values are escaped unless they are HTML themselves; arrays are joined. */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Raw {
  return new Raw(
    texts.reduce((all, text, i) => all + text + (i < values.length ? shown(values[i]) : ''), ''),
  );
}

function shown(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Raw) return value.html;
  if (typeof value === 'object') return value.map(shown).join('');
  return escapeHtml(String(value));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
