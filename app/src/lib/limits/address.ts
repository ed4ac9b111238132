/**
 * The address a request came from, as the platform in front of this server says it. The first entry of a longer
 * `x-forwarded-for` is what the client itself claims, so `x-real-ip` comes first, which Vercel overwrites; behind another
 * proxy the last entry is the one that the nearest proxy saw.
 * https://vercel.com/docs/headers/request-headers#x-real-ip
 */
export function clientAddress(headers: Pick<Headers, 'get'>): string {
  const real = headers.get('x-real-ip')?.trim();
  if (real) return network(real);
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return last ? network(last) : 'unknown';
}

/** An IPv6 line has 2^64 addresses, all of one customer: its network is what is counted. */
function network(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = address.includes('::') ? tail.split(':').filter(Boolean) : [];
  const groups = [
    ...before,
    ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'),
    ...after,
  ];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
