import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the SQL parser's WebAssembly at V8's baseline compiler. The optimizing one takes about a second of processor
 * time and 600 MB for the grammar's one huge function (`--trace-wasm-compilation-times`: 102 kB of code), in the
 * background, while the server wants the same two cores; a few thousand files later it would still not have paid.
 * Both flags are read when a module is compiled, hence before the parser is loaded: this file is imported for its effect.
 */
setFlagsFromString('--no-wasm-tier-up');
setFlagsFromString('--no-wasm-dynamic-tiering');
