export const id = 150;
export const ids = [150];
export const modules = {

/***/ 33150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  migrationPhase: () => (/* binding */ migrationPhase),
  planMigrations: () => (/* binding */ planMigrations),
  planWith: () => (/* binding */ planWith),
  refuseContractFirst: () => (/* binding */ refuseContractFirst),
  refuseHazards: () => (/* binding */ refuseHazards)
});

// EXTERNAL MODULE: ../node_modules/fastest-levenshtein/mod.js
var mod = __webpack_require__(2818);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ./src/database/sql/parse.js + 4 modules
var parse = __webpack_require__(96510);
;// CONCATENATED MODULE: ./src/database/hazards/rule.js
const STRENGTH = [
    'AccessShareLock',
    'RowShareLock',
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
];
/** The stronger of two lock levels. https://www.postgresql.org/docs/current/explicit-locking.html */
function stronger(a, b) {
    return STRENGTH.indexOf(a) >= STRENGTH.indexOf(b) ? a : b;
}
/** What others cannot do while a lock is held: ROW EXCLUSIVE (writes) conflicts from SHARE up, reads only at the top. */
function blockedBy(level) {
    if (level === 'AccessExclusiveLock')
        return 'reads-and-writes';
    return STRENGTH.indexOf(level) >= STRENGTH.indexOf('ShareLock') ? 'writes' : 'nothing';
}

;// CONCATENATED MODULE: ./src/database/hazards/facts.js
/**
 * A table so small that no lock on it is long: reading or rewriting it takes some milliseconds. Below both numbers a
 * hazard that is about time becomes a remark.
 */
const TINY = { rows: 10_000, bytes: 1024 * 1024 };
/** Whether a valid CHECK proves that a column has no NULL. */
function isProvenNotNull(facts, column) {
    const constraints = [...(facts?.constraints.values() ?? [])];
    return constraints.some(({ valid, proves }) => valid && proves?.includes(column));
}
/** Facts when there is no database to ask: nothing is taken for tiny, nothing for absent. */
function noFacts() {
    return {
        known: false,
        serverVersion: 170000,
        searchPath: ['public'],
        relations: new Map(),
        functions: new Map(),
        types: new Map(),
    };
}

;// CONCATENATED MODULE: ./src/database/hazards/target.js

/** Finds the relation behind a name, as the server would along its search path. */
function resolve(parts, facts, memory) {
    const name = qualify(parts, facts, memory);
    const isNew = memory.created.has(name);
    const catalogName = memory.renamed.get(name) ?? name;
    const current = memory.changed.get(catalogName) ?? facts.relations.get(catalogName);
    const known = memory.dropped.has(name) || isNew ? undefined : current;
    const isTiny = known !== undefined && known.rows <= TINY.rows && known.bytes <= TINY.bytes;
    return {
        name,
        facts: known,
        isNew,
        isTiny,
        isAbsent: !isNew && !known && facts.known,
        label: isNew ? `${name} (new)` : known && hasRows(known) ? `${name} (${size(known)})` : name,
    };
}
function qualify(parts, facts, memory) {
    if (parts.length > 1)
        return parts.slice(-2).join('.');
    const [bare = ''] = parts;
    const exists = (name) => memory.created.has(name) ||
        memory.renamed.has(name) ||
        (facts.relations.has(name) && !memory.dropped.has(name));
    const schema = facts.searchPath.find((candidate) => exists(`${candidate}.${bare}`));
    return `${schema ?? facts.searchPath.find((candidate) => candidate !== 'extensions') ?? 'public'}.${bare}`;
}
/** Name parts of a RangeVar. */
function parts(relation) {
    return [relation?.schemaname, relation?.relname].filter((part) => part !== undefined);
}
/** A column as it is now; nothing for one that this release added. */
function columnOf(target, column) {
    return target.facts?.columns.get(column);
}
function hasRows(facts) {
    return facts.kind === 'table' || facts.kind === 'partitioned' || facts.kind === 'materialized-view';
}
/** `1,200,000 rows, 310 MB`. */
function size(facts) {
    const rows = `${Math.round(facts.rows).toLocaleString('en-US')} row${facts.rows === 1 ? '' : 's'}`;
    return `${rows}, ${bytes(facts.bytes)}`;
}
function bytes(count) {
    if (count < 1024 * 1024)
        return `${Math.ceil(count / 1024)} kB`;
    if (count < 1024 ** 3)
        return `${Math.round(count / 1024 ** 2)} MB`;
    return `${(count / 1024 ** 3).toFixed(1)} GB`;
}

;// CONCATENATED MODULE: ./src/database/hazards/effects.js


const UNKNOWN_COLUMN = {
    type: 'unknown',
    notNull: false,
    hasDefault: false,
    generated: undefined,
    identity: false,
};
/** Collects what one statement does. Rule families read the catalog through it and write their findings into it. */
class Effects {
    statement;
    facts;
    memory;
    locks = new Map();
    hazards = [];
    rewrites = false;
    scans = false;
    losesData = false;
    contract = false;
    /** Changes the schema, as opposed to rows. */
    ddl = false;
    /** Changes an unknown number of rows of an existing table that is not tiny. */
    bulkData = false;
    constructor(statement, facts, memory) {
        this.statement = statement;
        this.facts = facts;
        this.memory = memory;
    }
    target(relation) {
        return resolve(parts(relation), this.facts, this.memory);
    }
    named(names) {
        return resolve(names, this.facts, this.memory);
    }
    lock(target, level) {
        const name = typeof target === 'string' ? target : target.name;
        // Nobody waits for what the file itself makes, and no lock is taken on what is not there.
        if (this.memory.createdInFile.has(name))
            return;
        if (typeof target !== 'string' && target.isAbsent)
            return;
        const before = this.locks.get(name);
        this.locks.set(name, before ? stronger(before, level) : level);
    }
    /** Locks a table with everything below it: partitions and inheriting tables. */
    lockTree(target, level) {
        this.lock(target, level);
        for (const child of target.facts?.children ?? [])
            this.lock(child, level);
    }
    /** Adds what statements inside this one do. */
    include(inside) {
        for (const [name, level] of inside.locks)
            this.locks.set(name, stronger(level, this.locks.get(name) ?? level));
        this.hazards.push(...inside.hazards);
        this.rewrites ||= inside.rewrites;
        this.scans ||= inside.scans;
        this.losesData ||= inside.losesData;
        this.contract ||= inside.contract;
        this.ddl ||= inside.ddl;
        this.bulkData ||= inside.bulkData;
    }
    /** Keeps in mind that a statement changed an existing relation, for the statements after it. */
    change(target, changes) {
        // The target may be older than a change by the same statement.
        const name = this.memory.renamed.get(target.name) ?? target.name;
        const facts = this.memory.changed.get(name) ?? target.facts;
        if (facts)
            this.memory.changed.set(name, { ...facts, ...changes });
    }
    /** The same for one column; without changes it is gone. */
    changeColumn(target, column, changes) {
        const name = this.memory.renamed.get(target.name) ?? target.name;
        const facts = this.memory.changed.get(name) ?? target.facts;
        const columns = new Map(facts?.columns);
        if (changes)
            columns.set(column, { ...(columns.get(column) ?? UNKNOWN_COLUMN), ...changes });
        else
            columns.delete(column);
        this.change(target, { columns });
    }
    rewrite(target) {
        if (target.isAbsent || target.isNew)
            return;
        this.rewrites = true;
        this.scans = true;
    }
    scan(target) {
        if (!target.isAbsent && !target.isNew)
            this.scans = true;
    }
    /** Whether the file at hand switches row level security on for this table, perhaps further down. */
    rowSecurityInRelease(name) {
        return this.memory.rowSecurity.has(name);
    }
    /** Rows or values that exist today are gone afterwards. */
    lose(target) {
        if (!target.isNew && !target.isAbsent)
            this.losesData = true;
    }
    /** The running version may not tolerate this. What the release itself made, the running version does not know. */
    breaks(target) {
        if (!target.isNew && !target.isAbsent)
            this.contract = true;
    }
    /**
     * Adds a hazard. With a target, hazards vanish on relations that the release made, and those about time become
     * remarks on tiny tables.
     */
    hazard(rule, message, target) {
        if (target &&
            rule.threat !== 'style' &&
            rule.threat !== 'authorization' &&
            (target.isNew || target.isAbsent))
            return;
        const severity = rule.threat === 'stall' && target?.isTiny ? 'info' : rule.severity;
        if (this.hazards.some((known) => known.rule.id === rule.id && known.message === message))
            return;
        this.hazards.push({ rule, severity, message });
    }
}

// EXTERNAL MODULE: ./src/database/sql/walk.js
var walk = __webpack_require__(73438);
;// CONCATENATED MODULE: ./src/database/hazards/typeChange.js

const NOTHING = { rewrites: false, narrows: false, sameToReaders: true };
const WIDER_NUMBERS = {
    smallint: ['integer', 'bigint', 'numeric'],
    integer: ['bigint', 'numeric', 'double precision'],
    bigint: ['numeric'],
    real: ['double precision'],
    date: ['timestamp without time zone', 'timestamp with time zone'],
};
/**
 * What a change of type does to rows there are. Only changes known to keep the stored bytes count as quick
 * (binary coercible, with a length that does not shrink); everything else rewrites. `undefined`: not known.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
function compareTypes(before, after, using, column) {
    const converts = using !== undefined && !readsColumnOnly(using, column, after);
    if (!before)
        return { rewrites: true, narrows: true, sameToReaders: false };
    if (converts)
        return { rewrites: true, narrows: true, sameToReaders: false };
    const from = typeChange_parse(before);
    const to = typeChange_parse(after);
    if (isText(from) && isText(to) && keepsLength(from, to))
        return NOTHING;
    if (from.base === to.base && SAME_BASE.has(from.base))
        return sameBase(from, to);
    if (from.base === 'cidr' && to.base === 'inet')
        return { rewrites: false, narrows: false, sameToReaders: true };
    const widens = WIDER_NUMBERS[from.base]?.includes(to.base) === true && to.mods.length === 0;
    const toText = to.base === 'text';
    return { rewrites: true, narrows: !widens && !toText, sameToReaders: isText(from) && isText(to) };
}
const isText = (type) => type.base === 'text' || type.base === 'character varying';
/** text has no limit; varchar(n) → varchar(m) keeps the bytes when m ≥ n. */
function keepsLength(from, to) {
    const [limit = Number.POSITIVE_INFINITY] = from.mods;
    const [newLimit = Number.POSITIVE_INFINITY] = to.mods;
    return newLimit >= limit;
}
const SAME_BASE = new Set([
    'numeric',
    'bit varying',
    'timestamp without time zone',
    'timestamp with time zone',
    'time without time zone',
    'time with time zone',
]);
/** The same type with other limits: quick while nothing shrinks (numeric must also keep its scale). */
function sameBase(from, to) {
    if (from.base === 'numeric') {
        const [precision = Number.POSITIVE_INFINITY, scale = from.mods.length ? 0 : undefined] = from.mods;
        const [newPrecision = Number.POSITIVE_INFINITY, newScale = to.mods.length ? 0 : undefined] = to.mods;
        const keeps = to.mods.length === 0 || (scale === newScale && newPrecision >= precision);
        return { rewrites: !keeps, narrows: !keeps, sameToReaders: true };
    }
    const whole = from.base.startsWith('time') ? 6 : Number.POSITIVE_INFINITY;
    const keeps = (to.mods[0] ?? whole) >= (from.mods[0] ?? whole);
    return { rewrites: !keeps, narrows: !keeps, sameToReaders: true };
}
/** `character varying(20)` and `timestamp(3) without time zone` as `format_type` writes them. */
function typeChange_parse(type) {
    const open = type.indexOf('(');
    const close = type.indexOf(')');
    if (open === -1 || close === -1)
        return { base: type, mods: [] };
    const mods = type
        .slice(open + 1, close)
        .split(',')
        .map(Number);
    return { base: (type.slice(0, open) + type.slice(close + 1)).trim(), mods };
}
/** USING that only names the column, perhaps cast to the new type itself, as people write it to be clear. */
function readsColumnOnly(using, column, after) {
    if (typeof using !== 'object' || using === null)
        return false;
    if ('TypeCast' in using) {
        const cast = using.TypeCast;
        // Through any other type the value is made anew, even if it ends up the same.
        return (typeOf(cast.typeName) === after &&
            typeof cast.arg === 'object' &&
            cast.arg !== null &&
            'ColumnRef' in cast.arg &&
            readsColumnOnly(cast.arg, column, after));
    }
    if (!('ColumnRef' in using))
        return false;
    return (0,walk/* nameList */.OD)(using.ColumnRef.fields).at(-1) === column;
}
/** A type of the syntax tree, written as `format_type` would. */
function typeOf(type) {
    const mods = (type?.typmods ?? []).map((node) => (0,walk/* constant */.dY)(node) ?? '');
    return writtenType((0,walk/* nameList */.OD)(type?.names), mods, (type?.arrayBounds?.length ?? 0) > 0);
}
const WRITTEN = {
    int2: 'smallint',
    int4: 'integer',
    int8: 'bigint',
    float4: 'real',
    float8: 'double precision',
    bool: 'boolean',
    varchar: 'character varying',
    bpchar: 'character',
    varbit: 'bit varying',
    timestamp: 'timestamp without time zone',
    timestamptz: 'timestamp with time zone',
    time: 'time without time zone',
    timetz: 'time with time zone',
};
function writtenType(names, mods, array) {
    const known = names.length === 1 || names[0] === 'pg_catalog' ? (names.at(-1) ?? '') : names.join('.');
    const written = WRITTEN[known] ?? known;
    const limit = mods.length > 0 ? `(${mods.join(',')})` : '';
    const split = written.indexOf(' with');
    const name = split === -1 ? `${written}${limit}` : `${written.slice(0, split)}${limit}${written.slice(split)}`;
    return array ? `${name}[]` : name;
}

;// CONCATENATED MODULE: ./src/database/hazards/volatility.js

/** Without a catalog: functions in defaults that are known to give one value a statement. */
const STABLE = new Set([
    'now',
    'transaction_timestamp',
    'statement_timestamp',
    'current_setting',
    'current_database',
    'lower',
    'upper',
    'coalesce',
    'to_char',
    'timezone',
    'uid',
    'jsonb_build_object',
    'json_build_object',
    'jsonb_build_array',
    'md5',
    'make_interval',
    'date_trunc',
    'to_jsonb',
    'round',
    'concat',
]);
/** Whether an expression can differ from row to row: then a new column's default cannot be stored once for all. */
function isVolatile(expression, facts, memory) {
    let volatile = false;
    (0,walk/* walk */.GG)({ Root: expression }, (tag, node) => {
        if (tag === 'FuncCall' && callIsVolatile((0,walk/* nameList */.OD)(node['funcname']).at(-1) ?? '', facts, memory))
            volatile = true;
    });
    return volatile;
}
function callIsVolatile(name, facts, memory) {
    const known = memory.functions.get(name) ?? facts.functions.get(name);
    if (known)
        return known.volatility === 'volatile';
    return !STABLE.has(name);
}

;// CONCATENATED MODULE: ./src/database/hazards/proof.js

/**
 * Columns that an expression proves to be not null: `a IS NOT NULL`, alone or joined by AND. PostgreSQL uses such a
 * valid CHECK instead of a scan for SET NOT NULL:
 * https://www.postgresql.org/docs/current/sql-altertable.html (SET NOT NULL).
 */
function notNullColumns(parser, expression) {
    const [statement] = parser.parse(`SELECT 1 WHERE ${expression}`);
    return provenBy(statement?.stmt?.SelectStmt?.whereClause);
}
/** The same for an expression that is parsed already. */
function provenBy(expression) {
    if (typeof expression !== 'object' || expression === null)
        return [];
    if ('BoolExpr' in expression) {
        const { boolop, args } = expression.BoolExpr;
        return boolop === 'AND_EXPR' ? (args ?? []).flatMap(provenBy) : [];
    }
    if ('NullTest' in expression) {
        const test = expression.NullTest;
        const name = (0,walk/* nameList */.OD)(test.arg?.ColumnRef?.fields).at(-1);
        return test.nulltesttype === 'IS_NOT_NULL' && name ? [name] : [];
    }
    return [];
}

;// CONCATENATED MODULE: ./src/database/hazards/families/constraints.js



