import { OtherSignInError, UnexpectedError } from '../portal/explained';
import { setTimeout as wait } from 'node:timers/promises';
import { type PortalClient, saveOrderPath } from '../portal/client';
import { PortalError } from '../portal/errors';
import { ProxyError } from '../portal/transportErrors';
import type { Authorization, Session } from '../portal/session';
import type { KnownOrders } from './duplicates';
import { earlierOrders, type OrderSnapshot, nothingCameBetween, takeSnapshot } from './snapshot';
import { type Judgement, type JudgedOrder, judgeReply } from './judgeReply';
import { listedLike } from './look';
import { type Outcome, OldReviewError, UnclearReplyError } from './outcome';
import type { OrderRecord } from './record';
import type { OrderBody } from './request';
import { readOrdered } from './subject';
import * as l10n from '@vscode/l10n';

export interface OrderToSend {
  readonly body: OrderBody;
  /** The sign-in in which it was reviewed; another one sends nothing. */
  readonly signInId: string;
  /** The portal's orders as they were before; undefined when they could not be read. */
  readonly before: OrderSnapshot | undefined;
  /** The other orders that the review knew of. */
  readonly known: Pick<KnownOrders, 'recent'>;
}

/** What whoever keeps the journal knows of an order at the time when it is asked. */
export interface OrderWatch {
  /** Its entry, as it was written before it is sent. */
  readonly record: OrderRecord;
  /** Whether its review is not too old; asked once the connection stands, right before the first byte leaves. */
  readonly mayLeave: () => boolean;
  /** Whether nothing has come in between that forbids to send it; asked where a token was renewed. */
  readonly mayGoAgain: () => Promise<boolean>;
  /** Whether a number of the portal's orders is, or may be at this moment, that of another entry. Never rejects. */
  readonly isClaimed: (orderNo: string) => Promise<boolean>;
}

/** Milliseconds after which the portal's list is read once more where it has to prove that nothing came. */
const listDelay = 2000;

/** Milliseconds that a refusal waits at most for the portal's list. */
const refusalWaits = 5000;

/** Sends orders, each of them once, and tells how they ended. */
export class OrderSender {
  constructor(
    private readonly client: PortalClient,
    private readonly session: Session,
    private readonly options: { readonly listDelay?: number } = {},
  ) {}

  /**
   * Gets a token that an order of this sign-in can be sent with.
   *
   * @throws SignInNeededError, PortalError, OtherSignInError.
   */
  async authorize(signInId: string): Promise<Authorization> {
    const authorization = await this.session.authorization();
    if (authorization.signInId !== signInId) {
      throw new OtherSignInError('order');
    }
    return authorization;
  }

  /** Sends the order. Never throws: every way of ending is an outcome. */
  async send(order: OrderToSend, authorization: Authorization, watch: OrderWatch): Promise<Outcome> {
    const first = await this.post(authorization, order, watch);
    const outcome =
      first.kind === 'unauthorized'
        ? await this.afterUnauthorized(order, { authorization, first, watch })
        : first;
    return outcome.kind === 'refused' && (await this.isListed(watch)) ? listedAfter(outcome) : outcome;
  }

