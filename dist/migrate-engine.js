import { enableCompileCache } from 'node:module';
enableCompileCache();
const { engine } = await import('./index.js');
await engine();
