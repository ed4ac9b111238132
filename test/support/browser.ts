import { Parser } from 'htmlparser2';

/** A form as it stands in a page: where it is sent to, and what is filled in already. */
interface Form {
  readonly action: string;
  readonly fields: Record<string, string>;
}

/** A page that was opened, after its redirects. */
export interface Page {
  readonly status: number;
  /** Path and query of where the redirects ended. */
  readonly at: string;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * What a browser without JavaScript does: keeps cookies, follows redirects, fills in forms and sends them with the
 * headers that no page can set.
 */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly origin: string;
  readonly #more: Readonly<Record<string, string>>;

  /** `more`: headers of every request, such as those that a proxy in front of the server sets. */
  constructor(origin: string, more: Readonly<Record<string, string>> = {}) {
    this.origin = origin;
    this.#more = more;
  }

  /** One request, without following a redirect. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ 'sec-fetch-site': 'same-origin', ...this.#more });
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map((pair) => pair.join('=')).join('; '));
    const response = await fetch(new URL(path, this.origin), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  async open(path: string, init: RequestInit = {}): Promise<Page> {
    let [at, response] = [path, await this.send(path, init)];
    for (let hops = 0; response.status >= 300 && response.status < 400; hops++) {
      if (hops === 10) throw new Error(`${path} redirects without end`);
      const target = new URL(response.headers.get('location') ?? '', new URL(at, this.origin));
      at = `${target.pathname}${target.search}`;
      response = await this.send(at);
    }
    return { status: response.status, at, headers: response.headers, text: await response.text() };
  }

  /** Sends the form of this page that has all of these fields. */
  submit(page: Page, values: Readonly<Record<string, string>>): Promise<Page> {
    const form = formsOf(page.text).find(({ fields }) => Object.keys(values).every((name) => name in fields));
    if (!form) throw new Error(`${page.at} has no form with ${Object.keys(values).join(', ')}`);
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...form.fields, ...values })) body.set(name, value);
    const target = form.action || page.at;
    return this.open(target, { method: 'POST', body, headers: { origin: this.origin } });
  }

  async signIn(email: string, password: string): Promise<Page> {
    return this.submit(await this.open('/sign-in'), { email, password });
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', value = ''] = [
      pair.slice(0, pair.indexOf('=')).trim(),
      pair.slice(pair.indexOf('=') + 1),
    ];
    if (attributes.some((each) => /^\s*max-age=0\s*$/i.test(each)) || value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** The forms of a page. */
export function formsOf(html: string): Form[] {
  const forms: { action: string; fields: Record<string, string> }[] = [];
  let open = false;
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (tag === 'form') {
        open = true;
        forms.push({ action: attributes['action'] ?? '', fields: {} });
      }
      const [form, name] = [open ? forms.at(-1) : undefined, attributes['name']];
      if (!form || !name || !['input', 'select', 'textarea'].includes(tag)) return;
      if (attributes['type'] !== 'checkbox') form.fields[name] = attributes['value'] ?? '';
      else if ('checked' in attributes) form.fields[name] = attributes['value'] ?? 'on';
    },
    onclosetag(tag) {
      if (tag === 'form') open = false;
    },
  });
  parser.write(html);
  parser.end();
  return forms;
}

/** The attributes of every element of this name. */
export function elementsOf(html: string, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (tag === name) found.push(attributes);
    },
  });
  parser.write(html);
  parser.end();
  return found;
}
