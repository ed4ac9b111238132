export const REQUEST_ID_HEADER = 'x-request-id';

/**
 * The caller's request id when it is a plain token, a new one otherwise. Anything else could forge log lines, or carry
 * data that does not belong in a log.
 */
export function requestId(given: string | null | undefined): string {
  return given && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : crypto.randomUUID();
}
