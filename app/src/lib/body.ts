/** Thrown for a body that is longer than its route takes. */
export class TooLong extends Error {}

/** The body as text; what is longer than `mostBytes` is not read to its end. */
export async function bodyOf(request: Request, mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.byteLength;
    if (bytes > mostBytes) throw new TooLong(`the body has more than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
