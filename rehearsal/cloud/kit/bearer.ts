import type { Call } from './stand-in.ts';

/** Turns a request without a valid token away with the vendor's own answers. Both `Bearer x` and `token x` are read. */
export function checkBearer(options: {
  readonly tokens: readonly string[];
  readonly missing: { readonly status: number; readonly body: unknown };
  readonly wrong: { readonly status: number; readonly body: unknown };
}): (call: Call) => Response | undefined {
  return (call) => {
    const token = bearerToken(call);
    if (token !== undefined && options.tokens.includes(token)) return undefined;
    const { status, body } = token === undefined ? options.missing : options.wrong;
    return Response.json(body, { status });
  };
}

/** The token of the Authorization header. */
export function bearerToken(call: Call): string | undefined {
  return /^(?:bearer|token) +(\S+)$/i.exec(call.req.header('authorization') ?? '')?.[1];
}