  /**
   * Whether the portal lists an order that may be this one, although it says that it did not take it: a gateway that
   * delivers a request twice passes on the answer to the second. A list that cannot be read changes nothing.
   */
  private async isListed({ record, isClaimed }: OrderWatch): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(refusalWaits);
      const orders = await listedLike(this.client, record, signal);
      const claims = await Promise.all(orders.map(({ orderNo }) => isClaimed(orderNo)));
      return claims.some((isOfAnother) => !isOfAnother);
    } catch {
      return false;
    }
  }

  /** Sends the order; a rejected token is the only end that is not final. */
  private async post(
    authorization: Authorization,
    order: OrderToSend,
    watch: OrderWatch,
  ): Promise<Outcome | Unauthorized> {
    const { baseUrl } = authorization;
    const { body } = order;
    const exchange = { method: 'POST', host: new URL(baseUrl).host, path: saveOrderPath } as const;
    const review = { isOld: false };
    const mayLeave = () => {
      review.isOld = !watch.mayLeave();
      return !review.isOld;
    };
    try {
      const reply = await this.client.saveOrder(authorization, body, mayLeave);
      const judge = (isEarlier: JudgedOrder['isEarlier']) =>
        judgeReply(exchange, reply, { ...readOrdered(body), body, isEarlier });
      const judgement = judge(earlierOrders(order));
      const isOfAnother = judgement.kind === 'placed' && (await watch.isClaimed(judgement.receipt.orderNo));
      return { ...(isOfAnother ? judge(() => true) : judgement), reply: keptReply(reply.text) };
    } catch (error) {
      return review.isOld
        ? { kind: 'notSent', error: new OldReviewError(), reply: undefined }
        : outcomeOf(error);
    }
  }

  /**
   * The token was not accepted. That is surely before processing only if the portal's orders are still the
   * same; then the order goes out once more with a renewed token.
   */
  private async afterUnauthorized(
    order: OrderToSend,
    { authorization, first, watch }: { authorization: Authorization; first: Unauthorized; watch: OrderWatch },
  ): Promise<Outcome> {
    let renewed: Authorization;
    try {
      await this.session.renew(authorization.header, first.error);
      renewed = await this.session.authorization();
    } catch {
      return unknownAfter(first);
    }
    // The list of another account says nothing about this order.
    if (renewed.signInId !== order.signInId || !(await this.isUntouched(order))) {
      return unknownAfter(first);
    }
    const notSent: Outcome = { kind: 'notSent', error: first.error, reply: first.reply };
    if (!(await watch.mayGoAgain().catch(() => false))) {
      return notSent;
    }
    const second = await this.post(renewed, order, watch);
    if (second.kind !== 'unauthorized') {
      return second;
    }
    return (await this.isUntouched(order))
      ? { kind: 'notSent', error: second.error, reply: second.reply }
      : unknownAfter(second);
  }

  /**
   * Whether it is certain that the portal holds no order that it did not hold before: its list says so twice, since a
   * list may be a moment behind.
   */
  private async isUntouched({ before }: OrderToSend): Promise<boolean> {
    if (before === undefined) {
      return false;
    }
    const isSame = async () => nothingCameBetween(before, await takeSnapshot(this.client));
    try {
      if (!(await isSame())) {
        return false;
      }
      await wait(this.options.listDelay ?? listDelay);
      return await isSame();
    } catch {
      return false;
    }
  }
}

/** The portal rejected the token. */
type Unauthorized = Extract<Judgement, { kind: 'unauthorized' }> & { readonly reply: string };

/** A refusal, where the portal's list has an order that may be this one. */
function listedAfter({
  error: { exchange, refusal },
  reply,
}: Extract<Outcome, { kind: 'refused' }>): Outcome {
  return { kind: 'unknown', error: new UnclearReplyError(exchange, 'listed', refusal), reply };
}

/** A rejected token, where the order list does not prove that it came before the order was processed. */
function unknownAfter({ error: { exchange, refusal }, reply }: Unauthorized): Outcome {
  return { kind: 'unknown', error: new UnclearReplyError(exchange, 'unauthorized', refusal), reply };
}

/** The end of an order that no reply of the portal came to. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof PortalError)) {
    return { kind: 'unknown', error: new UnexpectedError('order', error), reply: undefined };
  }
  const reply = error instanceof ProxyError ? keptReply(error.text) : undefined;
  switch (error.reached) {
    case 'no':
      return { kind: 'notSent', error, reply };
    case 'maybe':
    case 'answered':
      return { kind: 'unknown', error, reply };
  }
}

/** Characters of a reply that are kept: many times a documented reply, and little for a disk. */
const mostCharacters = 64 * 1024;

/** A reply as the journal and the output keep it: whole up to 64 K characters; beyond that it says where it was cut. */
export function keptReply(text: string): string {
  const { length } = text;
  return length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}\n${l10n.t('[Cut here: the first {0} of {1} characters.]', mostCharacters, length)}`;
}
