import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  fitComment
} from "./chunk-NMHEARSK.js";
import {
  headIn
} from "./chunk-QVSIU3EX.js";
import "./chunk-XTDSYK6L.js";
import {
  require_mod
} from "./chunk-G76CLWTK.js";
import {
  PATIENT,
  hiding,
  judge,
  mismatch,
  patiently,
  readError,
  waitAskedFor,
  writeError
} from "./chunk-5IO3OIYZ.js";
import "./chunk-FDPGNXJU.js";
import {
  ShiplockError,
  configurationError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  cut,
  redactedValue
} from "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name,
  __toESM
} from "./chunk-TESE7W7D.js";

// src/codehost/access.ts
var permission = external_exports.object({
  permission: external_exports.enum(["none", "read", "write", "admin"]),
  role_name: external_exports.string().optional()
});
var membership = external_exports.object({ state: external_exports.string() });
var FINER = external_exports.enum(["triage", "maintain"]);
var AccessBook = class {
  static {
    __name(this, "AccessBook");
  }
  #client;
  #teams;
  #known = /* @__PURE__ */ new Map();
  constructor(client, teams) {
    this.#client = client;
    this.#teams = teams;
  }
  of(login) {
    let known = this.#known.get(login);
    if (!known) {
      known = this.#look(login);
      this.#known.set(login, known);
    }
    return known;
  }
  async #look(login) {
    const [access, ...teams] = await Promise.all([
      this.#permission(login),
      ...this.#teams.map(async (team2) => await this.#isMember(team2, login) ? team2 : void 0)
    ]);
    return { ...access, teams: teams.filter((team2) => team2 !== void 0) };
  }
  async #permission(login) {
    const found = await orNotFound(
      this.#client.read(
        {
          doing: `look up the permission of ${login}`,
          permission: "metadata: read",
          route: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
          params: { username: login }
        },
        permission
      )
    );
    if (!found) return { role: "none", permission: "none" };
    const finer = FINER.safeParse(found.role_name);
    return {
      role: found.role_name || found.permission,
      permission: finer.success ? finer.data : found.permission
    };
  }
  /** A job's own token may not read teams (https://docs.github.com/en/rest/teams/members): that is told as its error. */
  async #isMember(team2, login) {
    const [org, slug] = team2.split("/");
    const found = await orNotFound(
      this.#client.read(
        {
          doing: `look up whether ${login} belongs to the team ${team2}`,
          permission: "members: read",
          route: "GET /orgs/{org}/teams/{team_slug}/memberships/{username}",
          params: { org, team_slug: slug, username: login }
        },
        membership
      )
    );
    return found?.state === "active";
  }
};
async function orNotFound(reading) {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ShiplockError && error.code === "SHIPLOCK_GITHUB_NOT_FOUND") return void 0;
    throw error;
  }
}
__name(orNotFound, "orNotFound");

// src/codehost/commands.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);

