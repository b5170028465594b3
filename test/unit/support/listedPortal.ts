import assert from 'node:assert/strict';
import {
  type Intercept,
  type ReceivedRequest,
  type TestPortal,
  type TestPortalOptions,
  startPortal,
} from '../../portal/testPortal';
import { type ListedProduct, InstanceLists } from '../../../src/tree/instanceLists';
import { type Parts, signedIn } from './portal';
import { failure } from './requests';

export const productsPath = '/pricing/openapi/purchase/v1/product_list';
export const instancesPath = '/product/openapi/instance_product/v1/client/instance_product_list';

const nothing: Intercept = (_request, process) => process();

/** Whether it asks for instances of this product. */
export function isFor({ path, query }: ReceivedRequest, productId: number): boolean {
  return path === instancesPath && new URLSearchParams(query).get('productId') === String(productId);
}

/** A portal of several products, and their lists in the hands of somebody who is signed in to it. */
export class ListedPortal {
  readonly lists: InstanceLists;
  /** The ids that the setting names. */
  productIds: readonly number[] = [];

  private constructor(
    private readonly portal: TestPortal,
    readonly parts: Parts,
  ) {
    const { client, log } = parts;
    this.lists = new InstanceLists({ client, log, productIds: () => this.productIds });
  }

  static async start(options: TestPortalOptions = {}): Promise<ListedPortal> {
    const portal = await startPortal({ instances: { 9: 3, 12: 30, 13: 40 }, ...options });
    return new ListedPortal(portal, await signedIn(portal));
  }

  /** The requests that the portal has had. */
  get requests(): readonly ReceivedRequest[] {
    return this.portal.requests;
  }

  get shownIds(): number[] {
    return this.lists.products.map(({ productId }) => productId);
  }

  product(productId: number): ListedProduct {
    const product = this.lists.products.find((candidate) => candidate.productId === productId);
    assert.ok(product, `product ${productId} is not shown`);
    return product;
  }

  list(productId: number): ListedProduct['list'] {
    return this.product(productId).list;
  }

  /** How many instances of each product are loaded. */
  loaded(...productIds: readonly number[]): number[] {
    return productIds.map((productId) => this.list(productId).rows.length);
  }

  /** How often instances of a product were asked for. */
  asked(productId: number): number {
    return this.requests.filter((request) => isFor(request, productId)).length;
  }

  /** Opens the lists, and waits for the last one. */
  async open(): Promise<void> {
    await this.lists.open();
    await this.lists.whenLoaded();
  }

  /** Sets what stands between network and portal from now on. */
  intercept(intercept: Intercept): void {
    this.portal.intercept = intercept;
  }

  /** Refuses from now on what is meant, and nothing else. */
  refuse(isMeant: (request: ReceivedRequest) => boolean = () => false): void {
    this.intercept((request, process, response) =>
      isMeant(request) ? failure(400, 'refused') : nothing(request, process, response),
    );
  }

  /** Leaves products out of product_list from now on. */
  leaveOut(...productIds: readonly number[]): void {
    this.intercept(({ path }, process) => {
      const reply = process();
      if (path !== productsPath) {
        return reply;
      }
      const envelope = JSON.parse(reply.body) as { result: { productId: number }[] };
      const result = envelope.result.filter(({ productId }) => !productIds.includes(productId));
      return { ...reply, body: JSON.stringify({ ...envelope, result }) };
    });
  }

  /** Counts from now on how many requests for instances are under way at the same time. */
  mostAtOnce(): () => number {
    let now = 0;
    let most = 0;
    this.intercept((request, process, response) => {
      if (request.path === instancesPath) {
        now++;
        most = Math.max(most, now);
        response.once('finish', () => now--);
      }
      return process();
    });
    return () => most;
  }

  /** Has the portal not answer any more. */
  async stop(): Promise<void> {
    await this.portal.close();
  }

  async close(): Promise<void> {
    this.lists.dispose();
    await this.stop();
  }
}
