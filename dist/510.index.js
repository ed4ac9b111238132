export const id = 510;
export const ids = [510,408];
export const modules = {

/***/ 96510:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  c1: () => (/* reexport */ cannotRunInTransaction),
  pl: () => (/* reexport */ directives),
  mD: () => (/* reexport */ directivesOf),
  eg: () => (/* binding */ parseSql),
  IY: () => (/* reexport */ setsLockTimeout),
  my: () => (/* reexport */ transactionControl)
});

// EXTERNAL MODULE: ./src/database/sql/parser.js
var sql_parser = __webpack_require__(34408);
// EXTERNAL MODULE: ./src/database/sql/places.js
var places = __webpack_require__(49091);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
;// CONCATENATED MODULE: ./src/database/sql/refusals.js


/** Merge markers stand at the start of a line. https://git-scm.com/docs/git-merge#_how_conflicts_are_presented */
const MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?=\s|$)/m;
const ALL_MARKERS = [/^<{7}(?=\s|$)/m, /^={7}(?=\s|$)/m, /^>{7}(?=\s|$)/m];
/** The most helpful error for a text that the parser refused: what people really had in their files comes first. */
function syntaxProblem(parser, text, file, error) {
    const at = (0,places/* positions */.Xq)(text)((0,places/* codePointOffset */.T$)(text, error.position));
    if (ALL_MARKERS.every((marker) => marker.test(text)))
        return mergeMarkers(text, text.search(MARKER), file);
    const copy = copyBefore(parser, text, at.offset);
    if (copy)
        return copyFromStdinProblem(copy, file);
    const found = text[at.offset];
    if (found === '\\' || (found === ':' && /^:['"]?\w/.test(text.slice(at.offset))))
        return psql(text, at, file);
    return problem('SYNTAX', file, at, `is not valid SQL: ${error.message}`, 'Correct the statement at this place.');
}
/** NUL ends the text for the parser, and the server takes none: statements after it would be lost without a word. */
function nulByte(text, offset, file) {
    const next = 'Save the file as UTF-8 text; NUL bytes often come from UTF-16.';
    return problem('SYNTAX', file, (0,places/* positions */.Xq)(text)(offset), 'contains a NUL byte', next);
}
/** `COPY … FROM STDIN` needs a client that sends the rows, which no migration engine for this layout is. */
function copyFromStdinProblem(at, file) {
    const next = 'Write the rows as INSERT statements, or load them outside migrations.';
    return problem('COPY_STDIN', file, at, 'uses COPY … FROM STDIN, whose rows only psql can send', next);
}
/** A function body is a string to the parser, so markers inside it parse; they are refused all the same. */
function mergeMarkerInBody(parser, text, file) {
    if (!text.includes('<<<<<<<') || !ALL_MARKERS.every((marker) => marker.test(text)))
        return undefined;
    const toUnit = (0,places/* byteOffsets */.dA)(text);
    for (const token of parser.scan(text)) {
        if (token.tokenName !== 'SCONST' || !token.text.startsWith('$'))
            continue;
        const inside = token.text.search(MARKER);
        if (inside !== -1)
            return mergeMarkers(text, toUnit(token.start) + inside, file);
    }
    return undefined;
}
function mergeMarkers(text, offset, file) {
    const next = 'Resolve the merge conflict and remove its markers.';
    return problem('MERGE_MARKERS', file, (0,places/* positions */.Xq)(text)(offset), 'still has merge markers', next);
}
function psql(text, at, file) {
    const command = /^\S+/.exec(text.slice(at.offset))?.[0] ?? '\\';
    const next = 'Remove it, or write what it does as SQL: only psql understands it, the server does not.';
    return problem('PSQL', file, at, `uses the psql command or variable ${command}`, next);
}
/**
 * The rows after `COPY … FROM STDIN;` are what the parser stumbles over, so look at the statements before that place.
 * All text before it was a valid beginning, hence the scanner can read it.
 */
function copyBefore(parser, text, offset) {
    const before = text.slice(0, offset);
    if (!/copy/i.test(before))
        return undefined;
    try {
        const lastEnd = parser.scan(before).findLast((token) => token.text === ';');
        if (!lastEnd)
            return undefined;
        const toUnit = (0,places/* byteOffsets */.dA)(before);
        const complete = before.slice(0, toUnit(lastEnd.end));
        const copy = parser.parse(complete).findLast((raw) => raw.stmt && readsStdin(raw.stmt));
        return copy && (0,places/* positions */.Xq)(text)((0,places/* byteOffsets */.dA)(complete)(copy.stmt_location ?? 0));
    }
    catch {
        // The beginning cannot be read by itself (a body of its own): the plain syntax error says enough.
        return undefined;
    }
}
/** Whether a statement is `COPY … FROM STDIN`. */
function readsStdin(node) {
    if (!('CopyStmt' in node))
        return false;
    const copy = node.CopyStmt;
    return copy.is_from === true && !copy.is_program && !copy.filename;
}
function problem(kind, file, at, what, next) {
    const place = { file, line: at.line, column: at.column, message: what };
    return (0,errors/* configurationError */.DN)({
        code: `SHIPLOCK_MIGRATION_${kind}`,
        what: `${file}:${at.line}:${at.column} ${what}`,
        next,
        notDone: ['Nothing was sent to the database.'],
        places: [place],
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./src/database/sql/statement.js


/** Builds a statement whose hash costs nothing until somebody needs it: only resumed files do. */
function makeStatement(parser, text, node, position) {
    let hash;
    return {
        ...position,
        text,
        kind: Object.keys(node)[0] ?? 'Unknown',
        node,
        get hash() {
            hash ??= tokenHash(parser, text);
            return hash;
        },
    };
}
function tokenHash(parser, text) {
    const digest = (0,external_node_crypto_.createHash)('sha256');
    for (const token of parser.scan(text)) {
        if (!(0,sql_parser.isComment)(token))
            digest.update(token.text).update('\u0000');
    }
    return digest.digest('hex');
}

;// CONCATENATED MODULE: ./src/database/sql/directives.js



/**
 * Directives in a file's comments, in order. PostgreSQL's scanner tells comments from strings and bodies, so
 * text that only looks like a directive (in a function body, in data) is none. A misspelt one is refused: a silent
 * allowance would be as bad as a silently ignored one.
 */
async function directives(sql, file = 'SQL') {
    if (!sql.includes('shiplock:'))
        return [];
    const parser = await (0,sql_parser.loadParser)();
    const text = sql.startsWith('\uFEFF') ? ` ${sql.slice(1)}` : sql;
    const toUnit = (0,places/* byteOffsets */.dA)(text);
    const toPosition = (0,places/* positions */.Xq)(text);
    const found = [];
    for (const token of parser.scan(text)) {
        if (!(0,sql_parser.isComment)(token))
            continue;
        const body = commentBody(token.text);
        const match = /^shiplock:\s*(.*)$/s.exec(body);
        if (!match)
            continue;
        const at = toPosition(toUnit(token.start));
        const place = { ...at, end: at.offset + token.text.length };
        found.push(read(match[1] ?? '', place, file));
    }
    return found;
}
/** Directives that belong to each statement: those inside it, after it on its last line, or before it. */
function directivesOf(sql, statements, all) {
    const owned = new Map();
    for (const directive of all) {
        const owner = ownerOf(sql, statements, directive);
        if (owner)
            owned.set(owner, [...(owned.get(owner) ?? []), directive]);
    }
    return owned;
}
function ownerOf(sql, statements, directive) {
    const next = statements.findIndex((statement) => statement.offset > directive.offset);
    const before = next === -1 ? statements.at(-1) : statements[next - 1];
    if (before) {
        const end = before.offset + before.text.length;
        if (directive.offset < end || !sql.slice(end, directive.offset).includes('\n'))
            return before;
    }
    return next === -1 ? undefined : statements[next];
}
function commentBody(comment) {
    return comment.startsWith('--') ? comment.slice(2).trim() : comment.slice(2, -2).trim();
}
function read(body, place, file) {
    const words = parseWords(body);
    const [head] = words;
    const option = (name) => words.find((word) => word.name === name)?.value;
    const reason = option('reason');
    switch (head?.name) {
        case 'allow':
            if (!head.value || !reason)
                throw refused(place, file, 'allow needs a rule and a reason', 'allow=<rule> reason="…"');
            return { ...place, kind: 'allow', rule: head.value, reason };
        case 'irreversible':
            if (!reason)
                throw refused(place, file, 'irreversible needs a reason', 'irreversible reason="…"');
            return { ...place, kind: 'irreversible', reason };
        case 'phase':
            if (head.value !== 'contract' && head.value !== 'expand')
                break;
            return { ...place, kind: 'phase', phase: head.value };
        case 'batch':
            return {
                ...place,
                kind: 'batch',
                options: Object.fromEntries(words.slice(1).map((word) => [word.name, word.value])),
            };
    }
    throw refused(place, file, `"${body.trim()}" is not known`, 'allow=<rule>, batch, irreversible or phase=contract');
}
/** `name`, `name=value` and `name="some words"`. */
function parseWords(body) {
    const words = [...body.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|(\S+)))?/g)];
    return words.map(([, name = '', quoted, bare]) => ({ name, value: (quoted ?? bare ?? '').trim() }));
}
function refused(place, file, what, form) {
    return (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_MIGRATION_DIRECTIVE',
        what: `${file}:${place.line}:${place.column} has a directive that cannot be followed: ${what}`,
        next: `Write it as: -- shiplock: ${form}`,
        notDone: ['Nothing was sent to the database.'],
        places: [{ file, line: place.line, column: place.column, message: what }],
    });
}

// EXTERNAL MODULE: ./src/database/sql/walk.js
var walk = __webpack_require__(73438);
;// CONCATENATED MODULE: ./src/database/sql/transaction.js

/** Savepoints are not counted: they work inside any transaction. */
const OPENS = new Set(['TRANS_STMT_BEGIN', 'TRANS_STMT_START']);
const THROWS_AWAY = new Set([
    'TRANS_STMT_ROLLBACK',
    'TRANS_STMT_PREPARE',
    'TRANS_STMT_ROLLBACK_PREPARED',
    'TRANS_STMT_COMMIT_PREPARED',
]);
function transactionOf(statement) {
    return 'TransactionStmt' in statement.node ? statement.node.TransactionStmt : undefined;
}
/** Classifies a file's own BEGIN, COMMIT and ROLLBACK. */
function transactionControl(statements) {
    const begins = [];
    const commits = [];
    let open = false;
    for (const statement of statements) {
        const transaction = transactionOf(statement);
        const kind = transaction?.kind ?? '';
        if (THROWS_AWAY.has(kind))
            return { kind: 'rolls-back', end: statement };
        if (OPENS.has(kind)) {
            begins.push(statement);
            if (begins.length > 1)
                return { kind: 'multiple', blocks: countBlocks(statements), second: statement };
            open = true;
        }
        else if (kind === 'TRANS_STMT_COMMIT') {
            if (!open)
                return { kind: 'unopened', end: statement };
            if (transaction?.chain)
                return { kind: 'multiple', blocks: 2, second: statement };
            commits.push(statement);
            open = false;
        }
    }
    const [begin] = begins;
    const [commit] = commits;
    if (!begin)
        return { kind: 'none' };
    if (!commit)
        return { kind: 'unclosed', begin };
    const first = statements.indexOf(begin);
    const last = statements.indexOf(commit);
    const outside = [...statements.slice(0, first), ...statements.slice(last + 1)];
    if (outside.length > 0)
        return { kind: 'outside-statements', begin, commit, outside };
    return { kind: 'wraps-whole-file', begin, commit, inner: statements.slice(first + 1, last) };
}
function countBlocks(statements) {
    return statements.filter((statement) => OPENS.has(transactionOf(statement)?.kind ?? '')).length;
}
/** Statements that PostgreSQL refuses in a transaction block: https://www.postgresql.org/docs/current/sql-begin.html */
const OUTSIDE_ONLY = {
    IndexStmt: (fields) => (fields['concurrent'] ? 'CREATE INDEX CONCURRENTLY' : undefined),
    DropStmt: (fields) => (fields['concurrent'] ? 'DROP INDEX CONCURRENTLY' : undefined),
    ReindexStmt: (fields) => {
        if (options(fields['params']).has('concurrently'))
            return 'REINDEX CONCURRENTLY';
        const kind = String(fields['kind'] ?? '').replace('REINDEX_OBJECT_', '');
        return ['SCHEMA', 'SYSTEM', 'DATABASE'].includes(kind) ? `REINDEX ${kind}` : undefined;
    },
    VacuumStmt: (fields) => (fields['is_vacuumcmd'] ? 'VACUUM' : undefined),
    ClusterStmt: (fields) => (fields['relation'] ? undefined : 'CLUSTER of every table'),
    AlterSystemStmt: () => 'ALTER SYSTEM',
    CreatedbStmt: () => 'CREATE DATABASE',
    DropdbStmt: () => 'DROP DATABASE',
    AlterDatabaseStmt: (fields) => options(fields['options']).has('tablespace') ? 'ALTER DATABASE SET TABLESPACE' : undefined,
    CreateTableSpaceStmt: () => 'CREATE TABLESPACE',
    DropTableSpaceStmt: () => 'DROP TABLESPACE',
    CreateSubscriptionStmt: (fields) => {
        const given = options(fields['options']);
        const makesSlot = off(given.get('connect')) || off(given.get('create_slot')) ? undefined : 'CREATE SUBSCRIPTION';
        return makesSlot && `${makesSlot} with a replication slot`;
    },
    DropSubscriptionStmt: () => 'DROP SUBSCRIPTION',
    AlterSubscriptionStmt: (fields) => /PUBLICATION|REFRESH/.test(String(fields['kind'])) && !off(options(fields['options']).get('refresh'))
        ? 'ALTER SUBSCRIPTION with a refresh'
        : undefined,
    DiscardStmt: (fields) => (fields['target'] === 'DISCARD_ALL' ? 'DISCARD ALL' : undefined),
    AlterTableStmt: (fields) => {
        let found;
        (0,walk/* walk */.GG)(fields['cmds'], (tag, node) => {
            if (tag === 'PartitionCmd' && node['concurrent'])
                found = 'DETACH PARTITION CONCURRENTLY';
        });
        return found;
    },
};
/** The name of what makes this statement impossible inside a transaction block, or nothing. */
function cannotRunInTransaction(statement) {
    const fields = statement.node[statement.kind] ?? {};
    return OUTSIDE_ONLY[statement.kind]?.(fields);
}
/** `ALTER TYPE … ADD VALUE`: allowed in a transaction, but the new value cannot be used before it is committed. */
function addsEnumValue(statement) {
    if (!('AlterEnumStmt' in statement.node))
        return undefined;
    const { typeName, oldVal, newVal } = statement.node.AlterEnumStmt;
    if (oldVal)
        return undefined;
    return { type: nameList(typeName).join('.'), value: String(newVal ?? '') };
}
/** What a statement does to `lock_timeout`, so that the lock budget can be put back after it. */
function setsLockTimeout(statement) {
    if ('DiscardStmt' in statement.node)
        return { value: 'default', local: false };
    if ('VariableSetStmt' in statement.node) {
        const set = statement.node.VariableSetStmt;
        if (set.kind === 'VAR_RESET_ALL')
            return { value: 'default', local: false };
        if (set.name?.toLowerCase() !== 'lock_timeout')
            return undefined;
        return { value: (0,walk/* constant */.dY)(set.args?.[0]) ?? 'default', local: set.is_local === true };
    }
    let found;
    (0,walk/* walk */.GG)(statement.node, (tag, node) => {
        if (tag !== 'FuncCall' || (0,walk/* lastName */.UK)(node['funcname']) !== 'set_config')
            return;
        const [name, value, local] = Array.isArray(node['args']) ? node['args'] : [];
        if ((0,walk/* constant */.dY)(name)?.toLowerCase() !== 'lock_timeout')
            return;
        found = { value: (0,walk/* constant */.dY)(value) ?? 'default', local: (0,walk/* constant */.dY)(local) === 'true' };
    });
    return found;
}
function options(list) {
    const found = new Map();
    if (!Array.isArray(list))
        return found;
    for (const item of list) {
        const { defname, arg } = item.DefElem ?? {};
        if (!defname)
            continue;
        const value = arg?.['String']?.['sval'] ?? arg?.['Boolean']?.['boolval'] ?? arg?.['Integer']?.['ival'] ?? 'true';
        found.set(defname.toLowerCase(), String(value));
    }
    return found;
}
function off(value) {
    return value !== undefined && ['false', 'off', '0', 'no'].includes(value.toLowerCase());
}

;// CONCATENATED MODULE: ./src/database/sql/parse.js






/**
 * Splits a migration into its statements with PostgreSQL's own parser. A text without statements gives `[]`. What the
 * server would not take is refused here, before anything runs: syntax errors, psql commands, `COPY … FROM STDIN`,
 * merge markers, each with its own code and place.
 */
async function parseSql(sql, file) {
    const parser = await (0,sql_parser.loadParser)();
    // A byte-order mark is white space here, as it is for psql; one unit for one unit keeps every index.
    const text = sql.startsWith('\uFEFF') ? ` ${sql.slice(1)}` : sql;
    const nul = text.indexOf('\u0000');
    if (nul !== -1)
        throw nulByte(text, nul, file);
    let raw;
    try {
        raw = parser.parse(text);
    }
    catch (error) {
        if (error instanceof sql_parser/* ParserError */.s)
            throw syntaxProblem(parser, text, file, error);
        throw error;
    }
    const statements = locate(parser, text, raw);
    const refused = mergeMarkerInBody(parser, text, file) ?? copyFromStdin(statements, file);
    if (refused)
        throw refused;
    return statements;
}
function locate(parser, text, raw) {
    const toUnit = (0,places/* byteOffsets */.dA)(text);
    const toPosition = (0,places/* positions */.Xq)(text);
    const statements = [];
    for (const { stmt, stmt_location: start = 0, stmt_len: length } of raw) {
        if (!stmt)
            continue;
        const from = toUnit(start);
        const to = length ? toUnit(start + length) : text.length;
        const source = text.slice(from, to);
        const skipped = leadingBlank(parser, source);
        statements.push(makeStatement(parser, source.slice(skipped).trimEnd(), stmt, toPosition(from + skipped)));
    }
    return statements;
}
/** Length of white space and comments before the first token. The parser skips most of it by itself. */
function leadingBlank(parser, source) {
    if (/^[A-Za-z(]/.test(source))
        return 0;
    for (const token of parser.scan(source)) {
        if (!(0,sql_parser.isComment)(token))
            return (0,places/* byteOffsets */.dA)(source)(token.start);
    }
    return 0;
}
function copyFromStdin(statements, file) {
    const copy = statements.find((statement) => readsStdin(statement.node));
    return copy && copyFromStdinProblem(copy, file);
}


/***/ }),

/***/ 34408:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   isComment: () => (/* binding */ isComment),
/* harmony export */   loadParser: () => (/* binding */ loadParser),
/* harmony export */   p: () => (/* binding */ loadedParser),
/* harmony export */   s: () => (/* binding */ ParserError)
/* harmony export */ });
/** The parser refused the text. `position` counts characters (code points) from 0, as the server does. */
class ParserError extends Error {
    position;
    constructor(message, position) {
        super(message);
        this.name = 'ParserError';
        this.position = position;
    }
}
let loading;
let loaded;
/** Loads the parser once per process. */
function loadParser() {
    loading ??= load();
    return loading;
}
/** The parser, for code that works on statements: whoever has a statement has loaded it. */
function loadedParser() {
    if (!loaded)
        throw new Error('the SQL parser is not loaded yet: call loadParser() first');
    return loaded;
}
async function load() {
    const library = await __webpack_require__.e(/* import() */ 107).then(__webpack_require__.t.bind(__webpack_require__, 51107, 19));
    await library.loadModule();
    loaded = {
        parse(sql) {
            // The library refuses the empty text, which for us is a file without statements.
            if (sql === '')
                return [];
            try {
                return library.parseSync(sql).stmts ?? [];
            }
            catch (error) {
                if (!library.hasSqlDetails(error))
                    throw error;
                throw new ParserError(error.message, error.sqlDetails?.cursorPosition ?? 0);
            }
        },
        scan(sql) {
            return sql === '' ? [] : library.scanSync(sql).tokens;
        },
        plpgsql(sql) {
            return library.parsePlPgSQLSync(sql);
        },
    };
    return loaded;
}
/** Scanner names of comments; every other token is code. */
function isComment(token) {
    return token.tokenName === 'SQL_COMMENT' || token.tokenName === 'C_COMMENT';
}


