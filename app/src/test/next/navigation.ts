/** Thrown by `redirect`, as Next.js throws a signal of its own. */
export class Redirected extends Error {
  constructor(readonly to: string) {
    super(`redirected to ${to}`);
  }
}

/** Thrown by `notFound`. */
export class NotFound extends Error {}

export function redirect(to: string): never {
  throw new Redirected(to);
}

export function notFound(): never {
  throw new NotFound('not found');
}
