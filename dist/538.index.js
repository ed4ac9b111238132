export const id = 538;
export const ids = [538];
export const modules = {

/***/ 20538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  githubCodeHost: () => (/* binding */ githubCodeHost)
});

// EXTERNAL MODULE: ./src/http/wire.js
var wire = __webpack_require__(84244);
// EXTERNAL MODULE: ../node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(69987);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
;// CONCATENATED MODULE: ./src/codehost/commands.js
const COMMAND = /^ {0,3}\/(approve|reject)(?=\s|$)(?:[ \t]+`?([0-9a-f]+)`?(?=\s|$|[.,;]))?/gim;
/**
 * The commands of a comment, in their order. A command begins a line; quoted lines, code blocks and HTML comments
 * are somebody else's words, examples, or invisible, and do not count.
 */
function commandsIn(body) {
    return [...visible(body).matchAll(COMMAND)].map(([, verb, hash]) => ({
        state: verb?.toLowerCase() === 'approve' ? 'approved' : 'rejected',
        ...(hash ? { planHash: hash.toLowerCase() } : {}),
    }));
}
/**
 * The plan hash that a review's free text names: by a command, or by any run of 12 to 64 hex digits that is not the
 * commit. Undefined: it names none.
 */
function planHashIn(text, commit) {
    const named = commandsIn(text).findLast((command) => command.planHash !== undefined);
    if (named)
        return named.planHash;
    const hashes = [...text.matchAll(/\b[0-9a-f]{12,64}\b/gi)].map(([hash]) => hash.toLowerCase());
    return hashes.find((hash) => !commit.toLowerCase().startsWith(hash));
}
function visible(body) {
    return body
        .replaceAll('\r\n', '\n')
        .replace(/<!--[\s\S]*?(-->|$)/g, '')
        .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(^ {0,3}\1[`~]*[ \t]*$|(?![\s\S]))/gm, '');
}

;// CONCATENATED MODULE: ./src/codehost/commits.js

const login = schemas/* object */.Ikc({ login: schemas/* string */.YjP().optional() }).nullish();
const commitShape = schemas/* object */.Ikc({
    sha: schemas/* string */.YjP(),
    commit: schemas/* object */.Ikc({ message: schemas/* string */.YjP(), author: schemas/* object */.Ikc({ name: schemas/* string */.YjP().optional() }).nullish() }),
    author: login,
    committer: login,
});
const pullShape = schemas/* object */.Ikc({
    number: schemas/* int */.Whr(),
    title: schemas/* string */.YjP(),
    html_url: schemas/* string */.YjP(),
    merge_commit_sha: schemas/* string */.YjP().nullish(),
    merged_at: schemas/* string */.YjP().nullish(),
    user: login,
});
/** On a first release there is no earlier commit to compare with: so many are told. */
const FIRST_RELEASE_COMMITS = 20;
/** Pull requests that brought or hold the commit, the one that merged it first. */
async function pullsOf(client, sha) {
    const pulls = await client.all({
        doing: `list the pull requests of commit ${sha.slice(0, 12)}`,
        permission: 'pull-requests: read',
        route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
        params: { commit_sha: sha },
    }, pullShape);
    const rank = (pull) => (pull.merge_commit_sha === sha && pull.merged_at ? 0 : pull.merged_at ? 1 : 2);
    return pulls.sort((a, b) => rank(a) - rank(b) || b.number - a.number);
}
/**
 * The commit and everybody whose work it is: author, committer, co-authors, the pull request's author, and the authors
 * of its commits, who disappear from history when it is squashed.
 */
async function commitInfo(client, sha) {
    const [commit, pulls] = await Promise.all([
        client.read({
            doing: `read commit ${sha.slice(0, 12)}`,
            permission: 'contents: read',
            route: 'GET /repos/{owner}/{repo}/commits/{ref}',
            params: { ref: sha },
        }, commitShape),
        pullsOf(client, sha),
    ]);
    const [pull] = pulls;
    const own = pull ? await commitsOfPull(client, pull.number) : [];
    const authors = new Set();
    for (const each of [commit, ...own]) {
        for (const who of [each.author?.login, each.committer?.login, ...coAuthors(each.commit.message)]) {
            // The committer of what is merged on the web page.
            if (who && who !== 'web-flow')
                authors.add(who);
        }
    }
    if (pull?.user?.login)
        authors.add(pull.user.login);
    return {
        sha: commit.sha,
        message: commit.commit.message,
        authors: [...authors].sort(),
        ...(pull ? { pullRequest: { number: pull.number, title: pull.title, url: pull.html_url } } : {}),
    };
}
/** GitHub lists at most 250. https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request */
function commitsOfPull(client, number) {
    return client.all({
        doing: `list the commits of pull request ${number}`,
        permission: 'pull-requests: read',
        route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
        params: { pull_number: number },
    }, commitShape);
}
/** Only GitHub's own no-reply addresses tell a login: `123+login@users.noreply.github.com`. */
function coAuthors(message) {
    const trailer = /^co-authored-by:.*<(?:\d+\+)?([a-z\d-]+)@users\.noreply\.github\.com>\s*$/gim;
    return [...message.matchAll(trailer)].map(([, who]) => who ?? '');
}
/** Commits after `from` up to `to`, newest first. */
async function changes(client, from, to) {
    const permission = 'contents: read';
    const commits = from === undefined
        ? await client.read({
            doing: `list the commits before ${to.slice(0, 12)}`,
            permission,
            route: 'GET /repos/{owner}/{repo}/commits',
            params: { sha: to, per_page: FIRST_RELEASE_COMMITS },
        }, schemas/* array */.YOg(commitShape))
        : (await client.all({
            doing: `compare ${from.slice(0, 12)} with ${to.slice(0, 12)}`,
            permission,
            route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
            params: { basehead: `${from}...${to}` },
        }, commitShape, (page) => page.commits)).reverse();
    return commits.map(({ sha, commit, author }) => {
        const who = author?.login ?? commit.author?.name;
        return { sha, message: commit.message, ...(who ? { author: who } : {}) };
    });
}

;// CONCATENATED MODULE: ./src/codehost/approvals.js




const user = schemas/* object */.Ikc({ login: schemas/* string */.YjP(), type: schemas/* string */.YjP().optional() }).nullish();
const review = schemas/* object */.Ikc({
    state: schemas/* string */.YjP(),
    comment: schemas/* string */.YjP().nullish(),
    environments: schemas/* array */.YOg(schemas/* object */.Ikc({ name: schemas/* string */.YjP() })),
    user,
});
const comment = schemas/* object */.Ikc({
    body: schemas/* string */.YjP().nullish(),
    html_url: schemas/* string */.YjP(),
    created_at: schemas/* string */.YjP(),
    updated_at: schemas/* string */.YjP(),
    user,
});
const permission = schemas/* object */.Ikc({ permission: schemas/* string */.YjP(), role_name: schemas/* string */.YjP().optional() });
/** Every yes and no that people gave to this commit's release, valid or not. */
async function approvals(client, request) {
    const [reviews, comments] = await Promise.all([
        request.runId === undefined ? [] : reviewSignals(client, { ...request, runId: request.runId }),
        commentSignals(client, request.commit),
    ]);
    return [...reviews, ...comments];
}
/**
 * Reviews of the environment's required reviewers. GitHub has checked who may review; it tells no time.
 * https://docs.github.com/en/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
 */
async function reviewSignals(client, at) {
    const reviews = await client.all({
        doing: `read the reviews of run ${at.runId}`,
        permission: 'actions: read',
        route: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals',
        params: { run_id: at.runId },
    }, review);
    // Environment names are not case-sensitive at GitHub.
    const wanted = at.environment.toLowerCase();
    return reviews.flatMap((each) => {
        if (each.state !== 'approved' && each.state !== 'rejected')
            return [];
        if (!each.environments.some((environment) => environment.name.toLowerCase() === wanted))
            return [];
        const text = each.comment ?? '';
        const planHash = planHashIn(text, at.commit);
        return [
            {
                by: each.user?.login ?? '',
                via: 'review',
                state: each.state,
                ...(planHash ? { planHash } : {}),
                ...(text ? { comment: text } : {}),
            },
        ];
    });
}
/** `/approve <hash>` and `/reject <hash>` on the commit and on its pull requests. */
async function commentSignals(client, commit) {
    const pulls = await pullsOf(client, commit);
    const lists = await Promise.all([
        client.all({
            doing: `read the comments on commit ${commit.slice(0, 12)}`,
            permission: 'contents: read',
            route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/comments',
            params: { commit_sha: commit },
        }, comment),
        ...pulls.map((pull) => client.all({
            doing: `read the comments on pull request ${pull.number}`,
            permission: 'pull-requests: read',
            route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
            params: { issue_number: pull.number },
        }, comment)),
    ]);
    const permissions = new Map();
    const signals = [];
    for (const each of lists.flat()) {
        for (const command of commandsIn(each.body ?? '')) {
            const invalid = await whyInvalid(client, each, permissions);
            signals.push({
                by: each.user?.login ?? '',
                via: 'comment',
                ...command,
                url: each.html_url,
                at: each.created_at,
                ...(invalid === undefined ? {} : { invalid }),
            });
        }
    }
    return signals;
}
async function whyInvalid(client, signal, permissions) {
    const { user: author } = signal;
    if (!author)
        return 'the account that wrote it is gone';
    // Bots have no permission that could be looked up, and none may approve.
    if (author.type === 'Bot')
        return 'a bot wrote it';
    // Whoever may write to the repository can edit anybody's comment: only what was never edited is the person's word.
    if (signal.updated_at !== signal.created_at)
        return 'the comment was edited after it was written';
    let looked = permissions.get(author.login);
    if (!looked) {
        looked = lacksPermission(client, author.login);
        permissions.set(author.login, looked);
    }
    return looked;
}
/**
 * Why this person may not approve; undefined when write, maintain or admin. A look-up that fails is thrown: a
 * permission that could not be checked is no permission.
 */
async function lacksPermission(client, login) {
    try {
        // `permission` knows admin, write, read and none (maintain is write there); `role_name` has the real one.
        // https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
        const found = await client.read({
            doing: `look up the permission of ${login}`,
            permission: 'metadata: read',
            route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
            params: { username: login },
        }, permission);
        if (['admin', 'write', 'maintain'].includes(found.permission))
            return undefined;
        return `${login} may not write to ${client.repository} (${found.role_name ?? found.permission})`;
    }
    catch (error) {
        if (!(error instanceof errors/* ShiplockError */.GV) || error.code !== 'SHIPLOCK_GITHUB_NOT_FOUND')
            throw error;
        return `${login} is no collaborator of ${client.repository}`;
    }
}

;// CONCATENATED MODULE: ./src/codehost/faults.js


/**
 * What a request to GitHub ended with. An error of our own rather than octokit's: its paginating plugin takes a
 * RequestError with status 409 for an empty page, which would hide signals.
 */
class GithubFault extends Error {
    kind;
    httpStatus;
    headers;
    constructor(kind, message, more = {}) {
        super(message, { cause: more.cause });
        this.kind = kind;
        this.httpStatus = more.httpStatus;
        this.headers = more.headers ?? {};
    }
}
/**
 * GitHub says "too many" in three ways: 429, 403 without anything remaining, 403 of the secondary limit.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
function rateLimited(fault) {
    if (fault.httpStatus === 429)
        return true;
    if (fault.httpStatus !== 403)
        return false;
    const { headers } = fault;
    return (String(headers['x-ratelimit-remaining']) === '0' ||
        headers['retry-after'] !== undefined ||
        /rate limit|abuse detection/i.test(fault.message));
}
/** May this read be tried again, and after how long? */
function tryAgain(fault, now = Date.now()) {
    if (rateLimited(fault))
        return { afterMs: rateLimitWait(fault.headers, now) };
    if (fault.kind !== 'status')
        return {};
    return (fault.httpStatus ?? 0) >= 500 || fault.httpStatus === 408 ? {} : false;
}
/** Without a header GitHub asks for at least a minute. */
function rateLimitWait(headers, now) {
    const asked = (0,wire/* retryAfterMs */.Vs)(headers['retry-after']?.toString(), now);
    if (asked !== undefined)
        return asked;
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset)) {
        return Math.max(0, reset * 1000 - now);
    }
    return 60_000;
}
/** One place decides which code a fault gets. */
function toError(error, at) {
    const fault = error instanceof GithubFault ? error : new GithubFault('unreadable', String(error), { cause: error });
    const problem = describe(fault, at);
    const settled = problem.code === 'SHIPLOCK_GITHUB_TOKEN' || problem.code === 'SHIPLOCK_GITHUB_FORBIDDEN';
    if (settled && !at.writes)
        return (0,errors/* configurationError */.DN)(problem);
    return new errors/* OutsideCallError */["in"]({ ...problem, kind: settled ? 'configuration' : 'failure' }, {
        certainty: at.writes ? certaintyOf(fault) : 'not-done',
        status: fault.httpStatus ?? (0,wire/* wireErrorCode */.RT)(fault.cause),
        cause: fault.kind === 'status' ? undefined : fault.cause,
    });
}
function certaintyOf(fault) {
    if (fault.kind === 'network')
        return (0,wire/* neverSent */.vQ)(fault.cause) ? 'not-done' : 'unknown';
    if (fault.kind === 'unreadable')
        return 'unknown';
    return (0,wire/* certaintyOfStatus */.D3)(fault.httpStatus ?? 500);
}
function describe(fault, at) {
    const said = `: ${fault.message.replaceAll(at.token, '***').replace(/\s+/g, ' ').trim().slice(0, 300)}`;
    const again = at.writes && certaintyOf(fault) === 'unknown'
        ? 'It may have happened. Run the phase again: it looks for its own work before it writes.'
        : 'Run the phase again when GitHub answers; see https://www.githubstatus.com.';
    if (fault.kind === 'network') {
        const why = (0,wire/* wireErrorCode */.RT)(fault.cause) ?? 'no answer';
        return {
            code: 'SHIPLOCK_GITHUB_UNREACHABLE',
            what: `GitHub could not be reached to ${at.doing} in ${at.repository} (${why}).`,
            next: again,
        };
    }
    if (fault.kind === 'unreadable') {
        return {
            code: 'SHIPLOCK_GITHUB_ANSWER',
            what: `GitHub's answer to ${at.doing} in ${at.repository} could not be read${said}.`,
            next: again,
        };
    }
    if (rateLimited(fault)) {
        const wait = Math.ceil(rateLimitWait(fault.headers, Date.now()) / 1000);
        return {
            code: 'SHIPLOCK_GITHUB_RATE_LIMITED',
            what: `GitHub's rate limit kept us from trying to ${at.doing} in ${at.repository}; it asks to wait ${wait} s.`,
            next: 'Run the phase again after that time; look what else uses the same token.',
        };
    }
    return describeStatus(fault, at, said, again);
}
function describeStatus(fault, at, said, again) {
    const status = fault.httpStatus ?? 0;
    if (status === 401) {
        return {
            code: 'SHIPLOCK_GITHUB_TOKEN',
            what: `GitHub does not know the token (HTTP 401) given to ${at.doing} in ${at.repository}.`,
            next: 'Give the input github-token the job’s own token, or one that has not expired.',
        };
    }
    if (status === 403) {
        // GitHub names what it wants: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
        const wants = fault.headers['x-accepted-github-permissions'];
        const permission = wants === undefined ? at.permission : String(wants).replaceAll('=', ': ');
        return {
            code: 'SHIPLOCK_GITHUB_FORBIDDEN',
            what: `The GitHub token may not ${at.doing} in ${at.repository}; it lacks the permission \`${permission}\`${said}.`,
            next: `Add \`${permission}\` to the job's \`permissions\`, or to the token that is given.`,
        };
    }
    // A commit that does not exist is 422 there, not 404.
    if (status === 404 || status === 410 || /^No commit found/i.test(fault.message)) {
        return {
            code: 'SHIPLOCK_GITHUB_NOT_FOUND',
            what: `GitHub found nothing (HTTP ${status}) to ${at.doing} in ${at.repository}. It also answers so when the token may not see it.`,
            next: `Check the name or id, and that the token may read the repository (\`${at.permission}\`).`,
        };
    }
    if (status >= 500 || status === 408) {
        return {
            code: 'SHIPLOCK_GITHUB_UNREACHABLE',
            what: `GitHub failed (HTTP ${status}) to ${at.doing} in ${at.repository}${said}.`,
            next: again,
        };
    }
    return {
        code: 'SHIPLOCK_GITHUB_REFUSED',
        what: `GitHub refused (HTTP ${status}) to ${at.doing} in ${at.repository}${said}.`,
        next: 'Read the reason above; this call changed nothing at GitHub.',
    };
}