const FOREIGN_KEY = {
    id: 'add-foreign-key',
    severity: 'refused',
    threat: 'stall',
    title: 'A foreign key is checked against all rows while writes to both tables wait',
    instead: 'Add it NOT VALID, then VALIDATE CONSTRAINT in another migration.',
    squawk: ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
};
const CHECK = {
    id: 'add-check',
    severity: 'refused',
    threat: 'stall',
    title: 'A CHECK (or NOT NULL) constraint reads all rows under ACCESS EXCLUSIVE',
    instead: 'Add it NOT VALID, then VALIDATE CONSTRAINT in another migration.',
    squawk: ['constraint-missing-not-valid'],
};
const UNIQUE = {
    id: 'add-unique-constraint',
    severity: 'refused',
    threat: 'stall',
    title: 'A unique constraint or primary key builds its index under ACCESS EXCLUSIVE',
    instead: 'CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX.',
    squawk: ['disallowed-unique-constraint', 'adding-serial-primary-key-field'],
};
const EXCLUSION = {
    id: 'add-exclusion-constraint',
    severity: 'refused',
    threat: 'stall',
    title: 'An exclusion constraint builds its index under ACCESS EXCLUSIVE, and cannot be added NOT VALID',
    instead: 'Make a new table with the constraint and move rows in batches, or take the stall in a quiet hour.',
};
const TIGHTENS = {
    id: 'constraint-tightens',
    severity: 'warning',
    threat: 'compatibility',
    title: 'A new constraint on an existing table: the running version may write what it forbids',
    instead: 'Release code that keeps to it first.',
};
const VALIDATED_AT_ONCE = {
    id: 'validate-in-same-transaction',
    severity: 'refused',
    threat: 'stall',
    title: 'A constraint is added NOT VALID and validated in one transaction: the strong lock is held while rows are read',
    instead: 'Put VALIDATE CONSTRAINT into a migration of its own.',
    squawk: ['constraint-missing-not-valid'],
};
const DROP = {
    id: 'drop-constraint',
    severity: 'warning',
    threat: 'compatibility',
    title: 'A constraint is dropped: ON CONFLICT and embedded reads of the running version may need it',
};
/** A foreign key, written as a constraint or beside a column. Locks both sides; reads both unless NOT VALID. */
function foreignKey(effects, constraint, target, columns) {
    const referenced = effects.target(constraint.pktable);
    effects.lockTree(target, 'ShareRowExclusiveLock');
    effects.lockTree(referenced, 'ShareRowExclusiveLock');
    tightens(effects, target, columns, `a foreign key to ${referenced.name}`);
    if (constraint.skip_validation || constraint.is_enforced === false) {
        rememberNotValid(effects, constraint, target);
        return;
    }
    // A column that this release added holds only NULL, or one default: nothing to look up row by row.
    effects.scan(target);
    const label = `${target.name}(${columns.join(', ')}) → ${referenced.name}`;
    effects.hazard(FOREIGN_KEY, `${label} is checked against all of ${target.label} while writes to both tables wait`, target);
}
/** UNIQUE, PRIMARY KEY and EXCLUDE: an index is built, unless one is there. */
function indexConstraint(effects, constraint, target, columns) {
    effects.lockTree(target, 'AccessExclusiveLock');
    const name = constraint.conname ?? (columns.join(', ') || 'constraint');
    if (constraint.indexname) {
        // The index is unique already; only a primary key over nullable columns reads the table.
        if (constraint.contype === 'CONSTR_PRIMARY')
            primaryKeyScan(effects, target, constraint.indexname);
        return;
    }
    effects.scan(target);
    const rule = constraint.contype === 'CONSTR_EXCLUSION' ? EXCLUSION : UNIQUE;
    effects.hazard(rule, `${name} builds an index over ${target.label} while reads and writes wait`, target);
    if (constraint.contype !== 'CONSTR_PRIMARY')
        tightens(effects, target, columns, name);
}
function primaryKeyScan(effects, target, index) {
    const columns = target.facts?.indexes.get(index)?.columns;
    const allNotNull = columns?.every((column) => target.facts?.columns.get(column)?.notNull);
    if (allNotNull)
        return;
    effects.scan(target);
    effects.hazard(CHECK, `PRIMARY KEY USING INDEX ${index} makes its columns NOT NULL and reads all of ${target.label}`, target);
}
function tightens(effects, target, columns, what) {
    // The running version does not know columns that this release adds.
    if (columns.length > 0 && columns.every((column) => effects.memory.columns.has(`${target.name}.${column}`)))
        return;
    effects.breaks(target);
    effects.hazard(TIGHTENS, `${target.name} gets ${what}, which binds the running version too`, target);
}
function rememberNotValid(effects, constraint, target) {
    if (!constraint.conname)
        return;
    effects.memory.notValidInTransaction.add(`${target.name} ${constraint.conname}`);
    const proven = constraint.contype === 'CONSTR_NOTNULL' ? (0,walk/* nameList */.OD)(constraint.keys) : provenBy(constraint.raw_expr);
    if (proven.length > 0)
        effects.memory.pendingProofs.set(`${target.name} ${constraint.conname}`, proven);
}
function checked(effects, constraint, target) {
    effects.lockTree(target, 'AccessExclusiveLock');
    const name = constraint.conname ?? 'check';
    const columns = constraint.contype === 'CONSTR_NOTNULL' ? (0,walk/* nameList */.OD)(constraint.keys) : [];
    tightens(effects, target, columns, `constraint ${name}`);
    if (constraint.skip_validation || constraint.is_enforced === false) {
        rememberNotValid(effects, constraint, target);
        return;
    }
    const [column = ''] = columns;
    if (isProvenNotNull(target.facts, column) || target.facts?.columns.get(column)?.notNull)
        return;
    effects.scan(target);
    effects.hazard(CHECK, `${name} is checked against all of ${target.label} while reads and writes wait`, target);
    for (const proven of provenBy(constraint.raw_expr))
        effects.memory.notNullProven.add(`${target.name}.${proven}`);
}
function addConstraint(effects, command, target) {
    if (!command.def || !('Constraint' in command.def))
        return;
    const constraint = command.def.Constraint;
    if (constraint.contype === 'CONSTR_FOREIGN')
        foreignKey(effects, constraint, target, (0,walk/* nameList */.OD)(constraint.fk_attrs));
    else if (['CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_EXCLUSION'].includes(constraint.contype ?? '')) {
        indexConstraint(effects, constraint, target, (0,walk/* nameList */.OD)(constraint.keys));
    }
    else
        checked(effects, constraint, target);
}
/** VALIDATE reads the table under a lock that lets writes pass. */
function validate(effects, command, target) {
    const key = `${target.name} ${command.name}`;
    const facts = target.facts?.constraints.get(command.name ?? '');
    effects.lockTree(target, 'ShareUpdateExclusiveLock');
    if (facts?.references)
        effects.lock(facts.references, 'RowShareLock');
    if (facts?.valid)
        return;
    effects.scan(target);
    for (const column of effects.memory.pendingProofs.get(key) ?? [])
        effects.memory.notNullProven.add(`${target.name}.${column}`);
    if (!effects.memory.notValidInTransaction.has(key))
        return;
    effects.hazard(VALIDATED_AT_ONCE, `${command.name} reads all of ${target.label} while the lock of ADD CONSTRAINT is held`, target);
}
function dropConstraint(effects, command, target) {
    effects.lockTree(target, 'AccessExclusiveLock');
    const facts = target.facts?.constraints.get(command.name ?? '');
    if (command.missing_ok && target.facts && !facts)
        return;
    if (facts?.references)
        effects.lock(facts.references, 'AccessExclusiveLock');
    const left = new Map(target.facts?.constraints);
    left.delete(command.name ?? '');
    effects.change(target, { constraints: left });
    const isKey = facts?.kind === 'unique' || facts?.kind === 'primary-key';
    if (isKey && command.behavior === 'DROP_CASCADE')
        for (const table of target.facts?.referencedBy ?? [])
            effects.lock(table, 'AccessExclusiveLock');
    // A CHECK that goes only allows more.
    if (facts?.kind !== 'check' && facts?.kind !== 'not-null')
        effects.breaks(target);
    effects.hazard(DROP, `${command.name} of ${target.name} is dropped`, target);
}
const alterConstraint = (effects, _command, target) => effects.lockTree(target, 'AccessExclusiveLock');
const constraints = {
    name: 'Constraints',
    rules: [FOREIGN_KEY, CHECK, UNIQUE, EXCLUSION, TIGHTENS, VALIDATED_AT_ONCE, DROP],
    alterTable: {
        AT_AddConstraint: addConstraint,
        AT_ValidateConstraint: validate,
        AT_DropConstraint: dropConstraint,
        AT_AlterConstraint: alterConstraint,
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/addColumn.js




const REQUIRED = {
    id: 'add-required-column',
    severity: 'refused',
    threat: 'compatibility',
    title: 'A new column is NOT NULL without a default: fails on rows there are, and the running version cannot insert',
    instead: 'Add it nullable or with a constant default; make it NOT NULL in a later release.',
    squawk: ['adding-required-field', 'adding-not-nullable-field'],
};
const REWRITE = {
    id: 'add-column-rewrites-table',
    severity: 'refused',
    threat: 'stall',
    title: 'A new column gets a value of its own in each row, which rewrites the table under ACCESS EXCLUSIVE',
    instead: 'Add the column without it, SET DEFAULT for new rows, and fill old rows in batches.',
    squawk: ['adding-field-with-default', 'adding-serial-primary-key-field'],
};
const CHECKED = {
    id: 'add-column-with-check',
    severity: 'warning',
    threat: 'stall',
    title: 'A new column comes with a CHECK, which reads the whole table under ACCESS EXCLUSIVE',
    instead: 'Add the column first, then the CHECK as NOT VALID, then VALIDATE it in another migration.',
    squawk: ['constraint-missing-not-valid'],
};
const SERIAL = new Set(['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8']);
/**
 * ADD COLUMN is quick with a constant default and rewrites with a volatile one.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
function addColumn(effects, command, target) {
    const column = columnDef(command);
    if (!column?.colname)
        return;
    effects.lockTree(target, 'AccessExclusiveLock');
    const name = `${target.name}.${column.colname}`;
    if (command.missing_ok && target.facts?.columns.has(column.colname))
        return;
    effects.memory.columns.add(name);
    const constraints = constraintsOf(column);
    rememberColumn(effects, column, constraints, target);
    const find = (type) => constraints.find((constraint) => constraint.contype === type);
    const why = rewriteReason(effects, column, constraints);
    if (why) {
        effects.rewrite(target);
        effects.hazard(REWRITE, `${name} ${why}, so every row of ${target.label} is rewritten`, target);
    }
    const isVirtual = find('CONSTR_GENERATED')?.generated_kind === 'v';
    if (find('CONSTR_CHECK') || (find('CONSTR_NOTNULL') && isVirtual)) {
        effects.scan(target);
        effects.hazard(CHECKED, `the check on ${name} reads all of ${target.label}`, target);
    }
    const filled = find('CONSTR_DEFAULT') ?? find('CONSTR_GENERATED') ?? find('CONSTR_IDENTITY');
    const required = find('CONSTR_NOTNULL') ?? find('CONSTR_PRIMARY');
    if (required && !isFilled(filled) && !isSerial(column)) {
        effects.scan(target);
        effects.breaks(target);
        effects.hazard(REQUIRED, `${name} is NOT NULL and has no default`, target);
    }
    for (const constraint of constraints)
        inlineConstraint(effects, constraint, target, column.colname);
}
function rememberColumn(effects, column, constraints, target) {
    const has = (type) => constraints.some((constraint) => constraint.contype === type);
    const generated = constraints.find((constraint) => constraint.contype === 'CONSTR_GENERATED');
    effects.changeColumn(target, column.colname ?? '', {
        type: typeOf(column.typeName),
        notNull: has('CONSTR_NOTNULL') || has('CONSTR_PRIMARY') || has('CONSTR_IDENTITY') || isSerial(column),
        hasDefault: has('CONSTR_DEFAULT') || isSerial(column),
        generated: generated && (generated.generated_kind === 'v' ? 'virtual' : 'stored'),
        identity: has('CONSTR_IDENTITY'),
    });
}
function inlineConstraint(effects, constraint, target, column) {
    if (constraint.contype === 'CONSTR_FOREIGN')
        foreignKey(effects, constraint, target, [column]);
    if (constraint.contype === 'CONSTR_UNIQUE' || constraint.contype === 'CONSTR_PRIMARY') {
        indexConstraint(effects, constraint, target, [column]);
    }
}
function rewriteReason(effects, column, constraints) {
    if (isSerial(column))
        return 'is serial';
    for (const constraint of constraints) {
        if (constraint.contype === 'CONSTR_IDENTITY')
            return 'is an identity';
        if (constraint.contype === 'CONSTR_GENERATED' && constraint.generated_kind !== 'v')
            return 'is generated and stored';
        if (constraint.contype === 'CONSTR_DEFAULT' &&
            isVolatile(constraint.raw_expr, effects.facts, effects.memory)) {
            return 'has a default that differs from row to row';
        }
    }
    const type = (0,walk/* nameList */.OD)(column.typeName?.names);
    if (effects.facts.types.get(type.join('.'))?.constrained)
        return `is of domain ${type.join('.')}, whose rules are checked`;
    return undefined;
}
/** `DEFAULT NULL` fills nothing. */
function isFilled(constraint) {
    if (constraint?.contype !== 'CONSTR_DEFAULT')
        return constraint !== undefined;
    const value = constraint.raw_expr;
    return value?.A_Const?.isnull !== true;
}
function isSerial(column) {
    return SERIAL.has((0,walk/* nameList */.OD)(column.typeName?.names).at(-1) ?? '');
}
/** The definition inside ADD COLUMN or ALTER TYPE. */
function columnDef(command) {
    return command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
}
/** Constraints written beside a column. */
function constraintsOf(column) {
    return (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}
const addColumns = {
    name: 'New columns',
    rules: [REQUIRED, REWRITE, CHECKED],
    alterTable: { AT_AddColumn: addColumn },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/columns.js


const columns_DROP = {
    id: 'drop-column',
    severity: 'refused',
    threat: 'loss',
    title: 'A column and its data are dropped',
    instead: 'Release code that no longer uses it first; then drop it in a contract migration with an allowance.',
    squawk: ['ban-drop-column'],
};
const SET_NOT_NULL = {
    id: 'set-not-null',
    severity: 'refused',
    threat: 'stall',
    title: 'SET NOT NULL reads the whole table under ACCESS EXCLUSIVE',
    instead: 'ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID, VALIDATE it in another migration, then SET NOT NULL.',
    squawk: ['adding-not-nullable-field'],
};
const TIGHTENED = {
    id: 'column-becomes-required',
    severity: 'warning',
    threat: 'compatibility',
    title: 'A column becomes NOT NULL: the running version may still write NULL',
    instead: 'Release code that always fills it first.',
    squawk: ['adding-not-nullable-field'],
};
const DROP_NOT_NULL = {
    id: 'drop-not-null',
    severity: 'warning',
    threat: 'compatibility',
    title: 'A column may become NULL: the running version may read what it does not expect',
    squawk: ['ban-drop-not-null'],
};
const DROP_DEFAULT = {
    id: 'drop-default',
    severity: 'warning',
    threat: 'compatibility',
    title: 'A NOT NULL column loses its default: inserts that leave it out fail',
    instead: 'Release code that always fills it first.',
};
const SET_DEFAULT = {
    id: 'set-default',
    severity: 'info',
    threat: 'compatibility',
    title: 'New rows of the running version get another default',
};
const GENERATED = {
    id: 'change-generated-expression',
    severity: 'refused',
    threat: 'stall',
    title: 'A generated column gets another expression, which rewrites the table when it is stored',
    instead: 'Add a new generated column and move readers to it.',
};
const IDENTITY = {
    id: 'change-identity',
    severity: 'warning',
    threat: 'compatibility',
    title: 'How a column generates its values is changed or removed',
};
function dropColumn(effects, command, target) {
    effects.lockTree(target, 'AccessExclusiveLock');
    const name = `${target.name}.${command.name}`;
    effects.changeColumn(target, command.name ?? '', undefined);
    if (effects.memory.columns.delete(name))
        return;
    if (command.missing_ok && target.facts && !columnOf(target, command.name ?? ''))
        return;
    for (const constraint of target.facts?.constraints.values() ?? []) {
        if (constraint.references && constraint.columns.includes(command.name ?? ''))
            effects.lock(constraint.references, 'AccessExclusiveLock');
    }
    lockSequence(effects, command, target);
    effects.lose(target);
    effects.breaks(target);
    effects.hazard(columns_DROP, `${name} and its values in ${target.label} are dropped`, target);
}
/** The sequence of a serial or identity column goes with it. */
function lockSequence(effects, command, target) {
    const sequence = columnOf(target, command.name ?? '')?.sequence;
    if (sequence)
        effects.lock(sequence, 'AccessExclusiveLock');
}
function setNotNull(effects, command, target) {
    effects.lockTree(target, 'AccessExclusiveLock');
    const column = command.name ?? '';
    const name = `${target.name}.${column}`;
    const facts = columnOf(target, column);
    if (facts?.notNull)
        return;
    effects.changeColumn(target, column, { notNull: true });
    const proven = isProvenNotNull(target.facts, column) || effects.memory.notNullProven.has(name);
    if (!proven) {
        effects.scan(target);
        effects.hazard(SET_NOT_NULL, `SET NOT NULL on ${name} reads all of ${target.label}`, target);
    }
    if (effects.memory.columns.has(name))
        return;
    effects.breaks(target);
    effects.hazard(TIGHTENED, `${name} becomes NOT NULL`, target);
}
/** SET DEFAULT and DROP DEFAULT are one sub-command, with and without an expression. */
function columnDefault(effects, command, target) {
    effects.lockTree(target, 'AccessExclusiveLock');
    const name = `${target.name}.${command.name}`;
    if (effects.memory.columns.has(name))
        return;
    effects.changeColumn(target, command.name ?? '', { hasDefault: command.def !== undefined });
    if (command.def) {
        effects.hazard(SET_DEFAULT, `${name} gets another default`, target);
        return;
    }
    const facts = columnOf(target, command.name ?? '');
    if (facts && (!facts.notNull || !facts.hasDefault))
        return;
    effects.breaks(target);
    effects.hazard(DROP_DEFAULT, `${name} is NOT NULL and loses its default`, target);
}
function setExpression(effects, command, target) {
    effects.lockTree(target, 'AccessExclusiveLock');
    effects.breaks(target);
    if (columnOf(target, command.name ?? '')?.generated !== 'virtual')
        effects.rewrite(target);
    effects.hazard(GENERATED, `${target.name}.${command.name} is computed anew for ${target.label}`, target);
}
function identity(effects, command, target) {
    effects.lockTree(target, 'AccessExclusiveLock');
    if (command.subtype === 'AT_DropIdentity')
        lockSequence(effects, command, target);
    if (command.subtype !== 'AT_AddIdentity')
        effects.breaks(target);
    effects.hazard(IDENTITY, `${target.name}.${command.name} generates its values in another way`, target);
}
function dropNotNull(effects, command, target) {
    effects.lockTree(target, 'AccessExclusiveLock');
    if (columnOf(target, command.name ?? '')?.notNull === false)
        return;
    effects.changeColumn(target, command.name ?? '', { notNull: false });
    effects.hazard(DROP_NOT_NULL, `${target.name}.${command.name} may become NULL`, target);
}
const quick = (level) => (effects, _command, target) => effects.lockTree(target, level);
const columns = {
    name: 'Columns',
    rules: [columns_DROP, SET_NOT_NULL, TIGHTENED, DROP_NOT_NULL, DROP_DEFAULT, SET_DEFAULT, GENERATED, IDENTITY],
    alterTable: {
        AT_DropColumn: dropColumn,
        AT_SetNotNull: setNotNull,
        AT_DropNotNull: dropNotNull,
        AT_ColumnDefault: columnDefault,
        AT_SetExpression: setExpression,
        AT_DropExpression: identity,
        AT_AddIdentity: identity,
        AT_SetIdentity: identity,
        AT_DropIdentity: identity,
        AT_SetStatistics: quick('ShareUpdateExclusiveLock'),
        AT_SetOptions: quick('ShareUpdateExclusiveLock'),
        AT_ResetOptions: quick('ShareUpdateExclusiveLock'),
        AT_SetStorage: quick('AccessExclusiveLock'),
        AT_SetCompression: quick('AccessExclusiveLock'),
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/columnType.js



const columnType_REWRITE = {
    id: 'change-column-type',
    severity: 'refused',
    threat: 'stall',
    title: 'A column changes to a type stored otherwise, which rewrites the table and its indexes under ACCESS EXCLUSIVE',
    instead: 'Add a column of the new type, write both, fill in batches, move readers, drop the old one later.',
    squawk: ['changing-column-type'],
};
const RETYPED = {
    id: 'column-retyped',
    severity: 'warning',
    threat: 'compatibility',
    title: 'The running version gets values of another type',
    squawk: ['changing-column-type'],
};
const NARROWED = {
    id: 'narrow-column-type',
    severity: 'refused',
    threat: 'loss',
    title: 'The new type may hold less than the old one: values can be cut, rounded or refused',
    instead: 'Add a column of the new type and convert in batches, keeping the old values until they are checked.',
};
const SCAN = {
    id: 'change-column-type-scans',
    severity: 'warning',
    threat: 'stall',
    title: 'A column with CHECK constraints changes its type, so all rows are checked anew under ACCESS EXCLUSIVE',
};
function alterType(effects, command, target) {
    effects.lockTree(target, 'AccessExclusiveLock');
    const column = command.name ?? '';
    const definition = columnDef(command);
    const before = columnOf(target, column);
    const name = `${target.name}.${column}`;
    const after = typeOf(definition?.typeName);
    if (before?.type === after && !definition?.raw_default)
        return;
    effects.changeColumn(target, column, { type: after });
    const change = compareTypes(before?.type, after, definition?.raw_default, column);
    const what = before ? `${name} changes from ${before.type} to ${after}` : `${name} becomes ${after}`;
    for (const constraint of target.facts?.constraints.values() ?? []) {
        if (constraint.references && constraint.columns.includes(column))
            effects.lock(constraint.references, 'AccessExclusiveLock');
    }
    if (change.rewrites) {
        effects.rewrite(target);
        effects.hazard(columnType_REWRITE, `${what}: every row of ${target.label} is rewritten`, target);
    }
    else if (isChecked(target, column)) {
        effects.scan(target);
        effects.hazard(SCAN, `${what}: its CHECK constraints read all of ${target.label}`, target);
    }
    if (change.narrows) {
        effects.lose(target);
        effects.hazard(NARROWED, `${what}, which may not hold every value`, target);
    }
    if (change.sameToReaders || effects.memory.columns.has(name))
        return;
    effects.breaks(target);
    effects.hazard(RETYPED, what, target);
}
function isChecked(target, column) {
    const constraints = [...(target.facts?.constraints.values() ?? [])];
    return constraints.some((constraint) => constraint.kind === 'check' && constraint.columns.includes(column));
}
const columnTypes = {
    name: 'Column types',
    rules: [columnType_REWRITE, RETYPED, NARROWED, SCAN],
    alterTable: { AT_AlterColumnType: alterType },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/data.js
const UPDATE = {
    id: 'bulk-update',
    severity: 'warning',
    threat: 'stall',
    title: 'Many rows change in one transaction: each stays locked until its end',
    instead: 'Mark it `-- shiplock: batch …` in a migration of its own.',
};
const DELETE = {
    id: 'delete-rows',
    severity: 'refused',
    threat: 'loss',
    title: 'Rows are deleted',
};
const DUPLICATE = {
    id: 'column-assigned-twice',
    severity: 'refused',
    threat: 'correctness',
    title: 'A column is assigned twice, which the server refuses',
    squawk: ['ban-duplicate-column-assignments'],
};
const REFRESH = {
    id: 'refresh-not-concurrent',
    severity: 'warning',
    threat: 'stall',
    title: 'REFRESH MATERIALIZED VIEW stops its readers',
    instead: 'REFRESH MATERIALIZED VIEW CONCURRENTLY (it needs a unique index).',
};
const LOCK = {
    id: 'lock-table',
    severity: 'warning',
    threat: 'stall',
    title: 'A table is locked by hand until the transaction ends',
};
function insert(effects, node) {
    const target = effects.target(node.relation);
    effects.lock(target, 'RowExclusiveLock');
    assignedTwice(effects, node.cols);
    const select = node.selectStmt && 'SelectStmt' in node.selectStmt ? node.selectStmt.SelectStmt : undefined;
    if (select && !select.valuesLists && select.fromClause)
        effects.bulkData ||= !target.isNew && !target.isTiny;
}
function update(effects, node) {
    const target = effects.target(node.relation);
    effects.lockTree(target, 'RowExclusiveLock');
    effects.scan(target);
    assignedTwice(effects, node.targetList);
    bulk(effects, target, node.whereClause ? 'the chosen rows' : 'every row');
}
function bulk(effects, target, which) {
    if (!target.isNew && !target.isTiny && !target.isAbsent)
        effects.bulkData = true;
    effects.hazard(UPDATE, `${which} of ${target.label} change in one transaction`, target);
}
function remove(effects, node) {
    const target = effects.target(node.relation);
    effects.lockTree(target, 'RowExclusiveLock');
    effects.scan(target);
    effects.lose(target);
    if (!target.isNew && !target.isTiny && !target.isAbsent)
        effects.bulkData = true;
    effects.hazard(DELETE, `${node.whereClause ? 'chosen rows' : 'all rows'} of ${target.label} are deleted`, target);
}
function merge(effects, node) {
    const target = effects.target(node.relation);
    effects.lockTree(target, 'RowExclusiveLock');
    effects.scan(target);
    const commands = (node.mergeWhenClauses ?? []).map((clause) => 'MergeWhenClause' in clause ? clause.MergeWhenClause.commandType : undefined);
    if (commands.includes('CMD_DELETE')) {
        effects.lose(target);
        effects.hazard(DELETE, `matched rows of ${target.label} are deleted`, target);
    }
    bulk(effects, target, 'matched rows');
}
/** The same column twice in INSERT's list or UPDATE's SET, unless elements of it are meant (`a[1]`). */
function assignedTwice(effects, targets) {
    const seen = new Set();
    for (const node of targets ?? []) {
        if (!('ResTarget' in node) || !node.ResTarget.name || node.ResTarget.indirection)
            continue;
        if (seen.has(node.ResTarget.name))
            effects.hazard(DUPLICATE, `${node.ResTarget.name} is assigned twice`);
        seen.add(node.ResTarget.name);
    }
}
function copy(effects, node) {
    if (!node.is_from || !node.relation)
        return;
    const target = effects.target(node.relation);
    effects.lock(target, 'RowExclusiveLock');
    effects.bulkData ||= !target.isNew;
}
function refresh(effects, node) {
    const target = effects.target(node.relation);
    effects.lock(target, node.concurrent ? 'ExclusiveLock' : 'AccessExclusiveLock');
    effects.scan(target);
    if (node.concurrent)
        return;
    effects.rewrite(target);
    effects.hazard(REFRESH, `${target.label} cannot be read until it is refreshed`, target);
}
const MODES = [
    'AccessExclusiveLock',
    'AccessShareLock',
    'RowShareLock',
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
];
function lockTable(effects, node) {
    const level = MODES[node.mode ?? 0] ?? 'AccessExclusiveLock';
    for (const relation of node.relations ?? []) {
        if (!('RangeVar' in relation))
            continue;
        const target = effects.target(relation.RangeVar);
        if (relation.RangeVar.inh)
            effects.lockTree(target, level);
        else
            effects.lock(target, level);
        effects.hazard(LOCK, `${target.label} is held ${level} until the transaction ends`, target);
    }
}
const data = {
    name: 'Data',
    rules: [UPDATE, DELETE, DUPLICATE, REFRESH, LOCK],
    statements: {
        InsertStmt: insert,
        UpdateStmt: update,
        DeleteStmt: remove,
        MergeStmt: merge,
        CopyStmt: copy,
        RefreshMatViewStmt: refresh,
        LockStmt: lockTable,
        SelectStmt: (effects, node) => {
            const locking = node.lockingClause ?? [];
            if (locking.length === 0)
                return;
            for (const from of node.fromClause ?? [])
                if ('RangeVar' in from)
                    effects.lock(effects.target(from.RangeVar), 'RowShareLock');
        },
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/nodes.js

/** Objects of DROP, COMMENT and the like: each a list of name parts, whatever node carries it. */
function objectNames(objects) {
    return (objects ?? []).map((object) => namesOf(object));
}
/** Name parts of one object node. */
function namesOf(object) {
    if (!object)
        return [];
    if ('List' in object)
        return (0,walk/* nameList */.OD)(object.List.items);
    if ('String' in object)
        return [object.String.sval ?? ''];
    if ('TypeName' in object)
        return (0,walk/* nameList */.OD)(object.TypeName.names);
    if ('ObjectWithArgs' in object)
        return (0,walk/* nameList */.OD)(object.ObjectWithArgs.objname);
    if ('RangeVar' in object) {
        return [object.RangeVar.schemaname, object.RangeVar.relname].filter((part) => part !== undefined);
    }
    return [];
}
/** Names of options in parentheses, in lower case. */
function optionNames(list) {
    return new Set((list ?? []).flatMap((node) => 'DefElem' in node && node.DefElem.defname ? [node.DefElem.defname.toLowerCase()] : []));
}

;// CONCATENATED MODULE: ./src/database/hazards/families/indexes.js

const CREATE = {
    id: 'index-not-concurrent',
    severity: 'refused',
    threat: 'stall',
    title: 'CREATE INDEX lets nobody write to the table until it is built',
    instead: 'CREATE INDEX CONCURRENTLY, in a migration of its own.',
    squawk: ['require-concurrent-index-creation'],
};
const indexes_UNIQUE = {
    id: 'unique-index-tightens',
    severity: 'warning',
    threat: 'compatibility',
    title: 'A new unique index on an existing table: the running version may write duplicates',
};
const indexes_DROP = {
    id: 'drop-index-not-concurrent',
    severity: 'warning',
    threat: 'stall',
    title: 'DROP INDEX takes ACCESS EXCLUSIVE on the table and queues behind every query on it',
    instead: 'DROP INDEX CONCURRENTLY, in a migration of its own.',
    squawk: ['require-concurrent-index-deletion'],
};
const REINDEX = {
    id: 'reindex-not-concurrent',
    severity: 'refused',
    threat: 'stall',
    title: 'REINDEX lets nobody write to the table, nor read through the index',
    instead: 'REINDEX … CONCURRENTLY.',
    squawk: ['require-concurrent-reindex'],
};
function createIndex(effects, node) {
    effects.ddl = true;
    const target = effects.target(node.relation);
    effects.lockTree(target, node.concurrent ? 'ShareUpdateExclusiveLock' : 'ShareLock');
    if (node.idxname)
        effects.memory.indexes.set(node.idxname, target.name);
    if (node.if_not_exists && node.idxname && target.facts?.indexes.has(node.idxname))
        return;
    effects.scan(target);
    const name = node.idxname ?? 'an index';
    if (!node.concurrent) {
        effects.hazard(CREATE, `${name} is built over ${target.label} while writes wait`, target);
    }
    if (!node.unique || knownOnly(effects, node, target.name))
        return;
    effects.breaks(target);
    effects.hazard(indexes_UNIQUE, `${name} forbids duplicates in ${target.name}`, target);
}
/** An index over nothing but columns that the release adds binds no old code. */
function knownOnly(effects, node, table) {
    const columns = (node.indexParams ?? []).map((param) => 'IndexElem' in param ? param.IndexElem.name : undefined);
    return columns.some((column) => column !== undefined && effects.memory.columns.has(`${table}.${column}`));
}
function dropIndex(effects, node) {
    if (node.removeType !== 'OBJECT_INDEX')
        return;
    effects.ddl = true;
    for (const names of objectNames(node.objects)) {
        const index = effects.named(names);
        const bare = names.at(-1) ?? '';
        const made = effects.memory.indexes.get(bare);
        const tableName = made ?? index.facts?.table;
        if (!tableName) {
            if (!node.missing_ok && !effects.facts.known)
                effects.hazard(indexes_DROP, `${bare} is dropped`);
            continue;
        }
        const table = effects.named(tableName.split('.'));
        effects.lock(table, node.concurrent ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock');
        effects.memory.indexes.delete(bare);
        if (made)
            continue;
        if (table.facts?.indexes.get(bare)?.unique)
            effects.breaks(table);
        if (!node.concurrent)
            effects.hazard(indexes_DROP, `${bare} is dropped from ${table.label} behind every query on it`, table);
    }
}
function reindex(effects, node) {
    const target = effects.target(node.relation);
    const concurrent = optionNames(node.params).has('concurrently');
    const table = node.kind === 'REINDEX_OBJECT_INDEX' && target.facts?.table
        ? effects.named(target.facts.table.split('.'))
        : target;
    if (node.relation)
        effects.lockTree(table, concurrent ? 'ShareUpdateExclusiveLock' : 'ShareLock');
    effects.scan(table);
    if (!concurrent)
        effects.hazard(REINDEX, `indexes of ${node.relation ? table.label : (node.name ?? 'the database')} are built anew`, node.relation ? table : undefined);
}
const indexes = {
    name: 'Indexes',
    rules: [CREATE, indexes_UNIQUE, indexes_DROP, REINDEX],
    statements: { IndexStmt: createIndex, DropStmt: dropIndex, ReindexStmt: reindex },
};

// EXTERNAL MODULE: ./src/database/sql/parser.js
var sql_parser = __webpack_require__(34408);
;// CONCATENATED MODULE: ./src/database/hazards/nested.js



const WRITES = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);
/** Statements that stand inside another one: `WITH gone AS (DELETE …)`, EXPLAIN ANALYZE, CREATE SCHEMA with content. */
function inner(node) {
    if ('ExplainStmt' in node) {
        const runs = optionNames(node.ExplainStmt.options).has('analyze');
        return runs && node.ExplainStmt.query ? [node.ExplainStmt.query] : [];
    }
    if ('CreateSchemaStmt' in node)
        return node.CreateSchemaStmt.schemaElts ?? [];
    const found = [];
    (0,walk/* walk */.GG)(node, (tag, fields) => {
        const query = tag === 'CommonTableExpr' ? fields['ctequery'] : undefined;
        if (query && WRITES.has(Object.keys(query)[0] ?? ''))
            found.push(query);
    });
    return found;
}
const nested_NOTHING = { nodes: [], opaque: false };
const cache = new WeakMap();
/** What a statement runs inside itself, as far as it can be read. */
function nested(statement) {
    if (statement.kind !== 'DoStmt')
        return nested_NOTHING;
    const known = cache.get(statement);
    if (known)
        return known;
    const found = readBlock((0,sql_parser/* loadedParser */.p)(), statement);
    cache.set(statement, found);
    return found;
}
function readBlock(parser, statement) {
    let tree;
    try {
        tree = parser.plpgsql(statement.text);
    }
    catch {
        return { nodes: [], opaque: true };
    }
    const nodes = [];
    let opaque = false;
    const add = (sql) => {
        const parsed = sql === undefined ? undefined : tryParse(parser, sql);
        if (parsed)
            nodes.push(...parsed);
        else
            opaque = true;
    };
    (0,walk/* walk */.GG)(tree, (tag, node) => {
        if (tag === 'PLpgSQL_stmt_execsql')
            add(query(node['sqlstmt']));
        if (tag === 'PLpgSQL_stmt_perform')
            add(query(node['expr']));
        if (tag === 'PLpgSQL_stmt_fors')
            add(query(node['query']));
        if (tag === 'PLpgSQL_stmt_dynexecute' || tag === 'PLpgSQL_stmt_dynfors')
            add(literal(parser, query(node['query'])));
        if (tag === 'PLpgSQL_stmt_call')
            add(query(node['expr']));
    });
    return { nodes, opaque };
}
function query(expression) {
    return expression?.PLpgSQL_expr?.query;
}
/** EXECUTE of a plain string can be read; one that is put together cannot. */
function literal(parser, expression) {
    if (expression === undefined)
        return undefined;
    const [select] = tryParse(parser, `SELECT ${expression}`) ?? [];
    if (!select || !('SelectStmt' in select))
        return undefined;
    const [target] = select.SelectStmt.targetList ?? [];
    return target && 'ResTarget' in target ? (0,walk/* constant */.dY)(target.ResTarget.val) : undefined;
}
function tryParse(parser, sql) {
    try {
        return parser.parse(sql).flatMap(({ stmt }) => (stmt ? [stmt] : []));
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/database/hazards/families/styles.js

const JSON_COLUMN = {
    id: 'json-column',
    severity: 'warning',
    threat: 'correctness',
    title: 'json has no equality operator: SELECT DISTINCT, GROUP BY and UNION over such a row fail',
    instead: 'Use jsonb.',
};
const CHAR = {
    id: 'char-column',
    severity: 'info',
    threat: 'style',
    title: 'char(n) pads with blanks',
    instead: 'Use text with a CHECK on its length.',
    squawk: ['ban-char-field'],
};
const VARCHAR = {
    id: 'varchar-limit',
    severity: 'info',
    threat: 'style',
    title: 'A limit in the type is hard to change',
    instead: 'Use text with a CHECK on its length.',
    squawk: ['prefer-text-field'],
};
const TIMESTAMP = {
    id: 'timestamp-without-time-zone',
    severity: 'info',
    threat: 'style',
    title: 'timestamp without time zone is no moment in time',
    instead: 'Use timestamptz.',
    squawk: ['prefer-timestamp-tz'],
};
const INT_KEY = {
    id: 'int-key',
    severity: 'info',
    threat: 'style',
    title: 'A key of 32 bits or less can run out, and widening it later rewrites the table',
    instead: 'Use bigint or uuid.',
    squawk: ['prefer-bigint-over-int', 'prefer-bigint-over-smallint'],
};
const styles_SERIAL = {
    id: 'serial-column',
    severity: 'info',
    threat: 'style',
    title: 'serial leaves the sequence with rights and ownership of its own',
    instead: 'Use GENERATED … AS IDENTITY.',
    squawk: ['prefer-identity'],
};
const LONG_NAME = {
    id: 'identifier-too-long',
    severity: 'warning',
    threat: 'correctness',
    title: 'A name of more than 63 bytes is cut off by the server',
    squawk: ['identifier-too-long'],
};
const SMALL_KEYS = new Set(['int2', 'int4', 'serial', 'serial2', 'serial4', 'smallserial']);
/** Remarks on a column's type, for tables and columns that are made. */
function columnDefinition(effects, column, target) {
    const type = (0,walk/* nameList */.OD)(column.typeName?.names).at(-1) ?? '';
    const name = `${target.name}.${column.colname}`;
    const say = (rule, message) => effects.hazard(rule, `${name} ${message}`);
    if (type === 'json')
        say(JSON_COLUMN, 'is json');
    if (type === 'bpchar')
        say(CHAR, 'is char');
    if (type === 'varchar' && column.typeName?.typmods)
        say(VARCHAR, 'is varchar with a limit');
    if (type === 'timestamp')
        say(TIMESTAMP, 'is timestamp without time zone');
    if (/serial/.test(type))
        say(styles_SERIAL, `is ${type}`);
    const isKey = (column.constraints ?? []).some((node) => 'Constraint' in node && ['CONSTR_PRIMARY', 'CONSTR_IDENTITY'].includes(node.Constraint.contype ?? ''));
    if (SMALL_KEYS.has(type) && (isKey || /serial/.test(type)))
        say(INT_KEY, `is a key of type ${type}`);
}
/** Names are cut by the parser, so the source has to be looked at. */
function longNames(effects, names) {
    for (const name of names) {
        if (Buffer.byteLength(name) > 63)
            effects.hazard(LONG_NAME, `"${name}" is longer than 63 bytes`);
    }
}
const styles = {
    name: 'Types and names',
    rules: [JSON_COLUMN, CHAR, VARCHAR, TIMESTAMP, INT_KEY, styles_SERIAL, LONG_NAME],
    alterTable: {
        AT_AddColumn: (effects, command, target) => {
            if (command.def && 'ColumnDef' in command.def)
                columnDefinition(effects, command.def.ColumnDef, target);
        },
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/tables.js


const tables_DROP = {
    id: 'drop-table',
    severity: 'refused',
    threat: 'loss',
    title: 'A table and its rows are dropped',
    instead: 'Release code that no longer uses it first; then drop it in a contract migration with an allowance.',
    squawk: ['ban-drop-table'],
};
const TRUNCATE = {
    id: 'truncate',
    severity: 'refused',
    threat: 'loss',
    title: 'All rows are removed',
    squawk: ['ban-truncate-cascade'],
};
const CASCADE = {
    id: 'truncate-cascade',
    severity: 'refused',
    threat: 'loss',
    title: 'All rows are removed, also from every table whose foreign keys point here',
    instead: 'Name each table that shall be emptied.',
    squawk: ['ban-truncate-cascade'],
};
const RENAME = {
    id: 'rename-table',
    severity: 'refused',
    threat: 'compatibility',
    title: 'A table or view is renamed or moved: the running version asks for the old name',
    instead: 'Make a view of the new name, move the code, and rename later.',
    squawk: ['renaming-table'],
};
const RENAME_COLUMN = {
    id: 'rename-column',
    severity: 'refused',
    threat: 'compatibility',
    title: 'A column is renamed: the running version asks for the old name',
    instead: 'Add a column of the new name, keep both filled, move the code, drop the old one later.',
    squawk: ['renaming-column'],
};
const tables_REWRITE = {
    id: 'rewrite-table',
    severity: 'refused',
    threat: 'stall',
    title: 'The whole table is copied under ACCESS EXCLUSIVE (SET LOGGED, TABLESPACE or ACCESS METHOD, CLUSTER, VACUUM FULL)',
    instead: 'pg_repack, or a new table and batches.',
    squawk: ['prefer-repack'],
};
const UNLOGGED = {
    id: 'unlogged-table',
    severity: 'warning',
    threat: 'loss',
    title: 'An unlogged table is emptied by a crash and absent on replicas',
};
const REPLICA = {
    id: 'change-replica-identity',
    severity: 'warning',
    threat: 'compatibility',
    title: 'Logical replication identifies rows in another way: FULL makes updates heavy, NOTHING makes them fail',
};
function create(effects, node) {
    effects.ddl = true;
    const target = effects.target(node.relation);
    // Without a catalog, IF NOT EXISTS says that it may be there.
    if (node.if_not_exists && !target.isAbsent)
        return;
    const isTemporary = node.relation?.relpersistence === 't';
    remember(effects, isTemporary ? (node.relation?.relname ?? '') : target.name);
    const made = effects.target(node.relation);
    if (node.relation?.relpersistence === 'u')
        effects.hazard(UNLOGGED, `${made.name} is unlogged`);
    for (const element of [...(node.tableElts ?? []), ...(node.constraints ?? [])]) {
        if ('ColumnDef' in element)
            columnDefinition(effects, element.ColumnDef, made);
        const constraints = 'ColumnDef' in element ? (element.ColumnDef.constraints ?? []) : [element];
        for (const constraint of constraints) {
            if (!('Constraint' in constraint) || !constraint.Constraint.pktable)
                continue;
            effects.lockTree(effects.target(constraint.Constraint.pktable), 'ShareRowExclusiveLock');
        }
        if ('TableLikeClause' in element)
            effects.lock(effects.target(element.TableLikeClause.relation), 'AccessShareLock');
    }
    for (const parent of node.inhRelations ?? []) {
        if (!('RangeVar' in parent))
            continue;
        // A partition may take over rows of the default partition, so that one is locked and read.
        effects.lock(effects.target(parent.RangeVar), node.partbound ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock');
    }
}
function createAs(effects, node) {
    effects.ddl = true;
    const relation = node.into?.rel;
    const target = effects.target(relation);
    if (node.if_not_exists && !target.isAbsent)
        return;
    remember(effects, target.name);
}
/** Keeps in mind that the release made a relation. */
function remember(effects, name) {
    effects.memory.created.add(name);
    effects.memory.createdInFile.add(name);
    effects.memory.dropped.delete(name);
}
const DROPPED = new Set(['OBJECT_TABLE', 'OBJECT_FOREIGN_TABLE', 'OBJECT_MATVIEW', 'OBJECT_SEQUENCE']);
function drop(effects, node) {
    if (!DROPPED.has(node.removeType ?? ''))
        return;
    effects.ddl = true;
    for (const names of objectNames(node.objects)) {
        const target = effects.named(names);
        effects.lockTree(target, 'AccessExclusiveLock');
        lockSequences(effects, target);
        for (const constraint of target.facts?.constraints.values() ?? []) {
            if (constraint.references)
                effects.lock(constraint.references, 'AccessExclusiveLock');
        }
        if (node.behavior === 'DROP_CASCADE') {
            for (const other of [...(target.facts?.referencedBy ?? []), ...(target.facts?.views ?? [])])
                effects.lock(other, 'AccessExclusiveLock');
        }
        for (const parent of target.facts?.parents ?? [])
            effects.lock(parent, 'AccessExclusiveLock');
        const cascades = node.behavior === 'DROP_CASCADE' ? ', with everything that hangs on it' : '';
        effects.hazard(tables_DROP, `${target.label} is dropped${cascades}`, target);
        effects.lose(target);
        effects.breaks(target);
        effects.memory.created.delete(target.name);
        effects.memory.dropped.add(target.name);
    }
}
function truncate(effects, node) {
    const cascades = node.behavior === 'DROP_CASCADE';
    for (const relation of node.relations ?? []) {
        if (!('RangeVar' in relation))
            continue;
        const target = effects.target(relation.RangeVar);
        effects.lockTree(target, 'AccessExclusiveLock');
        const others = cascades ? (target.facts?.referencedBy ?? []) : [];
        for (const other of others)
            effects.lock(other, 'AccessExclusiveLock');
        effects.rewrite(target);
        effects.lose(target);
        effects.breaks(target);
        const reach = others.length > 0 ? `, and of ${others.join(', ')}` : '';
        effects.hazard(cascades ? CASCADE : TRUNCATE, `all rows of ${target.label}${reach} are removed`, target);
    }
}
const RELATION_TYPES = new Set([
    'OBJECT_TABLE',
    'OBJECT_VIEW',
    'OBJECT_MATVIEW',
    'OBJECT_FOREIGN_TABLE',
    'OBJECT_SEQUENCE',
]);
function rename(effects, node) {
    if (!node.relation)
        return;
    effects.ddl = true;
    const target = effects.target(node.relation);
    // SHARE UPDATE EXCLUSIVE on the index alone: queries go on.
    if (node.renameType === 'OBJECT_INDEX')
        return;
    effects.lockTree(target, 'AccessExclusiveLock');
    if (node.renameType === 'OBJECT_COLUMN' || node.renameType === 'OBJECT_ATTRIBUTE') {
        if (effects.memory.columns.has(`${target.name}.${node.subname}`))
            return;
        renameColumn(effects, target, node);
        effects.breaks(target);
        effects.hazard(RENAME_COLUMN, `${target.name}.${node.subname} becomes ${node.newname}`, target);
    }
    else if (RELATION_TYPES.has(node.renameType ?? '')) {
        moved(effects, target, `${target.name.split('.')[0]}.${node.newname}`);
    }
}
function renameColumn(effects, target, node) {
    const facts = target.facts?.columns.get(node.subname ?? '');
    effects.changeColumn(target, node.subname ?? '', undefined);
    if (facts)
        effects.changeColumn(target, node.newname ?? '', facts);
}
function moveSchema(effects, node) {
    effects.ddl = true;
    if (!node.relation)
        return;
    const target = effects.target(node.relation);
    effects.lock(target, 'AccessExclusiveLock');
    lockSequences(effects, target);
    moved(effects, target, `${node.newschema}.${target.name.split('.')[1]}`);
}
/** Sequences of serial and identity columns move, change owner and go with their table. */
function lockSequences(effects, target) {
    for (const { sequence } of target.facts?.columns.values() ?? []) {
        if (sequence)
            effects.lock(sequence, 'AccessExclusiveLock');
    }
}
function moved(effects, target, newName) {
    effects.breaks(target);
    effects.hazard(RENAME, `${target.name} becomes ${newName}`, target);
    const { created, createdInFile, renamed, dropped } = effects.memory;
    if (created.delete(target.name))
        created.add(newName);
    else if (!target.isAbsent)
        renamed.set(newName, renamed.get(target.name) ?? target.name);
    if (createdInFile.delete(target.name))
        createdInFile.add(newName);
    dropped.add(target.name);
    dropped.delete(newName);
}
const rewrite = (effects, command, target) => {
    effects.lockTree(target, 'AccessExclusiveLock');
    const alreadySo = command.subtype === 'AT_SetLogged'
        ? target.facts?.unlogged === false
        : command.subtype === 'AT_SetUnLogged' && target.facts?.unlogged;
    if (alreadySo)
        return;
    effects.rewrite(target);
    if (command.subtype === 'AT_SetLogged')
        effects.change(target, { unlogged: false });
    if (command.subtype === 'AT_SetUnLogged')
        effects.change(target, { unlogged: true });
    effects.hazard(tables_REWRITE, `${target.label} is copied as a whole`, target);
    if (command.subtype === 'AT_SetUnLogged')
        effects.hazard(UNLOGGED, `${target.name} becomes unlogged`, target);
};
/** Storage parameters that need no more than SHARE UPDATE EXCLUSIVE: all but a few. */
const STRONG_OPTIONS = new Set([
    'user_catalog_table',
    'security_barrier',
    'security_invoker',
    'check_option',
    'buffering',
    'fastupdate',
]);
function relOptions(effects, command, target) {
    const items = command.def && 'List' in command.def ? command.def.List.items : undefined;
    const strong = [...optionNames(items)].some((name) => STRONG_OPTIONS.has(name));
    effects.lock(target, strong ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock');
}
const inherit = (effects, command, target) => {
    effects.lock(target, 'AccessExclusiveLock');
    const parent = command.def && 'RangeVar' in command.def ? command.def.RangeVar : undefined;
    if (command.subtype === 'AT_DropInherit')
        effects.breaks(target);
    else if (parent)
        effects.lock(effects.target(parent), 'ShareUpdateExclusiveLock');
};
const tables = {
    name: 'Tables',
    rules: [tables_DROP, TRUNCATE, CASCADE, RENAME, RENAME_COLUMN, tables_REWRITE, UNLOGGED, REPLICA],
    statements: {
        CreateStmt: create,
        CreateTableAsStmt: createAs,
        DropStmt: drop,
        TruncateStmt: truncate,
        RenameStmt: rename,
        AlterObjectSchemaStmt: moveSchema,
        VacuumStmt: (effects, node) => {
            const full = optionNames(node.options).has('full');
            for (const relation of node.rels ?? []) {
                if (!('VacuumRelation' in relation))
                    continue;
                const target = effects.target(relation.VacuumRelation.relation);
                effects.lock(target, full ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock');
                if (!full)
                    continue;
                effects.rewrite(target);
                effects.hazard(tables_REWRITE, `VACUUM FULL copies ${target.label}`, target);
            }
        },
        ClusterStmt: (effects, node) => {
            const target = effects.target(node.relation);
            effects.lock(target, 'AccessExclusiveLock');
            effects.rewrite(target);
            effects.hazard(tables_REWRITE, `CLUSTER copies ${target.label}`, target);
        },
    },
    alterTable: {
        AT_SetLogged: rewrite,
        AT_SetUnLogged: rewrite,
        AT_SetTableSpace: rewrite,
        AT_SetAccessMethod: rewrite,
        AT_SetRelOptions: relOptions,
        AT_ResetRelOptions: relOptions,
        AT_ClusterOn: (effects, _command, target) => effects.lock(target, 'ShareUpdateExclusiveLock'),
        AT_DropCluster: (effects, _command, target) => effects.lock(target, 'ShareUpdateExclusiveLock'),
        AT_AddInherit: inherit,
        AT_DropInherit: inherit,
        AT_ReplicaIdentity: (effects, _command, target) => {
            effects.lock(target, 'AccessExclusiveLock');
            effects.hazard(REPLICA, `${target.name} changes its replica identity`, target);
        },
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/opaque.js




const OPAQUE = {
    id: 'opaque-code',
    severity: 'warning',
    threat: 'correctness',
    title: 'SQL that is put together at run time, or hidden in a function: locks and losses named here do not cover it',
    instead: 'Write the statements out, or rehearse the migration: the rehearsal sees the locks that are really taken.',
};
const UNKNOWN = {
    id: 'unclassified-statement',
    severity: 'warning',
    threat: 'correctness',
    title: 'No rule knows what this statement locks',
};
const MANAGED = {
    id: 'managed-schema',
    severity: 'warning',
    threat: 'correctness',
    title: 'An object in a schema that Supabase manages is made or changed: its next upgrade may undo or collide with it',
    instead: 'Keep own objects in own schemas.',
};
/** Says that a statement was not understood. */
function unclassified(effects, what) {
    effects.hazard(UNKNOWN, `${what} is not classified`);
}
/** https://supabase.com/docs/guides/database/overview: schemas of Supabase's own services. */
const SUPABASE = new Set([
    'auth',
    'storage',
    'realtime',
    'vault',
    'supabase_functions',
    'graphql',
    'pgsodium',
    'supabase_migrations',
    'net',
]);
/** Schema changes inside managed schemas. A foreign key to auth.users is the documented way, and none. */
function managedSchemas(effects, createdBefore) {
    if (!effects.ddl)
        return;
    const made = [...effects.memory.createdInFile].slice(createdBefore);
    const isTrigger = effects.statement.kind === 'CreateTrigStmt';
    const changed = [...effects.locks]
        .filter(([, level]) => isTrigger || level === 'AccessExclusiveLock')
        .map(([name]) => name);
    for (const name of [...made, ...changed]) {
        if (SUPABASE.has(name.split('.')[0] ?? ''))
            effects.hazard(MANAGED, `${name} stands in a schema of Supabase's`);
    }
}
function calls(effects, node) {
    (0,walk/* walk */.GG)({ Root: node }, (tag, call) => {
        if (tag !== 'FuncCall')
            return;
        const name = (0,walk/* nameList */.OD)(call['funcname']).at(-1) ?? '';
        const facts = effects.memory.functions.get(name) ?? effects.facts.functions.get(name);
        if (facts?.own && facts.volatility === 'volatile')
            effects.hazard(OPAQUE, `function ${name} may do anything`);
    });
}
/** COMMENT locks what it describes, lightly: https://www.postgresql.org/docs/current/explicit-locking.html */
function comment(effects, node) {
    const names = namesOf(node.object);
    const onRelation = ['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_FOREIGN_TABLE'].includes(node.objtype ?? '');
    const onPart = node.objtype === 'OBJECT_COLUMN';
    if (onRelation)
        effects.lock(effects.named(names), 'ShareUpdateExclusiveLock');
    if (onPart)
        effects.lock(effects.named(names.slice(0, -1)), 'ShareUpdateExclusiveLock');
}
const opaque = {
    name: 'What cannot be read',
    rules: [OPAQUE, UNKNOWN, MANAGED],
    statements: {
        DoStmt: (effects) => {
            if (nested(effects.statement).opaque)
                effects.hazard(OPAQUE, 'the DO block puts SQL together at run time');
        },
        SelectStmt: calls,
        CallStmt: (effects, node) => {
            calls(effects, node);
            effects.hazard(OPAQUE, `procedure ${(0,walk/* nameList */.OD)(node.funccall?.funcname).join('.')} may do anything`);
        },
        CommentStmt: comment,
        CreateSeqStmt: (effects, node) => {
            effects.ddl = true;
            remember(effects, effects.target(node.sequence).name);
        },
        AlterSeqStmt: (effects, node) => {
            effects.ddl = true;
            effects.lock(effects.target(node.sequence), 'ShareRowExclusiveLock');
        },
        CreateStatsStmt: (effects, node) => {
            effects.ddl = true;
            for (const relation of node.relations ?? []) {
                if ('RangeVar' in relation)
                    effects.lock(effects.target(relation.RangeVar), 'ShareUpdateExclusiveLock');
            }
        },
        CreateForeignTableStmt: (effects, node) => {
            effects.ddl = true;
            remember(effects, effects.target(node.base?.relation).name);
        },
    },
};
/** Statements that take no lasting lock on user data and need no word. */
const HARMLESS = new Set([
    'AlterCollationStmt',
    'AlterExtensionContentsStmt',
    'AlterExtensionStmt',
    'AlterFunctionStmt',
    'AlterOpFamilyStmt',
    'AlterOperatorStmt',
    'AlterStatsStmt',
    'AlterTSConfigurationStmt',
    'AlterTSDictionaryStmt',
    'AlterTypeStmt',
    'CheckPointStmt',
    'ConstraintsSetStmt',
    'CreateCastStmt',
    'CreateConversionStmt',
    'CreateEventTrigStmt',
    'CreateExtensionStmt',
    'CreateFdwStmt',
    'CreateForeignServerStmt',
    'CreateOpClassStmt',
    'CreateOpFamilyStmt',
    'CreateTransformStmt',
    'CreateUserMappingStmt',
    'CreatedbStmt',
    'DeallocateStmt',
    'DefineStmt',
    'DiscardStmt',
    'ExplainStmt',
    'ImportForeignSchemaStmt',
    'ListenStmt',
    'NotifyStmt',
    'PrepareStmt',
    'SecLabelStmt',
    'UnlistenStmt',
    'VariableShowStmt',
]);

;// CONCATENATED MODULE: ./src/database/hazards/families/partitions.js
const DETACH = {
    id: 'detach-partition-not-concurrent',
    severity: 'refused',
    threat: 'stall',
    title: 'DETACH PARTITION stops reads and writes of the whole partitioned table',
    instead: 'DETACH PARTITION … CONCURRENTLY, in a migration of its own.',
    squawk: ['require-concurrent-partition-detach'],
};
const GONE = {
    id: 'detach-partition-hides-rows',
    severity: 'warning',
    threat: 'compatibility',
    title: 'Rows of a detached partition are no longer seen through the partitioned table',
};
const ATTACH = {
    id: 'attach-partition-scans',
    severity: 'warning',
    threat: 'stall',
    title: 'ATTACH PARTITION reads the new partition (and a default one) under ACCESS EXCLUSIVE on it',
    instead: 'Add a CHECK equal to the bounds to the partition first, NOT VALID and then validated.',
};
function partition(effects, command) {
    return command.def && 'PartitionCmd' in command.def
        ? effects.target(command.def.PartitionCmd.name)
        : undefined;
}
function attach(effects, command, target) {
    const child = partition(effects, command);
    effects.lock(target, 'ShareUpdateExclusiveLock');
    if (!child)
        return;
    effects.lockTree(child, 'AccessExclusiveLock');
    effects.scan(child);
    effects.hazard(ATTACH, `${child.label} is read to prove that its rows belong to ${target.name}`, child);
}
function detach(effects, command, target) {
    const child = partition(effects, command);
    const concurrent = command.def && 'PartitionCmd' in command.def && command.def.PartitionCmd.concurrent;
    const level = concurrent ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock';
    effects.lock(target, level);
    if (child)
        effects.lock(child, level);
    effects.breaks(target);
    if (!concurrent)
        effects.hazard(DETACH, `reads and writes of ${target.label} wait`, target);
    effects.hazard(GONE, `rows of ${child?.label} leave ${target.name}`, target);
}
const partitions = {
    name: 'Partitions',
    rules: [DETACH, GONE, ATTACH],
    alterTable: {
        AT_AttachPartition: attach,
        AT_DetachPartition: detach,
        AT_DetachPartitionFinalize: (effects, _command, target) => effects.lock(target, 'ShareUpdateExclusiveLock'),
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/programs.js



const DEFINER = {
    id: 'security-definer-search-path',
    severity: 'warning',
    threat: 'authorization',
    title: 'A SECURITY DEFINER function without SET search_path: callers can put their own objects in its way',
    instead: "Add SET search_path = '' and write schemas out in its body.",
};
const DEFINER_INFO = {
    id: 'security-definer',
    severity: 'warning',
    threat: 'authorization',
    title: 'A function runs with the rights of its owner, past row level security',
};
const REPLACE = {
    id: 'replace-function',
    severity: 'info',
    threat: 'compatibility',
    title: 'The body of an existing function changes under the running version',
    squawk: ['ban-replace-view-function'],
};
const programs_DROP = {
    id: 'drop-program',
    severity: 'warning',
    threat: 'compatibility',
    title: 'A function, view, trigger or rule that the running version may use is dropped',
    squawk: ['ban-drop-function', 'ban-drop-view', 'ban-drop-trigger'],
};
const programs_CASCADE = {
    id: 'drop-cascade',
    severity: 'refused',
    threat: 'loss',
    title: 'CASCADE drops everything that hangs on it, unnamed',
    instead: 'Drop what hangs on it by name first.',
};
const TRIGGER = {
    id: 'create-trigger',
    severity: 'info',
    threat: 'compatibility',
    title: 'A new trigger on an existing table runs for the writes of the running version too',
};
const TRIGGER_OFF = {
    id: 'disable-trigger',
    severity: 'refused',
    threat: 'correctness',
    title: 'Triggers are switched off; ALL includes those that enforce foreign keys',
    squawk: ['ban-disable-trigger'],
};
const RULE_STATEMENT = {
    id: 'rewrite-rule',
    severity: 'warning',
    threat: 'correctness',
    title: 'A rewrite rule changes what statements on a table mean',
    instead: 'Use a trigger or a view.',
};
function createFunction(effects, node) {
    effects.ddl = true;
    const names = (0,walk/* nameList */.OD)(node.funcname);
    const bare = names.at(-1) ?? '';
    const label = names.join('.');
    const known = effects.facts.functions.get(bare);
    if (node.replace && known?.own && !effects.memory.functions.has(bare)) {
        effects.hazard(REPLACE, `function ${label} gets another body`);
    }
    const volatility = programs_option(node.options, 'volatility');
    effects.memory.functions.set(bare, {
        volatility: volatility === 'immutable' || volatility === 'stable' ? volatility : 'volatile',
        own: true,
    });
    if (programs_option(node.options, 'security') !== 'true')
        return;
    const setsPath = (node.options ?? []).some((item) => 'DefElem' in item &&
        item.DefElem.arg &&
        'VariableSetStmt' in item.DefElem.arg &&
        item.DefElem.arg.VariableSetStmt.name === 'search_path');
    if (setsPath)
        effects.hazard(DEFINER_INFO, `function ${label} runs with the rights of its owner`);
    else
        effects.hazard(DEFINER, `function ${label} runs with the rights of its owner and the search_path of its caller`);
}
/** A function's option as text: booleans as `true` and `false`. */
function programs_option(options, name) {
    for (const item of options ?? []) {
        if (!('DefElem' in item) || item.DefElem.defname !== name || !item.DefElem.arg)
            continue;
        const arg = item.DefElem.arg;
        if ('Boolean' in arg)
            return String(arg.Boolean.boolval ?? false);
        if ('String' in arg)
            return arg.String.sval;
    }
    return undefined;
}
const FUNCTIONS = new Set(['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE', 'OBJECT_AGGREGATE']);
const ON_TABLE = new Set(['OBJECT_TRIGGER', 'OBJECT_RULE']);
function programs_drop(effects, node) {
    const type = node.removeType ?? '';
    const kind = type.replace('OBJECT_', '').toLowerCase();
    for (const names of objectNames(node.objects)) {
        const label = `${kind} ${names.join('.')}`;
        if (FUNCTIONS.has(type)) {
            effects.ddl = true;
            const bare = names.at(-1) ?? '';
            const isAbsent = effects.facts.known && !effects.facts.functions.get(bare)?.own;
            if (effects.memory.functions.has(bare) || (node.missing_ok && isAbsent))
                continue;
            effects.contract = true;
            effects.hazard(programs_DROP, `${label} is dropped`);
            if (node.behavior !== 'DROP_CASCADE')
                continue;
            cascade(effects, label);
            for (const table of effects.facts.functions.get(bare)?.usedBy ?? [])
                effects.lock(table, 'AccessExclusiveLock');
        }
        else if (ON_TABLE.has(type)) {
            effects.ddl = true;
            const target = effects.named(names.slice(0, -1));
            effects.lock(target, 'AccessExclusiveLock');
            // Dropped and made again by the same file: a replacement.
            if (effects.memory.madeAgain.has(`${target.name} ${names.at(-1)}`))
                continue;
            effects.breaks(target);
            effects.hazard(programs_DROP, `${label} is dropped`, target);
        }
        else if (type === 'OBJECT_VIEW') {
            effects.ddl = true;
            const target = effects.named(names);
            effects.lock(target, 'AccessExclusiveLock');
            effects.breaks(target);
            effects.hazard(programs_DROP, `${label} is dropped`, target);
            if (node.behavior === 'DROP_CASCADE')
                for (const view of target.facts?.views ?? [])
                    effects.lock(view, 'AccessExclusiveLock');
            effects.memory.dropped.add(target.name);
            effects.memory.created.delete(target.name);
        }
    }
}
function cascade(effects, label) {
    effects.losesData = true;
    effects.hazard(programs_CASCADE, `${label} is dropped with everything that hangs on it`);
}
function view(effects, node) {
    effects.ddl = true;
    const target = effects.target(node.view);
    if (target.facts)
        effects.lock(target, 'AccessExclusiveLock');
    else
        remember(effects, target.name);
}
function trigger(effects, node) {
    effects.ddl = true;
    const target = effects.target(node.relation);
    effects.lockTree(target, 'ShareRowExclusiveLock');
    effects.hazard(TRIGGER, `trigger ${node.trigname} runs on ${target.name}`, target);
}
function rule(effects, node) {
    effects.ddl = true;
    const target = effects.target(node.relation);
    effects.lock(target, 'AccessExclusiveLock');
    effects.hazard(RULE_STATEMENT, `rule ${node.rulename} on ${target.name}`);
}
const switchTrigger = (effects, command, target) => {
    effects.lockTree(target, 'ShareRowExclusiveLock');
    if (!/Disable/.test(command.subtype ?? ''))
        return;
    effects.hazard(TRIGGER_OFF, `${command.name ?? 'all triggers'} of ${target.name} stop`, target);
};
const programs = {
    name: 'Functions, triggers, views',
    rules: [DEFINER, DEFINER_INFO, REPLACE, programs_DROP, programs_CASCADE, TRIGGER, TRIGGER_OFF, RULE_STATEMENT],
    statements: {
        CreateFunctionStmt: createFunction,
        DropStmt: programs_drop,
        ViewStmt: view,
        CreateTrigStmt: trigger,
        RuleStmt: rule,
    },
    alterTable: {
        AT_EnableTrig: switchTrigger,
        AT_EnableAlwaysTrig: switchTrigger,
        AT_EnableReplicaTrig: switchTrigger,
        AT_DisableTrig: switchTrigger,
        AT_EnableTrigAll: switchTrigger,
        AT_DisableTrigAll: switchTrigger,
        AT_EnableTrigUser: switchTrigger,
        AT_DisableTrigUser: switchTrigger,
        AT_EnableRule: (effects, _command, target) => effects.lock(target, 'AccessExclusiveLock'),
        AT_DisableRule: (effects, _command, target) => effects.lock(target, 'AccessExclusiveLock'),
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/rights.js


const GRANT = {
    id: 'grant-to-everyone',
    severity: 'warning',
    threat: 'authorization',
    title: 'PUBLIC, anon or authenticated get rights: anybody with the API key has them',
    instead: 'Grant to the role that needs it, and rely on row level security for the rest.',
};
const GRANT_OTHER = {
    id: 'grant',
    severity: 'info',
    threat: 'authorization',
    title: 'A role gets rights',
};
const REVOKE = {
    id: 'revoke',
    severity: 'warning',
    threat: 'authorization',
    title: 'Rights are taken away, which the running version may use',
    squawk: ['ban-revoke'],
};
const DEFAULTS = {
    id: 'default-privileges',
    severity: 'warning',
    threat: 'authorization',
    title: 'Rights on objects yet to be made are changed',
};
const MEMBERSHIP = {
    id: 'role-membership',
    severity: 'warning',
    threat: 'authorization',
    title: 'A role gets or loses the rights of another',
};
const ROLE = {
    id: 'role-changed',
    severity: 'warning',
    threat: 'authorization',
    title: 'A role is made or changed (BYPASSRLS and SUPERUSER end row level security for it)',
};
const OWNER = {
    id: 'owner-changed',
    severity: 'warning',
    threat: 'authorization',
    title: 'An owner changes: owners are not bound by row level security, and security definer functions run as theirs',
};
const DROP_ROLE = {
    id: 'drop-role',
    severity: 'refused',
    threat: 'authorization',
    title: 'A role is dropped, or everything that it owns',
};
const EVERYONE = new Set(['public', 'anon', 'authenticated']);
/** Names of roles; PUBLIC is written as such. */
function roles(nodes) {
    return (nodes ?? []).flatMap((node) => {
        if (!('RoleSpec' in node))
            return [];
        return [
            node.RoleSpec.roletype === 'ROLESPEC_PUBLIC'
                ? 'public'
                : (node.RoleSpec.rolename ?? String(node.RoleSpec.roletype)),
        ];
    });
}
function privileges(nodes) {
    const names = (nodes ?? []).flatMap((node) => 'AccessPriv' in node && node.AccessPriv.priv_name ? [node.AccessPriv.priv_name] : []);
    return names.length > 0 ? names.join(', ') : 'ALL';
}
function grant(effects, node) {
    effects.ddl = true;
    const objects = (node.objects ?? []).map((object) => namesOf(object).join('.')).join(', ');
    const to = roles(node.grantees);
    const everything = node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' ? 'everything in ' : '';
    const what = `${privileges(node.privileges)} on ${everything}${objects}`;
    const isNew = (node.objects ?? []).every((object) => madeByRelease(effects, node, object));
    if (!node.is_grant) {
        // Taking rights from what the release itself made is how it is locked down.
        if (isNew)
            return;
        effects.contract = true;
        effects.hazard(REVOKE, `${what} is taken from ${to.join(', ')}`);
        return;
    }
    const open = to.filter((role) => EVERYONE.has(role) && !(isNew && role === 'authenticated'));
    if (open.length > 0)
        effects.hazard(GRANT, `${open.join(', ')} get ${what}`);
    else
        effects.hazard(GRANT_OTHER, `${to.join(', ')} get ${what}`);
}
function madeByRelease(effects, node, object) {
    const names = namesOf(object);
    const bare = names.at(-1) ?? '';
    const isSchema = node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' || node.objtype === 'OBJECT_SCHEMA';
    if (isSchema)
        return effects.memory.schemas.has(bare);
    if ('RangeVar' in object)
        return effects.target(object.RangeVar).isNew;
    return effects.memory.functions.has(bare) || effects.memory.types.has(bare);
}
function defaults(effects, node) {
    effects.ddl = true;
    const action = node.action;
    const verb = action?.is_grant ? 'get' : 'lose';
    effects.hazard(DEFAULTS, `${roles(action?.grantees).join(', ')} ${verb} ${privileges(action?.privileges)} on objects made later`);
}
function membership(effects, node) {
    const granted = (node.granted_roles ?? []).flatMap((role) => 'AccessPriv' in role ? [role.AccessPriv.priv_name ?? ''] : []);
    if (!node.is_grant)
        effects.contract = true;
    effects.hazard(MEMBERSHIP, `${roles(node.grantee_roles).join(', ')} ${node.is_grant ? 'get' : 'lose'} the rights of ${granted.join(', ')}`);
}
function role(effects, node) {
    const name = typeof node.role === 'string' ? node.role : (node.role?.rolename ?? '');
    const options = (node.options ?? []).flatMap((option) => 'DefElem' in option && option.DefElem.defname !== 'password' ? [option.DefElem.defname ?? ''] : []);
    effects.hazard(ROLE, `role ${name}${options.length > 0 ? `: ${options.join(', ')}` : ''}`);
}
function owner(effects, node) {
    effects.ddl = true;
    effects.hazard(OWNER, `${namesOf(node.object).join('.')} gets the owner ${node.newowner?.rolename ?? ''}`);
}
const rights = {
    name: 'Rights',
    rules: [GRANT, GRANT_OTHER, REVOKE, DEFAULTS, MEMBERSHIP, ROLE, OWNER, DROP_ROLE],
    statements: {
        GrantStmt: grant,
        AlterDefaultPrivilegesStmt: defaults,
        GrantRoleStmt: membership,
        CreateRoleStmt: role,
        AlterRoleStmt: role,
        AlterOwnerStmt: owner,
        AlterRoleSetStmt: (effects, node) => effects.hazard(ROLE, `role ${node.role?.rolename ?? 'ALL'}: ${node.setstmt?.name ?? 'settings'}`),
        DropRoleStmt: (effects, node) => {
            effects.contract = true;
            effects.hazard(DROP_ROLE, `role ${roles(node.roles).join(', ')} is dropped`);
        },
        DropOwnedStmt: (effects, node) => {
            effects.contract = true;
            effects.losesData = true;
            effects.hazard(DROP_ROLE, `everything of ${roles(node.roles).join(', ')} is dropped`);
        },
        ReassignOwnedStmt: (effects, node) => effects.hazard(OWNER, `everything of ${roles(node.roles).join(', ')} changes its owner`),
    },
    alterTable: {
        AT_ChangeOwner: (effects, command, target) => {
            effects.lock(target, 'AccessExclusiveLock');
            lockSequences(effects, target);
            effects.hazard(OWNER, `${target.name} gets the owner ${command.newowner?.rolename ?? ''}`);
        },
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/rowSecurity.js

const DISABLE = {
    id: 'disable-row-security',
    severity: 'refused',
    threat: 'authorization',
    title: 'Row level security is switched off: everyone with a grant sees and changes every row',
};
const ENABLE = {
    id: 'enable-row-security',
    severity: 'warning',
    threat: 'authorization',
    title: 'Row level security is switched on for an existing table: without a policy its rows vanish for the running version',
};
const NO_SECURITY = {
    id: 'table-without-row-security',
    severity: 'warning',
    threat: 'authorization',
    title: 'A new table in an exposed schema has no row level security: the API lets anon read and write it where granted',
    instead: 'ALTER TABLE … ENABLE ROW LEVEL SECURITY in the same migration.',
};
const POLICY = {
    id: 'policy-changed',
    severity: 'warning',
    threat: 'authorization',
    title: 'A policy is made, changed or dropped: who may do what with which row changes',
};
const OPEN_POLICY = {
    id: 'policy-open-to-all',
    severity: 'warning',
    threat: 'authorization',
    title: 'A policy lets through every row',
};
const VIEW = {
    id: 'view-bypasses-row-security',
    severity: 'warning',
    threat: 'authorization',
    title: 'A view reads with the rights of its owner, past row level security',
    instead: 'CREATE VIEW … WITH (security_invoker = true).',
};
/** Schemas that Supabase's API serves by default. */
const EXPOSED = new Set(['public', 'graphql_public']);
function createPolicy(effects, node) {
    effects.ddl = true;
    const target = effects.target(node.table);
    effects.lock(target, 'AccessExclusiveLock');
    if (!node.permissive)
        effects.breaks(target);
    const everything = isTrue(node.qual) || isTrue(node.with_check);
    if (everything && !isService(node)) {
        effects.hazard(OPEN_POLICY, `policy ${node.policy_name} on ${target.name} lets every row through (${node.cmd_name ?? 'all'})`);
    }
    if (!target.isNew)
        effects.hazard(POLICY, `${target.name} gets the policy ${node.policy_name}`);
}
function isTrue(node) {
    return node !== undefined && 'A_Const' in node && node.A_Const.boolval?.boolval === true;
}
/** service_role bypasses row level security anyway. */
function isService(node) {
    return (node.roles ?? []).every((role) => 'RoleSpec' in role && role.RoleSpec.rolename === 'service_role');
}
function alterPolicy(effects, node) {
    effects.ddl = true;
    const target = effects.target(node.table);
    effects.lock(target, 'AccessExclusiveLock');
    if (!target.isNew)
        effects.hazard(POLICY, `policy ${node.policy_name} on ${target.name} changes`);
}
function dropPolicy(effects, node) {
    if (node.removeType !== 'OBJECT_POLICY')
        return;
    effects.ddl = true;
    for (const names of objectNames(node.objects)) {
        const target = effects.named(names.slice(0, -1));
        effects.lock(target, 'AccessExclusiveLock');
        effects.breaks(target);
        if (!target.isNew && !target.isAbsent)
            effects.hazard(POLICY, `policy ${names.at(-1)} on ${target.name} is dropped`);
    }
}
function createTable(effects, node) {
    const target = effects.target(node.relation);
    if (target.facts || node.relation?.relpersistence === 't' || node.partbound)
        return;
    if (!EXPOSED.has(target.name.split('.')[0] ?? '') || effects.rowSecurityInRelease(target.name))
        return;
    effects.hazard(NO_SECURITY, `${target.name} is made without row level security`);
}
function rowSecurity_view(effects, node) {
    const target = effects.target(node.view);
    if (!EXPOSED.has(target.name.split('.')[0] ?? '') || optionNames(node.options).has('security_invoker'))
        return;
    effects.hazard(VIEW, `${target.name} reads with its owner's rights`);
}
const rowSecurity = {
    name: 'Row level security',
    rules: [DISABLE, ENABLE, NO_SECURITY, POLICY, OPEN_POLICY, VIEW],
    statements: {
        CreatePolicyStmt: createPolicy,
        AlterPolicyStmt: alterPolicy,
        DropStmt: dropPolicy,
        CreateStmt: createTable,
        ViewStmt: rowSecurity_view,
    },
    alterTable: {
        AT_EnableRowSecurity: (effects, _command, target) => {
            effects.lock(target, 'AccessExclusiveLock');
            if (target.isNew || target.isAbsent || target.facts?.rowSecurity)
                return;
            effects.breaks(target);
            effects.change(target, { rowSecurity: true });
            effects.hazard(ENABLE, `${target.name} gets row level security`);
        },
        AT_DisableRowSecurity: (effects, _command, target) => {
            effects.lock(target, 'AccessExclusiveLock');
            effects.hazard(DISABLE, `${target.name} loses row level security`);
        },
        AT_ForceRowSecurity: (effects, _command, target) => {
            effects.lock(target, 'AccessExclusiveLock');
            effects.breaks(target);
            if (!target.isNew)
                effects.hazard(ENABLE, `row level security of ${target.name} binds its owner too`);
        },
        AT_NoForceRowSecurity: (effects, _command, target) => {
            effects.lock(target, 'AccessExclusiveLock');
            effects.hazard(DISABLE, `row level security of ${target.name} no longer binds its owner`);
        },
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/server.js

const DATABASE = {
    id: 'drop-database',
    severity: 'refused',
    threat: 'loss',
    title: 'A database or tablespace is dropped',
    squawk: ['ban-drop-database'],
};
const DROP_SCHEMA = {
    id: 'drop-schema',
    severity: 'refused',
    threat: 'loss',
    title: 'A schema is dropped; with CASCADE everything in it goes too',
    squawk: ['ban-drop-schema'],
};
const RENAME_SCHEMA = {
    id: 'rename-schema',
    severity: 'refused',
    threat: 'compatibility',
    title: 'A schema is renamed: the running version asks for the old name',
};
const EXTENSION = {
    id: 'drop-extension',
    severity: 'refused',
    threat: 'loss',
    title: 'An extension is dropped; with CASCADE every column of its types goes too',
    squawk: ['ban-drop-extension'],
};
const SETTINGS = {
    id: 'server-setting',
    severity: 'refused',
    threat: 'correctness',
    title: 'Settings of the whole server or database are changed',
};
const PUBLICATION = {
    id: 'publication-changed',
    severity: 'warning',
    threat: 'authorization',
    title: 'What leaves the database by replication (Supabase Realtime too) changes',
};
const MOVE = {
    id: 'move-object-schema',
    severity: 'refused',
    threat: 'compatibility',
    title: 'A function or type moves to another schema: the running version asks for it in the old one',
};
const RELATIONS = new Set([
    'OBJECT_TABLE',
    'OBJECT_VIEW',
    'OBJECT_MATVIEW',
    'OBJECT_SEQUENCE',
    'OBJECT_FOREIGN_TABLE',
]);
function server_drop(effects, node) {
    const cascades = node.behavior === 'DROP_CASCADE';
    for (const names of objectNames(node.objects)) {
        const name = names.join('.');
        if (node.removeType === 'OBJECT_SCHEMA') {
            effects.ddl = true;
            if (effects.memory.schemas.has(name))
                continue;
            effects.contract = true;
            if (cascades)
                effects.losesData = true;
            effects.hazard(DROP_SCHEMA, `schema ${name} is dropped${cascades ? ' with everything in it' : ''}`);
        }
        else if (node.removeType === 'OBJECT_EXTENSION') {
            effects.ddl = true;
            effects.contract = true;
            if (cascades)
                effects.losesData = true;
            effects.hazard(EXTENSION, `extension ${name} is dropped`);
        }
        else if (node.removeType === 'OBJECT_PUBLICATION') {
            effects.contract = true;
            effects.hazard(PUBLICATION, `publication ${name} is dropped`);
        }
    }
}
function server_rename(effects, node) {
    if (node.renameType !== 'OBJECT_SCHEMA' || effects.memory.schemas.has(node.subname ?? ''))
        return;
    effects.ddl = true;
    effects.contract = true;
    effects.hazard(RENAME_SCHEMA, `schema ${node.subname} becomes ${node.newname}`);
}
function move(effects, node) {
    if (RELATIONS.has(node.objectType ?? '') || node.objectType === 'OBJECT_EXTENSION')
        return;
    effects.contract = true;
    effects.hazard(MOVE, `${namesOf(node.object).join('.')} moves to schema ${node.newschema}`);
}
const lose = (what) => (effects, node) => {
    effects.losesData = true;
    effects.contract = true;
    effects.hazard(DATABASE, `${what} ${node.dbname ?? node.tablespacename} is dropped`);
};
const setting = (effects) => effects.hazard(SETTINGS, 'a setting of the server or database changes');
const server = {
    name: 'Schemas, extensions, server',
    rules: [DATABASE, DROP_SCHEMA, RENAME_SCHEMA, EXTENSION, SETTINGS, PUBLICATION, MOVE],
    statements: {
        DropStmt: server_drop,
        RenameStmt: server_rename,
        AlterObjectSchemaStmt: move,
        DropdbStmt: lose('database'),
        DropTableSpaceStmt: lose('tablespace'),
        AlterSystemStmt: setting,
        AlterDatabaseSetStmt: setting,
        AlterDatabaseStmt: setting,
        CreateSchemaStmt: (effects, node) => {
            effects.ddl = true;
            effects.memory.schemas.add(node.schemaname ?? '');
        },
        CreatePublicationStmt: (effects, node) => {
            publicationTables(effects, node.pubobjects);
            effects.hazard(PUBLICATION, `publication ${node.pubname} is made`);
        },
        AlterPublicationStmt: (effects, node) => {
            publicationTables(effects, node.pubobjects);
            effects.hazard(PUBLICATION, `publication ${node.pubname} changes`);
        },
    },
};
function publicationTables(effects, objects) {
    for (const object of objects ?? []) {
        if (!('PublicationObjSpec' in object))
            continue;
        effects.lockTree(effects.target(object.PublicationObjSpec.pubtable?.relation), 'ShareUpdateExclusiveLock');
    }
}

;// CONCATENATED MODULE: ./src/database/hazards/families/session.js


const LOCK_TIMEOUT = {
    id: 'lock-timeout-changed',
    severity: 'info',
    threat: 'stall',
    title: 'The file sets lock_timeout; the lock budget is put back after it',
    squawk: ['require-timeout-settings', 'require-lock-timeout'],
};
const NO_TIMEOUT = {
    id: 'statement-timeout-off',
    severity: 'info',
    threat: 'stall',
    title: 'The file lets statements run without limit',
    squawk: ['require-statement-timeout'],
};
const SESSION = {
    id: 'session-setting',
    severity: 'info',
    threat: 'correctness',
    title: 'A setting without LOCAL would outlive the file; the session is reset after each file',
    instead: 'SET LOCAL.',
};
const session_ROLE = {
    id: 'set-role',
    severity: 'warning',
    threat: 'authorization',
    title: 'The file changes its role: what it makes belongs to that role',
};
const TRIGGERS_OFF = {
    id: 'session-replication-role',
    severity: 'refused',
    threat: 'correctness',
    title: 'session_replication_role = replica switches off triggers and foreign keys for the session',
};
const OWN_TRANSACTION = {
    id: 'own-transaction',
    severity: 'info',
    threat: 'correctness',
    title: 'The file has a transaction of its own',
    squawk: ['transaction-nesting', 'ban-uncommitted-transaction'],
};
function set(effects, node) {
    const name = (node.name ?? '').toLowerCase();
    const value = (0,walk/* constant */.dY)(node.args?.[0]);
    if ((0,parse/* setsLockTimeout */.IY)(effects.statement))
        effects.hazard(LOCK_TIMEOUT, `lock_timeout becomes ${value ?? 'the default'}`);
    if (name === 'statement_timeout' && (value === '0' || value === undefined))
        effects.hazard(NO_TIMEOUT, 'statement_timeout is switched off');
    if (name === 'session_replication_role' && value === 'replica')
        effects.hazard(TRIGGERS_OFF, 'triggers and foreign keys are switched off');
    else if (name === 'role' || name === 'session_authorization')
        effects.hazard(session_ROLE, `the role becomes ${value ?? 'the default'}`);
    else if (!node.is_local && node.kind === 'VAR_SET_VALUE')
        effects.hazard(SESSION, `${name} is set for the session`);
}
function transaction(effects, node) {
    const kind = node.kind ?? '';
    if (kind.includes('SAVEPOINT') || kind.includes('RELEASE') || kind.includes('_TO'))
        return;
    effects.hazard(OWN_TRANSACTION, `${effects.statement.text.split(/\s/, 1)[0]?.toUpperCase()} in the file`);
}
const session = {
    name: 'Session and transaction',
    rules: [LOCK_TIMEOUT, NO_TIMEOUT, SESSION, session_ROLE, TRIGGERS_OFF, OWN_TRANSACTION],
    statements: { VariableSetStmt: set, TransactionStmt: transaction },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/together.js

const HELD = {
    id: 'work-under-exclusive-lock',
    severity: 'warning',
    threat: 'stall',
    title: 'Rows are read or changed while the transaction still holds ACCESS EXCLUSIVE on a table in use',
    instead: 'Put the work into a migration of its own, before or after.',
};
const SEVERAL = {
    id: 'several-exclusive-locks',
    severity: 'warning',
    threat: 'stall',
    title: 'One transaction takes ACCESS EXCLUSIVE on several tables in use: they stall together and can deadlock with readers',
    instead: 'One migration a table.',
};
const MIXED = {
    id: 'ddl-with-bulk-data',
    severity: 'warning',
    threat: 'stall',
    title: 'A file changes both the schema and many rows: locks of the one last as long as the other',
    instead: 'Put the data into a migration of its own, in batches (`-- shiplock: batch …`).',
};
const NEEDS_NO_TRANSACTION = {
    id: 'concurrently-in-transaction',
    severity: 'refused',
    threat: 'correctness',
    title: "A statement that cannot run in a transaction stands between the file's own BEGIN and COMMIT",
    instead: 'Put it into a migration of its own.',
    squawk: ['ban-concurrent-index-creation-in-transaction'],
};
const UNUSED = {
    id: 'unused-allowance',
    severity: 'info',
    threat: 'style',
    title: 'An allowance is given for a hazard that is not there',
    squawk: ['unused-ignore'],
};
/** Looks at a statement in the light of those before it in its transaction. */
function inTransaction(effects, isTransactional) {
    if (!isTransactional)
        return;
    const { exclusive } = effects.memory;
    const held = [...exclusive].filter((name) => !effects.locks.has(name) || effects.scans || effects.bulkData);
    if (held.length > 0 && (effects.scans || effects.bulkData) && touchesBusy(effects)) {
        effects.hazard(HELD, `this runs while ${held.join(', ')} cannot be read or written`);
    }
    const before = exclusive.size;
    for (const [name, level] of effects.locks) {
        if (level === 'AccessExclusiveLock' && isBusy(effects, name))
            exclusive.add(name);
    }
    if (exclusive.size > 1 && exclusive.size > before) {
        effects.hazard(SEVERAL, `${[...exclusive].join(', ')} are held ACCESS EXCLUSIVE together`);
    }
}
function touchesBusy(effects) {
    return [...effects.locks.keys()].some((name) => isBusy(effects, name));
}
function isBusy(effects, name) {
    const target = effects.named(name.split('.'));
    return !target.isNew && !target.isTiny && !target.isAbsent;
}
/** Looks at a whole file: data changes beside schema changes. */
function inFile(all) {
    const schema = all.some((effects) => effects.ddl && touchesBusy(effects));
    if (!schema)
        return;
    for (const effects of all) {
        if (effects.bulkData)
            effects.hazard(MIXED, 'this data change shares its file with schema changes');
    }
}
/** A CONCURRENTLY statement inside the file's own transaction. */
function insideOwnTransaction(effects) {
    const why = (0,parse/* cannotRunInTransaction */.c1)(effects.statement);
    if (why)
        effects.hazard(NEEDS_NO_TRANSACTION, `${why} cannot run inside the file's BEGIN and COMMIT`);
}
/** Allowances without their hazard. */
function unusedAllowances(effects, directives) {
    for (const directive of directives) {
        if (directive.kind !== 'allow' || effects.hazards.some(({ rule }) => rule.id === directive.rule))
            continue;
        effects.hazard(UNUSED, `${directive.rule} is allowed but does not occur`);
    }
}
/** Batched statements run in small transactions of their own. */
function isBatched(statement, directives) {
    return (directives.get(statement) ?? []).some((directive) => directive.kind === 'batch');
}
const together = {
    name: 'Statements together',
    rules: [HELD, SEVERAL, MIXED, NEEDS_NO_TRANSACTION, UNUSED],
};

;// CONCATENATED MODULE: ./src/database/hazards/families/types.js


const RENAME_VALUE = {
    id: 'rename-enum-value',
    severity: 'refused',
    threat: 'compatibility',
    title: 'An enum value is renamed: the running version writes and compares the old one',
    instead: 'Add the new value, move data and code, and leave the old one unused.',
};
const ADD_VALUE = {
    id: 'add-enum-value',
    severity: 'info',
    threat: 'compatibility',
    title: 'A new enum value cannot be removed again, and the running version may read it unprepared',
};
const VALUE_ORDER = {
    id: 'enum-value-order',
    severity: 'info',
    threat: 'style',
    title: 'A new enum value without BEFORE or AFTER sorts last',
    squawk: ['require-enum-value-ordering'],
};
const USED_AT_ONCE = {
    id: 'enum-value-used-in-transaction',
    severity: 'refused',
    threat: 'correctness',
    title: 'A new enum value is used in the transaction that adds it, which the server refuses',
    instead: 'Use it in the next migration.',
};
const DROP_TYPE = {
    id: 'drop-type',
    severity: 'refused',
    threat: 'loss',
    title: 'A type or domain is dropped; with CASCADE every column of it goes too',
};
const RENAME_TYPE = {
    id: 'rename-type',
    severity: 'refused',
    threat: 'compatibility',
    title: 'A type is renamed: casts and generated clients of the running version name the old one',
};
const DOMAIN = {
    id: 'domain-constraint',
    severity: 'refused',
    threat: 'stall',
    title: 'A constraint on a domain reads every table that uses it, and writes to them wait',
    instead: 'Add it NOT VALID, then VALIDATE CONSTRAINT in another migration; or put CHECKs on tables.',
    squawk: ['ban-alter-domain-with-add-constraint'],
};
const NEW_DOMAIN = {
    id: 'domain-with-constraint',
    severity: 'info',
    threat: 'style',
    title: 'A domain with a constraint: adding a column of it later rewrites tables, changing the rule is hard',
    instead: 'Put the CHECK on the table.',
    squawk: ['ban-create-domain-with-constraint'],
};
const COMPOSITE = {
    id: 'change-composite-type',
    severity: 'warning',
    threat: 'compatibility',
    title: 'A composite type changes its attributes, and with it every value the running version reads',
};
const isNewType = (effects, names) => effects.memory.types.has(names.at(-1) ?? '');
const made = (effects, names) => {
    effects.ddl = true;
    effects.memory.types.add(names.at(-1) ?? '');
};
function alterEnum(effects, node) {
    effects.ddl = true;
    const names = (0,walk/* nameList */.OD)(node.typeName);
    if (isNewType(effects, names))
        return;
    const type = names.join('.');
    if (node.oldVal) {
        effects.contract = true;
        effects.hazard(RENAME_VALUE, `value '${node.oldVal}' of ${type} becomes '${node.newVal}'`);
        return;
    }
    effects.memory.enumValues.add(node.newVal ?? '');
    effects.hazard(ADD_VALUE, `${type} gets the value '${node.newVal}'`);
    if (!node.newValNeighbor)
        effects.hazard(VALUE_ORDER, `'${node.newVal}' becomes the last value of ${type}`);
}
/** A string constant equal to a value that this transaction added; only a value just added can be meant. */
function enumValueUse(effects, constants) {
    if (effects.statement.kind === 'AlterEnumStmt')
        return;
    for (const value of constants) {
        if (effects.memory.enumValues.has(value))
            effects.hazard(USED_AT_ONCE, `'${value}' is used before it is committed`);
    }
}
/** Tables with a column of the type. */
function usedBy(effects, names) {
    return effects.facts.types.get(names.join('.'))?.usedBy ?? [];
}
function dropType(effects, node) {
    if (node.removeType !== 'OBJECT_TYPE' && node.removeType !== 'OBJECT_DOMAIN')
        return;
    effects.ddl = true;
    for (const names of objectNames(node.objects)) {
        if (isNewType(effects, names))
            continue;
        if (node.missing_ok && effects.facts.known && !effects.facts.types.has(names.join('.')))
            continue;
        const cascades = node.behavior === 'DROP_CASCADE';
        effects.contract = true;
        if (cascades) {
            effects.losesData = true;
            for (const table of usedBy(effects, names))
                effects.lock(table, 'AccessExclusiveLock');
        }
        effects.hazard(DROP_TYPE, `type ${names.join('.')} is dropped${cascades ? ' with every column of it' : ''}`);
    }
}
function renameType(effects, node) {
    if (node.renameType !== 'OBJECT_TYPE' && node.renameType !== 'OBJECT_DOMAIN')
        return;
    effects.ddl = true;
    const names = namesOf(node.object);
    if (isNewType(effects, names))
        return;
    effects.contract = true;
    effects.hazard(RENAME_TYPE, `type ${names.join('.')} becomes ${node.newname}`);
}
function alterDomain(effects, node) {
    effects.ddl = true;
    const names = (0,walk/* nameList */.OD)(node.typeName);
    if (isNewType(effects, names))
        return;
    // C: ADD CONSTRAINT, O: SET NOT NULL, V: VALIDATE. https://doxygen.postgresql.org/structAlterDomainStmt.html
    const adds = node.subtype === 'C' || node.subtype === 'O';
    if (adds)
        effects.contract = true;
    const constraint = node.def && 'Constraint' in node.def ? node.def.Constraint : undefined;
    const reads = (adds && !constraint?.skip_validation) || node.subtype === 'V';
    if (!reads)
        return;
    effects.scans = true;
    for (const table of usedBy(effects, names))
        effects.lock(table, 'ShareLock');
    if (adds)
        effects.hazard(DOMAIN, `every table with a column of domain ${names.join('.')} is read`);
}
function createDomain(effects, node) {
    made(effects, (0,walk/* nameList */.OD)(node.domainname));
    if (node.constraints?.length)
        effects.hazard(NEW_DOMAIN, `domain ${(0,walk/* nameList */.OD)(node.domainname).join('.')} carries a constraint`);
}
function composite(effects, node) {
    made(effects, [node.typevar?.relname ?? '']);
    effects.memory.created.add(effects.target(node.typevar).name);
    effects.memory.createdInFile.add(effects.target(node.typevar).name);
}
const types = {
    name: 'Types',
    rules: [
        RENAME_VALUE,
        ADD_VALUE,
        VALUE_ORDER,
        USED_AT_ONCE,
        DROP_TYPE,
        RENAME_TYPE,
        DOMAIN,
        NEW_DOMAIN,
        COMPOSITE,
    ],
    statements: {
        AlterEnumStmt: alterEnum,
        CreateEnumStmt: (effects, node) => made(effects, (0,walk/* nameList */.OD)(node.typeName)),
        CreateRangeStmt: (effects, node) => made(effects, (0,walk/* nameList */.OD)(node.typeName)),
        CreateDomainStmt: createDomain,
        CompositeTypeStmt: composite,
        DropStmt: dropType,
        RenameStmt: renameType,
        AlterDomainStmt: alterDomain,
        AlterTableStmt: (effects, node) => {
            if (node.objtype !== 'OBJECT_TYPE')
                return;
            const target = effects.target(node.relation);
            effects.breaks(target);
            effects.hazard(COMPOSITE, `composite type ${target.name} changes`, target);
        },
    },
};

;// CONCATENATED MODULE: ./src/database/hazards/families/index.js

















/** Every family of rules. A test compares this list with the folder. */
const FAMILIES = [
    addColumns,
    columns,
    columnTypes,
    constraints,
    indexes,
    tables,
    partitions,
    types,
    rowSecurity,
    rights,
    programs,
    data,
    together,
    session,
    server,
    opaque,
    styles,
];
/** Every rule by id. */
const RULES = new Map(FAMILIES.flatMap((family) => family.rules.map((rule) => [rule.id, rule])));

;// CONCATENATED MODULE: ./src/database/hazards/memory.js
function releaseMemory() {
    return {
        created: new Set(),
        createdInFile: new Set(),
        dropped: new Set(),
        renamed: new Map(),
        columns: new Set(),
        changed: new Map(),
        notNullProven: new Set(),
        types: new Set(),
        functions: new Map(),
        schemas: new Set(),
        indexes: new Map(),
        notValidInTransaction: new Set(),
        pendingProofs: new Map(),
        exclusive: new Set(),
        enumValues: new Set(),
        madeAgain: new Set(),
        rowSecurity: new Set(),
    };
}
/** Forgets what ends with a transaction. */
function transactionEnded(memory) {
    memory.notValidInTransaction.clear();
    memory.exclusive.clear();
    memory.enumValues.clear();
}
/** Forgets what ends with a file. */
function fileEnded(memory) {
    transactionEnded(memory);
    memory.createdInFile.clear();
    memory.madeAgain.clear();
}
/** A copy, for statements that may or may not run: what they do must not make later ones look harmless. */
function copyMemory(memory) {
    const copies = Object.entries(memory).map(([name, held]) => [
        name,
        held instanceof Map ? new Map(held) : new Set(held),
    ]);
    return Object.fromEntries(copies);
}
/** Keeps of a copy what is sure whether or not the statements ran: relations and types that were not there before. */
function keepNew(memory, copy, facts) {
    for (const value of copy.enumValues)
        memory.enumValues.add(value);
    if (!facts.known)
        return;
    const isNew = (name) => !facts.relations.has(name);
    for (const name of copy.created)
        if (isNew(name))
            memory.created.add(name);
    for (const name of copy.createdInFile)
        if (isNew(name))
            memory.createdInFile.add(name);
    for (const name of copy.types)
        if (!facts.types.has(name))
            memory.types.add(name);
    for (const [name, known] of copy.functions)
        if (!facts.functions.has(name))
            memory.functions.set(name, known);
}

;// CONCATENATED MODULE: ./src/database/hazards/source.js


/** Statements and words that carry secrets: their strings never leave the file. */
const SECRET_KINDS = new Set([
    'CreateRoleStmt',
    'AlterRoleStmt',
    'CreateSubscriptionStmt',
    'AlterSubscriptionStmt',
    'CreateUserMappingStmt',
    'AlterUserMappingStmt',
    'CreateForeignServerStmt',
    'AlterForeignServerStmt',
]);
const SECRET_WORDS = /secret|password|token|api_?key|credential|bearer/i;
/** First 120 characters with white space folded; strings are hidden where they may be secrets. */
function summary(statement) {
    const start = statement.text.slice(0, 1_000);
    const folded = hideStrings(statement, start).replace(/\s+/g, ' ').trim();
    return folded.length > 120 ? `${folded.slice(0, 119)}…` : folded;
}
function hideStrings(statement, text) {
    if (!SECRET_KINDS.has(statement.kind) && !SECRET_WORDS.test(text))
        return text;
    const words = (0,sql_parser/* loadedParser */.p)()
        .scan(statement.text)
        .map((token) => (token.tokenName === 'SCONST' ? "'…'" : token.text));
    return words.join(' ');
}
/** String constants in a statement. */
function constantsOf(statement) {
    const found = [];
    (0,walk/* walk */.GG)(statement.node, (tag, node) => {
        const value = tag === 'A_Const' ? node['sval']?.sval : undefined;
        if (value !== undefined)
            found.push(value);
    });
    return found;
}
/** Identifiers of more than 63 bytes. The syntax tree has them cut already, so tokens are looked at. */
function longIdentifiers(statement) {
    if (!/[^\s'"();,.]{32}/.test(statement.text))
        return [];
    const tokens = (0,sql_parser/* loadedParser */.p)()
        .scan(statement.text)
        .filter((token) => token.tokenName === 'IDENT');
    return tokens
        .map((token) => token.text.replace(/^"|"$/g, ''))
        .filter((name) => Buffer.byteLength(name) > 63);
}

;// CONCATENATED MODULE: ./src/database/hazards/analyse.js












/**
 * What each statement of one file does, from its syntax tree and the catalog's facts. Pure: the same input gives the
 * same plan. Relations that the file makes are left out of the locks.
 */
function analyse(statements, facts, options = {}) {
    const memory = options.memory ?? releaseMemory();
    const directives = options.directives ?? new Map();
    const control = (0,parse/* transactionControl */.my)(statements);
    const ownTransaction = control.kind === 'wraps-whole-file' ? new Set(control.inner) : new Set();
    const transactional = !statements.some(parse/* cannotRunInTransaction */.c1);
    lookAhead(statements, facts, memory);
    const all = statements.map((statement) => {
        const effects = new Effects(statement, facts, memory);
        const createdBefore = memory.createdInFile.size;
        dispatch(effects, statement.node);
        mayRun(effects, nested(statement).nodes);
        if (isBatched(statement, directives))
            unbatch(effects);
        inTransaction(effects, transactional);
        if (ownTransaction.has(statement))
            insideOwnTransaction(effects);
        if (memory.enumValues.size > 0)
            enumValueUse(effects, constantsOf(statement));
        managedSchemas(effects, createdBefore);
        longNames(effects, longIdentifiers(statement));
        if (!transactional)
            transactionEnded(memory);
        return effects;
    });
    inFile(all);
    for (const effects of all)
        unusedAllowances(effects, directives.get(effects.statement) ?? []);
    fileEnded(memory);
    return all.map((effects) => toPlan(effects, directives.get(effects.statement) ?? []));
}
/** Statements of a block run under conditions that nobody knows: they count, but nothing later may rely on them. */
function mayRun(effects, nodes) {
    if (nodes.length === 0)
        return;
    const copy = copyMemory(effects.memory);
    const inside = new Effects(effects.statement, effects.facts, copy);
    for (const node of nodes)
        dispatch(inside, node);
    effects.include(inside);
    keepNew(effects.memory, copy, effects.facts);
}
/** Calls every family that knows this kind of statement, for it and for the statements inside it. */
function dispatch(effects, node) {
    for (const part of inner(node))
        dispatch(effects, part);
    const [tag = '', fields] = Object.entries(node)[0] ?? [];
    let known = HARMLESS.has(tag);
    for (const family of FAMILIES) {
        const handler = family.statements?.[tag];
        handler?.(effects, fields);
        known ||= handler !== undefined;
    }
    if (tag === 'AlterTableStmt')
        alterTable(effects, fields);
    else if (!known)
        unclassified(effects, tag.replace(/Stmt$/, ''));
}
function alterTable(effects, node) {
    effects.ddl = true;
    const target = effects.target(node.relation);
    if (node.objtype === 'OBJECT_INDEX') {
        const table = effects.memory.indexes.get(node.relation?.relname ?? '') ?? target.facts?.table;
        if (table)
            effects.lock(table, 'AccessShareLock');
        return;
    }
    for (const item of node.cmds ?? []) {
        if (!('AlterTableCmd' in item))
            continue;
        const subtype = item.AlterTableCmd.subtype ?? '';
        const handlers = FAMILIES.flatMap((family) => family.alterTable?.[subtype] ?? []);
        for (const handler of handlers)
            handler(effects, item.AlterTableCmd, target);
        if (handlers.length > 0 || node.objtype === 'OBJECT_TYPE')
            continue;
        effects.lockTree(target, 'AccessExclusiveLock');
        unclassified(effects, `ALTER TABLE ${subtype.replace('AT_', '')}`);
    }
}
/** What stands further down decides what some statements mean: row level security, and what is made again. */
function lookAhead(statements, facts, memory) {
    const named = (relation) => resolve(parts(relation), facts, memory).name;
    for (const { node } of statements) {
        if ('CreatePolicyStmt' in node)
            memory.madeAgain.add(`${named(node.CreatePolicyStmt.table)} ${node.CreatePolicyStmt.policy_name}`);
        if ('CreateTrigStmt' in node)
            memory.madeAgain.add(`${named(node.CreateTrigStmt.relation)} ${node.CreateTrigStmt.trigname}`);
        if (!('AlterTableStmt' in node))
            continue;
        const enables = node.AlterTableStmt.cmds?.some((item) => 'AlterTableCmd' in item && item.AlterTableCmd.subtype === 'AT_EnableRowSecurity');
        if (enables)
            memory.rowSecurity.add(named(node.AlterTableStmt.relation));
    }
}
/** Batches commit in between, so nothing is held for long. */
function unbatch(effects) {
    effects.bulkData = false;
    const kept = effects.hazards.filter(({ rule }) => rule.id !== 'bulk-update');
    effects.hazards.splice(0, effects.hazards.length, ...kept);
}
function toPlan(effects, directives) {
    const { statement } = effects;
    const levels = [...effects.locks.values()];
    const strongest = levels.reduce((a, b) => stronger(a, b), 'AccessShareLock');
    return {
        line: statement.line,
        column: statement.column,
        summary: summary(statement),
        kind: statement.kind,
        locks: [...effects.locks]
            .map(([relation, level]) => ({ relation, level }))
            .sort((a, b) => (a.relation < b.relation ? -1 : 1)),
        rewrites: effects.rewrites,
        scans: effects.scans,
        losesData: effects.losesData,
        blocks: blockedBy(strongest),
        phase: effects.contract ? 'contract' : 'expand',
        hazards: effects.hazards.map(({ rule, severity, message }) => {
            const allowance = directives.find((directive) => directive.kind === 'allow' && directive.rule === rule.id);
            return {
                rule: rule.id,
                severity,
                message,
                ...(rule.instead ? { instead: rule.instead } : {}),
                ...(allowance?.kind === 'allow' ? { allowed: { reason: allowance.reason } } : {}),
            };
        }),
    };
}

;// CONCATENATED MODULE: ./src/database/hazards/mentions.js


const NAME_FIELDS = ['object', 'objects', 'typeName', 'domainname', 'funcname'];
/**
 * Names in statements, generously: a name that is looked up for nothing costs little, one that is missed makes a
 * table look unknown. Schemas are left out, since a bare name may stand in any of the search path.
 */
function mentions(statements) {
    const found = { relations: new Set(), functions: new Set(), types: new Set() };
    for (const statement of statements) {
        (0,walk/* walk */.GG)([statement.node, ...nested(statement).nodes], (tag, node) => {
            if (typeof node['relname'] === 'string')
                found.relations.add(node['relname']);
            if (typeof node['indexname'] === 'string')
                found.relations.add(node['indexname']);
            if (tag === 'FuncCall')
                last(node['funcname'], found.functions);
            if (tag === 'CreateFunctionStmt')
                last(node['funcname'], found.functions);
            if (tag === 'TypeName')
                last(node['names'], found.types);
            if (tag === 'List')
                last(node['items'], found.relations, found.types);
            if (tag === 'ObjectWithArgs')
                last(node['objname'], found.functions);
            for (const field of NAME_FIELDS)
                last(node[field], found.types, found.relations);
            // A RangeVar or TypeName in a typed field stands without its tag.
            for (const value of Object.values(node))
                untagged(value, found);
        });
    }
    return found;
}
function untagged(value, found) {
    if (typeof value !== 'object' || value === null)
        return;
    if ('relname' in value && typeof value.relname === 'string')
        found.relations.add(value.relname);
    if ('names' in value)
        last(value.names, found.types);
    if ('typeName' in value)
        untagged(value.typeName, found);
    if ('relation' in value)
        untagged(value.relation, found);
    if ('pktable' in value)
        untagged(value.pktable, found);
}
/** The last part of a dotted name, and the one before it: a column's table stands there. */
function last(names, ...sets) {
    for (const name of (0,walk/* nameList */.OD)(names).slice(-2)) {
        for (const set of sets)
            set.add(name);
    }
}

;// CONCATENATED MODULE: ./src/database/hazards/catalog.js
/** Catalog queries behind `readFacts`. Each takes one array, so that it is one round trip for all migrations. */
const catalog_SESSION = `
select current_setting('server_version_num')::int as version, current_schemas(false)::text[] as path`;
/**
 * Named relations, and everything below, above or tied to them by a foreign key: a statement locks those too.
 * reltuples is -1 before the first ANALYZE; then the size stands in for it.
 */
const catalog_RELATIONS = `
with recursive
named as (
  select c.oid from pg_class c
  where c.relname = any($1) and c.relkind in ('r','p','v','m','i','I','S','f','c')
    and c.relnamespace not in (select oid from pg_namespace where nspname in ('pg_catalog','information_schema','pg_toast'))
), tied as (
  select oid from named
  union select i.indrelid from pg_index i join named on named.oid = i.indexrelid
  union select k.confrelid from pg_constraint k join named on named.oid = k.conrelid where k.contype = 'f'
  union select k.conrelid from pg_constraint k join named on named.oid = k.confrelid where k.contype = 'f'
), tree(top, oid) as (
  select oid, oid from tied
  union select tree.top, i.inhrelid from tree join pg_inherits i on i.inhparent = tree.oid
), wanted as (select distinct oid from tree
), reading(top, oid) as (
  select oid, oid from wanted
  union select reading.top, r.ev_class from reading join pg_depend d on d.refobjid = reading.oid
    and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass join pg_rewrite r on r.oid = d.objid
)
select
  format('%s.%s', n.nspname, c.relname) as name,
  c.relkind as kind,
  (select coalesce(sum(case
      when l.reltuples >= 0 then greatest(l.reltuples, coalesce(s.n_live_tup, 0))
      else greatest(coalesce(s.n_live_tup, 0), pg_relation_size(l.oid) / 100) end), 0)::bigint
    from tree t join pg_class l on l.oid = t.oid and l.relkind in ('r','m')
    left join pg_stat_all_tables s on s.relid = l.oid where t.top = c.oid) as rows,
  (select coalesce(sum(pg_total_relation_size(l.oid)), 0)::bigint
    from tree t join pg_class l on l.oid = t.oid and l.relkind in ('r','m') where t.top = c.oid) as bytes,
  c.relrowsecurity as row_security,
  c.relpersistence = 'u' as unlogged,
  (select format('%s.%s', tn.nspname, t.relname) from pg_index i join pg_class t on t.oid = i.indrelid
    join pg_namespace tn on tn.oid = t.relnamespace where i.indexrelid = c.oid) as index_table,
  array(select format('%s.%s', kn.nspname, k.relname) from tree t join pg_class k on k.oid = t.oid
    join pg_namespace kn on kn.oid = k.relnamespace where t.top = c.oid and t.oid <> c.oid order by 1) as children,
  array(select format('%s.%s', pn.nspname, p.relname) from pg_inherits i join pg_class p on p.oid = i.inhparent
    join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid order by 1) as parents,
  array(select distinct format('%s.%s', vn.nspname, v.relname) from reading join pg_class v on v.oid = reading.oid
    join pg_namespace vn on vn.oid = v.relnamespace where reading.top = c.oid and v.oid <> c.oid order by 1) as views
from wanted join pg_class c on c.oid = wanted.oid join pg_namespace n on n.oid = c.relnamespace
order by 1`;
const NAMED = `
with named as (
  select c.oid, format('%s.%s', n.nspname, c.relname) as relation
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where format('%s.%s', n.nspname, c.relname) = any($1)
)`;
const COLUMNS = `${NAMED}
select relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
  a.atthasdef as has_default, a.attgenerated::text as generated, a.attidentity <> '' as identity,
  (select format('%s.%s', sn.nspname, s.relname) from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_namespace sn on sn.oid = s.relnamespace where d.classid = 'pg_class'::regclass and d.refobjid = a.attrelid
      and d.refobjsubid = a.attnum and d.deptype in ('a', 'i') limit 1) as sequence
from named join pg_attribute a on a.attrelid = named.oid where a.attnum > 0 and not a.attisdropped
order by relation, a.attnum`;
const CONSTRAINTS = `${NAMED}
select relation, k.conname as name, k.contype::text as kind, k.convalidated as valid,
  array(select a.attname::text from unnest(k.conkey) with ordinality u(num, ord)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.ord) as columns,
  (select format('%s.%s', rn.nspname, r.relname) from pg_class r join pg_namespace rn on rn.oid = r.relnamespace
    where r.oid = k.confrelid) as references,
  pg_get_expr(k.conbin, k.conrelid) as expression
from named join pg_constraint k on k.conrelid = named.oid order by 1, 2`;
const INDEXES = `${NAMED}
select relation, c.relname as name, i.indisunique as is_unique, i.indisvalid as valid,
  array(select coalesce(a.attname::text, '') from unnest(i.indkey::int2[]) with ordinality u(num, ord)
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.num order by u.ord) as columns
from named join pg_index i on i.indrelid = named.oid join pg_class c on c.oid = i.indexrelid order by 1, 2`;
/** Overloads share a name: the least harmless one speaks for all ('v' sorts last). */
const catalog_FUNCTIONS = `
select p.proname as name, max(p.provolatile::text) as volatility, bool_or(n.nspname <> 'pg_catalog') as own,
  array(select distinct format('%s.%s', cn.nspname, c.relname) from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace cn on cn.oid = c.relnamespace where t.tgfoid = any(array_agg(p.oid)) order by 1) as used_by
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any($1) group by 1`;
const TYPES = `
select n.nspname as schema, t.typname as name, t.typtype::text as kind,
  t.typtype = 'd' and (t.typnotnull or exists (select from pg_constraint k where k.contypid = t.oid)) as constrained,
  case when n.nspname = 'pg_catalog' then '{}' else
    array(select distinct format('%s.%s', cn.nspname, c.relname) from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace cn on cn.oid = c.relnamespace where a.atttypid in (t.oid, t.typarray) and not a.attisdropped
        and c.relkind in ('r', 'p', 'm', 'v') order by 1) end as used_by
from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typname = any($1)
order by n.nspname = 'pg_catalog'`;

;// CONCATENATED MODULE: ./src/database/hazards/readFacts.js



/**
 * Reads the facts about everything the statements mention, and about what hangs on it (partitions, foreign keys,
 * views). A handful of queries, whatever the number of migrations; needs no right beyond reading catalogs.
 */
async function readFacts(db, mentioned) {
    const parser = await (0,sql_parser.loadParser)();
    const names = [...mentioned.relations];
    const [session] = await db.query(catalog_SESSION);
    const relations = new Map();
    for (const row of await db.query(catalog_RELATIONS, [names])) {
        relations.set(row.name, emptyRelation(row));
    }
    const known = [...relations.keys()];
    for (const row of await db.query(COLUMNS, [known])) {
        relations.get(row.relation)?.columns.set(row.name, column(row));
    }
    for (const row of await db.query(CONSTRAINTS, [known])) {
        const relation = relations.get(row.relation);
        const proves = row.kind === 'c' && row.expression ? notNullColumns(parser, row.expression) : [];
        relation?.constraints.set(row.name, constraint(row, proves));
        if (row.references)
            relations.get(row.references)?.referencedBy.push(row.relation);
    }
    for (const row of await db.query(INDEXES, [known])) {
        relations.get(row.relation)?.indexes.set(row.name, index(row));
    }
    const functions = new Map();
    for (const row of await db.query(catalog_FUNCTIONS, [[...mentioned.functions]])) {
        functions.set(row.name, {
            volatility: VOLATILITY[row.volatility] ?? 'volatile',
            own: row.own,
            usedBy: row.used_by,
        });
    }
    const types = new Map();
    for (const row of await db.query(TYPES, [[...mentioned.types]])) {
        const facts = {
            kind: TYPE_KIND[row.kind] ?? 'other',
            constrained: row.constrained,
            usedBy: row.used_by,
        };
        types.set(`${row.schema}.${row.name}`, facts).set(row.name, facts);
    }
    return {
        known: true,
        serverVersion: session?.version ?? 0,
        searchPath: session?.path ?? ['public'],
        relations,
        functions,
        types,
    };
}
const KIND = {
    r: 'table',
    p: 'partitioned',
    v: 'view',
    m: 'materialized-view',
    i: 'index',
    I: 'index',
    S: 'sequence',
    f: 'foreign-table',
    c: 'composite',
};
const VOLATILITY = {
    i: 'immutable',
    s: 'stable',
    v: 'volatile',
};
const TYPE_KIND = { b: 'base', e: 'enum', d: 'domain', c: 'composite' };
const CONSTRAINT_KIND = {
    c: 'check',
    f: 'foreign-key',
    p: 'primary-key',
    u: 'unique',
    x: 'exclusion',
    n: 'not-null',
};
function emptyRelation(row) {
    return {
        name: row.name,
        kind: KIND[row.kind] ?? 'table',
        rows: Number(row.rows),
        bytes: Number(row.bytes),
        columns: new Map(),
        constraints: new Map(),
        indexes: new Map(),
        children: row.children,
        parents: row.parents,
        referencedBy: [],
        views: row.views,
        rowSecurity: row.row_security,
        unlogged: row.unlogged,
        ...(row.index_table ? { table: row.index_table } : {}),
    };
}
function column(row) {
    const generated = row.generated === 's' ? 'stored' : row.generated === 'v' ? 'virtual' : undefined;
    return {
        type: row.type,
        notNull: row.not_null,
        hasDefault: row.has_default,
        generated,
        identity: row.identity,
        ...(row.sequence ? { sequence: row.sequence } : {}),
    };
}
function constraint(row, proves) {
    return {
        kind: CONSTRAINT_KIND[row.kind] ?? 'other',
        columns: row.columns,
        valid: row.valid,
        ...(proves.length > 0 ? { proves } : {}),
        ...(row.references ? { references: row.references } : {}),
    };
}
function index(row) {
    return { unique: row.is_unique, valid: row.valid, columns: row.columns };
}

;// CONCATENATED MODULE: ./src/database/hazards/plan.js









/**
 * Plans pending files together, in order: what the first one makes is new to the second. Facts come from `db`;
 * without one, nothing is taken for tiny and nothing for absent.
 */
async function planMigrations(sources, db) {
    const read = await Promise.all(sources.map(readSource));
    const all = read.flatMap(({ statements }) => statements);
    return planRead(read, db && all.length > 0 ? await readFacts(db, mentions(all)) : noFacts());
}
/** The same with facts that the caller has already. */
async function planWith(sources, facts) {
    return planRead(await Promise.all(sources.map(readSource)), facts);
}
function planRead(read, facts) {
    const memory = releaseMemory();
    const pending = read.map((file) => planFile(file, facts, memory));
    return { pending, facts: sizes(pending, facts) };
}
async function readSource(source) {
    const statements = source.statements ?? (await (0,parse/* parseSql */.eg)(source.sql, source.file));
    const found = await (0,parse/* directives */.pl)(source.sql, source.file);
    for (const directive of found) {
        if (directive.kind === 'allow' && !RULES.has(directive.rule))
            throw unknownRule(directive, source.file);
    }
    return { ...source, statements, directives: found };
}
function planFile(source, facts, memory) {
    const owned = (0,parse/* directivesOf */.mD)(source.sql, source.statements, source.directives);
    const statements = analyse(source.statements, facts, { memory, directives: owned });
    return {
        version: source.version,
        name: source.name,
        file: source.file,
        checksum: source.checksum,
        phase: declaredPhase(source.directives) ?? migrationPhase(statements),
        transactional: !source.statements.some(parse/* cannotRunInTransaction */.c1),
        statements,
    };
}
/** A file is contract when any of its statements is. */
function migrationPhase(statements) {
    return statements.some(({ phase }) => phase === 'contract') ? 'contract' : 'expand';
}
function declaredPhase(found) {
    return found.findLast((directive) => directive.kind === 'phase')?.phase;
}
/**
 * Refuses a contract file ahead of an expand file. The contract one waits for the soak time, and files are applied in
 * order, so the expand one behind it could not be applied with its release.
 */
function refuseContractFirst(pending) {
    const first = pending.findIndex(({ phase }) => phase === 'contract');
    const later = first === -1 ? [] : pending.slice(first + 1).filter(({ phase }) => phase === 'expand');
    const contract = pending[first];
    const [expand] = later;
    if (!contract || !expand)
        return;
    const why = contract.statements.filter(({ phase }) => phase === 'contract');
    throw (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_PLAN_CONTRACT_FIRST',
        what: `${contract.file} is a contract migration (${why[0]?.summary ?? 'declared so'}) and stands ahead of the expand migration ${expand.file}`,
        next: `Give ${contract.file} a version after ${pending.at(-1)?.version}, or keep it for the next release: expand files go now, contract files after the soak time. If only some of its statements break the running version, move those into a file of their own.`,
        notDone: ['Nothing was applied.'],
        places: why.map(({ line, column, summary }) => ({
            file: contract.file,
            line,
            column,
            message: `contract: ${summary}`,
        })),
    });
}
/** Refuses hazards of severity `refused` that nobody allowed. */
function refuseHazards(pending) {
    const found = pending.flatMap(({ file, statements }) => statements.flatMap(({ line, column, hazards }) => hazards
        .filter((hazard) => hazard.severity === 'refused' && !hazard.allowed)
        .map((hazard) => ({ file, line, column, hazard }))));
    const [first] = found;
    if (!first)
        return;
    const { hazard } = first;
    const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
    throw (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_PLAN_HAZARD',
        what: `${first.file}:${first.line} is refused by ${hazard.rule}: ${hazard.message}${more}`,
        next: `${hazard.instead ? `${hazard.instead} Or allow it` : 'Allow it'} above the statement: -- shiplock: allow=${hazard.rule} reason="…"`,
        notDone: ['Nothing was applied.'],
        places: found.map((each) => ({
            file: each.file,
            line: each.line,
            column: each.column,
            message: `${each.hazard.rule}: ${each.hazard.message}`,
        })),
    });
}
/** Rows and sizes of the existing tables that the plan locks, largest first. */
function sizes(pending, facts) {
    const locked = new Set(pending.flatMap(({ statements }) => statements.flatMap(({ locks }) => locks.map(({ relation }) => relation))));
    return [...locked]
        .flatMap((relation) => {
        const known = facts.relations.get(relation);
        return known && ['table', 'partitioned', 'materialized-view'].includes(known.kind)
            ? [{ relation, rows: known.rows, bytes: known.bytes }]
            : [];
    })
        .sort((a, b) => b.bytes - a.bytes || (a.relation < b.relation ? -1 : 1));
}
function unknownRule(directive, file) {
    const [nearest] = [...RULES.keys()].sort((a, b) => (0,mod/* distance */.Io)(a, directive.rule) - (0,mod/* distance */.Io)(b, directive.rule));
    return (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_MIGRATION_UNKNOWN_RULE',
        what: `${file}:${directive.line} allows "${directive.rule}", which is no hazard`,
        next: `Did you mean ${nearest}? All are listed in docs/hazards.md.`,
        notDone: ['Nothing was sent to the database.'],
        places: [{ file, line: directive.line, column: directive.column }],
    });
}


/***/ })

};
