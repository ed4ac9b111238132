export const id = 588;
export const ids = [588];
export const modules = {

/***/ 74588:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  recordSql: () => (/* binding */ recordSql),
  runFile: () => (/* binding */ runFile),
  shapeOf: () => (/* binding */ shapeOf)
});

// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ./src/database/sql/parse.js + 4 modules
var parse = __webpack_require__(96510);
// EXTERNAL MODULE: ./src/database/engine/files.js
var files = __webpack_require__(23812);
// EXTERNAL MODULE: ./src/database/engine/history.js
var engine_history = __webpack_require__(5991);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./src/database/engine/blockers.js
/** Who keeps a backend from its lock right now. */
async function blockersOf(watcher, pid) {
    return watcher.query(`select pid, coalesce(nullif(application_name, ''), usename, '') as application, coalesce(state, '') as state,
            coalesce(extract(epoch from clock_timestamp() - xact_start), 0)::int as seconds,
            left(regexp_replace(query, '\\s+', ' ', 'g'), 120) as query
       from pg_stat_activity where pid = any (pg_blocking_pids($1))`, [pid]);
}
/**
 * Watches a backend while `work` runs, on another connection, and keeps the last blockers seen: when the lock timeout
 * strikes it is too late to ask.
 */
async function withBlockerWatch(watcher, pid, work, seen, everyMs) {
    let over = false;
    let asked = Promise.resolve();
    const ask = () => {
        if (over)
            return;
        asked = blockersOf(watcher, pid)
            .then((blockers) => blockers.length > 0 && seen(blockers))
            .catch(() => undefined);
    };
    const timer = setInterval(ask, everyMs);
    try {
        return await work();
    }
    finally {
        over = true;
        clearInterval(timer);
        await asked;
    }
}
function describeBlocker(b) {
    return `pid ${b.pid} (${b.application}, ${b.state}, for ${b.seconds} s): ${b.query}`;
}

// EXTERNAL MODULE: ./src/database/connection.js
var connection = __webpack_require__(47622);
// EXTERNAL MODULE: ./src/database/sql/places.js
var places = __webpack_require__(49091);
;// CONCATENATED MODULE: ./src/database/engine/sql-error.js




const isLockTimeout = (error) => stateOf(error) === '55P03';
function stateOf(error) {
    for (let at = error; at instanceof Error; at = at.cause) {
        const { code } = at;
        if (code && /^[0-9A-Z]{5}$/.test(code))
            return code;
    }
    return undefined;
}
/**
 * The server's error with its place in the file. `ahead` is how much of the query stood before the piece.
 * Errors that are the server's or the connection's keep their own codes.
 */
function sqlProblem(error, file, piece, ahead, where) {
    const mapped = (0,connection/* databaseError */.K)(error, where);
    const own = mapped.code !== 'SHIPLOCK_DATABASE_ERROR' && mapped.code !== 'SHIPLOCK_DATABASE_PERMISSION';
    if (own || isLockTimeout(error))
        return mapped;
    const server = error;
    const at = placeOf(server, file, piece, ahead);
    const extra = [server.detail, server.hint].filter(Boolean).join(' ');
    const message = `${server.message ?? String(error)}${extra ? ` (${extra})` : ''}`;
    return new errors/* ShiplockError */.GV({
        code: mapped.code === 'SHIPLOCK_DATABASE_PERMISSION'
            ? 'SHIPLOCK_DATABASE_PERMISSION'
            : 'SHIPLOCK_MIGRATION_SQL',
        kind: 'failure',
        what: `${file.file}${at ? `:${at.line}:${at.column}` : ''}: ${message}`,
        notDone: [`${file.file} was undone as a whole; files before it stay applied and recorded`],
        next: 'Mend the file and push a new commit. Files before it need no mending: the running version tolerates them.',
        places: [{ file: file.file, ...(at ?? {}), message }],
    }, { cause: error });
}
function placeOf(server, file, piece, ahead) {
    // The position counts characters of the whole query, from 1.
    const characters = Number(server.position ?? 0) - 1 - ahead;
    if (!server.position || characters < 0)
        return undefined;
    const offset = piece.offset + (0,places/* codePointOffset */.T$)(piece.text, characters);
    const text = (0,files/* textOf */.b)(file);
    if (offset > text.length)
        return undefined;
    const { line, column } = (0,places/* positions */.Xq)(text)(offset);
    return { line, column };
}

