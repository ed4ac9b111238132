export const id = 383;
export const ids = [383];
export const modules = {

/***/ 55383:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  databaseSchema: () => (/* binding */ databaseSchema)
});

// UNUSED EXPORTS: drift, fingerprint, loadContract, loadRls, parseContract, readMatrix, reportsMarkdown, schemaSnapshot, verdictMarkdown, verifyFile, writeRls

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ../node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(69987);
;// CONCATENATED MODULE: ./src/database/schema/advisors.js






const answerSchema = schemas/* object */.Ikc({
    results: schemas/* array */.YOg(schemas/* object */.Ikc({
        name: schemas/* string */.YjP(),
        level: schemas/* string */.YjP(),
        detail: schemas/* string */.YjP(),
        remediation: schemas/* string */.YjP().optional(),
        cacheKey: schemas/* string */.YjP(),
    })),
});
/**
 * Asks Supabase's security advisors through the Supabase CLI. An ERROR fails; a WARN is shown. Without the CLI the
 * check is skipped; a CLI that cannot answer is unknown.
 */
async function checkAdvisors(options) {
    if (!options)
        return report('skipped', 'switched off');
    const binary = options.binary ?? (await findBinary(options.workspace));
    if (!binary)
        return report('skipped', 'the Supabase CLI is not installed here');
    const { stdout, stderr } = await run(binary, options);
    const answer = parse(stdout);
    if (!answer)
        return report('unknown', `the Supabase CLI gave no answer: ${why(stdout, stderr)}`);
    const findings = answer.results
        .filter((lint) => lint.level === 'ERROR' || lint.level === 'WARN')
        .map((lint) => ({
        object: lint.cacheKey,
        message: `${lint.level}: ${lint.detail}${lint.remediation ? ` (${lint.remediation})` : ''}`,
    }));
    const errors = findings.filter((f) => f.message.startsWith('ERROR'));
    return report(errors.length > 0 ? 'fail' : 'pass', `${errors.length} errors, ${findings.length - errors.length} warnings`, findings);
}
const report = (outcome, detail, findings = []) => ({
    check: 'advisors',
    outcome,
    detail,
    findings,
});
async function findBinary(workspace) {
    const folders = [
        external_node_path_.join(workspace, 'node_modules/.bin'),
        ...(process.env['PATH'] ?? '').split(external_node_path_.delimiter),
    ];
    for (const folder of folders.filter(external_node_path_.isAbsolute)) {
        const file = external_node_path_.join(folder, 'supabase');
        const found = await (0,promises_.access)(file, external_node_fs_.constants.X_OK).then(() => true, () => false);
        if (found)
            return file;
    }
    return undefined;
}
/** The password goes by PGPASSWORD, so that no process list shows it; the URL in argv carries none. */
function run(binary, options) {
    const url = new URL(options.url);
    const password = decodeURIComponent(url.password);
    url.password = '';
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    const env = {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        DO_NOT_TRACK: '1',
        PGPASSWORD: password,
        // The CLI falls back to plain text by itself: over a network it must not.
        ...(local || url.searchParams.has('sslmode') ? {} : { PGSSLMODE: 'require' }),
    };
    const flags = [
        'db',
        'advisors',
        `--remote=${url.href}`,
        '--type=security',
        '--level=warn',
        '--fail-on=none',
    ];
    const args = [...flags, '--output-format=json', '--agent=no', `--workdir=${(0,external_node_os_.tmpdir)()}`];
    return new Promise((resolve) => {
        // The exit code says no more than the answer: what cannot be parsed is no answer.
        (0,external_node_child_process_.execFile)(binary, args, { env, timeout: options.timeoutMs ?? 60_000, maxBuffer: 32 << 20 }, (error, stdout, stderr) => resolve({ stdout, stderr: stderr || (error?.message.split('\n')[0] ?? '') }));
    });
}
function parse(stdout) {
    try {
        return answerSchema.parse(JSON.parse(stdout));
    }
    catch {
        return undefined;
    }
}
function why(stdout, stderr) {
    const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(stdout)?.[1];
    return (message ?? stderr.trim().split('\n').at(-1) ?? 'no output').slice(0, 300);
}

// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ./src/release/verdict/model.js
var model = __webpack_require__(40821);
;// CONCATENATED MODULE: ./src/database/schema/issue.js
/** The first thing that is wrong with a file, with its place in it. */
function firstIssue(error) {
    const issue = error.issues[0];
    const inner = issue?.code === 'invalid_key' ? issue.issues[0] : undefined;
    return `${issue?.path.join('.') || 'the file'}: ${inner?.message ?? issue?.message ?? 'not understood'}`;
}

;// CONCATENATED MODULE: ./src/database/schema/contract.js






