import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { FactorStore, Method } from './store.ts';

const claims = z.looseObject({ sub: z.string(), session_id: z.string(), iat: z.number(), exp: z.number() });
export type Claims = z.output<typeof claims>;

/** Access tokens with `aal` and `amr`, which every token of a hosted project has and lite's have not. */
export class Tokens {
  readonly #key: Uint8Array;
  readonly #store: FactorStore;

  constructor(secret: string, store: FactorStore) {
    this.#key = new TextEncoder().encode(secret);
    this.#store = store;
  }

  /** What the token says; undefined unless it is signed by this server and runs. */
  async read(token: string): Promise<Claims | undefined> {
    try {
      return claims.parse((await jwtVerify(token, this.#key, { algorithms: ['HS256'] })).payload);
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined;
      throw error;
    }
  }

  /** The same token, with how this session was proved. https://supabase.com/docs/guides/auth/jwt-fields */
  async raised(of: Claims): Promise<string> {
    const methods = await this.#store.methods(of.session_id);
    return new SignJWT({ ...of, aal: level(methods), amr: methods })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(this.#key);
  }
}

export const level = (methods: readonly Method[]): 'aal1' | 'aal2' =>
  methods.some(({ method }) => method === 'totp') ? 'aal2' : 'aal1';
