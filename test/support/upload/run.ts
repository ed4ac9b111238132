import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { largeCheckout } from './checkout.ts';

const uploaded = z.object({
  files: z.number(),
  /** Reading and hashing the commit, milliseconds. */
  readMs: z.number(),
  /** From the first post to the deployment's id, milliseconds. */
  uploadMs: z.number(),
  /** Processor time of the uploading process alone, milliseconds. */
  cpuMs: z.number(),
  /** Resident set of the uploading process at its largest, MiB. */
  peakMb: z.number(),
  /** Vercel lists what the commit holds. */
  same: z.boolean(),
});
export type Uploaded = z.infer<typeof uploaded>;

/** Uploads a commit of so many files to the local cloud's Vercel, each in a process of its own. */
export async function uploadFiles(files: number, quiet = true): Promise<Uploaded> {
  const { directory, commit } = await largeCheckout(files);
  const cloud = spawn(process.execPath, [path.join(import.meta.dirname, 'cloud.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const { url } = z.object({ url: z.string() }).parse(JSON.parse(await firstLine(cloud.stdout)));
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, 'once.ts'), directory, commit, url],
      {
        stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'],
      },
    );
    return uploaded.parse(JSON.parse(await firstLine(child.stdout)));
  } finally {
    cloud.stdin.end();
    await once(cloud, 'close');
    await rm(directory, { recursive: true, force: true });
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of stream) {
    text += String(piece);
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}