;// CONCATENATED MODULE: ./src/database/engine/lock-budget.js




/**
 * Tries until the lock is had or the budget is spent. Each try has the lock timeout: there is no last try without.
 * Only a lock timeout is retried, and only because it undid the whole try. @throws SHIPLOCK_MIGRATE_LOCK_TIMEOUT
 */
async function withLockBudget(run, what, attempt) {
    const { budget, main, watcher, say } = run;
    const until = Date.now() + budget.budgetMs;
    const pid = main.client.processID;
    let blockers = [];
    for (let retries = 0;; retries += 1) {
        try {
            await withBlockerWatch(watcher, pid, attempt, (seen) => (blockers = seen), Math.max(50, budget.timeoutMs / 3));
            return retries;
        }
        catch (error) {
            if (!isLockTimeout(error))
                throw error;
            const pause = Math.min(10_000, 250 * 2 ** Math.min(retries, 5)) * (0.5 + Math.random());
            if (Date.now() + pause + budget.timeoutMs > until)
                throw gaveUp(what, budget, retries + 1, blockers, error);
            const who = blockers.map(describeBlocker).join('; ') || 'a session that just left';
            say(`${what}: no lock within ${budget.timeoutMs} ms, blocked by ${who}; next try in ${Math.round(pause)} ms`);
            await (0,promises_.setTimeout)(pause);
        }
    }
}
function gaveUp(what, budget, tries, blockers, cause) {
    const who = blockers.map(describeBlocker).join('; ') || 'sessions that were gone when asked';
    return (0,errors/* failure */.V2)({
        code: 'SHIPLOCK_MIGRATE_LOCK_TIMEOUT',
        what: `${what} got no lock in ${tries} tries within ${budget.budgetMs / 1000} s; blocked by ${who}`,
        notDone: [`${what} was not applied; files before it stay applied and recorded`],
        next: 'Let that session finish or end it (select pg_terminate_backend(pid)), then run the job again; it goes on from here.',
    }, cause);
}

;// CONCATENATED MODULE: ./src/database/engine/run-statements.js





/**
 * A file with statements that no transaction may hold runs one statement after the other. What can run in a
 * transaction does, with its progress row inside; what cannot is marked before and after, and a mark without its end
 * is settled by looking at the catalog.
 */