;// CONCATENATED MODULE: ./src/codehost/client.js




/** Octokit with reads that are patient, writes that are tried once, and answers that are checked. */
class GithubClient {
    repository;
    #options;
    #names;
    #octokit;
    constructor(options) {
        const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(options.repository) ?? [];
        if (!owner || !repo) {
            throw (0,errors/* configurationError */.DN)({
                code: 'SHIPLOCK_GITHUB_REPOSITORY',
                what: `"${options.repository}" is no GitHub repository; it has to be written owner/name.`,
                next: 'Give the repository as owner/name, as GITHUB_REPOSITORY has it.',
            });
        }
        this.#options = options;
        this.#names = { owner, repo };
        this.repository = options.repository;
    }
    /** One object. */
    async read(call, schema) {
        return this.#guard(call, false, async (octokit) => {
            const answer = await octokit.request(call.route, this.#params(call));
            return parse(schema, answer.data);
        });
    }
    /** All pages of a list; `pick` takes the list out of a page that is an object. */
    async all(call, item, pick = (page) => page) {
        return this.#guard(call, false, async (octokit) => {
            const params = { per_page: 100, ...this.#params(call) };
            const items = [];
            for await (const page of octokit.paginate.iterator(call.route, params)) {
                items.push(...parse(schemas/* array */.YOg(item), pick(page.data)));
            }
            return items;
        });
    }
    /** One attempt, whatever comes. */
    async write(call, schema) {
        return this.#guard(call, true, async (octokit) => {
            const answer = await octokit.request(call.route, this.#params(call));
            return parse(schema, answer.data);
        });
    }
    #params(call) {
        return { ...this.#names, ...call.params };
    }
    async #guard(call, writes, work) {
        this.#octokit ??= openOctokit(this.#options);
        const octokit = await this.#octokit;
        try {
            return await work(octokit);
        }
        catch (error) {
            const { token, repository } = this.#options;
            throw toError(error, { doing: call.doing, permission: call.permission, repository, token, writes });
        }
    }
}
const silent = { debug() { }, info() { }, warn() { }, error() { } };
async function openOctokit(options) {
    const { Octokit } = await __webpack_require__.e(/* import() */ 229).then(__webpack_require__.bind(__webpack_require__, 22229));
    const { pace } = options;
    const octokit = new Octokit({
        auth: options.token,
        baseUrl: options.apiUrl.replace(/\/+$/, ''),
        userAgent: 'shiplock',
        // Requests are told in our errors; octokit would print headers and paths to the log by itself.
        log: silent,
    });
    octokit.hook.wrap('request', (request, asked) => {
        const once = async () => {
            // Changed in place: a hook inside of this one (octokit's own) is bound to `asked` and would not see a copy.
            asked.request = { ...asked.request, signal: AbortSignal.timeout(pace.deadlineMs) };
            try {
                const answer = await request(asked);
                // Octokit hands over '' when the body breaks off, and its paginating plugin takes that for an empty page.
                if (typeof answer.data === 'object' && answer.data !== null)
                    return { value: answer };
                const fault = new GithubFault('unreadable', `HTTP ${answer.status} without a JSON body`);
                return { error: fault, again: {} };
            }
            catch (error) {
                const fault = faultOf(error);
                return { error: fault, again: tryAgain(fault) };
            }
        };
        return (0,wire/* patiently */.d_)(once, asked.method === 'GET' ? pace : { ...pace, tries: 1 });
    });
    return octokit;
}
/** RequestError has a `response` only when GitHub answered; without it the status 500 is octokit's own invention. */
function faultOf(error) {
    const { response } = error;
    const message = error instanceof Error ? error.message : String(error);
    if (!response)
        return new GithubFault('network', message, { cause: error });
    return new GithubFault('status', message, { httpStatus: response.status, headers: response.headers });
}
function parse(schema, data) {
    const result = schema.safeParse(data);
    if (result.success)
        return result.data;
    const issue = result.error.issues[0];
    throw new GithubFault('unreadable', `${issue?.path.join('.') || 'answer'}: ${issue?.message ?? 'unexpected'}`);
}

