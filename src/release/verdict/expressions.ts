/** Small, careful readings of expressions as PostgreSQL prints them. What they cannot tell, they do not claim. */

/** Functions outside pg_catalog are printed with their schema, because snapshots are read with an empty search_path. */
export const callsOwnCode = (expression: string): boolean =>
  /(?:[a-z_][\w$]*|"(?:[^"]|"")+")\.(?:[a-z_][\w$]*|"(?:[^"]|"")+")\(/i.test(expression);

const LITERAL = /'((?:[^']|'')*)'/g;

const literals = (expression: string): string[] =>
  [...expression.matchAll(LITERAL)].map((m) => (m[1] ?? '').replaceAll("''", "'"));
const skeleton = (expression: string): string =>
  expression
    .replaceAll(LITERAL, '?')
    .replaceAll(/(?:\(\?(?:::[\w ]+(?:\(\d+\))?)?\)(?:::[\w ]+)?|\?(?:::[\w ]+(?:\(\d+\))?)?)(?:, )?/g, '?')
    .replaceAll(/\?+/g, '?');

/** For `CHECK (status = ANY (ARRAY['a', 'b']))` and its like: which words went, which came. Undefined: another shape. */
export function listChange(before: string, after: string): { gone: string[]; added: string[] } | undefined {
  if (!/= ANY/.test(before) || !/= ANY/.test(after) || skeleton(before) !== skeleton(after)) return undefined;
  const [a, b] = [literals(before), literals(after)];
  return { gone: a.filter((word) => !b.includes(word)), added: b.filter((word) => !a.includes(word)) };
}

const NUMBER = String.raw`\(?'?(-?\d+(?:\.\d+)?)'?(?:\))?(?:::[a-z ]+)?`;
const COMPARISON = new RegExp(String.raw`^CHECK \(\(+"?[\w$]+"? (>=|>|<=|<|<>) ${NUMBER}\)+$`);
const MEMBER = /^CHECK \(\(+"?[\w$]+"? = ANY \(+ARRAY\[[^\]]*\]\)*(?:::[\w [\]]+)?\)+$/;

/** Whether a CHECK over one column surely accepts this default (null: no default, so the row gets NULL). */
export function checkAccepts(definition: string, value: string | null): boolean {
  const check = definition.replace(/ NOT VALID$/, '');
  const comparison = COMPARISON.exec(check);
  // NULL makes a plain comparison NULL, which a CHECK accepts.
  if (value === null) return comparison !== null || MEMBER.test(check);
  if (comparison) {
    const number = new RegExp(`^${NUMBER}$`).exec(value)?.[1];
    return number !== undefined && compares(Number(number), comparison[1] as string, Number(comparison[2]));
  }
  const word = /^'((?:[^']|'')*)'(?:::[\w ]+)?$/.exec(value)?.[1]?.replaceAll("''", "'");
  return MEMBER.test(check) && word !== undefined && literals(check).includes(word);
}

function compares(a: number, operator: string, b: number): boolean {
  if (operator === '>=') return a >= b;
  if (operator === '>') return a > b;
  if (operator === '<=') return a <= b;
  return operator === '<' ? a < b : a !== b;
}

/** Index expressions and predicates that can raise an error on a value that the table accepts. */
export const mayFail = (definition: string): boolean => {
  const body = definition.replace(/^.*? USING \w+ /, '');
  const calls = [...body.matchAll(/([a-z_][\w$]*)\(/gi)].map((m) => (m[1] ?? '').toLowerCase());
  return (
    callsOwnCode(body) ||
    /[/%]|->|\^/.test(body) ||
    calls.some((name) => !['lower', 'upper', 'btrim', 'coalesce', 'any', 'include'].includes(name)) ||
    /::(?!text|character varying|timestamp|bpchar)/.test(body)
  );
};

export const isFresh = (value: string): boolean =>
  /^(?:pg_catalog\.)?gen_random_uuid\(\)$|^uuidv[47]\(\)$|^nextval\(/.test(value);
