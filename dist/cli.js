#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
enableCompileCache();
const { cli } = await import('./index.js');
await cli(process.argv.slice(2));
