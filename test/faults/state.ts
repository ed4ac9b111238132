/** Keeps what an object holds, to put it back: the object itself stays, for others hold on to it. */
export function keeper(state: object): () => void {
  const kept: object = structuredClone(state);
  return () => assign(state, structuredClone(kept));
}

function assign(to: object, from: object): void {
  if (Array.isArray(to) && Array.isArray(from)) {
    to.splice(0, to.length, ...from);
    return;
  }
  if (to instanceof Map && from instanceof Map) {
    to.clear();
    for (const [key, value] of from) to.set(key, value);
    return;
  }
  for (const [key, value] of Object.entries(from)) {
    const known: unknown = Reflect.get(to, key);
    const both = [known, value].every((one) => typeof one === 'object' && one !== null);
    if (both && (Array.isArray(known) || known instanceof Map)) assign(known, value as object);
    else Reflect.set(to, key, value);
  }
}
