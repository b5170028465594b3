import { randomBytes } from 'node:crypto';
import { Tokens, authEndpoints } from './auth';
import { productsOf, type RemoteManagementPremiumId } from './catalogueReplies';
import { Estate, type InstanceCounts, type PortalData } from './estate';
import { orderEndpoints } from './order';
import { OrderBook, type PlacedOrder, type OrderStatus } from './orderBook';
import { People, Room } from './people';
import { pricingEndpoints } from './pricing';
import { productEndpoints } from './product';
import type { Reply } from './reply';
import { Router, type ReceivedRequest } from './router';
import { userEndpoints } from './user';

export interface PortalOptions {
  /**
   * How many instances there are at first of each product id, none of one that is left out; a number alone is for
   * product 13. By default products 9, 11, 12 and 13 have some.
   */
  readonly instances?: number | InstanceCounts;
  /** Which id Remote Management Premium has: pages of the guide differ. 21 by default. */
  readonly remoteManagementPremiumId?: RemoteManagementPremiumId;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Seconds that an access token is good for; 1800 by default. */
  readonly tokenLifetime?: number;
  /** Random by default, as the secret is. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Letters that every token holds; none by default. */
  readonly tokenMark?: string;
}

const defaultInstances: InstanceCounts = { 9: 3, 11: 4, 12: 6, 13: 40 };

/** The simulated portal without a network: requests in, replies out, all of its data in memory. */
export class SimulatedPortal {
  readonly clientId: string;
  readonly clientSecret: string;
  private readonly tokens: Tokens;
  private readonly book = new OrderBook();
  private readonly router: Router;

  /** @param earlier a portal whose tokens stay good at this one */
  constructor(options: PortalOptions = {}, earlier?: SimulatedPortal) {
    const { now = Date.now, tokenLifetime = 1800, tokenMark = '' } = options;
    const { clientId = randomBytes(16).toString('hex'), clientSecret = randomBytes(32).toString('hex') } =
      options;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.tokens = new Tokens({ clientId, clientSecret, tokenLifetime, tokenMark, now }, earlier?.tokens);
    const { instances = defaultInstances, remoteManagementPremiumId = '21' } = options;
    const products = productsOf(remoteManagementPremiumId);
    const counts = typeof instances === 'number' ? { 13: instances } : instances;
    const data: PortalData = {
      products,
      estate: new Estate(products, counts, new Date(now()).getUTCFullYear()),
      people: new People(),
    };
    const room = new Room();
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

  /** What the portal holds, oldest first. */
  get orders(): readonly PlacedOrder[] {
    return this.book.orders;
  }

  /** Whether a request brings a token that is good now, whatever becomes of it. */
  hasToken(request: ReceivedRequest): boolean {
    return this.router.hasToken(request);
  }

  /** Processes a request. Never throws: whatever goes wrong is a reply. */
  process(request: ReceivedRequest): Reply {
    return this.accept(request, 'succeed')();
  }

  /**
   * Holds a request to what every call must bring, and leaves the rest for later. Never throws.
   * @returns what processes it, once: never throws either
   */
  accept(request: ReceivedRequest, orderStatus: OrderStatus): () => Reply {
    return this.router.accept(request, orderStatus);
  }

  /** Ends every access token; refresh tokens stay good. */
  expireTokens(): void {
    this.tokens.endAccess();
  }

  /** Ends every token. */
  revokeTokens(): void {
    this.tokens.endAll();
  }
}
