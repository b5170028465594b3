import {
  type Area,
  readAreas,
  type BillingContact,
  readBillingContacts,
  type Partner,
  readPartners,
  type Region,
  readRegions,
} from './lookupReplies';
import type { BaseUrl } from './baseUrl';
import {
  type Catalogue,
  type Product,
  type Terms,
  readCatalogue,
  readProducts,
  readTerms,
} from './catalogue';
import { type Reply, type Success, openEnvelope, mayRefuseParameter } from './envelope';
import { isTokenRejection, ServerError } from './errors';
import type { Json } from './exactJson';
import { SignedInMeanwhileError } from './explained';
import type { Http } from './http';
import { type HttpRequest, pathWithSegment } from './httpRequest';
import { SecretInRequestError } from './transportErrors';
import {
  type Instance,
  type InstanceDetail,
  type ReceivedInstance,
  readInstanceDetail,
  readInstances,
  readReceivedInstances,
} from './instances';
import { type PageOfOrders, readOrders } from './portalOrders';
import type { Page } from './pages';
import { type CalculatedPrice, readCalculatedPrice } from './calculation';
import { type PriceList, type PriceQuery, readPriceList } from './priceList';
import { withRetries } from './retry';
import type { Authorization, Session } from './session';
import type { Id, PortalText } from './values';

/** The kind of operation that terms are requested for (API guide, plan details and service details). */
export type TermsKind = 'trial' | 'purchase' | 'renew';

interface TermsQuery {
  readonly kind: TermsKind;
  readonly pricingId: Id;
  readonly productId: number;
  readonly productNo?: string;
}

/** A page of the order list. */
export interface OrderPage extends PageOfOrders {
  /** False if the portal refused to sort; its own order, which is undocumented, applies then. */
  readonly isSortRequested: boolean;
  /** The portal's clock at the time of the reply, in milliseconds since 1970; undefined when not provided. */
  readonly repliedAt: number | undefined;
}

type Read = Pick<HttpRequest, 'path' | 'query' | 'signal'>;

const purchasePath = '/pricing/openapi/purchase/v1';
const instancesPath = '/product/openapi/instance_product/v1/client/instance_product_list';
const ordersPath = '/order/openapi/order/v1';
const usersPath = '/user/openapi/user/v1';

/** Path of the call that creates a subordinate user (API guide, create a subordinate user). */
export const saveUserPath = `${usersPath}/client/save_user`;

/** Path of the call that places an order (API guide, create an order). */
export const saveOrderPath = `${ordersPath}/save`;

/**
 * The Partner Portal Open API, one method per endpoint. Every method throws PortalError if the call fails and
 * SignInNeededError if there is no session. Reads are retried after 429, 5xx and broken connections.
 */
export class PortalClient {
  /** Portals that serve the order list only without `sort`. */
  private readonly refusesSort = new Set<BaseUrl>();

  constructor(
    private readonly http: Pick<Http, 'send'>,
    private readonly session: Session,
  ) {}

  /** Makes a harmless request to check a token before it is used to sign in. @throws PortalError */
  async checkToken(baseUrl: BaseUrl, token: string, signal?: AbortSignal): Promise<void> {
    const header = `Bearer ${token}`;
    await this.exchange({ baseUrl, header }, { method: 'GET', path: `${purchasePath}/product_list`, signal });
  }

  /** Returns the products that the portal sells (API guide, product_list). */
  async products(signal?: AbortSignal): Promise<Product[]> {
    return readProducts(await this.read({ path: `${purchasePath}/product_list`, signal }));
  }

  /** Returns one page of the instances of a product (API guide, purchased products); pages count from 1. */
  async instances(
    productId: number,
    page: { pageNo: number; pageSize: number },
    signal?: AbortSignal,
  ): Promise<Page<Instance>> {
    const query = { productId, ...page };
    return readInstances(productId, await this.read({ path: instancesPath, query, signal }));
  }

  /** Returns the same page, each row with the portal's original. */
  async instancesAsReceived(
    productId: number,
    page: { pageNo: number; pageSize: number },
    signal?: AbortSignal,
  ): Promise<Page<ReceivedInstance>> {
    const query = { productId, ...page };
    return readReceivedInstances(productId, await this.read({ path: instancesPath, query, signal }));
  }

