/** Visits every syntax node below `root`, with its tag: `visit('FuncCall', {…})`. */
export function walk(root: unknown, visit: (tag: string, node: Record<string, unknown>) => void): void {
  if (Array.isArray(root)) {
    for (const item of root) walk(item, visit);
    return;
  }
  if (typeof root !== 'object' || root === null) return;
  // A large file has a million of these: no list of entries is made for each.
  for (const key in root) {
    const value = (root as Record<string, unknown>)[key];
    if (typeof value !== 'object' || value === null) continue;
    // Tags are written as types (`FuncCall`), fields in lower case (`funcname`).
    if (key >= 'A' && key < '[') visit(key, value as Record<string, unknown>);
    walk(value, visit);
  }
}

/** The last part of a possibly qualified name list, e.g. `[String a, String b]` → `b`. */
export function lastName(names: unknown): string | undefined {
  return nameList(names).at(-1);
}

/** Strings of a name list. */
export function nameList(names: unknown): string[] {
  if (!Array.isArray(names)) return [];
  return names.flatMap((item: { String?: { sval?: string } }) => item.String?.sval ?? []);
}

/** Value of a constant, as text. */
export function constant(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if ('TypeCast' in node) return constant((node.TypeCast as { arg?: unknown }).arg);
  if (!('A_Const' in node)) return undefined;
  const value = node.A_Const as {
    sval?: { sval?: string };
    ival?: { ival?: number };
    fval?: { fval?: string };
    boolval?: { boolval?: boolean };
  };
  if (value.sval) return value.sval.sval ?? '';
  if (value.ival) return String(value.ival.ival ?? 0);
  if (value.fval) return value.fval.fval;
  if (value.boolval) return String(value.boolval.boolval ?? false);
  return undefined;
}

/** `NULL` as it is written. */
export function isNull(node: unknown): boolean {
  return (node as { A_Const?: { isnull?: boolean } } | undefined)?.A_Const?.isnull === true;
}
