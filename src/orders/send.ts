import { OtherSignInError, UnexpectedError } from '../portal/explained';
import { setTimeout as wait } from 'node:timers/promises';
import { type PortalClient, saveOrderPath } from '../portal/client';
import { type ExplainedError, PortalError } from '../portal/errors';
import { ProxyError, SecretInRequestError } from '../portal/transportErrors';
import type { Authorization, Session } from '../portal/session';
import type { KnownOrders } from './duplicates';
import { type OrderSnapshot, isUnchanged, takeSnapshot } from './snapshot';
import { earlierOrders } from './recentOrders';
import { type Judgement, type JudgedOrder, judgeReply } from './judgeReply';
import { possibleMatches } from './reconcile';
import type { Claim } from './orderNumberClaims';
import { type Outcome, UnclearReplyError } from './outcome';
import type { JournalEntry } from './entry';
import type { OrderBody } from './request';
import { readOrderContents } from './subject';
import type { PortalText } from '../portal/values';
import * as l10n from '@vscode/l10n';

export interface OrderToSend {
  readonly body: OrderBody;
  /** The sign-in in which it was reviewed; it is not sent in any other. */
  readonly signInId: string;
  /** The portal's orders before this one; undefined if they could not be read. */
  readonly before: OrderSnapshot | undefined;
  /** The other orders that were known at the review. */
  readonly known: Pick<KnownOrders, 'recent'>;
}

/** What the sender needs to know about the order from the journal and the review, at the time of the call. */
export interface SendGuards {
  /** The journal entry that was written before the order is sent. */
  readonly entry: JournalEntry;
  /**
   * Returns why the order must not be sent any more; undefined if it may be. Called when the connection is established,
   * right before the first byte is sent. Never throws.
   */
  readonly reasonNotToSend: () => ExplainedError | undefined;
  /** Whether the order may be resent after the token was renewed: nothing that blocks it has happened since. */
  readonly mayResend: () => Promise<boolean>;
  /** Claims an order number for this order; see OrderNumberClaims. Never rejects. */
  readonly claim: (orderNo: PortalText) => Promise<Claim>;
}

/** Milliseconds that the portal's list gets to show a new order before its silence counts. */
const listDelay = 2000;

/** Milliseconds that a refused order waits for the portal's list at most. */
const listTimeout = 5000;

/** Sends each order once and returns its outcome. */
export class OrderSender {
  constructor(
    private readonly client: PortalClient,
    private readonly session: Session,
    private readonly options: { readonly listDelay?: number; readonly listTimeout?: number | undefined } = {},
  ) {}

  /**
   * Returns a token with which the order can be sent. Refuses an order that contains a secret, before the journal
   * has it.
   *
   * @throws SignInNeededError, PortalError, OtherSignInError, SecretInRequestError.
   */
  async authorize({ signInId, body }: Pick<OrderToSend, 'signInId' | 'body'>): Promise<Authorization> {
    const authorization = await this.session.authorization();
    if (authorization.signInId !== signInId) {
      throw new OtherSignInError('order');
    }
    if (this.session.isSecretIn(body)) {
      const { host } = new URL(authorization.baseUrl);
      throw new SecretInRequestError({ method: 'POST', host, path: saveOrderPath });
    }
    return authorization;
  }

  /** Sends the order and returns its outcome; never rejects. */
  async send(order: OrderToSend, authorization: Authorization, watch: SendGuards): Promise<Outcome> {
    const first = await this.post(authorization, order, watch);
    const outcome =
      first.kind === 'unauthorized'
        ? await this.afterUnauthorized(order, { authorization, first, watch })
        : first;
    if (outcome.kind !== 'refused') {
      return outcome;
    }
    const why = await this.doubtOf(order, watch);
    return why === undefined ? outcome : doubtful(outcome, why);
  }

  /**
   * Why a refusal is no proof: the portal lists an order that may be this one, since a gateway that delivers a request
   * twice returns the reply to the second delivery. Undefined if there is no reason, or if the list cannot be read. The
   * list is read a moment after the refusal, because it may lag behind.
   */
  private async doubtOf(
    { signInId }: OrderToSend,
    { entry, claim }: SendGuards,
  ): Promise<'listed' | 'otherSignIn' | undefined> {
    await wait(this.options.listDelay ?? listDelay);
    const found = await possibleMatches(
      this.client,
      entry,
      AbortSignal.timeout(this.options.listTimeout ?? listTimeout),
    );
    if (!(await this.isSignedIn(signInId))) {
      return 'otherSignIn';
    }
    const claims = await Promise.all(found.orders.map(({ orderNo }) => claim(orderNo)));
    return found.hasUnreadable || claims.some((one) => one !== 'ofAnother') ? 'listed' : undefined;
  }

