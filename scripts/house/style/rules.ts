/** A wording that is not good English, or not ours, and what to write instead. docs/style.md has the why of the whole. */
export interface Rule {
  readonly pattern: RegExp;
  /** The better wording. */
  readonly write: string;
  readonly why: string;
  /** A text that breaks the rule, and one that is near and does not: the test of the rule. */
  readonly bad: string;
  readonly good: string;
  /** Whether capitals matter: of names, whose small letters are words. */
  readonly cased?: true;
}

const TRANSLATED = 'translated word by word: native speakers do not say it';
const METAPHOR = 'a private picture: readers look for a meaning that is not there';
const NOUNS = '(?!is\\b|was\\b|has\\b|does\\b|less\\b|ms\\b|s\\b|process\\b|class\\b|address\\b|access\\b)';

/** Grows with every wording that a reader stumbles over. Each rule is tested by its own samples (style.test.ts). */
export const RULES: readonly Rule[] = [
  // Plurals
  {
    pattern: /[a-z](?<!\bhttp)\((?:s|es|ies)\)/,
    write: '`count(n, noun)` of src/present/count.ts',
    why: 'the program knows how many there are',
    bad: '3 issue(s) in Sentry',
    good: '3 issues in Sentry (1 resolved); an http(s) URL',
  },
  {
    pattern: new RegExp(`(?<![\\d.,:/-])\\b1 ${NOUNS}[a-z]{2,}s\\b(?! old)`),
    write: '"1 migration": `count(n, noun)`',
    why: 'one of them is singular',
    bad: 'plan d96e70069096, 1 migrations pending',
    good: '1 migration is pending; 1 was applied; 21 migrations',
  },
  {
    pattern: new RegExp(`\\{n\\} ${NOUNS}[a-z]+s\\b`),
    write: '`${count(n, noun)}` of src/present/count.ts',
    why: 'reads "1 migrations" when there is one',
    bad: '{n} migrations are pending',
    good: '{n} of them, {n} is too many',
  },
  // Negation
  {
    pattern:
      /(?<!\bthere )(?<!\bThere )\b(?:is|are|was|were) no (?!longer\b|more than\b|less than\b|different\b|later\b)\w/,
    write: '"is not a …"',
    why: TRANSLATED,
    bad: '"a/b" is no GitHub repository',
    good: 'there is no deployment; it is no longer there; it is not a file',
  },
  {
    pattern: /\bany ?more\b(?! than)/i,
    write: '"no longer"',
    why: TRANSLATED,
    bad: 'nobody needs it any more',
    good: 'no longer needed; not any more than 5',
  },
  {
    pattern: /\b(?:has|have|had) (?:not|no) (?:the|an?|any|its|this|that)\b/,
    write: '"does not have the …", "lacks the …"',
    why: TRANSLATED,
    bad: 'the role has not the rights of its owner',
    good: 'the role does not have the rights; it has no index',
  },
  {
    pattern: /\bthere is nothing to be (?:\w+ed|done)\b|\bNothing is to be\b/,
    write: '"Nothing needs to be …"',
    why: TRANSLATED,
    bad: 'Nothing is to be repaired',
    good: 'There is nothing to repair',
  },
  // Words that mean something else, or that nobody uses
  {
    pattern: /\bmend(?:s|ed|ing)?\b/i,
    write: '"fix", "repair"',
    why: 'nobody says it of software',
    bad: 'Mend what is marked FAIL',
    good: 'Recommended: amend the commit',
  },
  {
    pattern: /\bheirs?\b/i,
    write: '"child table"',
    why: 'PostgreSQL’s word for a table that inherits is child',
    bad: 'Rows of a detached partition or heir',
    good: 'their child tables',
  },
  {
    pattern: /\bat once\b(?<!\b(?:all|both|two|many) at once)/,
    write: '"immediately", or "at the same time"',
    why: 'it means either',
    bad: 'The rollback starts at once',
    good: 'all at once',
  },
  {
    pattern:
      /\banew\b|\bthrice\b|\b(?:there|here|where)(?:of|to|in|by|upon|unto)\b|\blest\b|\bhitherto\b|\bhenceforth\b/,
    write: '"again", "of it", "in it"',
    why: 'archaic',
    bad: 'it is built anew',
    good: 'it is built again, wherever it is needed',
  },
  {
    pattern: /\b(?:this|the|that|these|those) very\b/i,
    write: '"this exact …"',
    why: TRANSLATED,
    bad: 'approved this very plan',
    good: 'a very large table',
  },
  {
    pattern: /\bbeside\b/i,
    write: '"next to", "in addition to"',
    why: 'it means only "next to", and readers take it for "besides"',
    bad: 'Beside the settings there are inputs',
    good: 'besides, next to',
  },
  {
    pattern: /\bupon\b/i,
    write: '"on"',
    why: 'archaic',
    bad: 'depends upon it',
    good: 'depends on it',
  },
  {
    pattern:
      /\b(?:written|printed|spelled|named|read|reads|decided?|built|sorted|said|says|called|mapped|shaped|wants it) otherwise\b/,
    write: '"differently", "another way"',
    why: 'as an adverb of manner it is archaic',
    bad: 'one object is printed otherwise',
    good: 'Otherwise it fails; unless the settings say so, it is kept',
  },
  {
    pattern: /\b(?:was|were|is|are|has|had|been)(?: not| been| never)? begun\b/,
    write: '"started"',
    why: TRANSLATED,
    bad: 'the promotion was begun',
    good: 'the promotion had started',
  },
  {
    pattern: /\b(?:tells?|told|speaks?|spoke) of\b/,
    write: '"says", "mentions", "is about"',
    why: TRANSLATED,
    bad: 'the findings that it speaks of',
    good: 'the findings that it mentions',
  },
  {
    pattern: /\basked of\b|\basks? of (?!course)/,
    write: '"asked for", "required of", "sent to"',
    why: TRANSLATED,
    bad: 'what is asked of the server',
    good: 'what the server is asked for',
  },
  {
    pattern: /\bin vain\b|\bin truth\b|\bin its stead\b|\bfor naught\b/,
    write: '"without effect", "in fact", "instead"',
    why: 'archaic',
    bad: 'it was asked in vain',
    good: 'it was asked, and did not answer',
  },
  {
    pattern: /\bturned round\b|\bthe other way round\b/,
    write: '"reversed"',
    why: TRANSLATED,
    bad: 'the conversion turned round',
    good: 'the reverse conversion',
  },
  {
    pattern: /\ball the same\b/,
    write: '"anyway", "still"',
    why: 'it also means "identical"',
    bad: 'it is uploaded all the same',
    good: 'it is uploaded anyway',
  },
  {
    pattern: /\b(?:a|another|one|them|themselves|itself) (?:second|third) time over\b|\bover again\b/,
    write: '"again"',
    why: TRANSLATED,
    bad: 'it starts over again',
    good: 'it starts again',
  },
  {
    pattern: /\bmisspelt\b|\bneighbour|\bhonour|\brecognis/,
    write: '"misspelled", "neighbor", "honor", "recognize"',
    why: 'one spelling: American, as in PostgreSQL’s and GitHub’s own texts',
    bad: 'a misspelt key',
    good: 'a misspelled key',
  },
  {
    pattern: /\b(?:made|makes|make|built|written) (?:it |them )?again and\b|\bmade again\b/,
    write: '"recreated"',
    why: TRANSLATED,
    bad: 'a view is dropped and made again',
    good: 'a view is dropped and recreated; rerun the job',
  },
  {
    pattern: /\bhangs? on\b/,
    write: '"depends on"',
    why: METAPHOR,
    bad: 'dropped with everything that hangs on it',
    good: 'dropped with everything that depends on it',
  },
  {
    pattern: /\bheld against\b/,
    write: '"compared with"',
    why: METAPHOR,
    bad: 'the digest is held against the plan',
    good: 'the digest is compared with the plan',
  },
  {
    pattern: /\bpass(?:es|ed)? over (?:a|an|the|missing|it|them|nothing)\b/,
    write: '"overrides", "ignores", "skips"',
    why: 'it means "ignores" to some and "moves across" to others',
    bad: 'it passes over missing approvals',
    good: 'it overrides missing approvals',
  },
  {
    pattern: /\bfor want of\b|\bput together at run time\b|\blooked into\b/,
    write: '"because … is missing", "built at run time", "analyzed"',
    why: TRANSLATED,
    bad: 'the release ended for want of approvals',
    good: 'the release ended because approvals were missing',
  },
  // Order of words
  {
    pattern:
      /\bthe (?:release|version|deployment|one|commit|plan|run|attempt) before(?= ?(?:[.,;:)]|$)| (?:may|can|could|again|still|serves?|needs?|is|was|does|did|would|has|had)\b)/,
    write: '"the previous release"',
    why: TRANSLATED,
    bad: 'Move traffic back to the release before.',
    good: 'the release before that one; every release before this',
  },
  {
    pattern: /\bthe schema (?:after|before)(?= ?(?:[.,;:)]|$))|\bthe (?:day|week|time) before(?=[.,;)]|$)/,
    write: '"the schema after the migrations"',
    why: TRANSLATED,
    bad: 'may it serve on the schema after;',
    good: 'the schema after these migrations',
  },
  {
    pattern:
      /\bthe (?:people|approvers|reviewers|approvals|inputs|roles?|permissions?) required\b(?! (?:by|for|to)\b)/,
    write: '"the required people"',
    why: 'the adjective comes first',
    bad: 'Wait until the people required have approved',
    good: 'Wait until the required people have approved',
  },
  {
    pattern:
      /\bof (?:its|their|your|his|her|our|one’s) own(?=[.,;:)!?]|$| (?:in|at|on|for|to|from|with|by|that|which|and|or|but|is|are|was|does|do|has|where|when|as|only|too)\b)/,
    write: '"its own …", "a separate …"',
    why: 'the possessive comes first',
    bad: 'each has a page of its own',
    good: 'each has its own page; in a step of your own job',
  },
  {
    pattern: /\b(?:by|of) (?:itself|themselves)\b/,
    write: '"automatically", "alone"',
    why: 'readers do not know who does it then',
    bad: 'A bad release goes back by itself',
    good: 'A bad release is rolled back automatically',
  },
  {
    pattern: /\bhas to be written\b|\bhave to be written\b/,
    write: '"must be …", "(expected …)"',
    why: 'say what is expected',
    bad: 'it has to be written owner/name',
    good: 'is not a repository (expected owner/name)',
  },
  {
    pattern:
      /\b(?:is|are|was|were) (?:not )?to be (?:[a-z]+ed|read|written|done|sent|built|kept|made|run|found|seen|shown|said|taken|told)\b/,
    write: '"must be …", "should be …"',
    why: TRANSLATED,
    bad: 'a secret that is not to be shown',
    good: 'a secret that must not be shown',
  },
  {
    pattern: /\bone (?:\w+ )?for each\b/,
    write: '"one per …"',
    why: 'shorter',
    bad: 'Rows that it counts: one for each partition',
    good: 'one per partition; an entry for each of them',
  },
  {
    pattern: /\b(?:that|which|who) leaves? (?:it|them) out\b/,
    write: '"omits it"',
    why: 'SQL’s word, and an insert does not leave',
    bad: 'what an insert gets that leaves it out changed',
    good: 'INSERTs that omit it get a different value',
  },
  {
    pattern: /\b(?:take|takes|taken|took|taking)(?: (?:it|them|that|this|away))? back\b/,
    write: '"roll back", "undo", "withdraw"',
    why: METAPHOR,
    bad: 'all of it was taken back',
    good: 'rolled back completely',
  },
  // Who does what
  {
    pattern: /\bsays? (?:fail|pass|inconclusive)\b/,
    write: '"failed", "passed"',
    why: 'the gate decides; it does not speak',
    bad: 'the watch gate says fail',
    good: 'the watch gate failed',
  },
  {
    pattern: /\b(?:was|were) not compared\b/,
    write: '"could not compare …", "did not compare …"',
    why: 'say who did not, and why',
    bad: 'the schema was not compared',
    good: 'Could not compare the schema',
  },
  {
    pattern: /\b[Mm]ay not\b/,
    write: '"cannot", "must not", or "might not"',
    why: 'it means any of the three',
    bad: 'the token may not read it',
    good: 'the token cannot read it',
  },
  {
    pattern: /\bwho may\b|\bmay only\b|\bmay plan\b|\bmay serve\b|\bmay have (?:them|it)\b/,
    write: '"can"',
    why: '"may" is also "might"',
    bad: 'the role may plan only',
    good: 'the role can only plan',
  },
  {
    pattern: /(?<![\w-])(?:[Ww]e|us|[Oo]urs?)(?![\w-])(?<!\b(?:en|in) us)/,
    cased: true,
    write: '"Shiplock"',
    why: 'readers do not know who "we" are',
    bad: 'the rate limit kept us from it',
    good: 'region us-east-1; users',
  },
  {
    pattern: /\bis no pass\b|\bno pass\b/,
    write: '"failed", "did not pass"',
    why: TRANSLATED,
    bad: 'the rehearsal is no pass',
    good: 'the rehearsal did not pass',
  },
  {
    pattern: /\bno way back\b|\bgoes? back by\b/,
    write: '"cannot be rolled back"',
    why: METAPHOR,
    bad: 'there is no way back by moving traffic',
    good: 'rolling back traffic will not work',
  },
];
