import fc from 'fast-check';

/** Each property is tried for hundreds of mutants: less often each, and without looking for the smallest example. */
fc.configureGlobal({ numRuns: 30, endOnFailure: true });