  /** Whether this is still the sign-in of the order. The list of another account says nothing about it. */
  private async isSignedIn(signInId: string): Promise<boolean> {
    return this.session.authorization().then(
      (current) => current.signInId === signInId,
      () => false,
    );
  }

  /** Sends the order. Every result is final, except that the token was rejected. */
  private async post(
    authorization: Authorization,
    order: OrderToSend,
    watch: SendGuards,
  ): Promise<Outcome | Unauthorized> {
    const { baseUrl } = authorization;
    const { body } = order;
    const exchange = { method: 'POST', host: new URL(baseUrl).host, path: saveOrderPath } as const;
    const stopped: { by?: ExplainedError | undefined } = {};
    const maySend = () => {
      stopped.by = watch.reasonNotToSend();
      return stopped.by === undefined;
    };
    try {
      const reply = await this.client.saveOrder(authorization, body, maySend);
      const judge = (isEarlier: JudgedOrder['isEarlier']) =>
        judgeReply(exchange, reply, { ...readOrderContents(body), body, isEarlier });
      const judgement = judge(earlierOrders(order));
      const isOfAnother =
        judgement.kind === 'placed' && (await watch.claim(judgement.receipt.orderNo)) !== 'free';
      return { ...(isOfAnother ? judge(() => true) : judgement), reply: keptReply(reply.text) };
    } catch (error) {
      return stopped.by === undefined
        ? outcomeOf(error)
        : { kind: 'notSent', error: stopped.by, reply: undefined };
    }
  }

  /**
   * Handles a rejected token. The order is certain not to have been processed only if the portal's list is unchanged;
   * then it is resent with a renewed token.
   */
  private async afterUnauthorized(
    order: OrderToSend,
    { authorization, first, watch }: { authorization: Authorization; first: Unauthorized; watch: SendGuards },
  ): Promise<Outcome> {
    let renewed: Authorization;
    try {
      await this.session.renew(authorization.header, first.error);
      renewed = await this.session.authorization();
    } catch {
      return unknownAfter(first);
    }
    if (renewed.signInId !== order.signInId || !(await this.isListUnchanged(order))) {
      return unknownAfter(first);
    }
    const notSent: Outcome = { kind: 'notSent', error: first.error, reply: first.reply };
    if (!(await watch.mayResend().catch(() => false))) {
      return notSent;
    }
    const second = await this.post(renewed, order, watch);
    if (second.kind !== 'unauthorized') {
      return second;
    }
    return (await this.isListUnchanged(order))
      ? { kind: 'notSent', error: second.error, reply: second.reply }
      : unknownAfter(second);
  }

  /**
   * Whether it is certain that the portal has no new order. The list is read twice, because it may lag a moment behind.
   */
  private async isListUnchanged({ before, signInId }: OrderToSend): Promise<boolean> {
    if (before === undefined) {
      return false;
    }
    const isSame = async () =>
      isUnchanged(before, await takeSnapshot(this.client)) && (await this.isSignedIn(signInId));
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

/** Returns the outcome of a refused order if the refusal is no proof. */
function doubtful(
  { error: { exchange, refusal }, reply }: Extract<Outcome, { kind: 'refused' }>,
  why: 'listed' | 'otherSignIn',
): Outcome {
  return { kind: 'unknown', error: new UnclearReplyError(exchange, why, refusal), reply };
}

/** Returns the outcome after a rejected token if the order list does not prove that the order was not processed. */
function unknownAfter({ error: { exchange, refusal }, reply }: Unauthorized): Outcome {
  return { kind: 'unknown', error: new UnclearReplyError(exchange, 'unauthorized', refusal), reply };
}

/** Returns the outcome of an order that failed without a reply from the portal. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof PortalError)) {
    return { kind: 'unknown', error: new UnexpectedError('order', error), reply: undefined };
  }
  const reply = error instanceof ProxyError ? keptReply(error.text) : undefined;
  switch (error.reached) {
    case 'no':
      return { kind: 'notSent', error, reply };
    case 'maybe':
    case 'replied':
      return { kind: 'unknown', error, reply };
  }
}

/** The maximum number of characters of a reply that are kept; a documented reply is many times shorter. */
const maxCharacters = 64 * 1024;

/** Returns a reply as the journal and the output keep it; one longer than 64 K characters is cut, with a note. */
export function keptReply(text: string): string {
  const { length } = text;
  return length <= maxCharacters
    ? text
    : `${text.slice(0, maxCharacters)}\n${l10n.t('[Cut here: the first {0} of {1} characters.]', maxCharacters, length)}`;
}
