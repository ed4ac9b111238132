import { tmpdir } from 'node:os';
import path from 'node:path';
import binary from '@sparticuz/chromium';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

/** A browser from the package registry: nothing is downloaded, and every machine draws with the same fonts. */
export class Chromium {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** `more`: arguments of the browser. */
  static async launch(more: readonly string[] = []): Promise<Chromium> {
    // Unpacks the fonts, too.
    const executablePath = await binary.executablePath();
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none', ...more],
      env: { ...definedOf(process.env), FONTCONFIG_PATH: path.join(tmpdir(), 'fonts') },
    });
    return new Chromium(browser);
  }

  /** Somebody's browser, which knows nothing of the others. */
  async context(options: BrowserContextOptions): Promise<BrowserContext> {
    return this.#browser.newContext({
      ...{ locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' },
      ...options,
    });
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

const definedOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
