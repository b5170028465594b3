/** Marks mocha's lines among the console output of an extension host. */
export const mochaPrefix = 'mocha| ';