// src/codehost/own-words.ts
async function wordsOf(body) {
  const [{ fromMarkdown }, { gfm }, { gfmFromMarkdown }, html] = await Promise.all([
    import("./mdast-util-from-markdown-2QXLIPF6.js"),
    import("./micromark-extension-gfm-NDMSTDXJ.js"),
    import("./mdast-util-gfm-G65EVFA6.js"),
    import("./html-words-TKPCKUHQ.js")
  ]);
  const tree2 = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const reader = new Reader(body, html.htmlWords);
  reader.read(tree2);
  return reader;
}
__name(wordsOf, "wordsOf");
var PLACES = {
  blockquote: "a quote",
  code: "a code block",
  inlineCode: "code marks"
};
var Reader = class {
  static {
    __name(this, "Reader");
  }
  openings = [];
  blocks = [];
  elsewhere = [];
  #body;
  #htmlWords;
  constructor(body, htmlWords) {
    this.#body = body;
    this.#htmlWords = htmlWords;
  }
  read(tree2) {
    const shown = tree2.children.filter((node) => !isHtmlComment(node));
    const [only] = shown;
    if (shown.length === 1 && only?.type === "code") this.blocks.push(only.value.split("\n"));
    let wrapped = false;
    for (const node of tree2.children) {
      if (node.type === "paragraph" && !wrapped) this.openings.push(this.#opening(node));
      wrapped ||= opensHtml(node);
      this.#block(node);
    }
  }
  #opening(paragraph) {
    let shown = "";
    for (const child of paragraph.children) {
      if (child.type !== "text" && child.type !== "inlineCode") break;
      shown += child.value;
    }
    return {
      shown: firstLine(shown),
      typed: firstLine(this.#body.slice(paragraph.position?.start.offset ?? this.#body.length))
    };
  }
  #block(node) {
    const place = PLACES[node.type];
    if (place) this.elsewhere.push({ place, text: textOf(node) });
    else if (node.type === "html") {
      this.blocks.push(this.#htmlWords(node.value));
      this.elsewhere.push({ place: "HTML", text: node.value });
    } else if (node.type === "paragraph" || node.type === "heading" || node.type === "tableCell") {
      this.blocks.push(this.#inline(node).split("\n"));
    } else if ("children" in node) for (const child of node.children) this.#block(child);
  }
  #inline(parent) {
    return parent.children.map((node, at) => {
      if (node.type === "text") return node.value;
      if (node.type === "break") return "\n";
      if (node.type === "html") {
        this.elsewhere.push({ place: "HTML", text: node.value });
        return "\n";
      }
      if (node.type === "inlineCode") {
        if (at === 0 && parent.type === "paragraph" || !node.value.includes("/")) return node.value;
        this.elsewhere.push({ place: "code marks", text: node.value });
        return "\uFFFC";
      }
      return "children" in node ? this.#inline(node) : "";
    }).join("");
  }
};
function textOf(node) {
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(textOf).join("\n") : "";
}
__name(textOf, "textOf");
function opensHtml(node) {
  if (node.type === "html") return !isHtmlComment(node);
  return "children" in node && node.children.some(opensHtml);
}
__name(opensHtml, "opensHtml");
function isHtmlComment(node) {
  if (node.type !== "html") return false;
  const text = node.value.trim();
  return text.startsWith("<!--") && text.indexOf("-->", 2) === text.length - 3;
}
__name(isHtmlComment, "isHtmlComment");
function firstLine(text) {
  return text.split(/[\r\n]/, 1)[0] ?? "";
}
__name(firstLine, "firstLine");

// src/codehost/commands.ts
var DIGITS = /^`?([0-9a-f]{12,64})`?(?![\p{L}\p{N}])/iu;
var YES = /^\/approve[ \t]+`?([0-9a-f]+)`?(?![\p{L}\p{N}\p{Cf}_-])/iu;
async function readCommands(body) {
  if (!/[/&]/.test(plain(body))) return [];
  const words = await wordsOf(body);
  const found = [];
  for (const { shown, typed } of words.openings) {
    const [, hash] = YES.exec(typed) ?? [];
    if (hash && YES.exec(shown)?.[1] === hash)
      found.push({ state: "approved", planHash: hash.toLowerCase() });
  }
  const approved = found.length;
  for (const block of words.blocks) {
    const no = rejectionIn(block);
    if (no) found.push(no);
  }
  if (approved === 0) {
    const missed = missedYes(words);
    if (missed) found.push({ state: "approved", problem: missed });
  }
  return inOrder(found);
}
__name(readCommands, "readCommands");
function inOrder(found) {
  return [
    ...found.filter((each) => each.state === "rejected"),
    ...found.filter((each) => each.state === "approved")
  ];
}
__name(inOrder, "inOrder");
function rejectionIn(block) {
  const lines = block.map(plain);
  for (const [at, line] of lines.entries()) {
    const rest = afterNo(line);
    if (rest === void 0) continue;
    const reason = [rest, ...lines.slice(at + 1)].join(" ").replace(/\s+/g, " ").trim();
    const [, digits] = DIGITS.exec(reason) ?? [];
    return {
      state: "rejected",
      ...digits ? { planHash: digits.toLowerCase() } : {},
      ...reason ? { reason: reason.replaceAll("`", "") } : {}
    };
  }
  return void 0;
}
__name(rejectionIn, "rejectionIn");
function afterNo(line) {
  const [start, word = ""] = /^[^\p{L}\p{N}/]*\/ ?([\p{L}]+)/u.exec(line) ?? [];
  if (start !== void 0 && (word.toLowerCase().startsWith("reject") || nearly(word, "reject"))) {
    const end = line.indexOf(word) + word.length;
    if (line[end] !== "/") return trimmed(line.slice(end));
  }
  const inside = /(?:^|[\s([{"'“‘,;:!?—–-])\/reject(?![\p{L}\p{N}_/]|[-.][\p{L}\p{N}])/iu.exec(line);
  return inside ? trimmed(line.slice(inside.index + inside[0].length)) : void 0;
}
__name(afterNo, "afterNo");
function missedYes(words) {
  for (const { place, text } of words.elsewhere)
    if (/\/approve\b/i.test(plain(text))) return `the command is in ${place}`;
  for (const line of words.blocks.flat().map(plain)) {
    const [, word = "", rest = ""] = new RegExp("(?:^|\\s)\\/ ?(\\p{L}+)([^\\s]*)", "u").exec(line) ?? [];
    if (word.toLowerCase() === "approve" && rest === "") {
      if (/^\/approve(\s|$)/i.test(line) && !/^\/approve\s+`?[0-9a-f]+`?(?![\p{L}\p{N}_-])/iu.test(line))
        return "it names no plan hash: `/approve <first 12 digits of the plan hash>`";
      return "the command must be the first words of a separate paragraph, typed as plain text, outside lists and markup";
    }
    if (word && (nearly(word, "approve") || /^approv/i.test(word)))
      return `\`/${word}${rest}\` is not a command; did you mean /approve?`;
  }
  return void 0;
}
__name(missedYes, "missedYes");
function plain(text) {
  return text.normalize("NFKC").replaceAll(/[\p{Cf}\p{Mn}\u115f\u1160\u3164\uffa0]/gu, "").replaceAll(/[\u2044\u2215\u29f8]/gu, "/");
}
__name(plain, "plain");
function trimmed(rest) {
  return rest.replace(/^[\s\p{P}\p{S}]*?(?=[\p{L}\p{N}`]|$)/u, "");
}
__name(trimmed, "trimmed");
function nearly(word, wanted2) {
  return (0, import_fastest_levenshtein.distance)(word.toLowerCase(), wanted2) === 1;
}
__name(nearly, "nearly");

// src/codehost/or-unknown.ts
async function orUnknown(reading) {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ShiplockError && error.code === "SHIPLOCK_GITHUB_NOT_FOUND") return void 0;
    throw error;
  }
}
__name(orUnknown, "orUnknown");

// src/codehost/people.ts
var user = external_exports.object({ login: external_exports.string(), type: external_exports.string().optional() }).nullish();
function byBot(author2) {
  if (!author2) return "the account that wrote it no longer exists";
  if (author2.login.toLowerCase().endsWith("[bot]")) return "a bot wrote it";
  if (author2.type === void 0 || author2.type === "User") return void 0;
  return author2.type === "Bot" ? "a bot wrote it" : `an account of type ${author2.type} wrote it`;
}
__name(byBot, "byBot");

// src/codehost/commit-range.ts
var identity = external_exports.object({ name: external_exports.string().optional(), email: external_exports.string().nullish() }).nullish();
var commitShape = external_exports.object({
  sha: external_exports.string(),
  commit: external_exports.object({ message: external_exports.string(), author: identity, committer: identity }),
  /** GitHub answers {} for an account that is gone. */
  author: external_exports.union([user, external_exports.object({}).transform(() => null)]),
  committer: external_exports.union([user, external_exports.object({}).transform(() => null)])
});
var comparison = external_exports.object({
  total_commits: external_exports.int(),
  commits: external_exports.array(commitShape),
  files: external_exports.array(external_exports.object({ filename: external_exports.string() })).optional()
});
var PER_PAGE = 100;
var MOST_PAGES = 100;
var MOST_FILES = 300;
var FALLBACK_PAGES = 3;
async function commitsSince(client, { from, to }) {
  const own = await client.read(
    {
      doing: `read commit ${to.slice(0, 12)}`,
      permission: "contents: read",
      route: "GET /repos/{owner}/{repo}/commits/{ref}",
      params: { ref: to }
    },
    commitShape
  );
  if (from === void 0 || from === to) return { commits: [own], files: void 0, gaps: [] };
  const compared = await compare(client, from, to);
  const { commits, files, gaps } = compared ?? await fallback(client, from, to);
  return { commits: commits.some(({ sha }) => sha === own.sha) ? commits : [own, ...commits], files, gaps };
}
__name(commitsSince, "commitsSince");
async function compare(client, from, to) {
  const commits = [];
  let total = 0;
  let files;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const found = await orUnknown(
      client.read(
        {
          doing: `compare ${from.slice(0, 12)} with ${to.slice(0, 12)}`,
          permission: "contents: read",
          route: "GET /repos/{owner}/{repo}/compare/{basehead}",
          params: { basehead: `${from}...${to}`, per_page: PER_PAGE, page }
        },
        comparison
      )
    );
    if (!found) return void 0;
    if (page === 1 && found.files && found.files.length < MOST_FILES) files = found.files.length;
    total = found.total_commits;
    commits.push(...found.commits);
    if (found.commits.length === 0 || commits.length >= total) break;
  }
  const missing = total - commits.length;
  const gaps = missing > 0 ? [`GitHub did not list ${missing} of ${count(total, "commit")} since ${from.slice(0, 12)}`] : [];
  return { commits: commits.reverse(), files, gaps };
}
__name(compare, "compare");
async function fallback(client, from, to) {
  const commits = [];
  for (let page = 1; page <= FALLBACK_PAGES; page++) {
    const found = await client.read(
      {
        doing: `list the commits before ${to.slice(0, 12)}`,
        permission: "contents: read",
        route: "GET /repos/{owner}/{repo}/commits",
        params: { sha: to, per_page: PER_PAGE, page }
      },
      external_exports.array(commitShape)
    );
    commits.push(...found);
    if (found.length < PER_PAGE) break;
  }
  const gap = `the code host does not know the live commit ${from.slice(0, 12)}, so the last ${count(commits.length, "commit")} count as released`;
  return { commits, files: void 0, gaps: [gap] };
}
__name(fallback, "fallback");

// src/codehost/commits.ts
var pullShape = external_exports.object({
  number: external_exports.int(),
  title: external_exports.string(),
  html_url: external_exports.string(),
  merge_commit_sha: external_exports.string().nullish(),
  merged_at: external_exports.string().nullish(),
  user
});
var FIRST_RELEASE_COMMITS = 20;
async function pullsOf(client, sha) {
  const pulls = await client.all(
    {
      doing: `list the pull requests of commit ${sha.slice(0, 12)}`,
      permission: "pull-requests: read",
      route: "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
      params: { commit_sha: sha }
    },
    pullShape
  );
  const rank = /* @__PURE__ */ __name((pull3) => pull3.merge_commit_sha === sha && pull3.merged_at ? 0 : pull3.merged_at ? 1 : 2, "rank");
  return pulls.sort((a, b) => rank(a) - rank(b) || b.number - a.number);
}
__name(pullsOf, "pullsOf");
async function commitInfo(client, sha) {
  const [commit, [pull3]] = await Promise.all([
    client.read(
      {
        doing: `read commit ${sha.slice(0, 12)}`,
        permission: "contents: read",
        route: "GET /repos/{owner}/{repo}/commits/{ref}",
        params: { ref: sha }
      },
      commitShape
    ),
    pullsOf(client, sha)
  ]);
  return {
    sha: commit.sha,
    message: commit.commit.message,
    ...pull3 ? { pullRequest: { number: pull3.number, title: pull3.title, url: pull3.html_url } } : {}
  };
}
__name(commitInfo, "commitInfo");
function commitsOfPull(client, number) {
  return client.all(
    {
      doing: `list the commits of pull request ${number}`,
      permission: "pull-requests: read",
      route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
      params: { pull_number: number }
    },
    commitShape
  );
}
__name(commitsOfPull, "commitsOfPull");
async function changes(client, from, to) {
  const permission2 = "contents: read";
  const commits = from === void 0 ? await client.read(
    {
      doing: `list the commits before ${to.slice(0, 12)}`,
      permission: permission2,
      route: "GET /repos/{owner}/{repo}/commits",
      params: { sha: to, per_page: FIRST_RELEASE_COMMITS }
    },
    external_exports.array(commitShape)
  ) : (await client.all(
    {
      doing: `compare ${from.slice(0, 12)} with ${to.slice(0, 12)}`,
      permission: permission2,
      route: "GET /repos/{owner}/{repo}/compare/{basehead}",
      params: { basehead: `${from}...${to}` }
    },
    commitShape,
    (page) => page.commits
  )).reverse();
  return commits.map(({ sha, commit, author: author2 }) => {
    const who = author2?.login ?? commit.author?.name;
    return { sha, message: commit.message, ...who ? { author: who } : {} };
  });
}
__name(changes, "changes");

// src/codehost/comment-signals.ts
var shape = external_exports.object({
  id: external_exports.int(),
  body: external_exports.string().nullish(),
  html_url: external_exports.string(),
  created_at: external_exports.string().optional(),
  updated_at: external_exports.string().optional(),
  /** Reviews of a pull request have this one time. */
  submitted_at: external_exports.string().nullish(),
  performed_via_github_app: external_exports.object({ slug: external_exports.string().nullish() }).nullish(),
  user
});
async function commentSignals(client, book, commit) {
  const pulls = await pullsOf(client, commit);
  const lists = await Promise.all([
    list(client, "commit-comment", `the comments on commit ${commit.slice(0, 12)}`, "contents: read", {
      route: "GET /repos/{owner}/{repo}/commits/{commit_sha}/comments",
      params: { commit_sha: commit }
    }),
    ...pulls.flatMap(({ number }) => {
      const of = `of pull request ${number}`;
      const read = /* @__PURE__ */ __name((kind, what, path, params) => list(client, kind, `the ${what} ${of}`, "pull-requests: read", {
        route: `GET /repos/{owner}/{repo}/${path}`,
        params: { ...params }
      }), "read");
      return [
        read("issue-comment", "comments", "issues/{issue_number}/comments", { issue_number: number }),
        read("review", "reviews", "pulls/{pull_number}/reviews", { pull_number: number }),
        read("review-comment", "review threads", "pulls/{pull_number}/comments", { pull_number: number })
      ];
    })
  ]);
  const signals = [];
  for (const each of lists.flat()) {
    for (const command of await readCommands(each.body ?? "")) {
      if (command.problem !== void 0 && (isOurs(each) || byBot(each.user))) continue;
      signals.push(await signal(each, command, book));
    }
  }
  return signals;
}
__name(commentSignals, "commentSignals");
var isOurs = /* @__PURE__ */ __name((comment3) => comment3.body?.startsWith("<!-- shiplock:") === true, "isOurs");
async function list(client, kind, what, permission2, call) {
  const found = await client.all({ doing: `read ${what}`, permission: permission2, ...call }, shape);
  return found.map((one) => ({ ...one, kind }));
}
__name(list, "list");
async function signal(comment3, command, book) {
  const { problem, ...said } = command;
  const invalid = byBot(comment3.user) ?? problem ?? whyNotAYes(comment3, command);
  const at = command.state === "rejected" ? latest(comment3) : comment3.created_at ?? comment3.submitted_at;
  return {
    by: comment3.user?.login ?? "",
    via: "comment",
    ...said,
    id: `${comment3.kind} ${comment3.id}`,
    url: comment3.html_url,
    ...at ? { at } : {},
    ...invalid === void 0 && comment3.user ? { access: await book.of(comment3.user.login) } : {},
    ...invalid === void 0 ? {} : { invalid }
  };
}
__name(signal, "signal");
function whyNotAYes(comment3, command) {
  if (command.state === "rejected") return void 0;
  if (comment3.performed_via_github_app) {
    const { slug } = comment3.performed_via_github_app;
    return `the app ${slug ?? ""} wrote it for them`.replace("  ", " ");
  }
  if (comment3.kind === "review" || comment3.kind === "review-comment")
    return "it is in a review of the pull request; write it as a separate comment";
  if (comment3.updated_at !== comment3.created_at) return "the comment was edited after it was written";
  return void 0;
}
__name(whyNotAYes, "whyNotAYes");
function latest(comment3) {
  return comment3.updated_at ?? comment3.submitted_at ?? comment3.created_at;
}
__name(latest, "latest");

// src/codehost/reviews.ts
var review = external_exports.object({
  state: external_exports.string(),
  comment: external_exports.string().nullish(),
  environments: external_exports.array(external_exports.object({ name: external_exports.string() })),
  user
});
async function reviewSignals(client, book, at) {
  const reviews = await client.all(
    {
      doing: `read the reviews of run ${at.runId}`,
      permission: "actions: read",
      route: "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals",
      params: { run_id: at.runId }
    },
    review
  );
  const wanted2 = at.environment.toLowerCase();
  const own = reviews.filter(
    (each) => each.environments.some((environment) => environment.name.toLowerCase() === wanted2)
  );
  const signals = await Promise.all(own.map((each) => signalOf(each, book)));
  return signals.filter((signal2) => signal2 !== void 0);
}
__name(reviewSignals, "reviewSignals");
async function signalOf(each, book) {
  if (each.state !== "approved" && each.state !== "rejected") return void 0;
  const text = each.comment ?? "";
  const commands = await readCommands(text);
  const no = commands.find((command) => command.state === "rejected");
  const planHash = commands.findLast((command) => command.planHash !== void 0)?.planHash;
  const mentions = [...text.matchAll(/(?<![0-9a-z])[0-9a-f]{12,64}(?![0-9a-z])/gi)];
  const invalid = byBot(each.user);
  const state = each.state === "rejected" || no ? "rejected" : "approved";
  const reason = state === "rejected" ? no?.reason ?? text : "";
  return {
    by: each.user?.login ?? "",
    via: "review",
    state,
    ...planHash ? { planHash } : {},
    ...mentions.length > 0 ? { mentions: mentions.map(([hash]) => hash.toLowerCase()) } : {},
    ...text ? { comment: text } : {},
    ...reason ? { reason } : {},
    ...invalid === void 0 && each.user ? { access: await book.of(each.user.login) } : {},
    ...invalid === void 0 ? {} : { invalid }
  };
}
__name(signalOf, "signalOf");

// src/codehost/approvals.ts
async function approvals(client, request) {
  const { environment, runId } = request;
  const book = new AccessBook(client, request.teams ?? []);
  const [reviews, comments] = await Promise.all([
    runId === void 0 ? [] : reviewSignals(client, book, { environment, runId }),
    commentSignals(client, book, request.commit)
  ]);
  return [...reviews, ...comments];
}
__name(approvals, "approvals");

// src/codehost/addresses.ts
function coAuthors(message) {
  const text = message.replaceAll(/\r\n?/g, "\n");
  const lines = /* @__PURE__ */ new Set([...text.split("\n"), ...text.replaceAll(/\n[ \t]+/g, " ").split("\n")]);
  const found = /* @__PURE__ */ new Map();
  for (const line of lines) {
    const [, value] = /^\s*co-?authored-?by\s*[:=]\s*(.+)$/i.exec(line) ?? [];
    const identity2 = value === void 0 ? void 0 : identityIn(value);
    if (identity2) found.set(identity2.email.toLowerCase(), identity2);
  }
  return [...found.values()];
}
__name(coAuthors, "coAuthors");
function identityIn(value) {
  const open = value.lastIndexOf("<");
  const close = value.indexOf(">", open);
  if (open >= 0 && close > open)
    return { name: value.slice(0, open).trim(), email: value.slice(open + 1, close).trim() };
  const bare = value.trim();
  return bare.includes("@") ? { name: bare, email: bare } : void 0;
}
__name(identityIn, "identityIn");
function loginInAddress(email) {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1).toLowerCase();
  if (at < 0 || !domain.startsWith("users.noreply.")) return void 0;
  const [, login] = /^(?:\d+\+)?([a-z\d][a-z\d_-]*(?:\[bot\])?)$/i.exec(email.slice(0, at)) ?? [];
  return login;
}
__name(loginInAddress, "loginInAddress");

// src/codehost/author-ledger.ts
var MOST_ADDRESSES = 30;
var ownCommit = external_exports.object({
  commit: external_exports.object({ author: external_exports.object({ email: external_exports.string().nullish() }).nullish() }),
  author: external_exports.object({ login: external_exports.string().optional() }).nullish()
});
var AuthorLedger = class {
  static {
    __name(this, "AuthorLedger");
  }
  /** Login, folded, to what the person did first. A map: a login may be `constructor`. */
  #people = /* @__PURE__ */ new Map();
  #addresses = /* @__PURE__ */ new Map();
  #loginOf = /* @__PURE__ */ new Map();
  #client;
  #bots = 0;
  constructor(client) {
    this.#client = client;
  }
  get people() {
    return [...this.#people.values()].sort((a, b) => a.login < b.login ? -1 : 1);
  }
  /** How many times a bot was named so far. */
  get bots() {
    return this.#bots;
  }
  commit({ sha, commit, author: author2, committer }) {
    const short = sha.slice(0, 12);
    this.#identity(commit.author, author2, `wrote commit ${short}`, short);
    this.#identity(commit.committer, committer, `committed ${short}`, short);
    for (const co of coAuthors(commit.message)) this.#identity(co, null, `wrote commit ${short}`, short);
  }
  account(who, did) {
    if (!who) return;
    if (who.login === "web-flow") return;
    if (byBot(who) !== void 0) {
      this.#bots += 1;
      return;
    }
    const key = who.login.toLowerCase();
    if (!this.#people.has(key)) this.#people.set(key, { login: who.login, did });
  }
  #identity(identity2, account2, did, commit) {
    const email = identity2?.email?.trim() ?? "";
    if (account2?.login) {
      if (email) this.#loginOf.set(email.toLowerCase(), account2.login);
      this.account(account2, did);
      return;
    }
    const login = loginInAddress(email);
    if (login) this.account({ login }, did);
    else if (/^noreply@/i.test(email) && /^github/i.test(identity2?.name ?? "")) return;
    else if (!this.#addresses.has(email.toLowerCase()))
      this.#addresses.set(email.toLowerCase(), { name: identity2?.name ?? "", email, commit });
  }
  /** Asks for accounts behind the addresses that are left, and tells those that have none. */
  async link() {
    const unlinked = [];
    let asked = 0;
    for (const [key, identity2] of this.#addresses) {
      const did = `wrote commit ${identity2.commit}`;
      let login = this.#loginOf.get(key);
      if (!login && key !== "" && asked < MOST_ADDRESSES) {
        asked += 1;
        login = await this.#lookUp(identity2.email);
      }
      if (login) this.account({ login }, did);
      else unlinked.push(identity2);
    }
    return unlinked;
  }
  /** Another commit of the repository with this address may be linked to an account. */
  async #lookUp(email) {
    const found = await this.#client.read(
      {
        doing: `list the commits of ${email}`,
        permission: "contents: read",
        route: "GET /repos/{owner}/{repo}/commits",
        params: { author: email, per_page: 10 }
      },
      external_exports.array(ownCommit)
    );
    const same2 = /* @__PURE__ */ __name((one) => one.commit.author?.email?.toLowerCase() === email.toLowerCase(), "same");
    return found.find((one) => same2(one) && one.author?.login)?.author?.login;
  }
};

// src/codehost/authorship.ts
var pull = external_exports.object({
  number: external_exports.int(),
  user,
  merged_by: user,
  assignees: external_exports.array(user).nullish(),
  commits: external_exports.int().optional()
});
var activity = external_exports.object({ after: external_exports.string(), activity_type: external_exports.string(), actor: user });
var MOST_LOOKUPS = 150;
var MOST_OF_A_PULL = 250;
async function authorship(client, request) {
  const range = await commitsSince(client, request);
  const ledger = new AuthorLedger(client);
  for (const commit of range.commits) ledger.commit(commit);
  const gaps = [...range.gaps];
  const { numbers, shas } = await eachPull(client, range.commits, ledger, gaps);
  await pushers(client, shas, ledger);
  const unlinked = await ledger.link();
  return { people: ledger.people, unlinked, gaps, files: range.files, pulls: numbers };
}
__name(authorship, "authorship");
async function eachPull(client, commits, ledger, gaps) {
  const shas = new Set(commits.map((commit) => commit.sha));
  const covered = /* @__PURE__ */ new Set();
  const known = /* @__PURE__ */ new Set();
  let lookups = 0;
  for (const commit of commits) {
    if (covered.has(commit.sha)) continue;
    if (lookups === MOST_LOOKUPS) {
      gaps.push(`the pull requests of the commits before ${commit.sha.slice(0, 12)} are unknown`);
      break;
    }
    lookups += 1;
    const found = await pullsOf(client, commit.sha);
    const merged = found.filter((one) => one.merged_at);
    for (const { number, merge_commit_sha } of merged.length > 0 ? merged : found) {
      if (known.has(number)) continue;
      known.add(number);
      if (merge_commit_sha) covered.add(merge_commit_sha);
      for (const sha of await onePull(client, number, ledger, gaps)) {
        covered.add(sha);
        shas.add(sha);
      }
    }
  }
  return { numbers: [...known].sort((a, b) => a - b), shas };
}
__name(eachPull, "eachPull");
async function onePull(client, number, ledger, gaps) {
  const [one, commits] = await Promise.all([
    client.read(
      {
        doing: `read pull request ${number}`,
        permission: "pull-requests: read",
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
        params: { pull_number: number }
      },
      pull
    ),
    commitsOfPull(client, number)
  ]);
  const before = ledger.bots;
  for (const commit of commits) ledger.commit(commit);
  ledger.account(one.user, `opened pull request #${number}`);
  ledger.account(one.merged_by, `merged pull request #${number}`);
  if (ledger.bots > before)
    for (const asked of one.assignees ?? []) ledger.account(asked, `asked a bot for pull request #${number}`);
  if ((one.commits ?? 0) > MOST_OF_A_PULL || commits.length >= MOST_OF_A_PULL)
    gaps.push(`GitHub lists only ${MOST_OF_A_PULL} commits of pull request #${number}`);
  return commits.map((commit) => commit.sha);
}
__name(onePull, "onePull");
async function pushers(client, shas, ledger) {
  try {
    const found = await client.read(
      {
        doing: "list who pushed",
        permission: "contents: read",
        route: "GET /repos/{owner}/{repo}/activity",
        params: { per_page: 100 }
      },
      external_exports.array(activity)
    );
    for (const one of found)
      if (shas.has(one.after)) ledger.account(one.actor, `pushed commit ${one.after.slice(0, 12)}`);
  } catch (error) {
    const unknown = ["SHIPLOCK_GITHUB_NOT_FOUND", "SHIPLOCK_GITHUB_FORBIDDEN"];
    if (!(error instanceof ShiplockError) || !unknown.includes(error.code)) throw error;
  }
}
__name(pushers, "pushers");

// src/codehost/faults.ts
var GithubFault = class extends Error {
  static {
    __name(this, "GithubFault");
  }
  fault;
  constructor(message, fault) {
    super(message);
    this.fault = fault;
  }
};
function statusFault(status2, message, given = {}) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given))
    if (value !== void 0) headers.set(name, String(value));
  const afterMs = waitAskedFor(headers, "x-ratelimit");
  return new GithubFault(message, { kind: "status", status: status2, text: message, headers, afterMs });
}
__name(statusFault, "statusFault");
function unreadable(status2, why) {
  return new GithubFault(why, { kind: "unreadable", status: status2, why });
}
__name(unreadable, "unreadable");
function rateLimited({ status: status2, text, headers }) {
  if (status2 === 429) return true;
  if (status2 !== 403) return false;
  return headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after") || /rate limit|abuse detection/i.test(text);
}
__name(rateLimited, "rateLimited");
function wanted({ headers }, { permission: permission2 }) {
  return headers.get("x-accepted-github-permissions")?.replaceAll("=", ": ") ?? permission2;
}
__name(wanted, "wanted");
var githubFaults = {
  vendor: "GitHub",
  codes: {
    unreachable: "SHIPLOCK_GITHUB_UNREACHABLE",
    answer: "SHIPLOCK_GITHUB_ANSWER",
    rateLimited: "SHIPLOCK_GITHUB_RATE_LIMITED",
    refused: "SHIPLOCK_GITHUB_REFUSED"
  },
  rows: [
    {
      on: rateLimited,
      code: "SHIPLOCK_GITHUB_RATE_LIMITED",
      says: "GitHub's rate limit is used up",
      next: "Rerun the phase after that time, and check what else uses the same token.",
      passing: true,
      // Without a header GitHub asks for at least a minute.
      afterMs: 6e4,
      unquoted: true
    },
    {
      on: 401,
      code: "SHIPLOCK_GITHUB_TOKEN",
      says: "GitHub does not accept the token (HTTP 401)",
      next: "Set the input github-token to the job\u2019s own token, or to one that has not expired.",
      unquoted: true
    },
    {
      on: 403,
      code: "SHIPLOCK_GITHUB_FORBIDDEN",
      says: /* @__PURE__ */ __name((fault, call) => `the GitHub token lacks the permission \`${wanted(fault, call)}\``, "says"),
      next: /* @__PURE__ */ __name((fault, call) => `Add \`${wanted(fault, call)}\` to the job's \`permissions\`, or use a token that has it.`, "next")
    },
    {
      // A commit that does not exist is 422 there, not 404.
      on: /* @__PURE__ */ __name(({ status: status2, text }) => status2 === 404 || status2 === 410 || /^No commit found/i.test(text), "on"),
      code: "SHIPLOCK_GITHUB_NOT_FOUND",
      says: /* @__PURE__ */ __name(({ status: status2 }) => `GitHub found nothing (HTTP ${status2}). It also answers this if the token cannot see it`, "says"),
      next: /* @__PURE__ */ __name((_, { permission: permission2 }) => `Check the name or id, and that the token can read the repository (\`${permission2}\`).`, "next"),
      unquoted: true
    }
  ],
  again: "Rerun the phase when GitHub answers; see https://www.githubstatus.com.",
  unsure: "It might have happened. Rerun the phase: it looks for its own work before it writes."
};

// src/codehost/client.ts
var GithubClient = class {
  static {
    __name(this, "GithubClient");
  }
  repository;
  #options;
  #hide;
  #names;
  /** Answers by URL with their ETags: what did not change costs no request (304s are free at GitHub). */
  #known = /* @__PURE__ */ new Map();
  #sent = 0;
  #octokit;
  constructor(options) {
    const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(options.repository) ?? [];
    if (!owner || !repo) {
      throw configurationError({
        code: "SHIPLOCK_GITHUB_REPOSITORY",
        what: `"${options.repository}" is not a GitHub repository (expected owner/name).`,
        next: "Set the repository as owner/name, like GITHUB_REPOSITORY."
      });
    }
    this.#options = options;
    this.#hide = hiding([options.token]);
    this.#names = { owner, repo };
    this.repository = options.repository;
  }
  /**
   * Requests sent so far, also those that were answered "not modified", which GitHub does not count against the limit.
   * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
   */
  get sent() {
    return this.#sent;
  }
  /** One object. */
  async read(call, schema) {
    return this.#guard(call, false, async (octokit) => {
      const answer2 = await octokit.request(call.route, this.#params(call));
      return parse(schema, answer2.data);
    });
  }
  /** All pages of a list; `pick` takes the list out of a page that is an object. */
  async all(call, item, pick = (page) => page) {
    return this.#guard(call, false, async (octokit) => {
      const params = { per_page: 100, ...this.#params(call) };
      const items = [];
      for await (const page of octokit.paginate.iterator(call.route, params)) {
        items.push(...parse(external_exports.array(item), pick(page.data)));
      }
      return items;
    });
  }
  /** A GraphQL query. Reads only: it may be tried again. */
  async query(call, query, variables, schema) {
    return this.#guard({ ...call, route: "POST /graphql" }, false, async (octokit) => {
      try {
        return parse(schema, await octokit.graphql(query, { ...this.#names, ...variables }));
      } catch (error) {
        if (error instanceof Error && error.name === "GraphqlResponseError")
          throw statusFault(403, error.message);
        throw error;
      }
    });
  }
  /** One attempt, whatever comes. */
  async write(call, schema) {
    return this.#guard(call, true, async (octokit) => {
      const answer2 = await octokit.request(call.route, redactedValue(this.#params(call)));
      return parse(schema, answer2.data);
    });
  }
  #params(call) {
    return { ...this.#names, ...call.params };
  }
  async #guard(call, writes, work) {
    this.#octokit ??= openOctokit(this.#options, this.#known, () => {
      this.#sent += 1;
    });
    const octokit = await this.#octokit;
    try {
      return await work(octokit);
    } catch (error) {
      const { fault } = error instanceof GithubFault ? error : unreadable(200, String(error));
      const asked = { ...call, doing: `${call.doing} in ${this.repository}` };
      throw (writes ? writeError : readError)(githubFaults, fault, asked, this.#hide);
    }
  }
};
var MOST_KNOWN = 1e3;
var silent = { debug() {
}, info() {
}, warn() {
}, error() {
} };
async function openOctokit(options, known, count2) {
  const { Octokit } = await import("./dist-src-4WSS7TFW.js");
  const { pace } = options;
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/\/+$/, ""),
    userAgent: "shiplock",
    // Requests are told in our errors; octokit would print headers and paths to the log by itself.
    log: silent
  });
  octokit.hook.wrap("request", (request, asked) => {
    const url = asked.method === "GET" ? octokit.request.endpoint.parse(asked).url : void 0;
    const once2 = /* @__PURE__ */ __name(async () => {
      const before = url === void 0 ? void 0 : known.get(url);
      asked.headers = { ...asked.headers, ...before ? { "if-none-match": before.etag } : {} };
      asked.request = { ...asked.request, signal: AbortSignal.timeout(pace.deadlineMs) };
      try {
        count2();
        const answer2 = await request(asked);
        if (typeof answer2.data === "object" && answer2.data !== null) {
          const { etag } = answer2.headers;
          if (url !== void 0 && etag && known.size < MOST_KNOWN)
            known.set(url, { etag, answer: structuredClone(answer2) });
          return { value: answer2 };
        }
        return { error: unreadable(answer2.status, "no JSON body"), again: {} };
      } catch (error) {
        const thrown = faultOf(error);
        const { fault } = thrown;
        if (fault.kind === "status" && fault.status === 304 && before)
          return { value: structuredClone(before.answer) };
        return { error: thrown, again: judge(githubFaults, fault, { doing: "", permission: "" }).again };
      }
    }, "once");
    return patiently(once2, asked.method === "GET" || asked.url === "/graphql" ? pace : { ...pace, tries: 1 });
  });
  return octokit;
}
__name(openOctokit, "openOctokit");
function faultOf(error) {
  const { response } = error;
  const message = error instanceof Error ? error.message : String(error);
  if (!response) return new GithubFault(message, { kind: "network", error });
  return statusFault(response.status, message, response.headers);
}
__name(faultOf, "faultOf");
function parse(schema, data) {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw unreadable(200, mismatch(result.error));
}
__name(parse, "parse");

