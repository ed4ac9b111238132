import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import { z } from 'zod';
import { bearerToken, type Call } from '../../kit/index.ts';
import { type Factor, FactorStore } from './store.ts';
import { type Claims, level, Tokens } from './tokens.ts';

/** https://github.com/supabase/auth/blob/master/internal/conf/configuration.go: MFAConfiguration's defaults. */
const CHALLENGE_SECONDS = 300;
const MOST_FACTORS = 10;
const ISSUER = 'Prescriptions';

const enrollBody = z.object({
  factor_type: z.literal('totp'),
  friendly_name: z.string().nullish(),
  issuer: z.string().nullish(),
});
const verifyBody = z.object({ challenge_id: z.uuid(), code: z.string().min(1) });
const tokenAnswer = z.looseObject({ access_token: z.string(), user: z.looseObject({}).optional() });
const userAnswer = z.looseObject({ id: z.string() });

interface Caller {
  readonly claims: Claims;
  readonly email: string | null;
  readonly factors: readonly Factor[];
}

/**
 * Second factors by TOTP, as GoTrue answers them and @supabase/lite does not yet:
 * https://github.com/supabase/auth/blob/master/internal/api/mfa.go
 */
export class SecondFactor {
  readonly #store: FactorStore;
  readonly #tokens: Tokens;

