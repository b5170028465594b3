import fc from 'fast-check';

// The same cases each time, so that a failure can be traced to a change. CI tries others; a failure prints its seed.
if (process.env.CI === undefined) {
  fc.configureGlobal({ seed: 20261128 });
}
