import type { OutputConfig, OutputRoute } from './config.ts';

export interface Routed<Target> {
  readonly target: Target | undefined;
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a request leads, by the phases of https://vercel.com/docs/build-output-api/configuration#routes. */
export async function route<Target>(
  routes: OutputConfig['routes'],
  method: string,
  path: string,
  at: (path: string) => Promise<Target | undefined>,
): Promise<Routed<Target>> {
  const headers: Record<string, string> = {};
  let status: number | undefined;
  let asked = path;
  const found = (target: Target | undefined): Routed<Target> => ({
    target,
    headers,
    ...(status === undefined ? {} : { status }),
  });
  const errors = routes.findIndex((one) => 'handle' in one && one.handle === 'error');
  const usual = errors === -1 ? routes : routes.slice(0, errors);
  for (const one of usual) {
    if ('handle' in one) {
      const target = await at(asked);
      if (target) return found(target);
      continue;
    }
    const match = matches(one, method, asked);
    if (!match) continue;
    Object.assign(headers, filledAll(one.headers ?? {}, match));
    status = one.status ?? status;
    if (one.dest !== undefined) asked = filled(one.dest, match).split('?')[0] ?? asked;
    if (one.continue) continue;
    // A redirect, or a status without a page.
    if (one.status !== undefined && (one.dest === undefined || one.status < 400)) {
      const target = one.status >= 300 && one.status < 400 ? undefined : await at(asked);
      return found(target);
    }
    if (one.dest === undefined) continue;
    const target = await at(asked);
    if (target || !one.check) return found(target);
  }
  // Without a `filesystem` phase the files still count: https://vercel.com/docs/build-output-api/primitives
  const target = usual.some((one) => 'handle' in one) ? undefined : await at(asked);
  if (target) return found(target);
  status = 404;
  for (const one of errors === -1 ? [] : routes.slice(errors + 1)) {
    if ('handle' in one || (one.status !== undefined && one.status !== 404)) continue;
    const match = matches({ ...one, methods: undefined }, method, path);
    if (!match || one.dest === undefined) continue;
    return found(await at(filled(one.dest, match)));
  }
  return found(undefined);
}

function matches(
  one: Omit<OutputRoute, 'methods'> & { methods?: readonly string[] | undefined },
  method: string,
  path: string,
) {
  if (one.methods && !one.methods.includes(method)) return null;
  return new RegExp(`^(?:${one.src.replace(/^\^|\$$/g, '')})$`, one.caseSensitive ? '' : 'i').exec(path);
}

/** `$1` and `$name` stand for what the pattern found. */
const filled = (text: string, match: RegExpExecArray) =>
  text.replace(
    /\$(\d+|[a-zA-Z]\w*)/g,
    (_, key: string) => (/^\d/.test(key) ? match[Number(key)] : match.groups?.[key]) ?? '',
  );
const filledAll = (headers: Readonly<Record<string, string>>, match: RegExpExecArray) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value, match)]));