  /** Returns the plan, extensions and services of one instance (API guide, product detail). */
  async instanceDetail(productId: number, productNo: string, signal?: AbortSignal): Promise<InstanceDetail> {
    const path = '/product/openapi/instance_product/v1/detail';
    return readInstanceDetail(await this.read({ path, query: { productNo, productId }, signal }), productNo);
  }

  /** Returns the plans and services of a product (API guide, purchase_product_info). */
  async catalogue(productId: number, productNo?: string, signal?: AbortSignal): Promise<Catalogue> {
    const query = { productId, ...(productNo === undefined ? {} : { productNo }) };
    return readCatalogue(await this.read({ path: `${purchasePath}/purchase_product_info`, query, signal }));
  }

  /** Returns the terms of a plan (API guide, plan details). */
  async planInfo({ kind, pricingId, ...query }: TermsQuery, signal?: AbortSignal): Promise<Terms> {
    return readTerms(
      await this.read({ path: `${purchasePath}/${kind}/plan_info/${pricingId}`, query, signal }),
    );
  }

  /** Returns the terms of a service (API guide, service details). */
  async addOnInfo(
    { kind, pricingId, ...query }: TermsQuery & { readonly connectionPlanId?: Id },
    signal?: AbortSignal,
  ): Promise<Terms> {
    return readTerms(
      await this.read({ path: `${purchasePath}/${kind}/add_on_info/${pricingId}`, query, signal }),
    );
  }

  /**
   * Calculates the final price of an order (API guide, price).
   *
   * @param body The JSON text of the request; it uses pricing ids.
   * @returns Undefined when the reply contains no readable price.
   */
  async calculatePrice(body: string, signal?: AbortSignal): Promise<CalculatedPrice | undefined> {
    const { result } = await this.authorized((authorization) =>
      this.exchange(authorization, {
        method: 'POST',
        path: `${purchasePath}/pricing/calculate`,
        body: { type: 'application/json', text: body },
        signal,
      }),
    );
    return readCalculatedPrice(result);
  }

  /** Returns the list prices of a product for one billing cycle (API guide, my_price_info). */
  async priceInfo(query: PriceQuery, signal?: AbortSignal): Promise<PriceList> {
    const path = `${purchasePath}/my_price_info`;
    return readPriceList(await this.read({ path, query: { ...query }, signal }));
  }

  /** Returns the contacts that an invoice can go to (API guide, billing contacts). */
  async billingContacts(signal?: AbortSignal): Promise<BillingContact[]> {
    const path = `${usersPath}/client/billing_contact_list`;
    return readBillingContacts(await this.read({ path, signal }));
  }

  /** Returns the subordinate users (API guide, subordinate users). */
  async partners(signal?: AbortSignal): Promise<Partner[]> {
    return readPartners(await this.read({ path: `${usersPath}/client/partner_list`, signal }));
  }

  /**
   * Returns one subordinate user, or undefined when the reply contains none (API guide, subordinate users).
   *
   * @param yeastarId The user's e-mail address; only in this path does the guide call it `partnerId`.
   * @throws PathSegmentError when it cannot be part of a path; nothing is sent then.
   */
  async subordinateUser(yeastarId: string, signal?: AbortSignal): Promise<Partner | undefined> {
    const path = await this.pathTo(`${usersPath}/subordinate_user`, yeastarId);
    return readPartners(await this.read({ path, signal }))[0];
  }

  /** Returns the regions in which a new PBX can be created (API guide, regions). */
  async regions(signal?: AbortSignal): Promise<Region[]> {
    return readRegions(await this.read({ path: '/product/openapi/instance/v1/region_list', signal }));
  }

  /** Returns one page of the countries, sorted by name (API guide, countries); pages count from 1. */
  async areas(page: { pageNo: number; pageSize: number }, signal?: AbortSignal): Promise<Page<Area>> {
    const query = { ...page, sort: 'name' };
    return readAreas(await this.read({ path: '/user/openapi/area/v1/page', query, signal }));
  }

  /**
   * Creates a subordinate user with a single request (API guide, create a subordinate user). Neither retried nor
   * repeated with a renewed token: only the caller knows whether that is safe.
   *
   * @param body The exact text.
   */
  async saveUser(
    authorization: Omit<Authorization, 'account'>,
    body: string,
    signal?: AbortSignal,
  ): Promise<Success> {
    return this.exchange(authorization, {
      method: 'POST',
      path: saveUserPath,
      body: { type: 'application/json', text: body },
      signal,
    });
  }