;// CONCATENATED MODULE: ./src/codehost/comments.js



const comments_comment = schemas/* object */.Ikc({
    id: schemas/* int */.Whr(),
    body: schemas/* string */.YjP().nullish(),
    html_url: schemas/* string */.YjP(),
    user: schemas/* object */.Ikc({ login: schemas/* string */.YjP(), type: schemas/* string */.YjP().optional() }).nullish(),
});
/** GitHub refuses longer bodies with 422. */
const LONGEST_BODY = 65_536;
/** One comment a key, edited in place: on the pull request where there is one, else on the commit. */
async function upsertComment(client, request, actorLogin) {
    const number = request.pullRequest ?? (await pullsOf(client, request.commit))[0]?.number;
    const place = number === undefined ? onCommit(request.commit) : onPull(number);
    const marker = `<!-- shiplock:${request.key.replaceAll('--', '-')} -->`;
    const body = withMarker(request.body, marker);
    const known = await client.all({
        doing: `read the comments on ${place.name}`,
        permission: place.permission.replace('write', 'read'),
        route: place.listRoute,
        params: place.params,
    }, comments_comment);
    const marked = known.filter((each) => each.body?.includes(marker));
    const mine = marked.length > 0 ? marked.find(await writtenBy(client, actorLogin)) : undefined;
    // GitHub may hand line ends back as CRLF.
    if (mine?.body?.replaceAll('\r\n', '\n') === body)
        return { url: mine.html_url };
    const written = await client.write(mine
        ? {
            doing: `update comment ${mine.id} on ${place.name}`,
            permission: place.permission,
            route: place.updateRoute,
            params: { comment_id: mine.id, body },
        }
        : {
            doing: `comment on ${place.name}`,
            permission: place.permission,
            route: place.createRoute,
            params: { ...place.params, body },
        }, comments_comment);
    return { url: written.html_url };
}
function onPull(number) {
    return {
        name: `pull request ${number}`,
        permission: 'pull-requests: write',
        listRoute: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        createRoute: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
        updateRoute: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
        params: { issue_number: number },
    };
}
function onCommit(sha) {
    return {
        name: `commit ${sha.slice(0, 12)}`,
        permission: 'contents: write',
        listRoute: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/comments',
        createRoute: 'POST /repos/{owner}/{repo}/commits/{commit_sha}/comments',
        updateRoute: 'PATCH /repos/{owner}/{repo}/comments/{comment_id}',
        params: { commit_sha: sha },
    };
}
/**
 * Anybody can write our marker into a comment, so only our own comment is edited. An installation's token cannot ask
 * who it is (403); it acts as a bot, so there a bot's comment is taken for ours.
 */
