import assert from 'node:assert/strict';
import type { JournalEntry } from '../../../src/orders/entry';
import { faults } from '../../portal/faults';
import { type CellRun, type Moment, mayBeRepeated } from './faultCells';

/** An outcome as the table shows it: placed, refused, not sent, unknown. */
export type Letter = 'P' | 'R' | 'N' | 'U';

const letters = { placed: 'P', refused: 'R', notSent: 'N', unknown: 'U' } as const;

export function letterOf({ ended }: Pick<CellRun, 'ended'>): Letter {
  return letters[ended.outcome.kind];
}

/** Holds a cell to what is promised of an order, by what the portal itself holds and received. @throws AssertionError */
export function assertTrue(run: CellRun, expected: Letter): void {
  assert.ok(run.met, 'no request met the fault');
  assertOnce(run);
  assert.equal(letterOf(run), expected, `ended as ${letterOf(run)}, not as ${expected}`);
  assertOutcomeIsTrue(run);
  assertRecorded(run);
  assertSettled(run);
  assertBlocked(run);
  assertNoSecrets(run);
}

/** The reviewed text and nothing else, at the portal once at most, at every moment. */
function assertOnce({ cell, reviewed, moments }: CellRun): void {
  const { fault, step } = cell;
  const isRefusedUnprocessed =
    step === 'renewal after 401' || (step === 'save' && fault === 'unauthorizedBefore');
  for (const { when, orders, posts } of moments) {
    assert.ok(orders.length <= 1, `${orders.length} orders ${when}`);
    assert.ok(posts.length <= (isRefusedUnprocessed ? 2 : 1), `sent ${posts.length} times ${when}`);
    for (const { body } of [...orders, ...posts]) {
      assert.equal(body, reviewed.body, `another text than the reviewed one ${when}`);
    }
  }
}

function assertOutcomeIsTrue({ cell, ended, moments }: CellRun): void {
  const { outcome } = ended;
  const [first, last] = [moments.at(0), moments.at(-1)];
  assert.ok(first && last);
  switch (outcome.kind) {
    case 'placed': {
      const { orderNo, orderStatus, transactionNo } = outcome.receipt;
      assert.deepEqual(
        first.orders.map((order) => [order.orderNo, order.status, order.transactionNo]),
        [[orderNo, orderStatus, transactionNo]],
        'the portal does not hold what is shown as placed',
      );
      break;
    }
    case 'refused':
    case 'notSent': {
      assert.equal(last.orders.length, 0, `the portal holds what is shown as ${outcome.kind}`);
      const neverProcessed =
        cell.step === 'save' && (cell.fault === 'nameNotResolved' || faults[cell.fault].processed === 'no');
      assert.ok(neverProcessed || last.posts.length === 0, 'the portal may process it yet');
      break;
    }
    case 'unknown':
      break;
  }
}

/** What a window that opens right after the order reads from the disk. */
function assertRecorded({ reviewed, ended, moments }: CellRun): void {
  const { outcome, entryId } = ended;
  const [first] = moments;
  assert.ok(first);
  if (entryId === undefined) {
    assert.deepEqual([first.entries, first.posts], [[], []], 'sent, or recorded, without a record');
    assert.equal(outcome.kind, 'notSent');
    return;
  }
  const entry = onlyEntry(first);
  assert.deepEqual(
    [entry.id, entry.body, entry.baseUrl, entry.current.state],
    [entryId, reviewed.body, reviewed.baseUrl, outcome.kind],
  );
  switch (entry.current.state) {
    case 'placed':
      assert.ok(outcome.kind === 'placed');
      assert.deepEqual(
        [entry.current.orderNo, entry.current.by, entry.current.requestId, entry.current.reply],
        [outcome.receipt.orderNo, 'reply', outcome.requestId, outcome.reply],
      );
      break;
    case 'refused':
    case 'notSent':
    case 'unknown':
      assert.ok(outcome.kind !== 'placed');
      assert.equal(entry.current.reason, outcome.error.sentence());
      break;
    case 'recorded':
    case 'dismissed':
      assert.fail(`recorded as ${entry.current.state}`);
  }
}