const columns = schemas/* array */.YOg(schemas/* string */.YjP().min(1));
const contractSchema = schemas/* strictObject */.rej({
    $schema: schemas/* string */.YjP().optional(),
    version: schemas/* literal */.euz(1),
    uses: schemas/* strictObject */.rej({
        relations: schemas/* record */.g1P(schemas/* string */.YjP().regex(/^[^.]+\.[^.]+$/, 'a relation is written schema.name'), schemas/* strictObject */.rej({
            select: columns.optional(),
            insert: columns.optional(),
            update: columns.optional(),
            delete: schemas/* boolean */.zMY().optional(),
        }))
            .default({}),
        functions: schemas/* array */.YOg(schemas/* string */.YjP().regex(/^[^.(]+\.[^(]+\(.*\)$/, 'a function is written schema.name(types)'))
            .default([]),
    }),
});
/** Reads the file; undefined when there is none. @throws SHIPLOCK_SCHEMA_CONTRACT naming the place in the file. */
async function loadContract(workspace, file) {
    const source = await (0,promises_.readFile)(external_node_path_.join(workspace, file), 'utf8').catch((error) => {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    });
    return source === undefined ? undefined : parseContract(source, file);
}
function parseContract(source, file) {
    let json;
    try {
        json = JSON.parse(source);
    }
    catch (error) {
        throw invalid(file, `it is not JSON: ${error.message}`);
    }
    const result = contractSchema.safeParse(json);
    if (!result.success) {
        throw invalid(file, firstIssue(result.error));
    }
    const { version, uses } = result.data;
    return { version, uses: { relations: uses.relations, functions: uses.functions.map(signature) } };
}
const invalid = (file, why) => (0,errors/* configurationError */.DN)({
    code: 'SHIPLOCK_SCHEMA_CONTRACT',
    what: `${file} is not a contract: ${why}`,
    notDone: ['nothing was changed'],
    next: 'Correct it; the format stands in docs/schema-checks.md.',
    places: [{ file }],
});
const ALIASES = {
    int: 'integer',
    int4: 'integer',
    int8: 'bigint',
    int2: 'smallint',
    bool: 'boolean',
    varchar: 'character varying',
    timestamptz: 'timestamp with time zone',
    timestamp: 'timestamp without time zone',
    float8: 'double precision',
    float4: 'real',
    decimal: 'numeric',
};
/** As the catalog prints it: one blank after a comma, long type names. */
function signature(written) {
    const [, name = '', types = ''] = /^([^(]+)\((.*)\)$/s.exec(written.trim()) ?? [];
    const long = (type) => type
        .trim()
        .toLowerCase()
        .replace(/^(\w+)(?=\[|$)/, (word) => ALIASES[word] ?? word);
    return `${name.trim()}(${types.trim() === '' ? '' : types.split(',').map(long).join(', ')})`;
}
/** Is everything that the app declares to use there, and may somebody use it? */
function checkContract(contract, live, file) {
    if (!contract)
        return { check: 'contract', outcome: 'skipped', detail: `there is no ${file}`, findings: [] };
    const view = new model/* View */.Ss(live);
    const relations = Object.entries(contract.uses.relations);
    const findings = [
        ...relations.flatMap(([relation, uses]) => checkRelation(view, relation, uses)),
        ...contract.uses.functions.flatMap((name) => checkFunction(view, name)),
    ].map((finding) => ({ ...finding, place: { file } }));
    const unread = live.unreadable.map(({ what, why }) => ({
        object: what,
        message: `could not be read: ${why}`,
    }));
    return {
        check: 'contract',
        outcome: findings.length > 0 && unread.length === 0 ? 'fail' : unread.length > 0 ? 'unknown' : 'pass',
        detail: `${relations.length} relations and ${contract.uses.functions.length} functions of ${file}`,
        findings: [...findings, ...unread],
    };
}
function checkRelation(view, relation, uses) {
    const object = `relation ${relation}`;
    if (!view.has(object))
        return [{ object, message: 'the app uses it, and it is not there' }];
    const findings = [];
    for (const verb of ['select', 'insert', 'update']) {
        for (const name of uses[verb] ?? []) {
            if (name !== '*' && !view.column(relation, name))
                findings.push({
                    object: `column ${relation}.${name}`,
                    message: `the app uses it (${verb}), and it is not there`,
                });
            else if (!granted(view, relation, verb, name))
                findings.push({
                    object: `column ${relation}.${name}`,
                    message: `no role but the owner may ${verb} it`,
                    mend: `grant ${verb} on ${relation} to authenticated;`,
                });
        }
    }
    if (uses.delete && !granted(view, relation, 'delete', '*')) {
        findings.push({
            object,
            message: 'no role but the owner may delete from it',
            mend: `grant delete on ${relation} to authenticated;`,
        });
    }
    for (const column of uses.insert ? view.of('column', relation) : []) {
        const { notNull, default: value, identity, generated } = column.properties;
        const filled = [value, identity, generated].some((v) => v !== null) || uses.insert?.includes((0,model/* text */.Qq)(column, 'name'));
        if (notNull && !filled)
            findings.push({ object: column.id, message: 'it is required, and the app does not insert it' });
    }
    return findings;
}
function granted(view, relation, verb, column) {
    const privilege = verb.toUpperCase();
    return (view
        .ofKind('grant')
        .some((g) => g.properties['type'] === 'relation' &&
        g.properties['object'] === relation &&
        g.properties['privilege'] === privilege) ||
        view
            .of('column-grant', relation)
            .some((g) => g.properties['privilege'] === privilege && (column === '*' || g.properties['column'] === column)));
}
function checkFunction(view, name) {
    const object = `function ${name}`;
    if (!view.has(object))
        return [{ object, message: 'the app calls it, and it is not there' }];
    const callable = view
        .ofKind('grant')
        .some((g) => g.properties['type'] === 'function' && g.properties['object'] === name);
    return callable
        ? []
        : [
            {
                object,
                message: 'no role but the owner may call it',
                mend: `grant execute on function ${name} to authenticated;`,
            },
        ];
}

;// CONCATENATED MODULE: ./src/database/schema/drift/mend.js

/** SQL that brings back what is expected. Undefined or a comment where the catalog does not hold enough to write it. */
const ident = (name) => /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
const literal = (value) => `'${value.replaceAll("'", "''")}'`;
const named = (item) => item.id.slice(item.kind.length + 1);
const on = (item) => (0,model/* text */.Qq)(item, 'relation');
const col = (item) => ident((0,model/* text */.Qq)(item, 'name'));
const fromMigration = (item) => `-- run again the migration that creates ${item.id}`;
function mendMissing(item) {
    switch (item.kind) {
        case 'schema':
            return `create schema ${named(item)};`;
        case 'column':
            return `alter table ${on(item)} add column ${col(item)} ${columnType(item)};`;
        case 'constraint':
            return `alter table ${on(item)} add constraint ${col(item)} ${(0,model/* text */.Qq)(item, 'definition')};`;
        case 'index':
        case 'rule':
            return `${(0,model/* text */.Qq)(item, 'definition').replace(/;$/, '')};`;
        case 'view':
            return createView(item);
        case 'enum':
            return `create type ${named(item)} as enum (${(0,model/* list */.p_)(item, 'labels').map(literal).join(', ')});`;
        case 'domain':
            return `create domain ${named(item)} as ${(0,model/* text */.Qq)(item, 'type')}${(0,model/* text */.Qq)(item, 'default') && item.properties['default'] !== null ? ` default ${(0,model/* text */.Qq)(item, 'default')}` : ''}${item.properties['notNull'] ? ' not null' : ''}${(0,model/* list */.p_)(item, 'constraints')
                .map((c) => ` constraint ${c}`)
                .join('')};`;
        case 'type':
            return `create type ${named(item)} as range (subtype = ${(0,model/* text */.Qq)(item, 'range')});`;
        case 'sequence':
            return `create sequence ${named(item)} as ${(0,model/* text */.Qq)(item, 'type')} increment ${(0,model/* text */.Qq)(item, 'increment')} minvalue ${(0,model/* text */.Qq)(item, 'min')} maxvalue ${(0,model/* text */.Qq)(item, 'max')} start ${(0,model/* text */.Qq)(item, 'start')} cache ${(0,model/* text */.Qq)(item, 'cache')}${item.properties['cycle'] ? ' cycle' : ''};`;
        case 'trigger':
            return item.properties['argumentsHash'] === null ? `${(0,model/* text */.Qq)(item, 'definition')};` : fromMigration(item);
        case 'policy':
            return createPolicy(item);
        case 'grant':
        case 'column-grant':
            return grantSql(item, true);
        case 'default-privilege':
            return defaultPrivilege(item, true);
        case 'extension':
            return `create extension ${named(item)} with schema ${ident((0,model/* text */.Qq)(item, 'schema'))};`;
        case 'publication':
            return `create publication ${named(item)}${item.properties['allTables'] ? ' for all tables' : (0,model/* list */.p_)(item, 'tables').length > 0 ? ` for table ${(0,model/* list */.p_)(item, 'tables').join(', ')}` : ''} with (publish = ${literal((0,model/* list */.p_)(item, 'events').join(', '))});`;
        default:
            return fromMigration(item);
    }
}
function mendExtra(item) {
    switch (item.kind) {
        case 'column':
            return `alter table ${on(item)} drop column ${col(item)};`;
        case 'constraint':
            return `alter table ${on(item)} drop constraint ${col(item)};`;
        case 'relation':
            return `drop ${(0,model/* text */.Qq)(item, 'type').replace('partitioned ', '').replace('composite ', '')} ${named(item)};`;
        case 'view':
            return `drop ${item.properties['materialized'] ? 'materialized ' : ''}view ${on(item)};`;
        case 'trigger':
        case 'policy':
        case 'rule':
            return `drop ${item.kind} ${ident((0,model/* text */.Qq)(item, 'name'))} on ${on(item)};`;
        case 'enum':
        case 'type':
            return `drop type ${named(item)};`;
        case 'event-trigger':
            return `drop event trigger ${named(item)};`;
        case 'function':
            return `drop ${kindOf(item)} ${named(item)};`;
        case 'grant':
        case 'column-grant':
            return grantSql(item, false);
        case 'default-privilege':
            return defaultPrivilege(item, false);
        default:
            return `drop ${item.kind} ${named(item)};`;
    }
}
/** `want` is the expected state; `properties` are the ones that differ. */
function mendChanged(want, have, properties) {
    const differs = (property) => properties.includes(property);
    const statements = [];
    const say = (when, sql) => when && statements.push(sql());
    const table = `alter table ${on(want)}`;
    say(differs('owner'), () => `alter ${alterWord(want)} ${named(want)} owner to ${ident((0,model/* text */.Qq)(want, 'owner'))};`);
    switch (want.kind) {
        case 'relation':
            say(differs('options'), () => options(want, have));
            say(differs('ownerLacks'), () => `grant ${(0,model/* list */.p_)(have, 'ownerLacks').join(', ') || 'all'} on ${named(want)} to ${ident((0,model/* text */.Qq)(want, 'owner'))};`);
            say(differs('replicaIdentity'), () => `alter table ${named(want)} replica identity ${{ d: 'default', f: 'full', n: 'nothing' }[(0,model/* text */.Qq)(want, 'replicaIdentity')] ?? 'default'};`);
            say(differs('persistence'), () => `alter table ${named(want)} set ${(0,model/* text */.Qq)(want, 'persistence') === 'unlogged' ? 'unlogged' : 'logged'};`);
            break;
        case 'column':
            say(differs('type') || differs('collation'), () => `${table} alter column ${col(want)} type ${(0,model/* text */.Qq)(want, 'type')}${want.properties['collation'] ? ` collate ${(0,model/* text */.Qq)(want, 'collation')}` : ''};`);
            say(differs('default'), () => `${table} alter column ${col(want)} ${want.properties['default'] === null ? 'drop default' : `set default ${(0,model/* text */.Qq)(want, 'default')}`};`);
            say(differs('notNull'), () => `${table} alter column ${col(want)} ${want.properties['notNull'] ? 'set' : 'drop'} not null;`);
            say(differs('identity'), () => `${table} alter column ${col(want)} ${want.properties['identity'] === null ? 'drop identity' : have.properties['identity'] === null ? `add generated ${(0,model/* text */.Qq)(want, 'identity')} as identity` : `set generated ${(0,model/* text */.Qq)(want, 'identity')}`};`);
            say(differs('generated'), () => want.properties['generated'] === null
                ? `${table} alter column ${col(want)} drop expression;`
                : `${mendExtra(have)} ${mendMissing(want)}`);
            break;
        case 'constraint':
            say(true, () => differs('definition')
                ? `${table} drop constraint ${col(want)}; ${mendMissing(want)}`
                : `${table} validate constraint ${col(want)};`);
            break;
        case 'enum':
            say(differs('labels'), () => enumLabels(want, have));
            break;
        case 'domain':
            say(differs('default'), () => `alter domain ${named(want)} ${want.properties['default'] === null ? 'drop default' : `set default ${(0,model/* text */.Qq)(want, 'default')}`};`);
            say(differs('notNull'), () => `alter domain ${named(want)} ${want.properties['notNull'] ? 'set' : 'drop'} not null;`);
            say(differs('constraints'), () => domainConstraints(want, have));
            break;
        case 'sequence':
            say(true, () => `alter sequence ${named(want)} as ${(0,model/* text */.Qq)(want, 'type')} increment ${(0,model/* text */.Qq)(want, 'increment')} minvalue ${(0,model/* text */.Qq)(want, 'min')} maxvalue ${(0,model/* text */.Qq)(want, 'max')} start ${(0,model/* text */.Qq)(want, 'start')} cache ${(0,model/* text */.Qq)(want, 'cache')} ${want.properties['cycle'] ? 'cycle' : 'no cycle'}${want.properties['ownedBy'] ? ` owned by ${(0,model/* text */.Qq)(want, 'ownedBy')}` : ' owned by none'};`);
            break;
        case 'function':
            statements.push(...functionParts(want, have, properties));
            break;
        case 'trigger':
            say(differs('enabled'), () => `${table} ${{ origin: 'enable', disabled: 'disable', replica: 'enable replica', always: 'enable always' }[(0,model/* text */.Qq)(want, 'enabled')]} trigger ${col(want)};`);
            say(['definition', 'argumentsHash', 'function'].some(differs), () => `${mendExtra(want)} ${mendMissing(want)}`);
            break;
        case 'rls':
            say(differs('enabled'), () => `alter table ${named(want)} ${want.properties['enabled'] ? 'enable' : 'disable'} row level security;`);
            say(differs('forced'), () => `alter table ${named(want)} ${want.properties['forced'] ? 'force' : 'no force'} row level security;`);
            break;
        case 'grant':
        case 'column-grant':
            say(true, () => want.properties['grantable']
                ? grantSql(want, true)
                : grantSql(want, false).replace('revoke ', 'revoke grant option for '));
            break;
        case 'view':
            say(true, () => want.properties['materialized'] ? `${mendExtra(want)} ${mendMissing(want)}` : mendMissing(want));
            break;
        case 'extension':
            say(differs('version'), () => `alter extension ${named(want)} update to ${literal((0,model/* text */.Qq)(want, 'version'))};`);
            say(differs('schema'), () => `alter extension ${named(want)} set schema ${ident((0,model/* text */.Qq)(want, 'schema'))};`);
            break;
        case 'publication':
            say(differs('events'), () => `alter publication ${named(want)} set (publish = ${literal((0,model/* list */.p_)(want, 'events').join(', '))});`);
            say(differs('tables'), () => publicationTables(want, have));
            break;
        case 'event-trigger':
            say(differs('enabled'), () => `alter event trigger ${named(want)} ${{ O: 'enable', D: 'disable', R: 'enable replica', A: 'enable always' }[(0,model/* text */.Qq)(want, 'enabled')]};`);
            break;
        case 'index':
        case 'rule':
        case 'policy':
            say(true, () => `${mendExtra(want)} ${mendMissing(want)}`);
            break;
    }
    return statements.length > 0 ? statements.join(' ') : fromMigration(want);
}
function columnType(item) {
    const { identity, generated, notNull, collation } = item.properties;
    const value = item.properties['default'];
    return [
        (0,model/* text */.Qq)(item, 'type'),
        ...(collation ? [`collate ${String(collation)}`] : []),
        ...(value === null ? [] : [`default ${String(value)}`]),
        ...(generated === null
            ? []
            : [
                `generated always as (${String(generated).replace(/^(stored|virtual) /, '')}) ${String(generated).split(' ')[0]}`,
            ]),
        ...(identity === null ? [] : [`generated ${String(identity)} as identity`]),
        ...(notNull ? ['not null'] : []),
    ].join(' ');
}
function createPolicy(item) {
    const roles = (0,model/* list */.p_)(item, 'roles').map((role) => (role === 'public' ? role : ident(role)));
    const { using, check } = item.properties;
    return `create policy ${ident((0,model/* text */.Qq)(item, 'name'))} on ${on(item)} as ${item.properties['permissive'] ? 'permissive' : 'restrictive'} for ${(0,model/* text */.Qq)(item, 'command')} to ${roles.join(', ')}${using === null ? '' : ` using (${String(using)})`}${check === null ? '' : ` with check (${String(check)})`};`;
}
function grantSql(item, give) {
    const isColumn = item.kind === 'column-grant';
    const type = isColumn || (0,model/* text */.Qq)(item, 'type') === 'relation' ? '' : `${(0,model/* text */.Qq)(item, 'type')} `;
    const what = `${(0,model/* text */.Qq)(item, 'privilege').toLowerCase()}${isColumn ? ` (${ident((0,model/* text */.Qq)(item, 'column'))})` : ''} on ${type}${isColumn ? on(item) : (0,model/* text */.Qq)(item, 'object')}`;
    return give
        ? `grant ${what} to ${(0,model/* text */.Qq)(item, 'role')}${item.properties['grantable'] ? ' with grant option' : ''};`
        : `revoke ${what} from ${(0,model/* text */.Qq)(item, 'role')};`;
}
function defaultPrivilege(item, wanted) {
    const give = item.properties['granted'] === wanted;
    const schema = item.properties['schema'] === null ? '' : ` in schema ${(0,model/* text */.Qq)(item, 'schema')}`;
    return `alter default privileges for role ${(0,model/* text */.Qq)(item, 'owner')}${schema} ${give ? 'grant' : 'revoke'} ${(0,model/* text */.Qq)(item, 'privilege').toLowerCase()} on ${(0,model/* text */.Qq)(item, 'objects')} ${give ? 'to' : 'from'} ${(0,model/* text */.Qq)(item, 'role')};`;
}
const kindOf = (item) => ({ procedure: 'procedure', aggregate: 'aggregate' })[(0,model/* text */.Qq)(item, 'kind')] ?? 'function';
function alterWord(item) {
    if (item.kind === 'function')
        return kindOf(item);
    if (item.kind === 'enum')
        return 'type';
    return item.kind === 'relation'
        ? (0,model/* text */.Qq)(item, 'type').replace('partitioned ', '').replace('composite ', '')
        : item.kind;
}
function options(want, have) {
    const kind = (0,model/* text */.Qq)(want, 'type').endsWith('view') ? (0,model/* text */.Qq)(want, 'type') : 'table';
    const missing = (0,model/* list */.p_)(want, 'options').filter((o) => !(0,model/* list */.p_)(have, 'options').includes(o));
    const extra = (0,model/* list */.p_)(have, 'options')
        .map((o) => o.split('=')[0] ?? '')
        .filter((name) => !(0,model/* list */.p_)(want, 'options').some((o) => o.startsWith(`${name}=`)));
    return [
        ...(missing.length > 0 ? [`alter ${kind} ${named(want)} set (${missing.join(', ')});`] : []),
        ...(extra.length > 0 ? [`alter ${kind} ${named(want)} reset (${extra.join(', ')});`] : []),
    ].join(' ');
}
function enumLabels(want, have) {
    const [expected, actual] = [(0,model/* list */.p_)(want, 'labels'), (0,model/* list */.p_)(have, 'labels')];
    if (actual.some((label) => !expected.includes(label)))
        return `-- PostgreSQL cannot take a value from an enum: create ${named(want)} anew with (${expected.map(literal).join(', ')})`;
    return expected
        .flatMap((label, i) => actual.includes(label)
        ? []
        : [
            `alter type ${named(want)} add value ${literal(label)}${i > 0 ? ` after ${literal(expected[i - 1] ?? '')}` : actual[0] ? ` before ${literal(actual[0])}` : ''};`,
        ])
        .join(' ');
}
function domainConstraints(want, have) {
    const extra = (0,model/* list */.p_)(have, 'constraints').filter((c) => !(0,model/* list */.p_)(want, 'constraints').includes(c));
    const missing = (0,model/* list */.p_)(want, 'constraints').filter((c) => !(0,model/* list */.p_)(have, 'constraints').includes(c));
    return [
        ...extra.map((c) => `alter domain ${named(want)} drop constraint ${c.replace(/ CHECK .*$/s, '')};`),
        ...missing.map((c) => `alter domain ${named(want)} add constraint ${c};`),
    ].join(' ');
}
function functionParts(want, have, properties) {
    const alter = `alter ${kindOf(want)} ${named(want)}`;
    const parts = [];
    if (properties.includes('security'))
        parts.push(`${alter} security ${(0,model/* text */.Qq)(want, 'security')};`);
    if (properties.includes('volatility'))
        parts.push(`${alter} ${(0,model/* text */.Qq)(want, 'volatility')};`);
    if (properties.includes('strict'))
        parts.push(`${alter} ${want.properties['strict'] ? 'strict' : 'called on null input'};`);
    if (properties.includes('parallel'))
        parts.push(`${alter} parallel ${(0,model/* text */.Qq)(want, 'parallel')};`);
    if (properties.includes('leakproof'))
        parts.push(`${alter} ${want.properties['leakproof'] ? '' : 'not '}leakproof;`);
    if (properties.includes('settings')) {
        const name = (setting) => setting.split('=')[0] ?? '';
        const extra = (0,model/* list */.p_)(have, 'settings').filter((s) => !(0,model/* list */.p_)(want, 'settings').some((w) => name(w) === name(s)));
        parts.push(...extra.map((s) => `${alter} reset ${name(s)};`));
        parts.push(...(0,model/* list */.p_)(want, 'settings')
            .filter((s) => !(0,model/* list */.p_)(have, 'settings').includes(s))
            .map((s) => `${alter} set ${name(s)} = ${settingValue(s)};`));
    }
    if (['bodyHash', 'language', 'arguments', 'result', 'kind'].some((p) => properties.includes(p))) {
        parts.push(`-- run again the migration that last defines ${named(want)}: bodies are kept as hashes`);
    }
    return parts;
}
function publicationTables(want, have) {
    const extra = (0,model/* list */.p_)(have, 'tables').filter((t) => !(0,model/* list */.p_)(want, 'tables').includes(t));
    const missing = (0,model/* list */.p_)(want, 'tables').filter((t) => !(0,model/* list */.p_)(have, 'tables').includes(t));
    return [
        ...extra.map((t) => `alter publication ${named(want)} drop table ${t.replace(/ .*$/s, '')};`),
        ...missing.map((t) => `alter publication ${named(want)} add table ${t};`),
    ].join(' ');
}
/** `create or replace view` drops the options that it does not repeat, `security_invoker` among them. */
function createView(item) {
    const options = (0,model/* list */.p_)(item, 'options').length > 0 ? ` with (${(0,model/* list */.p_)(item, 'options').join(', ')})` : '';
    const create = item.properties['materialized'] ? 'create materialized view' : 'create or replace view';
    return `${create} ${on(item)}${options} as ${(0,model/* text */.Qq)(item, 'definition').trim()}`;
}
/** Lists of names are kept as written in SQL; every other setting is one text. */
function settingValue(setting) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
    const isList = [
        'search_path',
        'temp_tablespaces',
        'session_preload_libraries',
        'local_preload_libraries',
    ].includes(name);
    return isList && value !== '' && value !== '""' ? value : literal(value === '""' ? '' : value);
}

;// CONCATENATED MODULE: ./src/database/schema/drift/drift.js


/** Follow from others of the same object: naming them too would say one thing twice. */
const DERIVED = {
    function: ['words', 'dynamic'],
    view: ['definitionHash', 'columns', 'options'],
    index: ['columns', 'expressions'],
};
/** Every difference between the schema that should be and the one that is, by object. `unknown`: something was not read. */
function drift(expected, live) {
    const [want, have] = [new model/* View */.Ss(expected), new model/* View */.Ss(live)];
    const ids = [...new Set([...Object.keys(expected.objects), ...Object.keys(live.objects)])].sort();
    const unreadable = (0,model/* unreadKinds */.rT)(expected, live);
    const findings = ids.flatMap((id) => {
        const [a, b] = [want.get(id), have.get(id)];
        if (a && b)
            return changed(a, b);
        if (unreadable.has((a ?? b)?.kind ?? ''))
            return [];
        if (a)
            return follows(a, want, have) ? [] : [finding(a.id, 'it is missing', mendMissing(a))];
        return b && !follows(b, have, want) ? [finding(b.id, 'it should not be there', mendExtra(b))] : [];
    });
    const unread = [...expected.unreadable, ...live.unreadable].map(({ what, why }) => finding(what, `could not be read: ${why}`));
    return {
        state: unread.length > 0 ? 'unknown' : findings.length > 0 ? 'drift' : 'clean',
        findings: [...findings, ...unread],
    };
}
const finding = (object, message, mend) => ({
    object,
    message,
    ...(mend ? { mend } : {}),
});
function changed(a, b) {
    const properties = [...new Set([...Object.keys(a.properties), ...Object.keys(b.properties)])]
        .filter((p) => !DERIVED[a.kind]?.includes(p))
        .filter((p) => JSON.stringify(a.properties[p] ?? null) !== JSON.stringify(b.properties[p] ?? null));
    if (properties.length === 0)
        return [];
    const said = properties.map((p) => `${p} should be ${show(a.properties[p])}, it is ${show(b.properties[p])}`);
    return [finding(a.id, said.join('; '), mendChanged(a, b, properties))];
}
function show(value) {
    const text = value === null || value === undefined
        ? 'none'
        : Array.isArray(value)
            ? `[${value.join(', ')}]`
            : String(value);
    return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
/** What comes and goes with an object that is itself named: a column with its table, an index with its constraint. */
function follows(item, from, other) {
    const { relation, object, constraint, ownedBy, type } = item.properties;
    const absent = (id) => from.has(id) && !other.has(id);
    if (item.kind === 'relation' || item.kind === 'schema')
        return false;
    if (item.kind === 'view')
        return absent(`relation ${String(relation)}`);
    if (typeof relation === 'string' && absent(`relation ${relation}`))
        return true;
    if (item.kind === 'rls')
        return absent(`relation ${item.id.slice('rls '.length)}`);
    if (item.kind === 'index' && typeof constraint === 'string')
        return (absent(`constraint ${String(relation)} ${constraint}`) ||
            absent(`constraint ${String(relation)} "${constraint}"`));
    if (item.kind === 'grant')
        return ['relation', 'function', 'schema', 'sequence', 'enum', 'domain', 'type'].some((kind) => (kind === type || type === 'type') && absent(`${kind} ${String(object)}`));
    if (item.kind === 'column-grant')
        return absent(item.id.replace(/^column-grant/, 'column').replace(/ \S+ [A-Z]+$/, ''));
    return item.kind === 'sequence' && typeof ownedBy === 'string' && absent(`column ${ownedBy}`);
}
/** The same as a check of `verify`. */
function checkDrift(expected, live) {
    if (!expected)
        return { check: 'drift', outcome: 'skipped', detail: 'no expected schema to compare with', findings: [] };
    const { state, findings } = drift(expected, live);
    const outcome = { clean: 'pass', drift: 'fail', unknown: 'unknown' }[state];
    return {
        check: 'drift',
        outcome,
        detail: `${state}: ${Object.keys(live.objects).length} objects compared`,
        findings,
    };
}

;// CONCATENATED MODULE: ./src/database/schema/catalog/schemas.js
/**
 * Schemas that a snapshot leaves out: Shiplock's own, the migration history, and those that Supabase manages and
 * upgrades by itself (https://supabase.com/docs/guides/platform/permissions). What migrations put *into* a managed
 * schema is not looked at, with two exceptions that releases depend on: triggers that call a function of ours (a
 * trigger on `auth.users`), and policies on `storage` and `realtime`, where every policy is the project's own.
 */
const LEFT_OUT = [
    'information_schema',
    'shiplock',
    'supabase_migrations',
    '_analytics',
    '_realtime',
    '_supavisor',
    'auth',
    'cron',
    'extensions',
    'graphql',
    'graphql_public',
    'net',
    'pgbouncer',
    'pgmq',
    'pgsodium',
    'pgsodium_masks',
    'pgtle',
    'realtime',
    'repack',
    'storage',
    'supabase_functions',
    'tiger',
    'tiger_data',
    'topology',
    'vault',
];
/** Managed schemas whose policies are the project's own. */
const POLICIES_LOOKED_AT = ['realtime', 'storage'];
const SCHEMAS = `
select nspname::text as name from pg_namespace
 where nspname !~ '^pg_' and nspname <> all ($1::text[])
 order by nspname collate "C"`;

;// CONCATENATED MODULE: ./src/database/schema/rls/queries.js
/** $1: schemas left out, $2: roles. */
const LOOKED_AT = `n.nspname !~ '^pg_' and n.nspname <> all ($1::text[])`;
const queries_granted = (privilege) => `case
  when has_table_privilege(r.oid, c.oid, '${privilege}') then to_jsonb(true)
  when has_any_column_privilege(r.oid, c.oid, '${privilege}') then (
    select to_jsonb(array_agg(a.attname::text order by a.attname collate "C")) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(r.oid, c.oid, a.attnum, '${privilege}'))
  else to_jsonb(false) end`;
const RIGHTS = `
select format('%I.%I', n.nspname, c.relname) as relation, r.rolname as role,
  case when c.relkind in ('v', 'm') then
      case when c.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1']
        then 'view of its reader' else 'view of its owner' end
    when not c.relrowsecurity then 'off' when c.relforcerowsecurity then 'forced' else 'on' end as rls,
  has_schema_privilege(r.oid, n.oid, 'USAGE') as usage,
  r.rolbypassrls or r.rolsuper as bypass,
  pg_has_role(r.oid, c.relowner, 'USAGE') as owns,
  jsonb_build_object('select', ${queries_granted('SELECT')}, 'insert', ${queries_granted('INSERT')}, 'update', ${queries_granted('UPDATE')},
    'delete', has_table_privilege(r.oid, c.oid, 'DELETE'), 'truncate', has_table_privilege(r.oid, c.oid, 'TRUNCATE')) as granted
from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join pg_roles r
where ${LOOKED_AT} and c.relkind in ('r', 'p', 'v', 'm', 'f') and r.rolname = any ($2)
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
order by 1, 2`;
const POLICIES = `
select format('%I.%I', n.nspname, c.relname) as relation, p.polname::text as name,
  case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
  p.polpermissive as permissive,
  array(select case when o = 0 then 'public' else quote_ident(pg_get_userbyid(o)) end from unnest(p.polroles) o order by 1) as roles,
  array(select r.rolname::text from pg_roles r where r.rolname = any ($2) and exists (
    select from unnest(p.polroles) o where o = 0 or pg_has_role(r.oid, o, 'USAGE')) order by 1) as applies,
  pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where ${LOOKED_AT} order by 1, 2`;
const FUNCTIONS = `
select * from (
  select format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as name,
    case when p.prosecdef then 'definer' else 'invoker' end as security,
    array(select r.rolname::text from pg_roles r where r.rolname = any ($2)
      and has_function_privilege(r.oid, p.oid, 'EXECUTE') and has_schema_privilege(r.oid, n.oid, 'USAGE') order by 1) as execute,
    left(encode(sha256(convert_to(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), 'UTF8')), 'hex'), 16) as body,
    exists (select from pg_depend d where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_proc'::regclass
      and d.refobjid = p.oid) as "inPolicy"
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where ${LOOKED_AT} and p.prokind <> 'a'
    and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
) f where "inPolicy" or (security = 'definer' and cardinality(execute) > 0)
order by name`;

;// CONCATENATED MODULE: ./src/database/schema/rls/matrix.js


const VERBS = ['select', 'insert', 'update', 'delete', 'truncate'];
const matrix_API_ROLES = ['anon', 'authenticated', 'service_role'];
/** Who may do what, from the catalog: grants (inherited and PUBLIC's too) ∧ schema usage ∧ policies. */
async function matrix_readMatrix(db, roles = matrix_API_ROLES) {
    return db.transaction(async (tx) => {
        await tx.query('set transaction isolation level repeatable read, read only');
        await tx.query(`select set_config('search_path', '', true)`);
        const rights = await tx.query(RIGHTS, [LEFT_OUT, roles]);
        const policies = await tx.query(POLICIES, [LEFT_OUT, roles]);
        const functions = await tx.query(FUNCTIONS, [LEFT_OUT, roles]);
        const present = await tx.query('select rolname as name from pg_roles where rolname = any ($1)', [roles]);
        return {
            roles: roles.filter((role) => present.some(({ name }) => name === role)),
            relations: relationsOf(rights, policies),
            functions: Object.fromEntries(functions.map(({ name, security, execute, body }) => [name, { security, execute, body }])),
        };
    });
}
function relationsOf(rows, policies) {
    const byRelation = new Map();
    for (const policy of policies)
        byRelation.set(policy.relation, [...(byRelation.get(policy.relation) ?? []), policy]);
    const relations = {};
    for (const row of rows) {
        const own = byRelation.get(row.relation) ?? [];
        relations[row.relation] ??= {
            rls: row.rls,
            rights: {},
            policies: Object.fromEntries(own.map((p) => [p.name, definition(p)])),
        };
        const cells = cellsOf(row, own);
        if (relations[row.relation] && Object.keys(cells).length > 0)
            relations[row.relation].rights[row.role] = cells;
    }
    return relations;
}
function cellsOf(row, policies) {
    const cells = {};
    for (const verb of VERBS) {
        const granted = row.usage ? row.granted[verb] : false;
        if (!granted)
            continue;
        const rows = throughPolicies(row, verb, policies);
        cells[verb] = granted === true ? rows : `${rows} (${granted.join(', ')})`;
    }
    return cells;
}
/** https://www.postgresql.org/docs/current/ddl-rowsecurity.html; TRUNCATE knows no policies. */
function throughPolicies(row, verb, policies) {
    const held = row.rls === 'forced' || (row.rls === 'on' && !row.owns);
    if (!held || row.bypass || verb === 'truncate')
        return 'allowed';
    const applying = policies.filter((p) => p.applies.includes(row.role) && (p.command === 'all' || p.command === verb));
    const permissive = applying.filter((p) => p.permissive);
    if (permissive.length === 0)
        return 'no rows';
    const open = (p) => (verb === 'insert' ? (p.check ?? p.using) : p.using) === 'true' &&
        (verb !== 'update' || (p.check ?? 'true') === 'true');
    return permissive.some(open) && permissive.length === applying.length ? 'allowed' : 'conditional';
}
function definition(policy) {
    return [
        `as ${policy.permissive ? 'permissive' : 'restrictive'} for ${policy.command} to ${policy.roles.join(', ')}`,
        ...(policy.using === null ? [] : [`using (${oneLine(policy.using)})`]),
        ...(policy.check === null ? [] : [`with check (${oneLine(policy.check)})`]),
    ].join(' ');
}
const oneLine = (expression) => expression.replaceAll(/\n\s*/g, ' ');

;// CONCATENATED MODULE: ./src/database/schema/rls/compare.js

/** Where the live matrix differs from the expected one, each difference with the SQL that brings back the expected. */
function compareMatrix(expected, live) {
    const missingRoles = expected.roles
        .filter((role) => !live.roles.includes(role))
        .map((role) => ({
        object: `role ${role}`,
        message: 'it is expected, and it is not there',
        mend: `create role ${quote(role)} nologin;`,
    }));
    return [...missingRoles, ...relations(expected, live), ...functions(expected, live)];
}
const names = (...maps) => [...new Set(maps.flatMap((map) => Object.keys(map)))].sort();
const at = (map, key) => Object.hasOwn(map, key) ? map[key] : undefined;
const quote = (name) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
function relations(expected, live) {
    return names(expected.relations, live.relations).flatMap((name) => {
        const [want, have] = [at(expected.relations, name), at(live.relations, name)];
        if (!have)
            return [{ object: name, message: 'it is expected, and it is not there' }];
        if (!want)
            return [{ object: name, message: `it is not in the expected matrix${describe(have)}` }];
        return [...flag(name, want, have), ...rights(name, want, have), ...policies(name, want, have)];
    });
}
/** What nobody has decided yet about a new table. */
function describe(have) {
    const open = Object.entries(have.rights).map(([role, cells]) => `${role} may ${Object.keys(cells).join(', ')}`);
    return `: row-level security is ${have.rls}${open.length > 0 ? `, ${open.join('; ')}` : ', no right for any role'}`;
}
function flag(name, want, have) {
    if (want.rls === have.rls)
        return [];
    const invoker = { 'view of its reader': true, 'view of its owner': false };
    const mend = want.rls in invoker
        ? `alter view ${name} set (security_invoker = ${invoker[want.rls]});`
        : `alter table ${name} ${want.rls === 'off' ? 'disable' : 'enable'} row level security, ${want.rls === 'forced' ? 'force' : 'no force'} row level security;`;
    return [{ object: `rls ${name}`, message: `expected ${want.rls}, it is ${have.rls}`, mend }];
}
function rights(name, want, have) {
    return names(want.rights, have.rights).flatMap((role) => VERBS.flatMap((verb) => {
        const [a, b] = [at(want.rights, role)?.[verb] ?? 'denied', at(have.rights, role)?.[verb] ?? 'denied'];
        if (a === b)
            return [];
        const mend = mendRight(name, role, verb, a, b);
        return [
            {
                object: `${name} ${role} ${verb}`,
                message: `expected ${a}, it is ${b}`,
                ...(mend ? { mend } : {}),
            },
        ];
    }));
}
const compare_columns = (cell) => /\((.*)\)$/.exec(cell)?.[1]?.split(', ').map(quote).join(', ');
function mendRight(name, role, verb, want, have) {
    const grants = want === 'denied' ? undefined : compare_columns(want);
    const had = have === 'denied' ? undefined : compare_columns(have);
    if (want !== 'denied' && have !== 'denied' && grants === had)
        return undefined; // the policies' doing
    const revoke = have === 'denied' ? '' : `revoke ${verb} on ${name} from ${quote(role)};`;
    if (want === 'denied')
        return revoke;
    return `${revoke}${revoke ? ' ' : ''}grant ${verb}${grants ? ` (${grants})` : ''} on ${name} to ${quote(role)};`;
}
function policies(name, want, have) {
    return names(want.policies, have.policies).flatMap((policy) => {
        const [a, b] = [at(want.policies, policy), at(have.policies, policy)];
        if (a === b)
            return [];
        const quoted = `"${policy.replaceAll('"', '""')}"`;
        const drop = `drop policy ${quoted} on ${name};`;
        const create = `create policy ${quoted} on ${name} ${a};`;
        const object = `policy ${name} ${quoted}`;
        if (b === undefined)
            return [{ object, message: 'the policy is gone', mend: create }];
        if (a === undefined)
            return [{ object, message: `the policy is not in the expected matrix: ${b}`, mend: drop }];
        return [{ object, message: `expected ${a}; it is ${b}`, mend: `${drop} ${create}` }];
    });
}
function functions(expected, live) {
    return names(expected.functions, live.functions).flatMap((name) => {
        const [want, have] = [at(expected.functions, name), at(live.functions, name)];
        const object = `function ${name}`;
        if (!have)
            return [{ object, message: 'policies relied on it, or roles could call it, and now neither is so' }];
        if (!want) {
            return [
                {
                    object,
                    message: `not in the expected matrix: runs as ${have.security}, callable by ${have.execute.join(', ') || 'none of the roles'}`,
                    mend: `revoke execute on function ${name} from public, ${live.roles.map(quote).join(', ')};`,
                },
            ];
        }
        const findings = [];
        if (want.security !== have.security)
            findings.push({
                object,
                message: `expected to run as ${want.security}, it runs as ${have.security}`,
                mend: `alter function ${name} security ${want.security};`,
            });
        if (want.execute.join() !== have.execute.join()) {
            findings.push({
                object,
                message: `expected callable by ${want.execute.join(', ') || 'none'}, it is callable by ${have.execute.join(', ') || 'none'}`,
                mend: `revoke execute on function ${name} from public, ${live.roles.map(quote).join(', ')};${want.execute.length > 0 ? ` grant execute on function ${name} to ${want.execute.map(quote).join(', ')};` : ''}`,
            });
        }
        if (want.body !== have.body)
            findings.push({ object, message: 'its body changed, and policies or the roles’ rights rest on it' });
        return findings;
    });
}

;// CONCATENATED MODULE: ./src/database/schema/rls/file.js






const user = schemas/* strictObject */.rej({
    role: schemas/* string */.YjP().default('authenticated').describe('Role that the request runs as.'),
    claims: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* json */.Pq9()).default({}).describe('request.jwt.claims, e.g. {"sub": "…"}.'),
});
const probe = schemas/* strictObject */.rej({
    name: schemas/* string */.YjP(),
    setup: schemas/* string */.YjP()
        .optional()
        .describe('SQL file, relative to the workspace, run first in the transaction that is rolled back.'),
    users: schemas/* record */.g1P(schemas/* string */.YjP(), user).describe('Two or more users by a name of your choice.'),
    relation: schemas/* string */.YjP().regex(/^[^.]+\.[^.]+$/, 'a relation is written schema.name'),
    key: schemas/* string */.YjP().default('id').describe('Column that tells rows apart.'),
    rows: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* array */.YOg(schemas/* string */.YjP()))
        .describe('Value of the key → names of the users who see that row.'),
});
const cells = schemas/* partialRecord */.jgl(schemas/* enum */.k5n(VERBS), schemas/* string */.YjP());
const fileSchema = schemas/* strictObject */.rej({
    $schema: schemas/* string */.YjP().optional(),
    version: schemas/* literal */.euz(1),
    roles: schemas/* array */.YOg(schemas/* string */.YjP()).min(1),
    relations: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* strictObject */.rej({
        rls: schemas/* enum */.k5n(['on', 'forced', 'off', 'view of its owner', 'view of its reader']),
        rights: schemas/* record */.g1P(schemas/* string */.YjP(), cells),
        policies: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
    })),
    functions: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* strictObject */.rej({
        security: schemas/* enum */.k5n(['definer', 'invoker']),
        execute: schemas/* array */.YOg(schemas/* string */.YjP()),
        body: schemas/* string */.YjP(),
    })),
    probes: schemas/* array */.YOg(probe).default([]),
});
/** Reads the expected matrix; undefined when there is no file. @throws SHIPLOCK_SCHEMA_RLS_FILE. */
async function loadRls(workspace, file) {
    const source = await (0,promises_.readFile)(external_node_path_.join(workspace, file), 'utf8').catch((error) => {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    });
    if (source === undefined)
        return undefined;
    let json;
    try {
        json = JSON.parse(source);
    }
    catch (error) {
        throw file_invalid(file, `it is not JSON: ${error.message}`);
    }
    const result = fileSchema.safeParse(json);
    if (result.success)
        return result.data;
    throw file_invalid(file, firstIssue(result.error));
}
const file_invalid = (file, why) => (0,errors/* configurationError */.DN)({
    code: 'SHIPLOCK_SCHEMA_RLS_FILE',
    what: `${file} is not an RLS matrix: ${why}`,
    notDone: ['nothing was changed'],
    next: 'Generate it anew (docs/schema-checks.md says how) and read the difference before you commit it.',
    places: [{ file }],
});
/** Writes the matrix of this database as the expected one; probes of an existing file stay. Returns the matrix. */
async function writeRls(db, options) {
    const before = await loadRls(options.workspace, options.file);
    const matrix = await readMatrix(db, options.roles ?? before?.roles ?? API_ROLES);
    const content = {
        version: 1,
        ...matrix,
        ...(before && before.probes.length > 0 ? { probes: before.probes } : {}),
    };
    await writeFile(path.join(options.workspace, options.file), `${JSON.stringify(content, null, 2)}\n`);
    return matrix;
}

