/** Small, careful readings of expressions as PostgreSQL prints them. What they cannot tell, they do not claim. */

const LITERAL = /'((?:[^']|'')*)'/g;

/** Functions outside pg_catalog are printed with their schema, because snapshots are read with an empty search_path. */
export const callsOwnCode = (expression: string): boolean =>
  /(?:[a-z_][\w$]*|"(?:[^"]|"")+")\.(?:[a-z_][\w$]*|"(?:[^"]|"")+")\(/i.test(
    expression.replaceAll(LITERAL, "''"),
  );

const NAME = String.raw`(?:"(?:[^"]|"")*"|[a-z_][\w$]*)`;
const TYPED_LITERAL = new RegExp(
  String.raw`'(?:[^']|'')*'(?:::(?:${NAME}\.)?${NAME}(?: varying| precision| with(?:out)? time zone)?(?:\([\d,]+\))?(?:\[\])*)?`,
  'g',
);

const literals = (expression: string): string[] =>
  [...expression.matchAll(LITERAL)].map((m) => (m[1] ?? '').replaceAll("''", "'"));

const LIST = /^CHECK \(+("?[\w$]+"?)\)*(?:::[a-z ]+)? = (.*)/s;
/** What may stand there once the words are taken out: `ANY (ARRAY[?::text, ?::text])` or `?::text`, and brackets. */
const WORDS_ONLY =
  /^(?:ANY \(+ARRAY\[(?:\(?\?(?:::[a-z ]+)?\)?(?:::[a-z ]+)?(?:, )?)+\]\)(?:::[a-z []+\])?|\?(?:::[a-z ]+)?)\)*$/;

/** `CHECK (status IN ('a', 'b'))` and `CHECK (status = 'a')` as PostgreSQL prints them. */
function wordList(definition: string): { column: string; words: string[] } | undefined {
  const [, column = '', rest = ''] = LIST.exec(definition.replace(/ NOT VALID$/, '')) ?? [];
  return column && WORDS_ONLY.test(rest.replaceAll(LITERAL, '?'))
    ? { column, words: literals(rest) }
    : undefined;
}

/** Which words of such a list went, and which came. Undefined: another shape. */
export function listChange(before: string, after: string): { gone: string[]; added: string[] } | undefined {
  const [a, b] = [wordList(before), wordList(after)];
  if (!a || !b || a.column !== b.column) return undefined;
  return {
    gone: a.words.filter((word) => !b.words.includes(word)),
    added: b.words.filter((word) => !a.words.includes(word)),
  };
}

const NUMERIC = 'smallint|integer|bigint|numeric|real|double precision';
const NUMBER = String.raw`\(?'?(-?\d+(?:\.\d+)?)'?(?:\))?(?:::(?:${NUMERIC}))?`;
const COMPARISON = new RegExp(String.raw`^CHECK \(\(+"?[\w$]+"? (>=|>|<=|<|<>) ${NUMBER}\)+$`);

/** `CHECK ((char_length(name) >= 3) AND (name ~ '^[a-z]'))`: of NULL, and a CHECK accepts it. */
function nullForNull(check: string): boolean {
  const [, condition = ''] = /^CHECK \((.*)\)$/s.exec(check) ?? [];
  return condition
    .replaceAll(LITERAL, "''")
    .split(/ AND | OR /)
    .every((part) => STRICT.test(part));
}

const STRICT =
  /^\(*(?:(?:char_length|length|octet_length|lower|upper|btrim)\()?\(?(?:"[\w$ ]+"|[\w$]+)\)?(?:::[a-z ]+)?\)? (?:[<>]=?|<>|=|!?~\*?|~~\*?) \(*(?:''|-?\d+(?:\.\d+)?)\)?(?:::[\w. ]+)?\)*$/;

/** Whether a CHECK over one column surely accepts this default (null: no default, so the row gets NULL). */
export function checkAccepts(definition: string, value: string | null): boolean {
  const check = definition.replace(/ NOT VALID$/, '');
  const comparison = COMPARISON.exec(check);
  const list = wordList(check);
  if (value === null) return list !== undefined || nullForNull(check);
  if (comparison) {
    const number = new RegExp(`^${NUMBER}$`).exec(value)?.[1];
    return number !== undefined && compares(Number(number), comparison[1] as string, Number(comparison[2]));
  }
  const word = /^'((?:[^']|'')*)'(?:::[\w ]+)?$/.exec(value)?.[1]?.replaceAll("''", "'");
  return list?.words.some((one) => one === word) ?? false;
}