// src/codehost/comments.ts
var comment = external_exports.object({
  id: external_exports.int(),
  body: external_exports.string().nullish(),
  html_url: external_exports.string(),
  user: external_exports.object({ login: external_exports.string(), type: external_exports.string().optional() }).nullish()
});
async function upsertComment(client, request, actorLogin) {
  const number = request.pullRequest ?? (await pullsOf(client, request.commit))[0]?.number;
  const place = number === void 0 ? onCommit(request.commit) : onPull(number);
  const marker = `<!-- shiplock:${request.key.replaceAll("--", "-")} -->`;
  const body = withMarker(request.body, marker, request.run);
  const known = await client.all(
    {
      doing: `read the comments on ${place.name}`,
      permission: place.permission.replace("write", "read"),
      route: place.listRoute,
      params: place.params
    },
    comment
  );
  const marked = known.filter((each) => each.body?.includes(marker));
  const mine = marked.length > 0 ? marked.find(await writtenBy(client, actorLogin)) : void 0;
  if (mine?.body?.replaceAll("\r\n", "\n") === body) return { url: mine.html_url };
  const written = await client.write(
    mine ? {
      doing: `update comment ${mine.id} on ${place.name}`,
      permission: place.permission,
      route: place.updateRoute,
      params: { comment_id: mine.id, body }
    } : {
      doing: `comment on ${place.name}`,
      permission: place.permission,
      route: place.createRoute,
      params: { ...place.params, body }
    },
    comment
  );
  return { url: written.html_url };
}
__name(upsertComment, "upsertComment");
function onPull(number) {
  return {
    name: `pull request ${number}`,
    permission: "pull-requests: write",
    listRoute: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    createRoute: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    updateRoute: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    params: { issue_number: number }
  };
}
__name(onPull, "onPull");
function onCommit(sha) {
  return {
    name: `commit ${sha.slice(0, 12)}`,
    permission: "contents: write",
    listRoute: "GET /repos/{owner}/{repo}/commits/{commit_sha}/comments",
    createRoute: "POST /repos/{owner}/{repo}/commits/{commit_sha}/comments",
    updateRoute: "PATCH /repos/{owner}/{repo}/comments/{comment_id}",
    params: { commit_sha: sha }
  };
}
__name(onCommit, "onCommit");
async function writtenBy(client, actorLogin) {
  const login = actorLogin ?? await whoAmI(client);
  if (login === void 0) return (one) => one.user?.type === "Bot";
  return (one) => one.user?.login.toLowerCase() === login.toLowerCase();
}
__name(writtenBy, "writtenBy");
async function whoAmI(client) {
  try {
    const call = { doing: "look up whose token this is", permission: "a user token", route: "GET /user" };
    return (await client.read(call, external_exports.object({ login: external_exports.string() }))).login;
  } catch (error) {
    if (error instanceof ShiplockError && error.code === "SHIPLOCK_GITHUB_FORBIDDEN") return void 0;
    throw error;
  }
}
__name(whoAmI, "whoAmI");
function withMarker(body, marker, run3) {
  const text = body.replaceAll("\r\n", "\n").trimEnd();
  return fitComment(`${marker}
${text}`, run3);
}
__name(withMarker, "withMarker");