async function writtenBy(client, actorLogin) {
    const login = actorLogin ?? (await whoAmI(client));
    if (login === undefined)
        return (one) => one.user?.type === 'Bot';
    return (one) => one.user?.login.toLowerCase() === login.toLowerCase();
}
async function whoAmI(client) {
    try {
        const call = { doing: 'ask whose token this is', permission: 'a user token', route: 'GET /user' };
        return (await client.read(call, schemas/* object */.Ikc({ login: schemas/* string */.YjP() }))).login;
    }
    catch (error) {
        if (error instanceof errors/* ShiplockError */.GV && error.code === 'SHIPLOCK_GITHUB_FORBIDDEN')
            return undefined;
        throw error;
    }
}
function withMarker(body, marker) {
    const text = body.replaceAll('\r\n', '\n').trimEnd();
    const whole = `${marker}\n${text}`;
    if (whole.length <= LONGEST_BODY)
        return whole;
    const note = '\n\n… cut: GitHub takes no longer comment. The job summary has all of it.';
    return whole.slice(0, LONGEST_BODY - note.length).toWellFormed() + note;
}

;// CONCATENATED MODULE: ./src/codehost/deployments.js

const deployment = schemas/* object */.Ikc({
    id: schemas/* int */.Whr(),
    environment: schemas/* string */.YjP(),
    production_environment: schemas/* boolean */.zMY().optional(),
    payload: schemas/* unknown */.L5J(),
});
const deployments_status = schemas/* object */.Ikc({
    id: schemas/* int */.Whr(),
    state: schemas/* string */.YjP(),
    description: schemas/* string */.YjP().nullish(),
    environment_url: schemas/* string */.YjP().nullish(),
    log_url: schemas/* string */.YjP().nullish(),
});
/** GitHub cuts nothing, it refuses longer ones with 422. */
const LONGEST_DESCRIPTION = 140;
/** How far back other deployments of the environment are looked at when one takes over. */
const PRIORS = 30;
const READ = 'deployments: read';
const WRITE = 'deployments: write';
/** The release that a deployment object carries; undefined when it is not ours. GitHub may hand the payload back as text. */
function releaseOf(payload) {
    let value = payload;
    if (typeof value === 'string') {
        try {
            value = JSON.parse(value);
        }
        catch {
            return undefined;
        }
    }
    const id = value?.shiplock_release;
    return typeof id === 'string' ? id : undefined;
}
function list(client, params) {
    return client.all({
        doing: `list the deployments to ${params.environment}`,
        permission: READ,
        route: 'GET /repos/{owner}/{repo}/deployments',
        params,
    }, deployment);
}
function statuses(client, id) {
    return client.all({
        doing: `read the statuses of deployment ${id}`,
        permission: READ,
        route: 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
        params: { deployment_id: id },
    }, deployments_status);
}
/** GitHub promises no order; ids grow. */
function newest(items) {
    return items.reduce((best, item) => (best && best.id > item.id ? best : item), undefined);
}
/** Finds this release's deployment object, or creates it. */
async function openDeployment(client, request) {
    const { releaseId, commit, environment, production } = request;
    const known = await list(client, { environment, sha: commit });
    const mine = newest(known.filter((each) => releaseOf(each.payload) === releaseId));
    if (mine)
        return String(mine.id);
    const created = await client.write({
        doing: `create the deployment of ${commit.slice(0, 12)} to ${environment}`,
        permission: WRITE,
        route: 'POST /repos/{owner}/{repo}/deployments',
        params: {
            ref: commit,
            task: 'deploy',
            environment,
            // Never merge the default branch into what is released, and leave it to the release which checks it needs:
            // https://docs.github.com/en/rest/deployments/deployments#create-a-deployment
            auto_merge: false,
            required_contexts: [],
            payload: { shiplock_release: releaseId },
            description: shorten(`Shiplock release ${releaseId}`),
            production_environment: production,
            transient_environment: false,
        },
    }, 
    // 202 answers with a message instead of a deployment: nothing was created then.
    schemas/* object */.Ikc({ id: schemas/* int */.Whr() }));
    return String(created.id);
}
/** Writes the status unless it already is the newest one, and retires the releases it takes over from. */
async function setDeploymentStatus(client, request) {
    const id = Number(request.deploymentId);
    const [own, before] = await Promise.all([
        client.read({
            doing: `read deployment ${id}`,
            permission: READ,
            route: 'GET /repos/{owner}/{repo}/deployments/{deployment_id}',
            params: { deployment_id: id },
        }, deployment),
        statuses(client, id),
    ]);
    const production = own.production_environment === true;
    if (!same(newest(before), request))
        await write(client, id, request, !production);
    // GitHub's auto_inactive leaves production environments alone, so we retire those ourselves:
    // https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status
    if (request.state === 'success' && production)
        await retireOthers(client, own);
}
async function retireOthers(client, own) {
    const others = (await list(client, { environment: own.environment }))
        .filter((each) => each.id !== own.id && releaseOf(each.payload) !== undefined)
        .sort((a, b) => b.id - a.id)
        .slice(0, PRIORS);
    for (const other of others) {
        if (newest(await statuses(client, other.id))?.state !== 'success')
            continue;
        const description = `replaced by deployment ${own.id}`;
        await write(client, other.id, { deploymentId: String(other.id), state: 'inactive', description }, false);
    }
}
async function write(client, id, request, autoInactive) {
    await client.write({
        doing: `set deployment ${id} to ${request.state}`,
        permission: WRITE,
        route: 'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
        params: {
            deployment_id: id,
            state: request.state,
            description: shorten(request.description),
            auto_inactive: autoInactive,
            ...(request.environmentUrl ? { environment_url: request.environmentUrl } : {}),
            ...(request.logUrl ? { log_url: request.logUrl } : {}),
        },
    }, schemas/* object */.Ikc({ id: schemas/* int */.Whr() }));
}
function same(latest, request) {
    return (latest?.state === request.state &&
        latest.description === shorten(request.description) &&
        (latest.environment_url ?? '') === (request.environmentUrl ?? '') &&
        (latest.log_url ?? '') === (request.logUrl ?? ''));
}
/** Releases of ours of this commit that reached success in the environment, whatever became of them later. */
async function finishedReleases(client, request) {
    const known = await list(client, { environment: request.environment, sha: request.commit });
    const finished = [];
    for (const each of known) {
        const releaseId = releaseOf(each.payload);
        if (releaseId === undefined)
            continue;
        const reached = await statuses(client, each.id);
        if (reached.some((one) => one.state === 'success'))
            finished.push({ releaseId });
    }
    return finished;
}
function shorten(text) {
    const letters = [...text];
    return letters.length <= LONGEST_DESCRIPTION
        ? text
        : `${letters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…`;
}