// EXTERNAL MODULE: ./src/database/sql/parse.js + 4 modules
var sql_parse = __webpack_require__(96510);
;// CONCATENATED MODULE: ./src/database/schema/permission.js

const isPermission = (error) => error instanceof errors/* ShiplockError */.GV && error.code === 'SHIPLOCK_DATABASE_PERMISSION';
const GRANTS = {
    table: (name) => `grant select on ${name}`,
    view: (name) => `grant select on ${name}`,
    'materialized view': (name) => `grant select on ${name}`,
    schema: (name) => `grant usage on schema ${name}`,
    function: (name) => `grant execute on function ${name}`,
    sequence: (name) => `grant usage on sequence ${name}`,
};
/** "permission denied for table pg_policy" as the grant that is missing, with the server's words. */
function missingGrant(error) {
    const message = error instanceof errors/* ShiplockError */.GV ? error.problem.what : String(error);
    const hidden = /affected by row-level security policy for table "?([^"]+)"?/.exec(message);
    if (hidden)
        return `rows of ${hidden[1]} may be hidden from this role: it needs BYPASSRLS (${hidden[0]})`;
    const role = /permission denied to set role "?([^"]+)"?/.exec(message);
    if (role)
        return `missing grant: grant ${role[1]} to the role of database-url (${role[0]})`;
    const denied = /permission denied for (table|view|materialized view|schema|function|sequence) "?([^"\s]+)"?/.exec(message);
    const grant = denied && GRANTS[denied[1] ?? '']?.(denied[2] ?? '');
    return grant ? `missing grant: ${grant} to the role of database-url (${denied[0]})` : message;
}