/***/ }),

/***/ 49091:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T$: () => (/* binding */ codePointOffset),
/* harmony export */   Xq: () => (/* binding */ positions),
/* harmony export */   dA: () => (/* binding */ byteOffsets)
/* harmony export */ });
/**
 * Turns UTF-8 byte offsets into UTF-16 indexes. Ask in ascending order: each answer goes on from the one before, so
 * a whole file costs one pass (a file of 10 MB with 20,000 statements must not cost 20,000 passes).
 */
function byteOffsets(text) {
    const bytes = Buffer.byteLength(text);
    if (bytes === text.length)
        return (byte) => Math.min(byte, bytes);
    const buffer = Buffer.from(text);
    let atByte = 0;
    let atUnit = 0;
    return (byte) => {
        if (byte < atByte) {
            atByte = 0;
            atUnit = 0;
        }
        const end = Math.min(byte, buffer.length);
        atUnit += buffer.toString('utf8', atByte, end).length;
        atByte = end;
        return atUnit;
    };
}
/** Lines and columns for ascending indexes, in one pass. Lines end with LF, so CRLF counts once. */
function positions(text) {
    let line = 1;
    let lineStart = 0;
    return (offset) => {
        if (offset < lineStart) {
            line = 1;
            lineStart = 0;
        }
        for (let end = text.indexOf('\n', lineStart); end !== -1 && end < offset; end = text.indexOf('\n', lineStart)) {
            line += 1;
            lineStart = end + 1;
        }
        return { offset, line, column: offset - lineStart + 1 };
    };
}
/** UTF-16 index of the n-th code point: the server counts characters, JavaScript counts halves of some of them. */
function codePointOffset(text, codePoints) {
    let offset = 0;
    for (let left = codePoints; left > 0 && offset < text.length; left -= 1) {
        offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
    }
    return offset;
}