/** What is known stays; what is unknown becomes what the portal holds, and nothing else. */
function assertSettled(run: CellRun): void {
  const [first, ...later] = run.moments;
  const last = later.at(-1);
  assert.ok(first && last);
  if (run.ended.outcome.kind !== 'unknown') {
    for (const { when, entries } of later) {
      assert.deepEqual(entries, first.entries, `the record has changed ${when}`);
    }
    return;
  }
  let known = onlyEntry(first).looks.length;
  for (const moment of later) {
    const { current, looks } = onlyEntry(moment);
    assert.ok(current.state === 'unknown' || current.state === 'placed', `${current.state} ${moment.when}`);
    if (current.state === 'placed') {
      assert.deepEqual([[current.orderNo], current.by], [numbersOf(moment), 'orderList'], moment.when);
    }
    for (const { possible } of looks.slice(known)) {
      const missed = numbersOf(moment).filter((orderNo) => !possible.includes(orderNo));
      assert.deepEqual(
        missed,
        [],
        `noted as looked for and not found, though the portal holds it, ${moment.when}`,
      );
    }
    known = looks.length;
  }
  assertToldByTheListAlone(run);
  const { current, looks } = onlyEntry(last);
  const [number] = numbersOf(last);
  if (number === undefined) {
    assert.deepEqual([current.state, looks.at(-1)?.possible], ['unknown', []], 'after all looks');
  } else if (current.state === 'unknown' && tellsTooLittle(run)) {
    assert.ok(looks.at(-1)?.possible.includes(number), 'not found possible in the last look');
  } else {
    assert.equal(current.state, 'placed', 'after all looks');
  }
}

/** An order whose details cannot be read is still one that may be it. */
function assertToldByTheListAlone({ cell, moments }: CellRun): void {
  const look = moments.find(({ when }) => when.endsWith('under the fault'));
  const isListRead = cell.fault !== 'nameNotResolved' && faults[cell.fault].on === 'request';
  if (look && cell.step === 'detail' && isListRead) {
    const { current, looks } = onlyEntry(look);
    const told = current.state === 'placed' ? [current.orderNo] : looks.at(-1)?.possible;
    assert.deepEqual(told, numbersOf(look), `what was found possible ${look.when}`);
  }
}

/**
 * Without a PO number, only what the portal held before tells the order from one that somebody else placed just
 * then. The portal always holds an order before, so a review that saw none could not read the list.
 */
function tellsTooLittle({ reviewed, cell }: CellRun): boolean {
  return cell.poNumber === '' && (reviewed.before?.orderNos ?? []).length === 0;
}

function assertBlocked({ ended, repeats, moments }: CellRun): void {
  assert.equal(repeats.length > 0, mayBeRepeated(ended.outcome));
  for (const repeat of repeats) {
    const { outcome } = repeat;
    assert.ok(
      outcome.kind === 'blocked' && !outcome.beingPlaced,
      `a second order was not blocked: ${outcome.kind}${'error' in outcome ? ` ${String(outcome.error)}` : ''}`,
    );
    assert.deepEqual(
      outcome.entries.map(({ id }) => id),
      moments[0]?.entries.map(({ id }) => id),
    );
  }
}

function assertNoSecrets({ told, secrets }: CellRun): void {
  // The client's secret, a token and a refresh token at the least.
  assert.ok(secrets.length >= 3);
  for (const secret of secrets) {
    const text = told.find((one) => one.includes(secret));
    assert.equal(text, undefined, 'a secret is told or written down');
  }
}

function onlyEntry({ entries, when }: Moment): JournalEntry {
  const [entry, ...others] = entries;
  assert.ok(entry && others.length === 0, `${entries.length} records ${when}`);
  return entry;
}

function numbersOf({ orders }: Moment): string[] {
  return orders.map(({ orderNo }) => orderNo);
}