  /**
   * Returns one page of the portal's orders, newest first if the portal supports `sort` (API guide, orders). The guide
   * shows `sort` only in an example. If the portal refuses it, the page is requested again without it; once a portal is
   * known to refuse it (a 5xx does not prove that), it is never sent again.
   *
   * @returns The page, and whether it was requested newest first: pages of both kinds must not be combined into one
   * list.
   */
  async orders(page: { pageNo: number; pageSize: number }, signal?: AbortSignal): Promise<OrderPage> {
    const path = `${ordersPath}/page`;
    const ask = async (query: NonNullable<Read['query']>, isSortAsked: boolean): Promise<OrderPage> => {
      const { result, date } = await this.readWhole({ path, query, signal });
      return { ...readOrders(result), isSortRequested: isSortAsked, repliedAt: date };
    };
    const unsorted = () => ask(page, false);
    const { baseUrl } = await this.session.authorization();
    if (this.refusesSort.has(baseUrl)) {
      return unsorted();
    }
    try {
      return await ask({ ...page, sort: '-id' }, true);
    } catch (error) {
      if (!mayRefuseParameter(error)) {
        throw error;
      }
      const answer = await unsorted();
      if (!(error instanceof ServerError)) {
        this.refusesSort.add(baseUrl);
      }
      return answer;
    }
  }

  /**
   * Returns one order as received (API guide, order details).
   *
   * @param order The order's id or number.
   * @throws PathSegmentError when it cannot be part of a path; nothing is sent then.
   */
  async orderDetail(order: PortalText, signal?: AbortSignal): Promise<Json> {
    return this.read({ path: await this.pathTo(`${ordersPath}/get`, order), signal });
  }

  /**
   * Sends an order with a single request: this buys (API guide, create an order). Neither retried nor repeated with a
   * renewed token: only the caller knows whether that is safe.
   *
   * @param body The exact text that was reviewed.
   * @returns The reply, whatever it says; the caller judges what it means for the order.
   * @throws PortalError when the portal sent no complete reply.
   */
  async saveOrder(
    { baseUrl, header }: Omit<Authorization, 'account'>,
    body: string,
    maySend?: () => boolean,
  ): Promise<Reply> {
    return this.http.send({
      method: 'POST',
      baseUrl,
      path: saveOrderPath,
      authorization: header,
      body: { type: 'application/json', text: body },
      connection: 'new',
      maySend,
    });
  }

  private async pathTo(path: string, name: string): Promise<string> {
    const { baseUrl } = await this.session.authorization();
    const exchange = { method: 'GET', host: new URL(baseUrl).host, path } as const;
    // Checked first, because an error about anything else would quote it.
    if (this.session.isSecretIn(name)) {
      throw new SecretInRequestError(exchange);
    }
    return pathWithSegment(exchange, name);
  }

  private async read(request: Read): Promise<Json> {
    return (await this.readWhole(request)).result;
  }

  private async readWhole({ signal, ...request }: Read): Promise<Success> {
    return this.authorized((authorization) =>
      withRetries(
        (onReply) => this.exchange(authorization, { method: 'GET', ...request, signal }, onReply),
        signal,
      ),
    );
  }

  /**
   * Runs a call; after a 401, renews the token and runs it a second time, unless the user has signed in anew since: what
   * was asked for one account is not asked for another.
   */
  private async authorized(call: (authorization: Authorization) => Promise<Success>): Promise<Success> {
    const authorization = await this.session.authorization();
    try {
      return await call(authorization);
    } catch (error) {
      if (!isTokenRejection(error)) {
        throw error;
      }
      await this.session.renew(authorization.header, error);
      const renewed = await this.session.authorization();
      if (renewed.signInId !== authorization.signInId) {
        throw new SignedInMeanwhileError();
      }
      return call(renewed);
    }
  }

  private async exchange(
    { baseUrl, header }: Pick<Authorization, 'baseUrl' | 'header'>,
    request: Omit<HttpRequest, 'baseUrl' | 'authorization'>,
    onReply: (reply: Reply) => void = () => undefined,
  ): Promise<Success> {
    const reply = await this.http.send({ ...request, baseUrl, authorization: header });
    onReply(reply);
    const { method, path } = request;
    return openEnvelope({ method, host: new URL(baseUrl).host, path }, reply);
  }
}
