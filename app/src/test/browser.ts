import type { FormState } from '@/lib/action';
import { Redirected } from './next/navigation.ts';
import { scope } from './next/request.ts';

export const ORIGIN = 'https://rx.example';
/** The password of the sample people. */
const PASSWORD = 'correct-horse-7-staple';

type Handler<Path> = (request: Request, path: Path) => Response | Promise<Response>;

/** Somebody's browser, as far as route handlers and Server Actions see it. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  /** The version of the app that its page is of, as Next.js says it. */
  version: string | undefined;

  static async signedIn(email: string): Promise<Browser> {
    const browser = new Browser();
    const { signIn } = await import('@/app/sign-in/actions');
    const form = new FormData();
    form.set('email', email);
    form.set('password', PASSWORD);
    const once = () => browser.inRequest(() => arrival(() => signIn({ message: null, email: '' }, form)));
    // The first request of a service that just started can take longer than the app waits on a busy machine.
    let to = await once();
    for (let again = 0; again < 3 && typeof to !== 'string'; again++) to = await once();
    if (typeof to !== 'string') throw new Error(`${email} could not sign in: ${JSON.stringify(to)}`);
    return browser;
  }

  /** Runs the work as this browser's request. */
  inRequest<T>(work: () => Promise<T>): Promise<T> {
    const headers = new Headers({
      ...{ host: new URL(ORIGIN).host, origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
      ...{ 'sec-fetch-mode': 'cors', 'x-forwarded-proto': 'https', 'user-agent': 'test' },
    });
    if (this.version !== undefined) headers.set('x-deployment-id', this.version);
    return scope.run({ headers, cookies: this.#cookies }, work);
  }

  /** Asks a route handler. `path`: the second argument, with the parts of the path. */
  get<Path = undefined>(handler: Handler<Path>, at: string, path?: Path): Promise<Response> {
    return this.inRequest(async () => {
      const { headers } = scope.getStore() ?? { headers: new Headers() };
      return handler(new Request(new URL(at, ORIGIN), { headers }), path as Path);
    });
  }

  /** Sends a form to a Server Action: where it led to, or the state that it shows. */
  submit(
    action: (previous: FormState, form: FormData) => Promise<FormState>,
    fields: Readonly<Record<string, string>>,
  ): Promise<FormState | string> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return this.inRequest(() => arrival(() => action({ problem: null, fields: {}, values: {} }, form)));
  }
}

/** What the work answered, or the address that it redirected to. */
async function arrival<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Redirected) return error.to;
    throw error;
  }
}
