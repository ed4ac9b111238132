/** Files and what each imports, types included. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Files that import one another in a circle, as one list for each circle's knot: what is in none is left out.
 * Tarjan's strongly connected components: https://doi.org/10.1137/0201010
 */
export function circles(graph: Graph): string[][] {
  const found: string[][] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  for (const file of graph.keys()) if (!numbers.has(file)) visit(file);
  return found;

  function visit(file: string): void {
    numbers.set(file, numbers.size);
    lowest.set(file, numbers.get(file)!);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!numbers.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!));
    }
    if (lowest.get(file) !== numbers.get(file)) return;
    const knot = stack.splice(stack.indexOf(file));
    if (knot.length > 1 || (graph.get(file) ?? []).includes(file)) found.push(knot.sort());
  }
}
