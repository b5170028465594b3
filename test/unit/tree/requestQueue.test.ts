import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { inParallel } from '../../../src/tree/inParallel';
import { RequestQueue } from '../../../src/tree/requestQueue';
import { Gate } from '../support/gate';

describe('a queue of requests', () => {
  it('lets a few go at once, and the others in their order, whether those before fail or not', async () => {
    const queue = new RequestQueue(2);
    const gates = [new Gate(), new Gate(), new Gate(), new Gate()] as const;
    const begun: number[] = [];
    const answers = gates.map((gate, index) =>
      queue.run(async () => {
        begun.push(index);
        await gate.opened;
        return index === 1 ? Promise.reject(new Error('broken')) : index;
      }),
    );
    const settled = Promise.allSettled(answers);
    assert.deepEqual(begun, [0, 1]);
    gates[1].open();
    await assert.rejects(answers[1] ?? Promise.resolve(), /broken/);
    assert.deepEqual(begun, [0, 1, 2]);
    gates[0].open();
    await answers[0];
    assert.deepEqual(begun, [0, 1, 2, 3]);
    gates[2].open();
    gates[3].open();
    assert.deepEqual(
      (await settled).map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    assert.equal(await queue.run(() => Promise.resolve('again')), 'again');
  });
});

describe('work done in parallel', () => {
  it('gives its answers in the order of the items', async () => {
    const first = new Gate();
    const answers = inParallel(['a', 'b', 'c'], 2, async (item) => {
      if (item === 'a') {
        await first.opened;
      } else if (item === 'c') {
        first.open();
      }
      return item.toUpperCase();
    });
    assert.deepEqual(await answers, ['A', 'B', 'C']);
  });

  it('begins nothing more after a failure, and is that failure', async () => {
    const first = new Gate();
    const begun: number[] = [];
    const work = inParallel([1, 2, 3], 2, async (item) => {
      begun.push(item);
      await (item === 2 ? Promise.reject(new Error('broken')) : first.opened);
    });
    await assert.rejects(work, /broken/);
    first.open();
    await turnOfTheLoop();
    assert.deepEqual(begun, [1, 2]);
  });
});