;// CONCATENATED MODULE: ./src/database/schema/rls/probes.js




class RolledBack extends Error {
}
/**
 * Which rows does each user really see? SET ROLE and request.jwt.claims, as PostgREST sets them
 * (https://docs.postgrest.org/en/stable/references/transactions.html), in a transaction that is always rolled back.
 */
async function runProbe(db, probe, workspace) {
    const object = `probe "${probe.name}"`;
    try {
        const failed = [];
        const undecided = [];
        await db
            .transaction(async (tx) => {
            if (!probe.setup)
                await tx.query('set transaction read only');
            // Claims of nobody: an earlier probe of this session leaves an empty text, which is not JSON.
            await tx.query(`select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '30s', true),
          set_config('request.jwt.claims', '{}', true)`);
            if (probe.setup)
                await setUp(tx, probe.setup, workspace);
            await look(tx, probe, object, failed, undecided);
            throw new RolledBack();
        })
            .catch((error) => {
            if (!(error instanceof RolledBack))
                throw error;
        });
        return { failed, undecided };
    }
    catch (error) {
        return { failed: [], undecided: [{ object, message: missingGrant(error) }] };
    }
}
async function setUp(tx, file, workspace) {
    const statements = await (0,sql_parse/* parseSql */.eg)(await (0,promises_.readFile)(external_node_path_.join(workspace, file), 'utf8'), file);
    const wrong = statements.find((s) => s.kind === 'TransactionStmt');
    if (wrong)
        throw new Error(`${file}:${wrong.line}: a probe's setup must not end its transaction`);
    for (const statement of statements)
        await tx.query(statement.text);
}
async function look(tx, probe, object, failed, undecided) {
    const keys = Object.keys(probe.rows);
    const present = await visible(tx, probe, keys);
    for (const key of keys.filter((k) => !present.has(k))) {
        undecided.push({
            object,
            message: `there is no row ${key} in ${probe.relation}, or this role does not see it`,
        });
    }
    for (const [name, user] of Object.entries(probe.users)) {
        await tx.query('savepoint probe');
        await tx.query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
            user.role,
            JSON.stringify({ role: user.role, ...user.claims }),
        ]);
        const seen = await visible(tx, probe, keys);
        await tx.query('rollback to savepoint probe');
        for (const key of keys.filter((k) => present.has(k))) {
            const expected = (probe.rows[key] ?? []).includes(name);
            if (expected === seen.has(key))
                continue;
            failed.push({
                object,
                message: `${name} (${user.role}) ${expected ? 'does not see' : 'sees'} row ${key} of ${probe.relation}`,
            });
        }
    }
}
async function visible(tx, probe, keys) {
    const quote = (name) => `"${name.replaceAll('"', '""')}"`;
    const relation = probe.relation.split('.').map(quote).join('.');
    const rows = await tx.query(`select ${quote(probe.key)}::text as key from ${relation} where ${quote(probe.key)}::text = any ($1)`, [keys]);
    return new Set(rows.map((row) => row.key));
}

