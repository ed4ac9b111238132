import { VercelApi } from '../../../src/hosting/client.ts';
import { resolveOptions } from '../../../src/hosting/options.ts';
import { readSourceDigest } from '../../../src/hosting/source.ts';
import { upload } from '../../../src/hosting/upload.ts';
import { gitSource } from '../../../src/source/index.ts';

/** One upload in a process of its own, so that its time and its memory are its own: `once.ts CHECKOUT COMMIT API-URL`. */
const [directory = '', commit = '', apiUrl = ''] = process.argv.slice(2);
const say = (line: string) => void process.stderr.write(`${line}\n`);
const api = new VercelApi(
  resolveOptions({ token: 'upload-token', project: 'prj_upload', teamId: 'team_upload', apiUrl }),
);
const started = performance.now();
const source = gitSource({ workspace: directory, directory, commit, say });
const files = (await source.files()).length;
const read = performance.now();
const request = {
  projectId: 'prj_upload',
  commit: 'c',
  source,
  target: 'production',
  meta: {},
  env: {},
} as const;
const { id, digest } = await upload(api, 'upload', request, say);
const ended = performance.now();
const held = await readSourceDigest(api, id);
process.stdout.write(
  `${JSON.stringify({
    files,
    readMs: Math.round(read - started),
    uploadMs: Math.round(ended - read),
    cpuMs: Math.round(process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    same: held === digest,
  })}\n`,
);