;// CONCATENATED MODULE: ./src/codehost/runs.js

const runs_user = schemas/* object */.Ikc({ login: schemas/* string */.YjP() }).nullish();
const run = schemas/* object */.Ikc({ run_attempt: schemas/* int */.Whr().min(1).default(1), actor: runs_user, triggering_actor: runs_user });
/**
 * Actor and triggering actor of every attempt: `GITHUB_ACTOR` alone is who started the first one, so whoever runs a
 * job again would pass for a second person.
 * https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run-attempt
 */
async function runActors(client, runId) {
    const permission = 'actions: read';
    const doing = `read run ${runId}`;
    const params = { run_id: runId };
    const last = await client.read({ doing, permission, route: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}', params }, run);
    const attempts = [last];
    for (let number = 1; number < last.run_attempt; number++) {
        const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}';
        const call = {
            doing: `${doing}, attempt ${number}`,
            permission,
            route,
            params: { ...params, attempt_number: number },
        };
        attempts.push(await client.read(call, run));
    }
    const logins = attempts.flatMap((each) => [each.actor?.login, each.triggering_actor?.login]);
    return {
        actors: [...new Set(logins.filter((login) => login !== undefined))].sort(),
        attempts: last.run_attempt,
    };
}

;// CONCATENATED MODULE: ./src/codehost/index.js