async function runStatements(run, file, statements) {
    const { main } = run;
    const rows = await main.query('select place, hash, state from shiplock.migration_progress where version = $1', [file.version]);
    const progress = new Map(rows.map((row) => [row.place, row]));
    let retries = 0;
    for (const [place, statement] of statements.entries()) {
        const before = progress.get(place);
        if (before && before.hash !== statement.hash)
            throw changed(file, statement);
        if (before?.state === 'done')
            continue;
        retries += (0,parse/* cannotRunInTransaction */.c1)(statement)
            ? await outsideTransaction(run, file, place, statement)
            : await insideTransaction(run, file, place, statement);
    }
    await main.client.query(`begin; ${recordSql(main, file, statements)};
     delete from shiplock.migration_progress where version = ${main.client.escapeLiteral(file.version)}; commit`);
    return retries;
}
function mark(run, file, place, statement, state) {
    const quote = (text) => run.main.client.escapeLiteral(text);
    return `insert into shiplock.migration_progress (version, place, hash, state)
    values (${quote(file.version)}, ${place}, ${quote(statement.hash)}, '${state}')
    on conflict (version, place) do update set state = excluded.state, at = now()`;
}
function insideTransaction(run, file, place, statement) {
    const head = `begin; set local lock_timeout = ${run.budget.timeoutMs};\n`;
    return withLockBudget(run, `${file.file}:${statement.line}`, async () => {
        try {
            await run.main.client.query(`${head}${statement.text}\n;reset role; ${mark(run, file, place, statement, 'done')}; commit`);
        }
        catch (error) {
            await run.main.client.query('rollback').catch(() => undefined);
            throw sqlProblem(error, file, statement, head.length, run.main.where);
        }
    });
}
async function outsideTransaction(run, file, place, statement) {
    const { main } = run;
    return withLockBudget(run, `${file.file}:${statement.line}`, async () => {
        // Also after a lock timeout of this very run: CREATE INDEX CONCURRENTLY leaves an INVALID index behind.
        if (await settled(run, statement)) {
            await main.query(mark(run, file, place, statement, 'done'));
            return;
        }
        await main.query(mark(run, file, place, statement, 'started'));
        await main.query(`set lock_timeout = ${run.budget.timeoutMs}`);
        try {
            await main.client.query(statement.text);
        }
        catch (error) {
            throw sqlProblem(error, file, statement, 0, main.where);
        }
        await main.query(mark(run, file, place, statement, 'done'));
    });
}
/** Whether the catalog shows that the statement's work is there. An INVALID index of its name is dropped first. */
async function settled(run, statement) {
    const node = statement.node;
    const index = node.IndexStmt;
    if (!index?.idxname || !index.relation?.relname)
        return false;
    const { main, say } = run;
    const table = [index.relation.schemaname, index.relation.relname]
        .filter(Boolean)
        .map((n) => main.client.escapeIdentifier(n))
        .join('.');
    const [found] = await main.query(`select i.indisvalid as valid, c.oid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relname = $1 and i.indrelid = to_regclass($2)`, [index.idxname, table]);
    if (!found)
        return false;
    if (found.valid)
        return marked(run, statement);
    say(`dropping the INVALID index ${found.name} that an earlier try left`);
    await main.query(`drop index concurrently ${found.name}`);
    return false;
}
/** A valid index counts as ours only when this file had begun to make it: else the server's "already exists" is the answer. */
async function marked(run, statement) {
    const [row] = await run.main.query(`select exists (select from shiplock.migration_progress where hash = $1 and state = 'started') as ours`, [statement.hash]);
    return row?.ours ?? false;
}
function changed(file, statement) {
    return (0,errors/* failure */.V2)({
        code: 'SHIPLOCK_MIGRATION_RESUME_CHANGED',
        what: `${file.file}:${statement.line} is not the statement that an earlier try had reached there`,
        done: ['statements before it are applied and stay'],
        notDone: ['nothing more of this file was applied'],
        next: 'Bring back the text of that commit and let it finish; put the change into a new migration.',
        places: [
            {
                file: file.file,
                line: statement.line,
                column: statement.column,
                message: 'changed while it was half applied',
            },
        ],
    });
}

;// CONCATENATED MODULE: ./src/database/engine/run-file.js







/**
 * How a file will run. Its own BEGIN … COMMIT around everything is replaced by ours, with the history row inside.
 * @throws SHIPLOCK_MIGRATION_TRANSACTION for what would leave a file half applied or lose it.
 */