// src/codehost/confirmations.ts
var comment2 = external_exports.object({
  body: external_exports.string().nullish(),
  html_url: external_exports.string(),
  created_at: external_exports.string(),
  updated_at: external_exports.string(),
  // A comment on a commit has none: https://docs.github.com/en/rest/commits/comments
  performed_via_github_app: external_exports.unknown().optional(),
  user
});
async function confirmations(client, { commit, releaseId }) {
  const pulls = await pullsOf(client, commit);
  const lists = await Promise.all([
    client.all(
      {
        doing: `read the comments on commit ${commit.slice(0, 12)}`,
        permission: "contents: read",
        route: "GET /repos/{owner}/{repo}/commits/{commit_sha}/comments",
        params: { commit_sha: commit }
      },
      comment2
    ),
    ...pulls.map(
      ({ number }) => client.all(
        {
          doing: `read the comments of pull request ${number}`,
          permission: "pull-requests: read",
          route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
          params: { issue_number: number }
        },
        comment2
      )
    )
  ]);
  const book = new AccessBook(client, []);
  const found = [];
  for (const one of lists.flat()) {
    const edited = one.updated_at !== one.created_at || Boolean(one.performed_via_github_app);
    if (edited || byBot(one.user) !== void 0 || !await says(one.body ?? "", releaseId)) continue;
    const by = one.user?.login ?? "";
    const { permission: permission2 } = await book.of(by);
    if (["write", "maintain", "admin"].includes(permission2))
      found.push({ by, url: one.html_url, at: one.created_at });
  }
  return found.sort((a, b) => a.at < b.at ? -1 : 1).map(({ by, url }) => ({ by, url }));
}
__name(confirmations, "confirmations");
async function says(body, releaseId) {
  if (!body.includes(releaseId)) return false;
  const { openings } = await wordsOf(body);
  return openings.some(
    ({ shown, typed }) => [shown, typed].every((line) => {
      const [verb, id] = line.replaceAll("`", "").trim().split(/[ \t]+/);
      return verb === "/confirm" && id === releaseId;
    })
  );
}
__name(says, "says");