;// CONCATENATED MODULE: ./src/database/schema/rls/check.js




/** The live matrix against the file, then the probes that the file asks for. */
async function checkRls(db, options) {
    const expected = await loadRls(options.workspace, options.file);
    if (!expected)
        return { check: 'rls', outcome: 'skipped', detail: `there is no ${options.file}`, findings: [] };
    const live = await matrix_readMatrix(db, expected.roles);
    const place = { file: options.file };
    const failed = compareMatrix(expected, live).map((finding) => ({ ...finding, place }));
    const undecided = [];
    for (const probe of expected.probes) {
        const result = await runProbe(db, probe, options.workspace);
        failed.push(...result.failed.map((finding) => ({ ...finding, place })));
        undecided.push(...result.undecided.map((finding) => ({ ...finding, place })));
    }
    const cells = Object.keys(live.relations).length * live.roles.length * 5;
    return {
        check: 'rls',
        outcome: failed.length > 0 ? 'fail' : undecided.length > 0 ? 'unknown' : 'pass',
        detail: `${cells} cells (${live.roles.length} roles × ${Object.keys(live.relations).length} relations × 5 verbs), ${expected.probes.length} probes`,
        findings: [...failed, ...undecided],
    };
}

// EXTERNAL MODULE: ./src/release/canonical.js
var canonical = __webpack_require__(20724);
;// CONCATENATED MODULE: ./src/database/schema/catalog/code.js
/** Types, sequences, functions, triggers and what else holds logic. Same shape as in relations.ts. */
const ofExtension = (catalog, oid) => `exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
/** A range type brings its constructors with it. */
const ofTypeOrExtension = (oid) => `exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = ${oid} and e.deptype in ('e', 'i'))`;
const TYPES = `
select case t.typtype when 'e' then 'enum' when 'd' then 'domain' else 'type' end as kind,
  format('%s %I.%I', case t.typtype when 'e' then 'enum' when 'd' then 'domain' else 'type' end, n.nspname, t.typname) as id,
  jsonb_build_object('owner', pg_get_userbyid(t.typowner)) || case t.typtype
    when 'e' then jsonb_build_object('labels', array(
      select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder))
    when 'd' then jsonb_build_object(
      'type', format_type(t.typbasetype, t.typtypmod), 'notNull', t.typnotnull, 'default', t.typdefault,
      'constraints', array(select format('%I %s', k.conname, pg_get_constraintdef(k.oid)) from pg_constraint k
        where k.contypid = t.oid and k.contype = 'c' order by k.conname collate "C"))
    else jsonb_build_object('range', (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid))
  end as properties
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where n.nspname = any ($1) and t.typtype in ('e', 'd', 'r') and not ${ofExtension('pg_type', 't.oid')}`;
/** The sequence of an identity column is left out: the column says it. */
const SEQUENCES = `
select 'sequence' as kind, format('sequence %I.%I', n.nspname, c.relname) as id, jsonb_build_object(
  'owner', pg_get_userbyid(c.relowner),
  'type', format_type(s.seqtypid, null), 'start', s.seqstart::text, 'increment', s.seqincrement::text,
  'min', s.seqmin::text, 'max', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle,
  'ownedBy', (select format('%I.%I.%I', tn.nspname, t.relname, a.attname) from pg_depend d
    join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'a' limit 1)
) as properties
from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and not ${ofExtension('pg_class', 'c.oid')}
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')`;
/**
 * Bodies are kept as hashes: people do put keys into them, and a snapshot goes into records and summaries. \`words\`
 * are the names that a body uses outside of its string literals, so that a verdict can tell whether a function may
 * reach a table that the app itself does not use; \`dynamic\` says that the words cannot tell.
 */