async function shapeOf(file) {
    const text = (0,files/* textOf */.b)(file);
    const statements = await (0,parse/* parseSql */.eg)(text, file.file);
    const control = (0,parse/* transactionControl */.my)(statements);
    const outside = statements.find((statement) => (0,parse/* cannotRunInTransaction */.c1)(statement));
    if (control.kind === 'none') {
        if (outside)
            return { kind: 'statements', statements };
        return { kind: 'transaction', statements, pieces: pieces(text, statements) };
    }
    if (control.kind === 'wraps-whole-file' && !outside) {
        const from = control.begin.offset + control.begin.text.length;
        return {
            kind: 'transaction',
            statements: control.inner,
            pieces: [{ text: text.slice(from, control.commit.offset), offset: from }],
        };
    }
    throw transactionProblem(file, control.kind, statements, outside);
}
/** One piece, unless a statement changes lock_timeout: ours is put back right after it. */
function pieces(text, statements) {
    const cuts = statements.flatMap((s) => ((0,parse/* setsLockTimeout */.IY)(s) ? [s.offset + s.text.length] : []));
    const edges = [0, ...cuts, text.length];
    return edges.slice(1).map((end, i) => ({ text: text.slice(edges[i], end), offset: edges[i] }));
}
const TRANSACTION_WHY = {
    'outside-statements': 'has statements outside its own BEGIN … COMMIT: they would stay when the rest is undone',
    unclosed: 'has a BEGIN without a COMMIT: everything after it would be lost',
    unopened: 'has a COMMIT without a BEGIN: it would end the transaction that records the migration',
    'rolls-back': 'rolls back what it did: it would be recorded without having happened',
    multiple: 'has more than one transaction: a failure in the second would leave the first',
    'wraps-whole-file': 'wraps a statement in BEGIN … COMMIT that cannot run in a transaction',
};
function transactionProblem(file, kind, statements, outside) {
    const at = statements.find((s) => s.kind === 'TransactionStmt') ?? outside;
    return (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_MIGRATION_TRANSACTION',
        what: `${file.file}:${at?.line ?? 1} ${TRANSACTION_WHY[kind] ?? kind}`,
        notDone: ['nothing of this file was applied'],
        next: 'Take BEGIN and COMMIT out (each file runs in a transaction of its own), or split the file.',
        places: [
            {
                file: file.file,
                ...(at ? { line: at.line, column: at.column } : {}),
                message: TRANSACTION_WHY[kind] ?? kind,
            },
        ],
    });
}
/** Applies one file. Returns how many lock-timeout retries it needed. */
async function runFile(run, file) {
    const shape = await shapeOf(file);
    if (shape.kind === 'statements')
        return runStatements(run, file, shape.statements);
    const record = recordSql(run.main, file, shape.statements);
    return withLockBudget(run, file.file, () => inTransaction(run, file, shape.pieces, record));
}
/**
 * BEGIN, the file, its history row, COMMIT: one round trip where the file leaves lock_timeout alone. A failure
 * anywhere undoes all of it. The session is reset first: a file before may have changed search_path or role.
 */
async function inTransaction(run, file, parts, record) {
    const { client } = run.main;
    const timeout = `set local lock_timeout = ${run.budget.timeoutMs}`;
    const head = `reset all; set session authorization default; begin; ${timeout};\n`;
    try {
        for (const [i, part] of parts.entries()) {
            const before = i === 0 ? head : `${timeout};\n`;
            const after = i === parts.length - 1 ? `\n;${record};\ncommit` : '';
            try {
                await client.query(before + part.text + after);
            }
            catch (error) {
                throw sqlProblem(error, file, part, before.length, run.main.where);
            }
        }
    }
    catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
    }
}
/** The history row as the Supabase CLI writes it, and our checksum beside it, as one SQL text without parameters. */
function recordSql(main, file, statements) {
    const quote = (text) => main.client.escapeLiteral(text);
    const list = statements.length > 0
        ? `array[${statements.map((s) => quote(s.text)).join(',')}]::text[]`
        : `'{}'::text[]`;
    return `reset role; reset search_path;
insert into ${engine_history/* HISTORY */.Vv} (version, name, statements) values (${quote(file.version)}, ${quote(file.name)}, ${list});
insert into shiplock.migration_checksum (version, checksum) values (${quote(file.version)}, ${quote(file.checksum)})
  on conflict (version) do update set checksum = excluded.checksum`;
}


/***/ })

};
