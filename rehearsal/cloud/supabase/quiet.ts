import { AsyncLocalStorage } from 'node:async_hooks';

const answering = new AsyncLocalStorage<unknown[][]>();
let print: typeof console.error | undefined;

/**
 * @supabase/lite prints every error of the database with its stack, also those that it answers as PostgREST does: a
 * table that is not in its cache yet, a right that a role does not have. Whoever asked got those, and the access log has
 * them. Only what it says of requests that it fails to answer (HTTP 500 and above) is printed.
 */
export async function quietly(answer: () => Response | Promise<Response>): Promise<Response> {
  listen();
  const said: unknown[][] = [];
  try {
    const response = await answering.run(said, async () => answer());
    if (response.status < 500) said.length = 0;
    return response;
  } finally {
    for (const words of said) print?.(...words);
  }
}

/** Its console is the process's: what is said outside of an answer is printed as before. */
function listen(): void {
  if (print) return;
  const before = console.error;
  print = before.bind(console);
  console.error = (...words: unknown[]) => {
    const held = answering.getStore();
    if (held) held.push(words);
    else before.apply(console, words);
  };
}