const code_FUNCTIONS = `
select 'function' as kind, format('function %I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as id,
  jsonb_build_object(
    'name', format('%I.%I', n.nspname, p.proname),
    'kind', case p.prokind when 'f' then 'function' when 'p' then 'procedure' when 'a' then 'aggregate' else 'window' end,
    'arguments', pg_get_function_arguments(p.oid),
    'result', pg_get_function_result(p.oid),
    'owner', pg_get_userbyid(p.proowner),
    'language', l.lanname,
    'security', case when p.prosecdef then 'definer' else 'invoker' end,
    'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
    'parallel', case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end,
    'strict', p.proisstrict,
    'leakproof', p.proleakproof,
    'settings', coalesce((select array_agg(s order by s collate "C") from unnest(p.proconfig) s), '{}'),
    'bodyHash', encode(sha256(convert_to(replace(b.body, E'\\r\\n', E'\\n'), 'UTF8')), 'hex'),
    'words', array(select distinct lower(w[1]) from regexp_matches(
        regexp_replace(b.body, '''[^'']*''', ' ', 'g'), '[[:alpha:]_][[:alnum:]_$]*', 'g') w
      where p.prokind in ('f', 'p') and length(w[1]) <= 63 order by 1),
    'dynamic', l.lanname not in ('sql', 'plpgsql') or b.body ~* '\\mexecute\\M'
  ) as properties
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate a on a.aggfnoid = p.oid
cross join lateral (select coalesce(
  case when p.prokind = 'a' then concat_ws(' ', a.aggtransfn::regprocedure, a.aggfinalfn::oid::regprocedure,
    format_type(a.aggtranstype, null), a.agginitval, a.aggcombinefn::oid::regprocedure) end,
  pg_get_function_sqlbody(p.oid), p.prosrc || coalesce(' ' || p.probin, ''))) b (body)
where n.nspname = any ($1) and not ${ofTypeOrExtension('p.oid')}`;
/** Arguments of a trigger can hold keys (database webhooks do): only their hash is kept. */
const TRIGGERS = `
select 'trigger' as kind, format('trigger %I.%I %I', n.nspname, c.relname, t.tgname) as id, jsonb_build_object(
  'relation', format('%I.%I', n.nspname, c.relname),
  'name', t.tgname,
  'function', format('%I.%I', fn.nspname, f.proname),
  'definition', case when t.tgnargs = 0 then pg_get_triggerdef(t.oid)
    else regexp_replace(pg_get_triggerdef(t.oid), ' EXECUTE FUNCTION .*$', '') end,
  'argumentsHash', case when t.tgnargs > 0 then encode(sha256(t.tgargs), 'hex') end,
  'enabled', case t.tgenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end
) as properties
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_proc f on f.oid = t.tgfoid
join pg_namespace fn on fn.oid = f.pronamespace
where (n.nspname = any ($1) or fn.nspname = any ($1)) and not t.tgisinternal and t.tgparentid = 0
  and not ${ofExtension('pg_class', 'c.oid')}
union all
select 'event-trigger', format('event-trigger %I', e.evtname), jsonb_build_object(
  'event', e.evtevent, 'function', format('%I.%I', fn.nspname, f.proname), 'enabled', e.evtenabled::text,
  'tags', coalesce(e.evttags, '{}'))
from pg_event_trigger e join pg_proc f on f.oid = e.evtfoid join pg_namespace fn on fn.oid = f.pronamespace
where fn.nspname = any ($1)`;
const EXTENSIONS = `
select 'extension' as kind, format('extension %I', e.extname) as id,
  jsonb_build_object('version', e.extversion, 'schema', n.nspname) as properties
from pg_extension e join pg_namespace n on n.oid = e.extnamespace`;
/** Without $1 of its own, so that the caller can treat every query alike. */
const PUBLICATIONS = `
select 'publication' as kind, format('publication %I', p.pubname) as id, jsonb_build_object(
  'allTables', p.puballtables,
  'events', array_remove(array[case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
    case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end], null),
  'schemas', array(select quote_ident(n.nspname) from pg_publication_namespace s
    join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid order by 1),
  'tables', array(select concat(format('%I.%I', n.nspname, c.relname),
      case when r.prattrs is not null then ' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum = any (r.prattrs::int2[])) || ')' end,
      ' where ' || pg_get_expr(r.prqual, r.prrelid))
    from pg_publication_rel r join pg_class c on c.oid = r.prrelid join pg_namespace n on n.oid = c.relnamespace
    where r.prpubid = p.oid and n.nspname = any ($1) order by 1)
) as properties
from pg_publication p`;

