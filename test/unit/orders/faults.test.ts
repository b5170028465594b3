import assert from 'node:assert/strict';
import https from 'node:https';
import { selfSigned } from '../support/certificate';
import { type Cell, type CellRun, type Step, run, steps } from '../support/faultCells';
import { faultTable } from '../support/faultTable';
import { type Letter, assertTrue } from '../support/faultTruths';
import { type Fault, allFaults } from '../support/faultyPortal';

/**
 * How an order ends if the fault hits the order itself: N only if no connection was made or the portal’s order list
 * proves that a 401 came before processing, R if the portal refuses it in an envelope, P if the portal names the order,
 * whatever happens to it later. Everything else proves nothing.
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

/** Faults that only affect orders: a token request succeeds despite them. */
const withToken: readonly Fault[] = ['noOrderNumber', 'orderPending', 'orderFailed'];

/** Faults by which the portal rejects the refresh token. */
const endsSession: readonly Fault[] = ['unauthorizedBefore', 'unauthorizedAfter'];

/** Faults that prevent any connection. */
const withoutConnection: readonly Fault[] = ['connectionRefused', 'tlsFailure', 'nameNotResolved'];

function expectedOf({ fault, step }: Cell): Letter {
  switch (step) {
    case 'save':
      return atSave[fault];
    case 'list':
    case 'price':
      // What the review could not read does not stop the order.
      return 'P';
    case 'token due':
      // The current token is valid for the order unless the session has ended; the order needs a connection, too.
      return [...endsSession, ...withoutConnection].includes(fault) ? 'N' : 'P';
    case 'token over':
      // Without a token, nothing is sent.
      return withToken.includes(fault) ? 'P' : 'N';
    case 'renewal after 401':
      // Without a token, the order list cannot be read, so nothing proves that the 401 came before processing.
      return withToken.includes(fault) ? 'P' : 'U';
    case 'list, save lost':
    case 'list after':
    case 'detail':
      return 'U';
  }
}

const poNumbers = ['', 'PO-2041'];

/** Before an order is sent, its PO number is irrelevant: these steps alternate between with and without one. */
const beforeSent: readonly Step[] = ['list', 'price', 'token due', 'token over'];

function poNumbersOf(fault: Fault, step: Step): readonly string[] {
  const turn = allFaults.indexOf(fault) + steps.indexOf(step);
  return beforeSent.includes(step) ? poNumbers.filter((_, index) => index === turn % 2) : poNumbers;
}

const cells = allFaults.flatMap((fault) =>
  steps.flatMap((step) => poNumbersOf(fault, step).map((poNumber): Cell => ({ fault, step, poNumber }))),
);

/** Faults that close a port for a while or break name lookup: nothing else may run meanwhile. */
const alone: readonly Fault[] = ['connectionRefused', 'nameNotResolved'];

const sideBySide = 24;

interface Result {
  readonly cell: Cell;
  readonly run: CellRun | undefined;
  /** Undefined if the run was correct. */
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

describe('an order is placed once or not at all, and its outcome is reported, at every step with the fault', () => {
  const results: Result[] = [];
  const ownAgent = https.globalAgent;

  before(async function () {
    // 476 orders: minutes on a busy machine.
    this.timeout(600_000);
    // Trusts the test’s certificate as if the system did.
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