// src/codehost/contents.ts
var repository = external_exports.object({ default_branch: external_exports.string().min(1) });
var branch = external_exports.object({ commit: external_exports.object({ sha: external_exports.string().regex(/^[0-9a-f]{40}$/) }) });
var file = external_exports.object({ type: external_exports.literal("file"), encoding: external_exports.literal("base64"), content: external_exports.string() });
var PERMISSION = "contents: read";
var GithubFiles = class {
  static {
    __name(this, "GithubFiles");
  }
  #client;
  #known = /* @__PURE__ */ new Map();
  #branch;
  constructor(client) {
    this.#client = client;
  }
  async protectedFile(path) {
    this.#branch ??= await this.#defaultBranch();
    const name = this.#branch;
    const { commit } = await this.#client.read(
      {
        doing: `read the head of ${name}`,
        permission: PERMISSION,
        route: "GET /repos/{owner}/{repo}/branches/{branch}",
        params: { branch: name }
      },
      branch
    );
    return { branch: name, commit: commit.sha, text: await this.fileAt(commit.sha, path) };
  }
  async fileAt(commit, path) {
    const key = `${commit}:${path}`;
    if (!this.#known.has(key)) this.#known.set(key, await this.#read(commit, path));
    return this.#known.get(key);
  }
  async #defaultBranch() {
    const call = {
      doing: "read the repository\u2019s default branch",
      permission: "metadata: read",
      route: "GET /repos/{owner}/{repo}"
    };
    return (await this.#client.read(call, repository)).default_branch;
  }
  async #read(commit, path) {
    try {
      const { content } = await this.#client.read(
        {
          doing: `read ${path} at ${commit.slice(0, 12)}`,
          permission: PERMISSION,
          // Slashes of the path stay slashes: https://github.com/octokit/endpoint.js, reserved expansion.
          route: "GET /repos/{owner}/{repo}/contents/{+path}",
          params: { path, ref: commit }
        },
        file
      );
      return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(content, "base64"));
    } catch (error) {
      if (error instanceof ShiplockError && error.code === "SHIPLOCK_GITHUB_NOT_FOUND") return void 0;
      if (!(error instanceof TypeError)) throw error;
      throw failure(
        {
          code: "SHIPLOCK_GITHUB_ANSWER",
          what: `${path} at ${commit.slice(0, 12)} is not UTF-8 text`,
          notDone: ["nothing was changed"],
          next: "Save the file as UTF-8."
        },
        error
      );
    }
  }
};