;// CONCATENATED MODULE: ./src/database/schema/catalog/relations.js
/** Each query gives rows (kind, id, properties); $1 is the list of schemas. Members of extensions are left out. */
const relations_ofExtension = (catalog, oid) => `exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
const qualified = `format('%I.%I', n.nspname, c.relname)`;
const RELATIONS = `
select 'relation' as kind, 'relation ' || ${qualified} as id, jsonb_build_object(
  'type', case c.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view'
    when 'm' then 'materialized view' when 'f' then 'foreign table' else 'composite type' end,
  'owner', pg_get_userbyid(c.relowner),
  'persistence', case c.relpersistence when 'p' then 'permanent' when 'u' then 'unlogged' else 'temporary' end,
  'options', coalesce((select array_agg(o order by o collate "C") from unnest(c.reloptions) o), '{}'),
  'replicaIdentity', c.relreplident::text,
  'partitionKey', case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
  'partitionBound', pg_get_expr(c.relpartbound, c.oid),
  'parents', array(select format('%I.%I', pn.nspname, p.relname) from pg_inherits i
    join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
    where i.inhrelid = c.oid order by 1),
  'ownerLacks', array(
    select d.privilege_type from aclexplode(acldefault('r', c.relowner)) d where d.grantee = c.relowner and c.relacl is not null
    except select a.privilege_type from aclexplode(c.relacl) a where a.grantee = c.relowner order by 1)
) as properties
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and not ${relations_ofExtension('pg_class', 'c.oid')}
union all
select 'rls', 'rls ' || ${qualified}, jsonb_build_object('enabled', c.relrowsecurity, 'forced', c.relforcerowsecurity)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('r', 'p') and not ${relations_ofExtension('pg_class', 'c.oid')}
union all
select 'schema', format('schema %I', n.nspname), jsonb_build_object('owner', pg_get_userbyid(n.nspowner))
from pg_namespace n where n.nspname = any ($1)`;
/** Positions are left out on purpose: only \`select *\` without names sees them, and a dropped column leaves a gap. */
const COLUMNS = `
select 'column' as kind, format('column %I.%I.%I', n.nspname, c.relname, a.attname) as id, jsonb_build_object(
  'relation', ${qualified},
  'name', a.attname,
  'type', format_type(a.atttypid, a.atttypmod),
  'notNull', a.attnotnull,
  'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
  'generated', case when a.attgenerated <> '' then
    case a.attgenerated when 's' then 'stored ' else 'virtual ' end || pg_get_expr(d.adbin, d.adrelid) end,
  'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
  'collation', case when a.attcollation <> t.typcollation then (
    select format('%I.%I', cn.nspname, k.collname) from pg_collation k join pg_namespace cn on cn.oid = k.collnamespace
     where k.oid = a.attcollation) end
) as properties
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and a.attnum > 0 and not a.attisdropped
  and not ${relations_ofExtension('pg_class', 'c.oid')}`;
/** PostgreSQL 18 keeps NOT NULL as constraints too; the column already says it. */
const CONSTRAINTS = `
select 'constraint' as kind, format('constraint %I.%I %I', n.nspname, c.relname, k.conname) as id, jsonb_build_object(
  'relation', ${qualified},
  'name', k.conname,
  'type', case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key'
    when 'c' then 'check' else 'exclusion' end,
  'definition', pg_get_constraintdef(k.oid),
  'validated', k.convalidated,
  'inherited', k.coninhcount > 0,
  'columns', array(select a.attname::text from unnest(k.conkey) with ordinality u (num, place)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.place),
  'references', case when k.confrelid <> 0 then (select format('%I.%I', fn.nspname, f.relname)
    from pg_class f join pg_namespace fn on fn.oid = f.relnamespace where f.oid = k.confrelid) end
) as properties
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and k.contype in ('p', 'u', 'f', 'c', 'x') and not ${relations_ofExtension('pg_class', 'c.oid')}`;
const INDEXES = `
select 'index' as kind, format('index %I.%I', n.nspname, i.relname) as id, jsonb_build_object(
  'relation', ${qualified},
  'definition', pg_get_indexdef(x.indexrelid),
  'unique', x.indisunique,
  'valid', x.indisvalid,
  'expressions', x.indexprs is not null or x.indpred is not null,
  'columns', array(select a.attname::text from unnest(x.indkey) with ordinality u (num, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num where u.num > 0 order by u.place),
  'constraint', (select k.conname from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x') limit 1)
) as properties
from pg_index x
join pg_class i on i.oid = x.indexrelid
join pg_class c on c.oid = x.indrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and not ${relations_ofExtension('pg_class', 'c.oid')}`;
const VIEWS = `
select 'view' as kind, 'view ' || ${qualified} as id, jsonb_build_object(
  'relation', ${qualified},
  'materialized', c.relkind = 'm',
  'options', coalesce((select array_agg(o order by o collate "C") from unnest(c.reloptions) o), '{}'),
  'columns', array(select a.attname::text from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum),
  'definition', pg_get_viewdef(c.oid),
  'definitionHash', encode(sha256(convert_to(pg_get_viewdef(c.oid), 'UTF8')), 'hex')
) as properties
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('v', 'm') and not ${relations_ofExtension('pg_class', 'c.oid')}
union all
select 'rule', format('rule %I.%I %I', n.nspname, c.relname, r.rulename), jsonb_build_object(
  'relation', ${qualified}, 'name', r.rulename, 'definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled::text)
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and r.rulename <> '_RETURN' and not ${relations_ofExtension('pg_class', 'c.oid')}`;

;// CONCATENATED MODULE: ./src/database/schema/catalog/rights.js

/** Policies, grants and default privileges. Same shape as in relations.ts; $2: managed schemas with our policies. */
const rights_ofExtension = (catalog, oid) => `exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
const rights_POLICIES = `
select 'policy' as kind,
  format('policy %I.%I "%s"', n.nspname, c.relname, replace(p.polname, '"', '""')) as id, jsonb_build_object(
  'relation', format('%I.%I', n.nspname, c.relname),
  'name', p.polname,
  'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
    when 'd' then 'delete' else 'all' end,
  'permissive', p.polpermissive,
  'roles', array(select case when r = 0 then 'public' else pg_get_userbyid(r) end from unnest(p.polroles) r order by 1),
  'using', pg_get_expr(p.polqual, p.polrelid),
  'check', pg_get_expr(p.polwithcheck, p.polrelid)
) as properties
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where (n.nspname = any ($1) or n.nspname = any ($2)) and not ${rights_ofExtension('pg_class', 'c.oid')}`;
/** Rights that an owner has by owning are left out; a missing acl means the built-in default. */
const rights_GRANTS = `
with object as (
  select 'relation' as type, format('%I.%I', n.nspname, c.relname) as name, c.relowner as owner,
    coalesce(c.relacl, acldefault('r', c.relowner)) as acl
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not ${rights_ofExtension('pg_class', 'c.oid')}
  union all
  select 'sequence', format('%I.%I', n.nspname, c.relname), c.relowner, coalesce(c.relacl, acldefault('s', c.relowner))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind = 'S' and not ${rights_ofExtension('pg_class', 'c.oid')}
  union all
  select 'function', format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), p.proowner,
    coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any ($1) and not ${ofTypeOrExtension('p.oid')}
  union all
  select 'schema', quote_ident(n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
  from pg_namespace n where n.nspname = any ($1)
  union all
  select 'type', format('%I.%I', n.nspname, t.typname), t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where n.nspname = any ($1) and t.typtype in ('e', 'd', 'r') and not ${rights_ofExtension('pg_type', 't.oid')}
)
select 'grant' as kind,
  concat('grant ', case when type <> 'relation' then type || ' ' end, name, ' ', role, ' ', privilege) as id,
  jsonb_build_object('type', type, 'object', name, 'role', role, 'privilege', privilege, 'grantable', bool_or(grantable)) as properties
from (select o.type, o.name, a.privilege_type as privilege, a.is_grantable as grantable,
    case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as role
  from object o cross join aclexplode(o.acl) a where a.grantee <> o.owner) g
group by type, name, role, privilege
union all
select 'column-grant', concat('column-grant ', relation, '.', col, ' ', role, ' ', privilege),
  jsonb_build_object('relation', relation, 'column', name, 'role', role, 'privilege', privilege, 'grantable', bool_or(grantable))
from (select format('%I.%I', n.nspname, c.relname) as relation, quote_ident(t.attname) as col, t.attname as name,
    a.privilege_type as privilege, a.is_grantable as grantable,
    case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as role
  from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace
  cross join aclexplode(t.attacl) a
  where n.nspname = any ($1) and t.attacl is not null and t.attnum > 0 and not t.attisdropped
    and not ${rights_ofExtension('pg_class', 'c.oid')}) g
group by relation, col, name, role, privilege`;
/**
 * A default for one schema adds to the built-in one; a default for all schemas replaces it, so what it takes away is
 * an object of its own ("revoked").
 */
const DEFAULT_PRIVILEGES = `
with entry as (
  select d.oid, pg_get_userbyid(d.defaclrole) as owner, n.nspname as schema, d.defaclacl as acl,
    case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
      when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end as objects,
    case when d.defaclnamespace <> 0 or d.defaclobjtype not in ('r', 'S', 'f', 'T', 'n') then null
      else acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole) end as built_in
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
  where n.nspname = any ($1) or d.defaclnamespace = 0
), change as (
  select e.*, x.granted, x.grantee, x.privilege from entry e cross join lateral (
    (select true, a.grantee, a.privilege_type from aclexplode(e.acl) a
     except select true, b.grantee, b.privilege_type from aclexplode(e.built_in) b)
    union all
    (select false, b.grantee, b.privilege_type from aclexplode(e.built_in) b
     except select false, a.grantee, a.privilege_type from aclexplode(e.acl) a)
  ) x (granted, grantee, privilege)
)
select 'default-privilege' as kind, concat('default-privilege ', quote_ident(owner), ' in ',
    coalesce(quote_ident(schema), 'all'), ' ', objects, case when not granted then ' revoked' end, ' ',
    case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end, ' ', privilege) as id,
  jsonb_build_object('owner', quote_ident(owner), 'schema', quote_ident(schema), 'objects', objects, 'granted', granted,
    'role', case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
    'privilege', privilege) as properties
from change`;

;// CONCATENATED MODULE: ./src/database/schema/snapshot.js






/** Set-based, one round trip each, however many objects there are. */
const PARTS = {
    'relations and row-level security': { sql: RELATIONS, kinds: ['relation', 'rls', 'schema'] },
    columns: { sql: COLUMNS, kinds: ['column'] },
    constraints: { sql: CONSTRAINTS, kinds: ['constraint'] },
    indexes: { sql: INDEXES, kinds: ['index'] },
    'views and rules': { sql: VIEWS, kinds: ['view', 'rule'] },
    types: { sql: TYPES, kinds: ['enum', 'domain', 'type'] },
    sequences: { sql: SEQUENCES, kinds: ['sequence'] },
    functions: { sql: code_FUNCTIONS, kinds: ['function'] },
    triggers: { sql: TRIGGERS, kinds: ['trigger', 'event-trigger'] },
    extensions: { sql: EXTENSIONS, kinds: ['extension'] },
    publications: { sql: PUBLICATIONS, kinds: ['publication'] },
    policies: { sql: rights_POLICIES, kinds: ['policy'] },
    grants: { sql: rights_GRANTS, kinds: ['grant', 'column-grant'] },
    'default privileges': { sql: DEFAULT_PRIVILEGES, kinds: ['default-privilege'] },
};
const ALL_KINDS = Object.values(PARTS).flatMap((part) => part.kinds);
/**
 * Reads the catalog into a flat map of objects. The answer depends neither on the role that asks nor on its
 * search_path: `plan` and `migrate` run as different roles and compare fingerprints.
 */
async function schemaSnapshot(db, options = {}) {
    const read = await readAtOnce(db, options).catch((error) => {
        if (!isPermission(error))
            throw error;
        // One refused query ends its transaction: ask again one by one, and say which parts stay unread.
        return readApart(db, options);
    });
    const objects = {};
    for (const { id, kind, properties } of read.rows.sort(byId))
        objects[id] = { kind, properties };
    const { schemas, unreadable } = read;
    return {
        format: 1,
        schemas,
        objects,
        unreadable,
        ...(options.contract ? { contract: options.contract } : {}),
    };
}
/** SHA-256 of the canonical JSON of what was seen. The app's contract is not part of the schema. */
function fingerprint(snapshot) {
    const { contract: _, ...seen } = snapshot;
    return (0,canonical/* hashOf */.qQ)((0,canonical/* toJson */.aB)(seen));
}
async function readAtOnce(db, options) {
    return inCatalogTransaction(db, async (tx) => {
        const schemas = options.schemas ?? (await allSchemas(tx));
        const rows = [];
        for (const { sql } of Object.values(PARTS))
            rows.push(...(await ask(tx, sql, schemas)));
        return { schemas: [...schemas].sort(), rows, unreadable: [] };
    });
}
async function readApart(db, options) {
    const rows = [];
    const unreadable = [];
    const attempt = async (what, kinds, work) => {
        try {
            return await inCatalogTransaction(db, work);
        }
        catch (error) {
            if (!isPermission(error))
                throw error;
            unreadable.push({ what, why: missingGrant(error), kinds });
            return undefined;
        }
    };
    const schemas = options.schemas ?? (await attempt('schemas', ALL_KINDS, allSchemas)) ?? [];
    for (const [what, { sql, kinds }] of Object.entries(PARTS)) {
        rows.push(...((await attempt(what, kinds, (tx) => ask(tx, sql, schemas))) ?? []));
    }
    return { schemas: [...schemas].sort(), rows, unreadable };
}
/** Names are printed qualified when they are not on the search_path: an empty one makes every answer the same. */
function inCatalogTransaction(db, work) {
    return db.transaction(async (tx) => {
        await tx.query('set transaction isolation level repeatable read, read only');
        await tx.query(`select set_config('search_path', '', true), set_config('quote_all_identifiers', 'off', true)`);
        return work(tx);
    });
}
async function allSchemas(tx) {
    return (await tx.query(SCHEMAS, [LEFT_OUT])).map((row) => row.name);
}
function ask(tx, sql, schemas) {
    if (sql.includes('$2'))
        return tx.query(sql, [schemas, POLICIES_LOOKED_AT]);
    return tx.query(sql, sql.includes('$1') ? [schemas] : []);
}
const byId = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

// EXTERNAL MODULE: ./src/database/sql/places.js
var places = __webpack_require__(49091);
;// CONCATENATED MODULE: ./src/database/schema/verify-sql.js






/** Runs every file of the folder. A check with bad rows fails; what could not be run is unknown, and fails as well. */
async function verifySql(db, options) {
    const folder = external_node_path_.join(options.workspace, options.directory);
    const names = await (0,promises_.readdir)(folder).catch((error) => {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    });
    const files = names?.filter((name) => name.endsWith('.sql')).sort() ?? [];
    if (files.length === 0) {
        const detail = names
            ? `${options.directory} has no .sql file`
            : `there is no folder ${options.directory}`;
        return { check: 'verify-sql', outcome: 'skipped', detail, findings: [] };
    }
    const results = [];
    for (const name of files)
        results.push(await verifyFile(db, external_node_path_.posix.join(options.directory, name), options));
    const failed = results.flatMap((r) => r.failed);
    const undecided = results.flatMap((r) => r.undecided);
    const checks = results.reduce((sum, r) => sum + r.checks, 0);
    return {
        check: 'verify-sql',
        outcome: failed.length > 0 ? 'fail' : undecided.length > 0 ? 'unknown' : 'pass',
        detail: `${count(checks, 'check')} in ${count(files.length, 'file')}${undecided.length > 0 ? `, ${undecided.length} could not be decided` : ''}`,
        findings: [...failed, ...undecided],
    };
}
const count = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;
/** One file in one read-only transaction; `file` is relative to the workspace. */
async function verifyFile(db, file, options) {
    let current;
    try {
        const statements = await (0,sql_parse/* parseSql */.eg)(await (0,promises_.readFile)(external_node_path_.join(options.workspace, file), 'utf8'), file);
        const wrong = statements.find((statement) => statement.kind !== 'SelectStmt');
        if (wrong)
            return undecided(file, 'only SELECT statements can verify', wrong.line);
        const rows = await db.transaction(async (tx) => {
            await tx.query('set transaction read only');
            // Off: a query that policies would hide rows from raises an error instead of counting too few.
            await tx.query(`select set_config('row_security', 'off', true), set_config('statement_timeout', $1, true)`, [`${options.timeoutMs ?? 60_000}ms`]);
            const all = [];
            for (const statement of statements) {
                current = statement;
                for (const row of await tx.query(statement.text))
                    all.push({ row, line: statement.line });
            }
            return all;
        });
        return judge(file, rows);
    }
    catch (error) {
        return undecided(file, missingGrant(error), lineOf(error, current));
    }
}
function judge(file, rows) {
    if (rows.length === 0)
        return undecided(file, 'it returned no row, so it checked nothing', undefined);
    const failed = [];
    const strange = [];
    for (const { row, line } of rows) {
        const { check_name: name, bad } = row;
        const place = { file, line };
        if (typeof name !== 'string' || !/^-?\d+$/.test(String(bad))) {
            strange.push({
                object: file,
                message: `rows must be (check_name text, bad bigint), this one has (${Object.keys(row).join(', ')}) or a null`,
                place,
            });
        }
        else if (BigInt(String(bad)) !== 0n) {
            failed.push({ object: `${file}: ${name}`, message: `${String(bad)} bad`, place });
        }
    }
    return { checks: rows.length, failed, undecided: strange };
}
const undecided = (file, message, line) => ({
    checks: 0,
    failed: [],
    undecided: [{ object: file, message, place: { file, ...(line ? { line } : {}) } }],
});
function lineOf(error, statement) {
    if (!statement)
        return error instanceof errors/* ShiplockError */.GV ? error.problem.places?.[0]?.line : undefined;
    const cause = error instanceof errors/* ShiplockError */.GV ? error.cause : undefined;
    const position = Number(cause?.position ?? 0);
    if (position <= 0)
        return statement.line;
    const before = statement.text.slice(0, (0,places/* codePointOffset */.T$)(statement.text, position - 1));
    return statement.line + before.split('\n').length - 1;
}

;// CONCATENATED MODULE: ./src/database/schema/summary.js
const MARK = {
    pass: '✅ pass',
    fail: '❌ **fail**',
    unknown: '❓ **could not verify**',
    skipped: '⏭️ skipped',
};
/** A job summary holds 1 MiB: https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits */
const MOST_FINDINGS = 50;
const NAMES = {
    'verify-sql': 'Verify SQL',
    contract: 'App contract',
    rls: 'Row-level security',
    drift: 'Drift',
    advisors: 'Supabase advisors',
};
const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
/** A fence longer than any run of backticks inside. */
const fenced = (sql) => {
    const fence = '`'.repeat(Math.max(3, ...[...sql.matchAll(/`+/g)].map((m) => m[0].length + 1)));
    return [`  ${fence}sql`, ...sql.split('\n').map((line) => `  ${line}`), `  ${fence}`];
};
const inline = (text) => (text.includes('`') ? text.replaceAll('`', "'") : text);
/** What `verify` found, for the job summary: a table first, then each finding with the SQL that mends it. */
function reportsMarkdown(reports) {
    const lines = [
        '| check | outcome | looked at |',
        '| --- | --- | --- |',
        ...reports.map((r) => `| ${NAMES[r.check]} | ${MARK[r.outcome]} | ${cell(r.detail)} |`),
        ...reports.filter((r) => r.findings.length > 0).flatMap(findings),
    ];
    return `${lines.join('\n')}\n`;
}
function findings(report) {
    const shown = report.findings.slice(0, MOST_FINDINGS);
    const left = report.findings.length - shown.length;
    return [
        '',
        `#### ${NAMES[report.check]}`,
        '',
        ...shown.flatMap((f) => {
            const place = f.place ? ` (${f.place.file}${f.place.line ? `:${f.place.line}` : ''})` : '';
            return [
                `- \`${inline(f.object)}\`: ${cell(f.message)}${place}`,
                ...(f.mend ? ['', ...fenced(f.mend), ''] : []),
            ];
        }),
        ...(left > 0 ? [`- … and ${left} more`] : []),
    ];
}
const ANSWERS = {
    safe: '✅ **safe**: the previous release may serve again on this schema.',
    unsafe: '❌ **unsafe**: the previous release does not work on this schema.',
    unknown: '❓ **unknown**: it cannot be decided whether the previous release works on this schema.',
};
/** A verdict with its reasons, for the job summary and the approver. */
function verdictMarkdown(verdict) {
    const shown = verdict.reasons.slice(0, MOST_FINDINGS);
    const left = verdict.reasons.length - shown.length;
    const lines = [
        ANSWERS[verdict.answer],
        ...(shown.length > 0 ? ['', '| | object | why |', '| --- | --- | --- |'] : []),
        ...shown.map((r) => `| ${r.answer} | \`${cell(inline(r.object))}\` | ${cell(r.why)} |`),
        ...(left > 0 ? ['', `… and ${left} more reasons`] : []),
    ];
    return `${lines.join('\n')}\n`;
}

;// CONCATENATED MODULE: ./src/database/schema/index.js













/** Reads and checks one environment's schema. */
function databaseSchema(options) {
    const { database, workspace, schemas } = options;
    const contract = () => loadContract(workspace, options.contractFile);
    const snapshot = async () => schemaSnapshot(await database(), { ...(schemas ? { schemas } : {}), contract: await contract() });
    return {
        snapshot,
        fingerprint: async () => fingerprint(await snapshot()),
        verify: async (expected) => {
            const db = await database();
            const live = await snapshot();
            return [
                await verifySql(db, { workspace, directory: options.verifyDir }),
                checkContract(live.contract, live, options.contractFile),
                await checkRls(db, { workspace, file: options.rlsFile }),
                checkDrift(expected.snapshot, live),
                await checkAdvisors(options.advisorsUrl ? { url: options.advisorsUrl, workspace } : undefined),
            ];
        },
    };
}


/***/ })

};
