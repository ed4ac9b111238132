import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);

// src/present/surfaces.ts
var COMMENT = 65536;
var SUMMARY = 1024 * 1024;
var ANNOTATIONS = 10;
var ANNOTATION = 4096;
var SLACK = {
  header: 150,
  section: 3e3,
  blocks: 50,
  /** Slack recommends no more for `text`, and cuts at 40,000: https://docs.slack.dev/reference/methods/chat.postMessage */
  text: 4e3
};

export {
  COMMENT,
  SUMMARY,
  ANNOTATIONS,
  ANNOTATION,
  SLACK
};
