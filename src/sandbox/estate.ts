import type { Product } from './catalogue/product';
import type { Instance, Subscription } from './instance';
import { InstanceRows } from './instanceRows';
import type { People } from './people';

/** Initial number of instances by product id; a product that is left out has none. */
export type InstanceCounts = Readonly<Record<number, number>>;

/** The instances of one product: the initial ones as changed by orders, followed by new ones. */
class ProductEstate {
  private readonly changed = new Map<number, Instance>();
  /** Index by serial number, for instances whose serial number was entered in the order. */
  private readonly enteredIndexes = new Map<string, number>();

  constructor(
    readonly rows: InstanceRows,
    public count: number,
  ) {}

  at(index: number): Instance {
    return this.changed.get(index) ?? this.rows.at(index);
  }

  find(productNo: string): Instance | undefined {
    const index = this.enteredIndexes.get(productNo) ?? this.rows.indexOf(productNo);
    const instance = index === undefined || index >= this.count ? undefined : this.at(index);
    return instance?.productNo === productNo ? instance : undefined;
  }

  change(instance: Instance): void {
    this.changed.set(instance.index, instance);
  }

  add(instance: Instance): void {
    this.count++;
    this.enteredIndexes.set(instance.productNo, instance.index);
    this.change(instance);
  }
}

/** The data of a new instance. If the serial number is empty, the portal assigns one. */
export interface NewInstance extends Subscription {
  readonly productNo: string;
  readonly comment: string;
  readonly createTime: number;
}

/**
 * The instances of every product, and the subscriptions to products without serial numbers. Rows are generated on
 * access, so that an estate of any size starts at once.
 */
export class Estate {
  private readonly estates: ReadonlyMap<string, ProductEstate>;
  private readonly subscriptions = new Map<string, Subscription>();

  /** @param start see InstanceRows, like `hasStory` */
  constructor(products: readonly Product[], counts: InstanceCounts, start: number, hasStory: boolean) {
    this.estates = new Map(
      products.map((product) => {
        const count = counts[Number(product.productId)] ?? 0;
        return [product.productId, new ProductEstate(new InstanceRows(product, start, hasStory), count)];
      }),
    );
  }

  count({ productId }: Product): number {
    return this.estates.get(productId)?.count ?? 0;
  }

  /** Returns up to `limit` instances of a product, starting at `offset`. */
  rows({ productId }: Product, offset: number, limit: number): readonly Instance[] {
    const estate = this.estates.get(productId);
    const length = Math.max(0, Math.min(limit, (estate?.count ?? 0) - offset));
    return estate === undefined ? [] : Array.from({ length }, (_, place) => estate.at(offset + place));
  }

  find({ productId }: Product, productNo: string): Instance | undefined {
    return this.estates.get(productId)?.find(productNo);
  }

  /** Whether the text can be the serial number of a PBX that the portal does not know yet. */
  mayBeNew(productNo: string): boolean {
    const isListed = () => [...this.estates.values()].some((estate) => estate.find(productNo) !== undefined);
    return /^[0-9A-Za-z]{8,32}$/.test(productNo) && !isListed();
  }

  /**
   * Returns a user's subscription to a product whose orders name no serial number, as ordered in this sandbox;
   * undefined when nothing was ordered.
   *
   * @param partnerId a subordinate user; empty for the partner
   */
  held({ productId }: Product, partnerId: string): Subscription | undefined {
    return this.subscriptions.get(`${productId} ${partnerId}`);
  }

  hold({ productId }: Product, partnerId: string, subscription: Subscription): void {
    this.subscriptions.set(`${productId} ${partnerId}`, subscription);
  }

  /** Changes the subscription of an instance. @returns the changed instance */
  change(instance: Instance, subscription: Subscription): Instance {
    const changed = { ...instance, ...subscription };
    this.estates.get(instance.product.productId)?.change(changed);
    return changed;
  }

  /** Adds an instance at the end of the list, not yet activated. */
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
      endDateStyle: 'date',
    };
    estate.add(added);
    return added;
  }
}

/** What the portal knows apart from its orders. */
export interface PortalData {
  readonly products: readonly Product[];
  readonly estate: Estate;
  readonly people: People;
}