/** GitHub as the release's code host. Opens nothing by itself: the client is loaded at the first call. */
function githubCodeHost(options) {
    const { token, repository, apiUrl = 'https://api.github.com' } = options;
    const client = new GithubClient({ token, repository, apiUrl, pace: { ...wire/* PATIENT */.qh, ...options.pace } });
    return {
        vendor: 'github',
        repository,
        commit: (sha) => commitInfo(client, sha),
        changes: (from, to) => changes(client, from, to),
        approvals: (request) => approvals(client, request),
        openDeployment: (request) => openDeployment(client, request),
        setDeploymentStatus: (request) => setDeploymentStatus(client, request),
        finishedReleases: (request) => finishedReleases(client, request),
        upsertComment: (request) => upsertComment(client, request, options.actorLogin),
        runActors: (runId) => runActors(client, runId),
    };
}


/***/ }),

/***/ 84244:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D3: () => (/* binding */ certaintyOfStatus),
/* harmony export */   RT: () => (/* binding */ wireErrorCode),
/* harmony export */   Vs: () => (/* binding */ retryAfterMs),
/* harmony export */   d_: () => (/* binding */ patiently),
/* harmony export */   qh: () => (/* binding */ PATIENT),
/* harmony export */   vQ: () => (/* binding */ neverSent)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);

