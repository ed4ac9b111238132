import path from 'node:path';
import { installed } from '../support/installed.ts';

/** The folder with what judges the platform from outside: Mozilla's HTTP Observatory, and Lighthouse. */
export const webTools = (): Promise<string> =>
  installed(path.join(import.meta.dirname, 'package'), 'web-tools');
