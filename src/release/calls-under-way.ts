/** Outside calls that this process has begun and whose outcome it does not know yet, in order. */
const CALLS: { readonly name: string }[] = [];

/** Names them while `work` lasts. */
export async function underWay<T>(name: string, work: () => Promise<T>): Promise<T> {
  const call = { name };
  CALLS.push(call);
  try {
    return await work();
  } finally {
    CALLS.splice(CALLS.indexOf(call), 1);
  }
}

/** For whoever is stopped now. */
export const callsUnderWay = (): readonly string[] => CALLS.map(({ name }) => name);
