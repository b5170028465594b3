import assert from 'node:assert/strict';
import https from 'node:https';
import { selfSigned } from '../support/certificate';
import { type Cell, type CellRun, type Step, run, steps } from '../support/faultCells';
import { faultTable } from '../support/faultTable';
import { type Letter, assertTrue } from '../support/faultTruths';
import { type Fault, allFaults } from '../support/faultyPortal';

/**
 * How an order ends that meets the fault itself: N only where no connection came about or where the portal's
 * own orders prove that a 401 came before processing, R where the portal says in its envelope that it will not,
 * P where it names the order, whatever becomes of that one. Everything else proves nothing.
 */
const atSave: Readonly<Record<Fault, Letter>> = {
  connectionRefused: 'N',
  tlsFailure: 'N',
  nameNotResolved: 'N',
  resetBefore: 'U',
  resetAfter: 'U',
  answerCutShort: 'U',
  answerNeverBefore: 'U',
  answerNever: 'U',
  answerSlow: 'U',
  unauthorizedBefore: 'N',
  unauthorizedAfter: 'U',
  forbidden: 'R',
  requestTimeout: 'U',
  tooManyRequests: 'R',
  internalErrorBefore: 'U',
  internalErrorAfter: 'U',
  badGatewayBefore: 'U',
  badGatewayAfter: 'U',
  unavailableBefore: 'U',
  unavailableAfter: 'U',
  gatewayTimeoutBefore: 'U',
  gatewayTimeoutAfter: 'U',
  html: 'U',
  htmlAfter: 'U',
  emptyBody: 'U',
  emptyBodyAfter: 'U',
  wrongJson: 'U',
  wrongJsonAfter: 'U',
  noOrderNumber: 'U',
  orderPending: 'P',
  orderFailed: 'P',
  redirect: 'U',
  processedLate: 'U',
  processedLateReset: 'U',
};

/** Faults that are of orders alone: a token comes through them. */
const withToken: readonly Fault[] = ['noOrderNumber', 'orderPending', 'orderFailed'];

/** Faults by which the portal says that the refresh token is good no more. */
const endsSession: readonly Fault[] = ['unauthorizedBefore', 'unauthorizedAfter'];

/** Faults by which no connection comes about, whatever the request is. */
const withoutConnection: readonly Fault[] = ['connectionRefused', 'tlsFailure', 'nameNotResolved'];

function expectedOf({ fault, step }: Cell): Letter {
  switch (step) {
    case 'save':
      return atSave[fault];
    case 'list':
    case 'price':
      // What the review could not read does not hold up the order.
      return 'P';
    case 'token due':
      // The token in hand is good for the order, unless the session has ended; the order needs a connection too.
      return [...endsSession, ...withoutConnection].includes(fault) ? 'N' : 'P';
    case 'token over':
      // Without a token nothing is sent.
      return withToken.includes(fault) ? 'P' : 'N';
    case 'renewal after 401':
      // Without a token the portal cannot be asked whether it came before processing.
      return withToken.includes(fault) ? 'P' : 'U';
    case 'list, save lost':
    case 'list after':
    case 'detail':
      return 'U';
  }
}

const poNumbers = ['', 'PO-2041'];

/** Before an order is sent nothing is told by its PO number: there the steps take turns with and without one. */
const beforeSent: readonly Step[] = ['list', 'price', 'token due', 'token over'];

function poNumbersOf(fault: Fault, step: Step): readonly string[] {
  const turn = allFaults.indexOf(fault) + steps.indexOf(step);
  return beforeSent.includes(step) ? poNumbers.filter((_, index) => index === turn % 2) : poNumbers;
}

const cells = allFaults.flatMap((fault) =>
  steps.flatMap((step) => poNumbersOf(fault, step).map((poNumber): Cell => ({ fault, step, poNumber }))),
);

/** Their portals give up their port for a while, or names are not looked up meanwhile: nothing else goes on then. */
const alone: readonly Fault[] = ['connectionRefused', 'nameNotResolved'];

const sideBySide = 24;

interface Result {
  readonly cell: Cell;
  readonly run: CellRun | undefined;
  /** Undefined: everything is as it should be. */
  readonly fault: unknown;
}

async function resultOf(cell: Cell): Promise<Result> {
  let ran: CellRun | undefined;
  try {
    ran = await run(cell);
    assertTrue(ran, expectedOf(cell));
    return { cell, run: ran, fault: undefined };
  } catch (fault) {
    return { cell, run: ran, fault };
  }
}

async function resultsOf(some: readonly Cell[], atOnce: number): Promise<Result[]> {
  const left = [...some];
  const results: Result[] = [];
  const work = async () => {
    for (let cell = left.shift(); cell; cell = left.shift()) {
      results.push(await resultOf(cell));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

describe('every fault at every step of an order: placed once or not at all, and it is told which', () => {
  const results: Result[] = [];
  const ownAgent = https.globalAgent;

  before(async function () {
    this.timeout(120_000);
    // The test's certificate stands in for one that the system trusts.
    https.globalAgent = new https.Agent({ ca: selfSigned.cert, keepAlive: true });
    results.push(
      ...(await resultsOf(
        cells.filter(({ fault }) => alone.includes(fault)),
        1,
      )),
    );
    results.push(
      ...(await resultsOf(
        cells.filter(({ fault }) => !alone.includes(fault)),
        sideBySide,
      )),
    );
  });

  after(() => {
    https.globalAgent.destroy();
    https.globalAgent = ownAgent;
    const faulty = new Set(results.flatMap((result) => (result.fault === undefined ? [] : [result.run])));
    const ran = cells.flatMap((cell) => results.find((result) => result.cell === cell)?.run ?? []);
    console.log(`\n${faultTable(ran, (one) => faulty.has(one))}\n`);
  });

  for (const fault of allFaults) {
    it(fault, () => {
      const ofFault = results.filter(({ cell }) => cell.fault === fault);
      const told = ofFault.flatMap(({ cell, fault: found }) =>
        found === undefined ? [] : [`${cell.step}, ${cell.poNumber || 'no PO number'}: ${textOf(found)}`],
      );
      assert.equal(ofFault.length, cells.filter((cell) => cell.fault === fault).length);
      assert.equal(new Set(ofFault.map(({ cell }) => cell.step)).size, steps.length);
      if (told.length > 0) {
        assert.fail(told.join('\n\n'));
      }
    });
  }
});

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
