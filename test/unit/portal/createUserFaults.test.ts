import assert from 'node:assert/strict';
import https from 'node:https';
import { saveUserPath } from '../../../src/portal/client';
import { type UserOutcome, createUser, emptyUserValues, userBody } from '../../../src/portal/createUser';
import { selfSigned } from '../support/certificate';
import { type Fault, allFaults, FaultyPortal } from '../support/faultyPortal';

type Kind = UserOutcome['kind'];

/**
 * The outcome of creating a user when the request itself meets the fault. Where the reply does not decide, the
 * portal's list does, if the request was processed at once.
 */
const atSaveUser: Readonly<Record<Fault, Kind>> = {
  connectionRefused: 'notSent',
  tlsFailure: 'notSent',
  nameNotResolved: 'notSent',
  resetBefore: 'unknown',
  resetAfter: 'created',
  answerCutShort: 'created',
  answerNeverBefore: 'unknown',
  answerNever: 'created',
  answerSlow: 'created',
  unauthorizedBefore: 'unknown',
  unauthorizedAfter: 'created',
  forbidden: 'refused',
  requestTimeout: 'unknown',
  tooManyRequests: 'refused',
  internalErrorBefore: 'unknown',
  internalErrorAfter: 'created',
  badGatewayBefore: 'unknown',
  badGatewayAfter: 'created',
  unavailableBefore: 'unknown',
  unavailableAfter: 'created',
  gatewayTimeoutBefore: 'unknown',
  gatewayTimeoutAfter: 'created',
  html: 'unknown',
  htmlAfter: 'created',
  emptyBody: 'unknown',
  emptyBodyAfter: 'created',
  wrongJson: 'unknown',
  wrongJsonAfter: 'created',
  noOrderNumber: 'created',
  orderPending: 'created',
  orderFailed: 'created',
  redirect: 'unknown',
  processedLate: 'unknown',
  processedLateReset: 'unknown',
};

const yeastarId = 'amina@example.test';
const body = userBody({
  ...emptyUserValues,
  ...{ yeastarId, company: 'Example Clinics', country: 'Kenya', firstName: 'Amina' },
});

describe('creating a user under any fault: sent at most once, with the outcome reported', () => {
  const ownAgent = https.globalAgent;

  before(() => {
    // The test's certificate stands in for one that the system trusts.
    https.globalAgent = new https.Agent({ ca: selfSigned.cert, keepAlive: true });
  });

  after(() => {
    https.globalAgent.destroy();
    https.globalAgent = ownAgent;
  });

  for (const fault of allFaults) {
    it(`${fault}: ${atSaveUser[fault]}`, async () => {
      const portal = await FaultyPortal.start(fault, 3);
      try {
        const { client, session } = portal.parts;
        const { signInId } = await session.authorization();
        const outcome = await portal.under(saveUserPath, () => createUser(client, session, body, signInId));
        assert.ok(portal.met, 'no request met the fault');
        assert.equal(outcome.kind, atSaveUser[fault]);
        const isListed = async () => (await client.partners()).some(({ email }) => email === yeastarId);
        assert.equal(await isListed(), outcome.kind === 'created', 'the portal lists the user');
        portal.processLate();
        if (outcome.kind !== 'unknown') {
          assert.equal(await isListed(), outcome.kind === 'created', 'the portal lists the user later');
        }
        const bodies = portal.received(saveUserPath).map((request) => request.body);
        assert.deepEqual(bodies, outcome.kind === 'notSent' ? [] : [body]);
        if (outcome.kind !== 'created' && outcome.error) {
          const shown = `${outcome.error.message} ${outcome.error.sentence()}`;
          assert.ok(portal.secrets.every((secret) => !shown.includes(secret)));
        }
      } finally {
        await portal.close();
      }
    });
  }
});