// src/codehost/deployments.ts
var deployment = external_exports.object({
  id: external_exports.int(),
  environment: external_exports.string(),
  production_environment: external_exports.boolean().optional(),
  payload: external_exports.unknown(),
  creator: external_exports.object({ login: external_exports.string() }).nullish(),
  created_at: external_exports.string().optional()
});
var status = external_exports.object({
  id: external_exports.int(),
  state: external_exports.string(),
  description: external_exports.string().nullish(),
  environment_url: external_exports.string().nullish(),
  log_url: external_exports.string().nullish(),
  creator: external_exports.object({ login: external_exports.string() }).nullish(),
  created_at: external_exports.string().optional()
});
var ourPayload = external_exports.object({
  shiplock_release: external_exports.string(),
  /** Deployments of earlier versions have none; one that cannot be read is none. */
  shiplock_head: external_exports.object({ seq: external_exports.int().nonnegative(), hash: external_exports.hex().length(64) }).optional().catch(void 0),
  /** Id and name of the hosting project. */
  shiplock_project: external_exports.array(external_exports.string()).optional().catch(void 0)
});
var LONGEST_DESCRIPTION = 140;
var PRIORS = 30;
var READ = "deployments: read";
var WRITE = "deployments: write";
function releaseOf(payload) {
  return ours(payload)?.shiplock_release;
}
__name(releaseOf, "releaseOf");
function ours(payload) {
  let value = payload;
  if (typeof value === "string") {
    try {
      value = JSON.parse(value);
    } catch {
      return void 0;
    }
  }
  return ourPayload.safeParse(value).data;
}
__name(ours, "ours");
function list2(client, params) {
  return client.all(
    {
      doing: `list the deployments to ${params.environment}`,
      permission: READ,
      route: "GET /repos/{owner}/{repo}/deployments",
      params
    },
    deployment
  );
}
__name(list2, "list");
function statuses(client, id) {
  return client.all(
    {
      doing: `read the statuses of deployment ${id}`,
      permission: READ,
      route: "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
      params: { deployment_id: id }
    },
    status
  );
}
__name(statuses, "statuses");
function newest(items) {
  return items.reduce((best, item) => best && best.id > item.id ? best : item, void 0);
}
__name(newest, "newest");
async function openDeployment(client, request) {
  const { releaseId, commit, environment, production, head, project } = request;
  const known = await list2(client, { environment, sha: commit });
  const mine = newest(known.filter((each) => releaseOf(each.payload) === releaseId));
  if (mine) return String(mine.id);
  const created = await client.write(
    {
      doing: `create the deployment of ${commit.slice(0, 12)} to ${environment}`,
      permission: WRITE,
      route: "POST /repos/{owner}/{repo}/deployments",
      params: {
        ref: commit,
        task: "deploy",
        environment,
        // Never merge the default branch into what is released, and leave it to the release which checks it needs:
        // https://docs.github.com/en/rest/deployments/deployments#create-a-deployment
        auto_merge: false,
        required_contexts: [],
        payload: {
          shiplock_release: releaseId,
          ...head ? { shiplock_head: head } : {},
          ...project ? { shiplock_project: project } : {}
        },
        description: cut(
          `Shiplock release ${releaseId}${project ? ` of ${project.at(1) ?? project[0]}` : ""}`,
          LONGEST_DESCRIPTION
        ),
        production_environment: production,
        transient_environment: false
      }
    },
    // 202 answers with a message instead of a deployment: nothing was created then.
    external_exports.object({ id: external_exports.int() })
  );
  return String(created.id);
}
__name(openDeployment, "openDeployment");
async function setDeploymentStatus(client, request) {
  const id = Number(request.deploymentId);
  const [own, before] = await Promise.all([
    client.read(
      {
        doing: `read deployment ${id}`,
        permission: READ,
        route: "GET /repos/{owner}/{repo}/deployments/{deployment_id}",
        params: { deployment_id: id }
      },
      deployment
    ),
    statuses(client, id)
  ]);
  const production = own.production_environment === true;
  const succeeds = request.state === "success";
  const others = succeeds ? await othersOf(client, own) : [];
  const mine = ours(own.payload)?.shiplock_project;
  const automatic = !production && others.every(({ payload }) => isOfApp(payload, mine));
  if (!same(newest(before), request)) await write(client, id, request, automatic);
  if (succeeds && !automatic)
    await retire(
      client,
      own,
      others.filter(({ payload }) => isOfApp(payload, mine))
    );
}
__name(setDeploymentStatus, "setDeploymentStatus");
async function othersOf(client, own) {
  const all = await list2(client, { environment: own.environment });
  return all.filter((each) => each.id !== own.id && ours(each.payload));
}
__name(othersOf, "othersOf");
async function retire(client, own, others) {
  for (const other of others.toSorted((a, b) => b.id - a.id).slice(0, PRIORS)) {
    if (newest(await statuses(client, other.id))?.state !== "success") continue;
    const description = `replaced by deployment ${own.id}`;
    await write(client, other.id, { deploymentId: String(other.id), state: "inactive", description }, false);
  }
}
__name(retire, "retire");
function isOfApp(payload, mine) {
  const other = ours(payload);
  if (!other) return false;
  const { shiplock_project: theirs } = other;
  return !mine || !theirs || theirs.some((name) => mine.includes(name));
}
__name(isOfApp, "isOfApp");
async function write(client, id, request, autoInactive) {
  await client.write(
    {
      doing: `set deployment ${id} to ${request.state}`,
      permission: WRITE,
      route: "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
      params: {
        deployment_id: id,
        state: request.state,
        description: cut(request.description, LONGEST_DESCRIPTION),
        auto_inactive: autoInactive,
        ...request.environmentUrl ? { environment_url: request.environmentUrl } : {},
        ...request.logUrl ? { log_url: request.logUrl } : {}
      }
    },
    external_exports.object({ id: external_exports.int() })
  );
}
__name(write, "write");
function same(latest2, request) {
  return latest2?.state === request.state && latest2.description === cut(request.description, LONGEST_DESCRIPTION) && (latest2.environment_url ?? "") === (request.environmentUrl ?? "") && (latest2.log_url ?? "") === (request.logUrl ?? "");
}
__name(same, "same");

