export const id = 408;
export const ids = [408];
export const modules = {

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


/***/ })

};
