import { type PortalClient, saveOrderPath } from '../portal/client';
import { type Explained, PortalError } from '../portal/errors';
import { ProxyError } from '../portal/proxyError';
import type { Authorization, Session } from '../portal/session';
import { SignInNeededError } from '../portal/sessionState';
import { type Judgement, judgeReply } from './judgeReply';
import { keptReply, withoutSecrets } from './keptReply';
import type { Outcome } from './outcome';
import { OtherSignInError, RecordError, UnexpectedError } from './outcome';
import type { OrderBody } from './request';
import type { OrderSnapshot } from './snapshot';
import { nothingCameBetween, takeSnapshot } from './snapshot';
import { readOrdered } from './subject';
import { UnclearReplyError } from './unclearReply';

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
    const first = await this.post(authorization, order.body);
    return first.kind === 'unauthorized' ? this.afterUnauthorized(order, authorization, first) : first;
  }

  /** Sends the order; a rejected token is the only end that is not final. */
  private async post(authorization: Authorization, body: OrderBody): Promise<Outcome | Unauthorized> {
    const { baseUrl, header } = authorization;
    const exchange = { method: 'POST', host: new URL(baseUrl).host, path: saveOrderPath } as const;
    // The token that is sent, and what the session holds beside it.
    const secrets = [...header.split(' '), ...this.session.secrets];
    try {
      const received = await this.client.saveOrder(authorization, body);
      const reply = { ...received, text: withoutSecrets(received.text, secrets) };
      return { ...judgeReply(exchange, reply, readOrdered(body)), reply: keptReply(reply.text) };
    } catch (error) {
      return outcomeOf(error, secrets);
    }
  }

  /**
   * The token was not accepted. That is surely before processing only if the portal's orders are still the
   * same; then the order goes out once more with a renewed token.
   */
  private async afterUnauthorized(
    order: OrderToSend,
    { header }: Authorization,
    first: Unauthorized,
  ): Promise<Outcome> {
    let renewed: Authorization;
    try {
      await this.session.renew(header);
      renewed = await this.session.authorization();
    } catch {
      return unknownAfter(first);
    }
    // The list of another account says nothing about this order.
    if (renewed.signInId !== order.signInId || !(await this.isUntouched(order))) {
      return unknownAfter(first);
    }
    const second = await this.post(renewed, order.body);
    if (second.kind !== 'unauthorized') {
      return second;
    }
    return (await this.isUntouched(order))
      ? { kind: 'notSent', error: second.error, reply: second.reply }
      : unknownAfter(second);
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

/** The portal rejected the token. */
type Unauthorized = Extract<Judgement, { kind: 'unauthorized' }> & { readonly reply: string };

/** A rejected token, where the order list does not prove that it came before the order was processed. */
function unknownAfter({ error: { exchange, refusal }, reply }: Unauthorized): Outcome {
  return { kind: 'unknown', error: new UnclearReplyError(exchange, 'unauthorized', refusal), reply };
}

/** The end of an order that no reply of the portal came to. */
function outcomeOf(error: unknown, secrets: readonly string[]): Outcome {
  if (!(error instanceof PortalError)) {
    return { kind: 'unknown', error: new UnexpectedError(error), reply: undefined };
  }
  const reply = error instanceof ProxyError ? keptReply(withoutSecrets(error.text, secrets)) : undefined;
  switch (error.reached) {
    case 'no':
      return { kind: 'notSent', error, reply };
    case 'maybe':
    case 'answered':
      return { kind: 'unknown', error, reply };
  }
}

function explained(error: unknown): Explained {
  const isExplained =
    error instanceof SignInNeededError ||
    error instanceof PortalError ||
    error instanceof OtherSignInError ||
    error instanceof RecordError;
  return isExplained ? error : new UnexpectedError(error);
}
