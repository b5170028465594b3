/** Tells mocha's lines from all others on the console of an extension host. */
export const mochaPrefix = 'mocha| ';