  constructor(options: { readonly url: string; readonly jwtSecret: string }) {
    this.#store = new FactorStore(options.url);
    this.#tokens = new Tokens(options.jwtSecret, this.#store);
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** `POST /factors` */
  async enroll(c: Call): Promise<Response> {
    const caller = await this.#caller(c);
    if (caller instanceof Response) return caller;
    const body = enrollBody.safeParse(await json(c));
    if (!body.success) return refusal(400, 'validation_failed', 'factor_type needs to be totp');
    const name = body.data.friendly_name ?? '';
    if (caller.factors.some((factor) => factor.friendly_name === name)) {
      const said = `A factor with the friendly name "${name}" for this user already exists`;
      return refusal(422, 'mfa_factor_name_conflict', said);
    }
    if (caller.factors.length >= MOST_FACTORS) {
      const said = 'Maximum number of verified factors reached, unenroll to continue';
      return refusal(422, 'too_many_enrolled_mfa_factors', said);
    }
    if (caller.factors.some(({ status }) => status === 'verified') && !(await this.#isRaised(caller))) {
      return refusal(403, 'insufficient_aal', 'AAL2 required to enroll a new factor');
    }
    const secret = new Secret({ size: 20 });
    const issuer = body.data.issuer || ISSUER;
    const uri = new TOTP({ issuer, label: caller.email ?? caller.claims.sub, secret }).toString();
    const id = await this.#store.enroll(caller.claims.sub, name, secret.base32);
    const totp = { qr_code: renderSVG(uri), secret: secret.base32, uri };
    return Response.json({ id, type: 'totp', friendly_name: name, totp });
  }

  /** `POST /factors/:factor/challenge` */
  async challenge(c: Call): Promise<Response> {
    const found = await this.#factor(c);
    if (found instanceof Response) return found;
    const { id, created_at } = await this.#store.challenge(found.factor.id);
    const expires_at = Math.floor(created_at.getTime() / 1000) + CHALLENGE_SECONDS;
    return Response.json({ id, type: 'totp', expires_at });
  }

  /** `POST /factors/:factor/verify` */
  async verify(c: Call): Promise<Response> {
    const found = await this.#factor(c);
    if (found instanceof Response) return found;
    const { factor, caller } = found;
    const body = verifyBody.safeParse(await json(c));
    if (!body.success) return refusal(400, 'validation_failed', 'Code needs to be non-empty');
    const challenge = await this.#store.findChallenge(factor.id, body.data.challenge_id);
    if (!challenge) {
      const said = 'MFA factor with the provided challenge ID not found';
      return refusal(422, 'mfa_factor_not_found', said);
    }
    if (challenge.verified_at) {
      return refusal(422, 'mfa_ip_address_mismatch', 'Challenge and verify IP addresses mismatch');
    }
    if (challenge.created_at.getTime() + CHALLENGE_SECONDS * 1000 < Date.now()) {
      const said = `MFA challenge ${challenge.id} has expired, verify against another challenge or create a new challenge.`;
      return refusal(422, 'mfa_challenge_expired', said);
    }
    const totp = new TOTP({ secret: Secret.fromBase32(factor.secret) });
    if (totp.validate({ token: body.data.code, window: 1 }) === null) {
      return refusal(422, 'mfa_verification_failed', 'Invalid TOTP code entered');
    }
    const refresh_token = await this.#store.verified(factor, challenge.id, caller.claims.session_id);
    const now = Math.floor(Date.now() / 1000);
    const expires_in = caller.claims.exp - caller.claims.iat;
    const access_token = await this.#tokens.raised({ ...caller.claims, iat: now, exp: now + expires_in });
    const { sub: id, email, role, aud } = caller.claims;
    const user = await this.#withFactors({ id, email, role, aud });
    return Response.json({ access_token, token_type: 'bearer', expires_in, refresh_token, user });
  }

  /** `DELETE /factors/:factor` */
  async unenroll(c: Call): Promise<Response> {
    const found = await this.#factor(c);
    if (found instanceof Response) return found;
    const { factor, caller } = found;
    if (factor.status === 'verified' && !(await this.#isRaised(caller))) {
      return refusal(422, 'insufficient_aal', 'AAL2 required to unenroll verified factor');
    }
    await this.#store.unenroll(factor.id, caller.claims.session_id);
    return Response.json({ id: factor.id });
  }

  /** Adds to what lite answers what GoTrue says besides: how a session was proved, and the person's factors. */
  async completed(c: Call, answer: Response): Promise<Response> {
    if (!answer.ok || !answer.headers.get('content-type')?.startsWith('application/json')) return answer;
    const body: unknown = await answer.clone().json();
    const user = userAnswer.safeParse(body);
    if (c.req.path === '/auth/v1/user' && user.success) {
      return again(answer, await this.#withFactors(user.data));
    }
    const token = tokenAnswer.safeParse(body);
    const claims = token.success ? await this.#tokens.read(token.data.access_token) : undefined;
    if (!token.success || !claims) return answer;
    if (c.req.query('grant_type') !== 'refresh_token') {
      await this.#store.claim(claims.session_id, c.req.path === '/auth/v1/verify' ? 'otp' : 'password');
    }
    const access_token = await this.#tokens.raised(claims);
    const of = token.data.user ? await this.#withFactors({ ...token.data.user, id: claims.sub }) : undefined;
    return again(answer, { ...token.data, access_token, ...(of ? { user: of } : {}) });
  }

  async #withFactors<User extends { id: string }>(user: User): Promise<User & { factors?: unknown }> {
    const factors = (await this.#store.factors(user.id)).map(
      ({ secret: _secret, user_id: _user, ...shown }) => shown,
    );
    return factors.length > 0 ? { ...user, factors } : user;
  }

  async #isRaised({ claims }: Caller): Promise<boolean> {
    return level(await this.#store.methods(claims.session_id)) === 'aal2';
  }

  /** By the session that the token names: one that ended proves nothing, whatever its token says. */
  async #caller(c: Call): Promise<Caller | Response> {
    const token = bearerToken(c);
    const claims = token === undefined ? undefined : await this.#tokens.read(token);
    if (!claims) return refusal(403, 'bad_jwt', 'invalid JWT: unable to parse or verify signature');
    const session = await this.#store.session(claims.session_id);
    if (session?.user_id !== claims.sub) {
      return refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
    }
    return { claims, email: session.email, factors: await this.#store.factors(claims.sub) };
  }

  async #factor(c: Call): Promise<{ caller: Caller; factor: Factor } | Response> {
    const caller = await this.#caller(c);
    if (caller instanceof Response) return caller;
    const factor = caller.factors.find(({ id }) => id === c.req.param('factor'));
    return factor ? { caller, factor } : refusal(404, 'mfa_factor_not_found', 'Factor not found');
  }
}

const json = (c: Call): Promise<unknown> => c.req.json().catch(() => undefined);

/** GoTrue's own form: https://github.com/supabase/auth/blob/master/internal/api/apierrors */
const refusal = (code: number, error_code: string, msg: string): Response =>
  Response.json({ code, error_code, msg }, { status: code });

function again(answer: Response, body: unknown): Response {
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(body), { status: answer.status, headers });
}
