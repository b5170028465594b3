import type { Product } from './catalogue/product';
import type { Instance, Subscription } from './instance';
import { InstanceRows } from './instanceRows';
import type { People } from './people';

/** How many instances there are at first of each product id; of a product that is left out there are none. */
export type InstanceCounts = Readonly<Record<number, number>>;

/** The instances of one product: those that there are at first, changed by orders, and new ones behind them. */
class ProductEstate {
  private readonly changed = new Map<number, Instance>();
  /** The places of instances whose serial number came with the order. */
  private readonly entered = new Map<string, number>();

  constructor(
    readonly rows: InstanceRows,
    public count: number,
  ) {}

  at(index: number): Instance {
    return this.changed.get(index) ?? this.rows.at(index);
  }

  find(productNo: string): Instance | undefined {
    const index = this.entered.get(productNo) ?? this.rows.indexOf(productNo);
    const instance = index === undefined || index >= this.count ? undefined : this.at(index);
    return instance?.productNo === productNo ? instance : undefined;
  }

  change(instance: Instance): void {
    this.changed.set(instance.index, instance);
  }

  add(instance: Instance): void {
    this.count++;
    this.entered.set(instance.productNo, instance.index);
    this.change(instance);
  }
}

/** What is new about an instance; where it has no serial number yet, the portal gives it one. */
export interface NewInstance extends Subscription {
  readonly productNo: string;
  readonly comment: string;
  readonly createTime: number;
}

/**
 * The instances of every product, and what users have of products without serial numbers. Rows are made when asked for, so that an
 * estate of any size starts at once.
 */
export class Estate {
  private readonly estates: ReadonlyMap<string, ProductEstate>;
  private readonly subscriptions = new Map<string, Subscription>();

  /** @param year in which the sandbox starts: subscriptions end in the years after it */
  constructor(products: readonly Product[], counts: InstanceCounts, year: number) {
    this.estates = new Map(
      products.map((product) => {
        const count = counts[Number(product.productId)] ?? 0;
        return [product.productId, new ProductEstate(new InstanceRows(product, year), count)];
      }),
    );
  }

  count({ productId }: Product): number {
    return this.estates.get(productId)?.count ?? 0;
  }

  /** The instances of a product from `offset` on, at most `limit` of them. */
  rows({ productId }: Product, offset: number, limit: number): readonly Instance[] {
    const estate = this.estates.get(productId);
    const length = Math.max(0, Math.min(limit, (estate?.count ?? 0) - offset));
    return estate === undefined ? [] : Array.from({ length }, (_, place) => estate.at(offset + place));
  }

  find({ productId }: Product, productNo: string): Instance | undefined {
    return this.estates.get(productId)?.find(productNo);
  }

  /** Whether it can be the serial number of a PBX that the portal has not heard of. */
  mayBeNew(productNo: string): boolean {
    const isListed = () => [...this.estates.values()].some((estate) => estate.find(productNo) !== undefined);
    return /^[0-9A-Za-z]{8,32}$/.test(productNo) && !isListed();
  }

  /**
   * What a user has of a product whose orders name no serial number, as far as it was ordered here; undefined where
   * nothing was.
   * @param partnerId a subordinate user; empty for the partner
   */
  held({ productId }: Product, partnerId: string): Subscription | undefined {
    return this.subscriptions.get(`${productId} ${partnerId}`);
  }

  hold({ productId }: Product, partnerId: string, subscription: Subscription): void {
    this.subscriptions.set(`${productId} ${partnerId}`, subscription);
  }

  /** @returns the instance as it is from now on */
  change(instance: Instance, subscription: Subscription): Instance {
    const changed = { ...instance, ...subscription };
    this.estates.get(instance.product.productId)?.change(changed);
    return changed;
  }

  /** Lists an instance behind the others, not activated yet. */
  add(product: Product, { productNo, ...known }: NewInstance): Instance {
    const estate = this.estates.get(product.productId);
    if (estate === undefined) {
      throw new Error(`The sandbox has no instances of product ${product.productId}`);
    }
    const { count: index, rows } = estate;
    const identity = rows.identity(index);
    const added: Instance = {
      ...known,
      product,
      index,
      instanceId: identity.instanceId,
      productNo: productNo === '' ? identity.productNo : productNo,
      activationStatus: 'unactivated',
      activationCode: '',
    };
    estate.add(added);
    return added;
  }
}

/** What the portal knows beside its orders. */
export interface PortalData {
  readonly products: readonly Product[];
  readonly estate: Estate;
  readonly people: People;
}