/***/ }),

/***/ 73438:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GG: () => (/* binding */ walk),
/* harmony export */   OD: () => (/* binding */ nameList),
/* harmony export */   UK: () => (/* binding */ lastName),
/* harmony export */   dY: () => (/* binding */ constant)
/* harmony export */ });
/** Visits every syntax node below `root`, with its tag: `visit('FuncCall', {…})`. */
function walk(root, visit) {
    if (Array.isArray(root)) {
        for (const item of root)
            walk(item, visit);
        return;
    }
    if (typeof root !== 'object' || root === null)
        return;
    for (const [key, value] of Object.entries(root)) {
        // Tags are written as types (`FuncCall`), fields in lower case (`funcname`).
        if (/^[A-Z]/.test(key) && typeof value === 'object' && value !== null) {
            visit(key, value);
        }
        walk(value, visit);
    }
}
/** The last part of a possibly qualified name list, e.g. `[String a, String b]` → `b`. */
function lastName(names) {
    return nameList(names).at(-1);
}
/** Strings of a name list. */
function nameList(names) {
    if (!Array.isArray(names))
        return [];
    return names.flatMap((item) => item.String?.sval ?? []);
}
/** Value of a constant, as text. */
function constant(node) {
    if (typeof node !== 'object' || node === null)
        return undefined;
    if ('TypeCast' in node)
        return constant(node.TypeCast.arg);
    if (!('A_Const' in node))
        return undefined;
    const value = node.A_Const;
    if (value.sval)
        return value.sval.sval ?? '';
    if (value.ival)
        return String(value.ival.ival ?? 0);
    if (value.fval)
        return value.fval.fval;
    if (value.boolval)
        return String(value.boolval.boolval ?? false);
    return undefined;
}


/***/ })

};