// src/codehost/eligible.ts
var account = external_exports.object({ login: external_exports.string(), type: external_exports.string().optional() });
var collaborator = account.extend({
  role_name: external_exports.string().optional(),
  permissions: external_exports.object({
    admin: external_exports.boolean(),
    maintain: external_exports.boolean().default(false),
    push: external_exports.boolean(),
    triage: external_exports.boolean().default(false),
    pull: external_exports.boolean()
  })
});
var team = external_exports.object({ slug: external_exports.string() });
var MOST = 60;
async function eligible(client, { logins, teams, everybody }) {
  const book = new AccessBook(client, []);
  const [all, ...groups] = await Promise.all([
    everybody ? collaborators(client) : void 0,
    ...teams.map(async (name) => [name, await accountsOf(client, name)])
  ]);
  const members = groups.flatMap(([, accounts]) => accounts === "gone" ? [] : accounts);
  const asked = /* @__PURE__ */ new Set([...logins, ...members.map(({ login }) => login)]);
  if (asked.size > MOST) throw new Error(`there are too many people to look up one by one (${asked.size})`);
  const member = /* @__PURE__ */ __name(async (one) => ({
    login: one.login,
    person: byBot(one) === void 0,
    access: await book.of(one.login)
  }), "member");
  const found = await Promise.all(
    groups.map(
      async ([name, accounts]) => [name, accounts === "gone" ? accounts : await Promise.all(accounts.map(member))]
    )
  );
  return {
    everybody: all,
    named: await Promise.all(logins.map((login) => member({ login }))),
    teams: new Map(found)
  };
}
__name(eligible, "eligible");
async function collaborators(client) {
  const found = await client.all(
    {
      doing: "list who has access to the repository",
      permission: "metadata: read",
      route: "GET /repos/{owner}/{repo}/collaborators",
      params: { affiliation: "all" }
    },
    collaborator
  );
  return found.map((one) => ({ login: one.login, person: byBot(one) === void 0, access: accessOf(one) }));
}
__name(collaborators, "collaborators");
function accessOf({ role_name, permissions }) {
  const { admin, maintain, push, triage, pull: pull3 } = permissions;
  const permission2 = admin ? "admin" : maintain ? "maintain" : push ? "write" : triage ? "triage" : pull3 ? "read" : "none";
  return { role: role_name || permission2, permission: permission2, teams: [] };
}
__name(accessOf, "accessOf");
async function accountsOf(client, name) {
  const [org, slug] = name.split("/");
  const members = await orNotFound(
    client.all(
      {
        doing: `list the members of the team ${name}`,
        permission: "members: read",
        route: "GET /orgs/{org}/teams/{team_slug}/members",
        params: { org, team_slug: slug }
      },
      account
    )
  );
  if (members) return members;
  const listed = await client.all(
    {
      doing: `list the teams of ${org}`,
      permission: "members: read",
      route: "GET /orgs/{org}/teams",
      params: { org }
    },
    team
  );
  if (listed.some((one) => one.slug.toLowerCase() === slug?.toLowerCase()))
    throw new Error(`the team ${name} exists, but Shiplock cannot list its members`);
  return "gone";
}
__name(accountsOf, "accountsOf");

// src/codehost/history.ts
var PERMISSION2 = "contents: read";
var comparison2 = external_exports.object({ status: external_exports.enum(["ahead", "behind", "diverged", "identical"]) });
var commitShape2 = external_exports.object({ sha: external_exports.string() });
var tree = external_exports.object({
  truncated: external_exports.boolean(),
  tree: external_exports.array(external_exports.object({ path: external_exports.string(), mode: external_exports.string(), type: external_exports.string(), sha: external_exports.string() }))
});
var GithubHistory = class {
  static {
    __name(this, "GithubHistory");
  }
  #client;
  #contained = /* @__PURE__ */ new Map();
  #files = /* @__PURE__ */ new Map();
  constructor(client) {
    this.#client = client;
  }
  contains({ commit, head }) {
    return once(this.#contained, `${commit}...${head}`, () => this.#contains(commit, head));
  }
  files(commit) {
    return once(this.#files, commit, () => this.#list(commit));
  }
  /** https://docs.github.com/en/rest/commits/commits#compare-two-commits */
  async #contains(commit, head) {
    if (commit === head) return true;
    const found = await orUnknown(
      this.#client.read(
        {
          doing: `compare ${commit.slice(0, 12)} with ${head.slice(0, 12)}`,
          permission: PERMISSION2,
          route: "GET /repos/{owner}/{repo}/compare/{basehead}",
          params: { basehead: `${commit}...${head}`, per_page: 1 }
        },
        comparison2
      )
    );
    if (found) return found.status === "ahead" || found.status === "identical";
    await this.#client.read(
      {
        doing: `read commit ${head.slice(0, 12)}`,
        permission: PERMISSION2,
        route: "GET /repos/{owner}/{repo}/commits/{ref}",
        params: { ref: head }
      },
      commitShape2
    );
    return false;
  }
  /** At most 100,000 entries: https://docs.github.com/en/rest/git/trees#get-a-tree */
  async #list(commit) {
    const found = await orUnknown(
      this.#client.read(
        {
          doing: `list the files of ${commit.slice(0, 12)}`,
          permission: PERMISSION2,
          route: "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
          params: { tree_sha: commit, recursive: "1" }
        },
        tree
      )
    );
    if (!found || found.truncated) return void 0;
    const files = found.tree.filter(({ type }) => type !== "tree");
    return new Map(files.map(({ path, mode, sha }) => [path, `${mode} ${sha}`]));
  }
};
function once(known, key, ask) {
  const asked = known.get(key) ?? ask();
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}
__name(once, "once");

