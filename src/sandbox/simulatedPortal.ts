import { randomBytes } from 'node:crypto';
import { Tokens, authEndpoints } from './auth';
import { productsOf, type RemoteManagementPremiumId, productEndpoints } from './productEndpoints';
import { Estate, type InstanceCounts, type PortalData } from './estate';
import { checkOrder } from './orderRules';
import { pastOrders } from './story';
import { orderEndpoints, OrderBook, type PlacedOrder } from './order';
import { People, StorageQuota, userEndpoints } from './people';
import { pricingEndpoints } from './pricing';
import type { Reply, ReceivedRequest } from './reply';
import { Router, type OrderStatus } from './router';
import { cloudPbx } from './catalogue/cloudPbx';

export interface PortalOptions {
  /**
   * Initial number of instances by product id; a product that is left out has none. A plain number is for product 13.
   * By default products 9, 11, 12 and 13 have some.
   */
  readonly instances?: number | InstanceCounts;
  /** The product id of Remote Management Premium, which differs between pages of the guide; 21 by default. */
  readonly remoteManagementPremiumId?: RemoteManagementPremiumId;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Seconds for which an access token is valid; 1800 by default. */
  readonly tokenLifetime?: number;
  /** Whether it has what a user who explores the sandbox finds in it (see story.ts); false by default. */
  readonly hasStory?: boolean;
  /** Random by default, like the secret. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** A text that every token contains; none by default. */
  readonly tokenMark?: string;
}

const defaultInstances: InstanceCounts = { 9: 3, 11: 4, 12: 6, 13: 40 };

/** The simulated portal without a network: takes requests, returns replies and keeps its data in memory. */
export class SimulatedPortal {
  readonly clientId: string;
  readonly clientSecret: string;
  private readonly now: () => number;
  private readonly tokens: Tokens;
  private readonly book: OrderBook;
  private readonly router: Router;

  /** @param earlier a portal whose tokens stay valid for this one */
  constructor(options: PortalOptions = {}, earlier?: SimulatedPortal) {
    const { now = Date.now, tokenLifetime = 1800, tokenMark = '', hasStory = false } = options;
    const { clientId = randomBytes(16).toString('hex'), clientSecret = randomBytes(32).toString('hex') } =
      options;
    this.now = now;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.tokens = new Tokens({ clientId, clientSecret, tokenLifetime, tokenMark, now }, earlier?.tokens);
    const { instances = defaultInstances, remoteManagementPremiumId = '21' } = options;
    const products = productsOf(remoteManagementPremiumId);
    const counts = typeof instances === 'number' ? { 13: instances } : instances;
    const data: PortalData = {
      products,
      estate: new Estate(products, counts, now(), hasStory),
      people: new People(),
    };
    this.book = bookOf(data, now(), hasStory);
    const room = new StorageQuota();
    this.router = new Router(
      [
        ...authEndpoints(this.tokens),
        ...productEndpoints(data),
        ...pricingEndpoints(data),
        ...orderEndpoints(data, this.book, room, now),
        ...userEndpoints(data.people, room),
      ],
      this.tokens,
    );
  }

  /** The orders that the portal has accepted, oldest first. */
  get orders(): readonly PlacedOrder[] {
    return this.book.orders;
  }

  /** Shows the newest order only after a while, as a portal that is still processing it. @param delay milliseconds */
  listNewestAfter(delay: number): void {
    this.book.listNewestFrom(this.now() + delay);
  }

  /** Whether a request has a valid token, even if it is refused for another reason. */
  hasToken(request: ReceivedRequest): boolean {
    return this.router.hasToken(request);
  }

  /** Processes a request. Never throws: every failure becomes a reply. */
  process(request: ReceivedRequest): Reply {
    return this.accept(request, 'succeed')();
  }

  /**
   * Makes the checks common to all calls and returns a function that does the rest. Never throws.
   *
   * @returns a function that processes the request, to be called once; it never throws either
   */
  accept(request: ReceivedRequest, orderStatus: OrderStatus): () => Reply {
    return this.router.accept(request, orderStatus);
  }

  /** Expires every access token; refresh tokens stay valid. */
  expireTokens(): void {
    this.tokens.endAccess();
  }

  /** Expires every token. */
  revokeTokens(): void {
    this.tokens.endAll();
  }
}

/** Returns the portal's orders when it starts. Past ones have no effect: the estate is as they have left it. */
function bookOf(data: PortalData, now: number, hasStory: boolean): OrderBook {
  const past = hasStory ? pastOrders(data.estate.rows(cloudPbx, 0, 12), now) : [];
  const book = new OrderBook(past.length);
  for (const { body, createTime, status } of past) {
    book.add(checkOrder(body, data), createTime, status);
  }
  return book;
}