/** What every vendor's client needs to know about a request that went wrong on the way. */
/** Before the first byte of a request is sent, nothing can have happened out there. Anything else can strike later. */
const NEVER_SENT = new Set([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EAI_FAIL',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
]);
/** The socket's error code; fetch and the vendors' clients wrap it as `cause` or `original`, some twice. */
function wireErrorCode(error) {
    let at = error;
    for (let depth = 0; at instanceof Error && depth < 6; depth++) {
        const { code, original } = at;
        if (typeof code === 'string' && /^(E|UND_|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code))
            return code;
        if (at.name === 'TimeoutError')
            return 'ETIMEDOUT';
        at = at.cause ?? original;
    }
    return undefined;
}
function neverSent(error) {
    return NEVER_SENT.has(wireErrorCode(error) ?? '');
}
/** Did a write that was answered with this status happen? 408 can come after the work was done. */
function certaintyOfStatus(status) {
    return status >= 400 && status < 500 && status !== 408 ? 'not-done' : 'unknown';
}
/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs(value, now = Date.now()) {
    if (value === null || value === undefined || value.trim() === '')
        return undefined;
    const seconds = Number(value);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
    return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
const PATIENT = { tries: 4, firstPauseMs: 500, longestWaitMs: 60_000, deadlineMs: 30_000 };
/** Repeats a read while its fault is a passing one. Never use it for a write. */
async function patiently(attempt, pace) {
    for (let tried = 1;; tried++) {
        const result = await attempt();
        if ('value' in result)
            return result.value;
        const pause = pace.firstPauseMs * 2 ** (tried - 1) * (0.75 + Math.random() / 2);
        const wait = result.again ? (result.again.afterMs ?? pause) : undefined;
        if (wait === undefined || tried >= pace.tries || wait > pace.longestWaitMs)
            throw result.error;
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(wait);
    }
}


/***/ })

};
