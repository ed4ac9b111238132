import { currentScope } from './request.ts';

/** `next/headers`, of the scope that the test opened. */
export async function headers(): Promise<Headers> {
  return currentScope().headers;
}

export async function cookies() {
  const { cookies: jar } = currentScope();
  return {
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set(name: string, value: string, options: { maxAge?: number } = {}) {
      if (options.maxAge === 0) jar.delete(name);
      else jar.set(name, value);
    },
  };
}
