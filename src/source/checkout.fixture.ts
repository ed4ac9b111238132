import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Git without the settings of whoever runs this. */
const SETTINGS = [
  'user.name=ada',
  'user.email=ada@example.com',
  'commit.gpgsign=false',
  'core.excludesFile=',
  'init.defaultBranch=main',
].flatMap((setting) => ['-c', setting]);

/** A git checkout in a temporary folder. */
export class TestCheckout {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async make(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<TestCheckout> {
    const checkout = new TestCheckout(await mkdtemp(path.join(tmpdir(), 'shiplock-checkout-')));
    await checkout.git('init', '--quiet');
    await checkout.write(files);
    return checkout;
  }

  at(file: string): string {
    return path.join(this.directory, file);
  }

  async write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [name, contents] of Object.entries(files)) {
      await mkdir(path.dirname(this.at(name)), { recursive: true });
      await writeFile(this.at(name), contents);
    }
  }

  async git(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('git', [...SETTINGS, ...args], {
      cwd: this.directory,
      maxBuffer: 2 ** 26,
    });
    return stdout.trim();
  }

  /** Commits everything that stands here; returns the SHA. */
  async commit(message = 'a change'): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}