// src/codehost/open-threads.ts
var QUERY = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        nodes { isResolved }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;
var answer = external_exports.object({
  repository: external_exports.object({
    pullRequest: external_exports.object({
      reviewThreads: external_exports.object({
        nodes: external_exports.array(external_exports.object({ isResolved: external_exports.boolean() })),
        pageInfo: external_exports.object({ hasNextPage: external_exports.boolean(), endCursor: external_exports.string().nullable() })
      })
    })
  })
});
async function openThreads(client, pulls) {
  const found = [];
  for (const pull3 of pulls) {
    let open = 0;
    let after = null;
    for (; ; ) {
      const call = {
        doing: `read the review threads of pull request ${pull3}`,
        permission: "pull-requests: read"
      };
      const page = await client.query(call, QUERY, { number: pull3, after }, answer);
      const { nodes, pageInfo } = page.repository.pullRequest.reviewThreads;
      open += nodes.filter((thread) => !thread.isResolved).length;
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    if (open > 0) found.push({ pull: pull3, open });
  }
  return found;
}
__name(openThreads, "openThreads");

// src/codehost/record-heads.ts
var STATUSES = { newest: 3, all: 30 };
async function recordHeads(client, { environment, which }) {
  const known = which === "all" ? await list2(client, { environment }) : await newest2(client, environment);
  const mine = known.flatMap((each) => {
    const payload = ours(each.payload);
    return payload ? [{ ...each, payload }] : [];
  }).sort((a, b) => b.id - a.id);
  const heads = [];
  for (const [place, each] of mine.entries()) {
    const { shiplock_release: releaseId, shiplock_project: project } = each.payload;
    const about = { releaseId, deploymentId: String(each.id), ...project ? { project } : {} };
    const told = place < STATUSES[which] ? await statuses(client, each.id) : [];
    for (const status2 of told.sort((a, b) => b.id - a.id)) {
      const head = headIn(status2.description ?? "");
      if (head) heads.push({ ...head, ...about, ...author(status2) });
    }
    if (each.payload.shiplock_head) heads.push({ ...each.payload.shiplock_head, ...about, ...author(each) });
  }
  return heads;
}
__name(recordHeads, "recordHeads");
function newest2(client, environment) {
  return client.read(
    {
      doing: `read the newest deployments to ${environment}`,
      permission: "deployments: read",
      route: "GET /repos/{owner}/{repo}/deployments",
      params: { environment, per_page: 100 }
    },
    external_exports.array(deployment)
  );
}
__name(newest2, "newest");
function author({ creator, created_at: at }) {
  return { by: creator?.login ?? "an unknown account", at: at ?? "an unknown time" };
}
__name(author, "author");

// src/codehost/rerun.ts
var pull2 = external_exports.object({
  merged: external_exports.boolean().optional(),
  merge_commit_sha: external_exports.string().nullish(),
  head: external_exports.object({ sha: external_exports.string() })
});
var run = external_exports.object({ id: external_exports.int(), status: external_exports.string().nullish(), conclusion: external_exports.string().nullish() });
var job = external_exports.object({
  id: external_exports.int(),
  name: external_exports.string(),
  conclusion: external_exports.string().nullish(),
  steps: external_exports.array(external_exports.object({ name: external_exports.string(), conclusion: external_exports.string().nullish() })).optional()
});
async function waitingJobs(client, wanted2) {
  const one = await client.read(
    {
      doing: `read pull request ${wanted2.pull}`,
      permission: "pull-requests: read",
      route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
      params: { pull_number: wanted2.pull }
    },
    pull2
  );
  const sha = one.merged && one.merge_commit_sha ? one.merge_commit_sha : one.head.sha;
  const runs = await client.all(
    {
      doing: `list the runs of commit ${sha.slice(0, 12)}`,
      permission: "actions: read",
      route: "GET /repos/{owner}/{repo}/actions/runs",
      params: { head_sha: sha }
    },
    run
  );
  const found = [];
  for (const { id } of runs.filter((each) => each.status === "completed" && each.conclusion === "failure")) {
    const jobs = await client.all(
      {
        doing: `list the jobs of run ${id}`,
        permission: "actions: read",
        route: "GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs",
        params: { run_id: id, filter: "latest" }
      },
      job
    );
    for (const each of jobs) if (waits(each, wanted2)) found.push({ run: id, job: each.id });
  }
  return found;
}
__name(waitingJobs, "waitingJobs");
function waits(each, wanted2) {
  const named = each.name === wanted2.job || each.name.endsWith(` / ${wanted2.job}`);
  const ended = each.steps?.find((step) => step.conclusion === "failure");
  return named && each.conclusion === "failure" && ended?.name === wanted2.step;
}
__name(waits, "waits");
async function rerunJob(client, id) {
  await client.write(
    {
      doing: `rerun job ${id}`,
      permission: "actions: write",
      route: "POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun",
      params: { job_id: id }
    },
    external_exports.object({})
  );
}
__name(rerunJob, "rerunJob");

// src/codehost/runs.ts
var user2 = external_exports.object({ login: external_exports.string() }).nullish();
var run2 = external_exports.object({
  run_attempt: external_exports.int().min(1).default(1),
  created_at: external_exports.string().optional(),
  actor: user2,
  triggering_actor: user2
});
async function runActors(client, runId) {
  const permission2 = "actions: read";
  const doing = `read run ${runId}`;
  const params = { run_id: runId };
  const last = await client.read(
    { doing, permission: permission2, route: "GET /repos/{owner}/{repo}/actions/runs/{run_id}", params },
    run2
  );
  const attempts = [last];
  for (let number = 1; number < last.run_attempt; number++) {
    const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}";
    const call = {
      doing: `${doing}, attempt ${number}`,
      permission: permission2,
      route,
      params: { ...params, attempt_number: number }
    };
    attempts.push(await client.read(call, run2));
  }
  const logins = attempts.flatMap((each) => [each.actor?.login, each.triggering_actor?.login]);
  return {
    actors: [...new Set(logins.filter((login) => login !== void 0))].sort(),
    attempts: last.run_attempt,
    createdAt: last.created_at
  };
}
__name(runActors, "runActors");

// src/codehost/index.ts
function githubCodeHost(options) {
  const { token, repository: repository2, apiUrl = "https://api.github.com" } = options;
  const client = new GithubClient({ token, repository: repository2, apiUrl, pace: { ...PATIENT, ...options.pace } });
  const files = new GithubFiles(client);
  const history = new GithubHistory(client);
  return {
    vendor: "github",
    repository: repository2,
    protectedFile: /* @__PURE__ */ __name((path) => files.protectedFile(path), "protectedFile"),
    fileAt: /* @__PURE__ */ __name((commit, path) => files.fileAt(commit, path), "fileAt"),
    contains: /* @__PURE__ */ __name((request) => history.contains(request), "contains"),
    files: /* @__PURE__ */ __name((commit) => history.files(commit), "files"),
    commit: /* @__PURE__ */ __name((sha) => commitInfo(client, sha), "commit"),
    changes: /* @__PURE__ */ __name((from, to) => changes(client, from, to), "changes"),
    authorship: /* @__PURE__ */ __name((request) => authorship(client, request), "authorship"),
    openThreads: /* @__PURE__ */ __name((pulls) => openThreads(client, pulls), "openThreads"),
    approvals: /* @__PURE__ */ __name((request) => approvals(client, request), "approvals"),
    people: /* @__PURE__ */ __name((request) => eligible(client, request), "people"),
    openDeployment: /* @__PURE__ */ __name((request) => openDeployment(client, request), "openDeployment"),
    setDeploymentStatus: /* @__PURE__ */ __name((request) => setDeploymentStatus(client, request), "setDeploymentStatus"),
    confirmations: /* @__PURE__ */ __name((request) => confirmations(client, request), "confirmations"),
    recordHeads: /* @__PURE__ */ __name((request) => recordHeads(client, request), "recordHeads"),
    upsertComment: /* @__PURE__ */ __name((request) => upsertComment(client, request, options.actorLogin), "upsertComment"),
    runActors: /* @__PURE__ */ __name((runId) => runActors(client, runId), "runActors"),
    waitingJobs: /* @__PURE__ */ __name((wanted2) => waitingJobs(client, wanted2), "waitingJobs"),
    rerunJob: /* @__PURE__ */ __name((id) => rerunJob(client, id), "rerunJob"),
    sent: /* @__PURE__ */ __name(() => client.sent, "sent")
  };
}
__name(githubCodeHost, "githubCodeHost");
export {
  githubCodeHost
};