function compares(a: number, operator: string, b: number): boolean {
  if (operator === '>=') return a >= b;
  if (operator === '>') return a > b;
  if (operator === '<=') return a <= b;
  return operator === '<' ? a < b : a !== b;
}

/** Index expressions and predicates that can raise an error on a value that the table accepts. */
export const mayFail = (definition: string): boolean => {
  // A literal was read when the expression was written; a value that JSON has not by that name is NULL.
  const body = definition
    .replace(/.*? USING \w+ /, '')
    .replaceAll(TYPED_LITERAL, "''")
    .replaceAll(/->>? ''/g, '');
  const calls = [...body.matchAll(/([a-z_][\w$]*)\(/gi)].map((m) => (m[1] ?? '').toLowerCase());
  return (
    callsOwnCode(body) ||
    /[-+*/%^]/.test(body) ||
    calls.some((name) => !['lower', 'upper', 'btrim', 'coalesce'].includes(name)) ||
    /::(?!text|character varying|timestamp|bpchar)/.test(body)
  );
};

export const isFresh = (value: string): boolean =>
  /^(?:pg_catalog\.)?gen_random_uuid\(\)$|^uuidv[47]\(\)$|^nextval\(/.test(value);

/** Functions and keywords that give a value of any row, whoever asks, and cannot fail. */
const SURE_CALLS =
  /^(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|gen_random_uuid|uuidv4|uuidv7|random)\(\)$|^\(gen_random_uuid\(\)\)::text$|^(?:CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME|LOCALTIMESTAMP|LOCALTIME|CURRENT_USER|SESSION_USER)$|^timezone\('(?:utc|UTC)'::text, now\(\)\)$|^\((?:now\(\)|CURRENT_TIMESTAMP) AT TIME ZONE 'utc'::text\)$/i;
const TEXTS = /^ARRAY\[(?:'(?:[^']|'')*'::text(?:, )?)+\]$/;
const QUOTED = /^'((?:[^']|'')*)'(?:::[\w ".[\]]+?)?$/;
const BARE_NUMBER = new RegExp(String.raw`^\(?'?(-?\d+(?:\.\d+)?)'?\)?(?:::(?:${NUMERIC}))?$`);
const RANGES: Readonly<Record<string, number>> = {
  smallint: 2 ** 15 - 1,
  integer: 2 ** 31 - 1,
  bigint: 2 ** 63,
};

/**
 * Whether a default surely gives a value that the column's type takes. The server checks that only when a row comes:
 * `smallint default 70000` can be declared.
 */
export function surelyFits(value: string, type: string): boolean {
  if (/^(?:true|false)$|^NULL::[\w ".]+(?:\(\d+(?:,\d+)?\))?[\w []*\]*$/.test(value)) return true;
  if (SURE_CALLS.test(value)) return !type.includes('(') || /^time/.test(type);
  if (TEXTS.test(value)) return type === 'text[]';
  const number = BARE_NUMBER.exec(value)?.[1];
  if (number !== undefined) return numberFits(number, type);
  const word = QUOTED.exec(value)?.[1]?.replaceAll("''", "'");
  if (word === undefined) return /^(?:ARRAY\[\]|'\{\}')(?:::[\w .[\]]+)?$/.test(value);
  const length = /^(?:character varying|character|bit|bit varying)\((\d+)\)$/.exec(type)?.[1];
  if (length !== undefined) return !type.startsWith('bit') && [...word].length <= Number(length);
  return !type.includes('(') || /^time/.test(type);
}

function numberFits(number: string, type: string): boolean {
  const size = Math.abs(Number(number));
  const limit = RANGES[type];
  if (limit !== undefined) return size <= limit;
  const [, precision, scale = '0'] = /^numeric\((\d+)(?:,(\d+))?\)$/.exec(type) ?? [];
  if (precision !== undefined) return Math.round(size * 10 ** Number(scale)) < 10 ** Number(precision);
  return ['numeric', 'real', 'double precision', 'text', 'character varying'].includes(type) && size < 1e30;
}
