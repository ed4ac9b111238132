/** Letters and digits by which Supabase names a project, its branches included. */
const REF = /^[a-z0-9]{20}$/;

/**
 * The Supabase project that an address leads to: the project's own hosts (`<ref>.supabase.co`, `db.<ref>.supabase.co`),
 * or the shared pooler, which is told by the user (`postgres.<ref>`). Undefined: it does not say, as with a custom domain
 * or a server of one's own. https://supabase.com/docs/guides/database/connecting-to-postgres
 */
export function supabaseProjectOf(address: string): string | undefined {
  const url = URL.parse(address.trim());
  if (!url) return undefined;
  const labels = url.hostname.toLowerCase().split('.');
  const [domain, top] = labels.slice(-2);
  if (domain !== 'supabase') return undefined;
  if (top === 'com')
    return labels.at(-3) === 'pooler' ? ref(decoded(url.username).split('.').at(-1)) : undefined;
  if (top !== 'co' && top !== 'in' && top !== 'red') return undefined;
  return labels.slice(0, -2).map(ref).find(Boolean);
}

const ref = (text = ''): string | undefined => (REF.test(text) ? text : undefined);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
