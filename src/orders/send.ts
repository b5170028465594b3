import type { PortalClient } from '../portal/client';
import type { Explained } from '../portal/errors';
import { PortalError, RefusedError, UnauthorizedError } from '../portal/errors';
import { findRecords } from '../portal/findRecords';
import { readOrderReceipt } from '../portal/portalOrders';
import type { Authorization, Session } from '../portal/session';
import { SignInNeededError } from '../portal/sessionState';
import { isSurelyRefused } from '../portal/surelyRefused';
import type { Outcome } from './outcome';
import { OtherSignInError, RecordError, UnexpectedError } from './outcome';
import type { OrderBody } from './request';
import type { OrderSnapshot } from './snapshot';
import { nothingCameBetween, takeSnapshot } from './snapshot';

export interface OrderToSend {
  readonly body: OrderBody;
  /** The sign-in in which it was reviewed; another one sends nothing. */
  readonly signInId: string;
  /** The portal's orders as they were before; undefined when they could not be read. */
  readonly before: OrderSnapshot | undefined;
}

/** Sends orders, each of them once, and tells how they ended. */
export class OrderSender {
  constructor(
    private readonly client: PortalClient,
    private readonly session: Session,
  ) {}

  /**
   * Gets a token, has the order recorded, and sends it. Never throws for a failed call: every way of ending is
   * an outcome.
   *
   * @param record Called when nothing is left to do but to send; nothing is sent when it throws.
   */
  async send(order: OrderToSend, record: (authorization: Authorization) => Promise<void>): Promise<Outcome> {
    let authorization: Authorization;
    try {
      authorization = await this.session.authorization();
      if (authorization.signInId !== order.signInId) {
        throw new OtherSignInError();
      }
      await record(authorization);
    } catch (error) {
      return { kind: 'notSent', error: explained(error) };
    }
    try {
      return await this.post(authorization, order.body);
    } catch (error) {
      return error instanceof UnauthorizedError
        ? this.afterUnauthorized(order, authorization, error)
        : outcomeOf(error);
    }
  }

  private async post(authorization: Authorization, body: OrderBody): Promise<Outcome> {
    const { result, requestId, text } = await this.client.saveOrder(authorization, body);
    const receipt = readOrderReceipt(result);
    return receipt
      ? { kind: 'placed', receipt, requestId, reply: text }
      : { kind: 'unknown', error: undefined, reply: text };
  }

  /**
   * The token was not accepted. That is surely before processing only if the portal's orders are still the
   * same; then the order goes out once more with a renewed token.
   */
  private async afterUnauthorized(
    order: OrderToSend,
    { header }: Authorization,
    error: UnauthorizedError,
  ): Promise<Outcome> {
    let renewed: Authorization;
    try {
      await this.session.renew(header);
      renewed = await this.session.authorization();
    } catch {
      return { kind: 'unknown', error, reply: undefined };
    }
    // The list of another account tells nothing of this order.
    if (renewed.signInId !== order.signInId || !(await this.isUntouched(order))) {
      return { kind: 'unknown', error, reply: undefined };
    }
    try {
      return await this.post(renewed, order.body);
    } catch (second) {
      return second instanceof UnauthorizedError && (await this.isUntouched(order))
        ? { kind: 'notSent', error: second }
        : outcomeOf(second);
    }
  }

  /** Whether it is certain that the portal holds no order that it did not hold before. */
  private async isUntouched({ before }: OrderToSend): Promise<boolean> {
    try {
      return before !== undefined && nothingCameBetween(before, await takeSnapshot(this.client));
    } catch {
      return false;
    }
  }
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof PortalError)) {
    return { kind: 'unknown', error: new UnexpectedError(error), reply: undefined };
  }
  switch (error.reached) {
    case 'no':
      return { kind: 'notSent', error };
    case 'maybe':
      return { kind: 'unknown', error, reply: undefined };
    case 'answered':
      return error instanceof RefusedError && isSurelyRefused(error) && !namesOrder(error)
        ? { kind: 'refused', error }
        : { kind: 'unknown', error, reply: undefined };
  }
}

/** A reply that names an order leaves open what became of it, whatever else it says. */
function namesOrder({ refusal }: RefusedError): boolean {
  return findRecords(refusal.result, 'orderNo').length > 0;
}

function explained(error: unknown): Explained {
  const isExplained =
    error instanceof SignInNeededError ||
    error instanceof PortalError ||
    error instanceof OtherSignInError ||
    error instanceof RecordError;
  return isExplained ? error : new UnexpectedError(error);
}
