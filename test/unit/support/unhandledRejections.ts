import { inspect } from 'node:util';

/** A promise that nobody awaits must not fail unseen: mocha itself passes over it. */
const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => rejections.push(reason));

export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    // Node tells of them after the microtasks of the turn in which they came.
    await new Promise((resolve) => setImmediate(resolve));
    const [reason] = rejections.splice(0);
    if (reason !== undefined) {
      throw new Error(`a promise was rejected that nobody awaits: ${inspect(reason)}`, { cause: reason });
    }
  },
};
