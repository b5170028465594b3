import type { Product } from '../portal/catalogue';
import type { PortalClient } from '../portal/client';
import pLimit from 'p-limit';
import pMap from 'p-map';
import { Emitter } from '../portal/emitter';
import { PagedList, type PagedListOptions, pageSize, pagesAtOnce } from '../portal/pagedList';
import type { Instance } from '../portal/instances';
import type { Page } from '../portal/pages';
import type { TraceLog } from '../portal/traceLog';
import { productIds } from '../rules/operationRule';
import { type SearchResult, InstanceSearch } from './instanceSearch';
import type { PortalText } from '../portal/values';

/** A product and its instances. */
export interface ListedProduct {
  readonly productId: number;
  /** Undefined if the portal gives none. */
  readonly name: PortalText | undefined;
  readonly list: PagedList<Instance>;
}

/** A product as InstanceLists holds it: only that class changes the name, which the portal may change later. */
type KnownProduct = ListedProduct & { name: PortalText | undefined };

/** The error from loading the instances of a product, or the list of products itself. */
export interface LoadFailure {
  /** Undefined if the list of products could not be loaded. */
  readonly product: ListedProduct | undefined;
  readonly error: unknown;
}

/** Cloud PBX: its instances are requested before the list of products has arrived. */
const firstProductId = productIds.cloudPbx;

/** Number of lists loaded concurrently: few, so that requests the user makes in the meantime do not wait long. */
const listsAtOnce = 4;

const all = () => true;

/**
 * Holds the products of the portal and the instances of each. Only this class decides which products exist. Lists fail
 * independently, and each keeps its own failure.
 */
export class InstanceLists {
  private readonly known = new Map<number, KnownProduct>();
  private shown: readonly ListedProduct[] = [];
  /** The latest successful reply of product_list. */
  private productReply: { readonly products: readonly Product[]; readonly at: Date } | undefined;
  private lastProductsFailure: unknown;
  /** Product ids from the setting, as of the last load. */
  private configured: readonly number[] = [];
  private opening: Promise<void> | undefined;
  /** Resolves when the lists of all products other than the first are loaded. */
  private others: Promise<void> = Promise.resolve();
  /** Incremented by each refresh and each change of session: replies to earlier requests are discarded. */
  private generation = 0;
  /** Shared by all lists, so that together they send no more concurrent requests than a single list may. */
  private readonly limit = pLimit(pagesAtOnce);
  private readonly instanceSearch = new InstanceSearch();
  private readonly changed = new Emitter<ListedProduct>();
  private readonly loaded = new Emitter<undefined>();

  /** Fires for each product whose list was loaded or failed in the background, and after `refreshProduct`. */
  readonly onDidChange = this.changed.event;
  /** Fires after each page of instances of any product. */
  readonly onDidLoad = this.loaded.event;

  constructor(
    private readonly deps: {
      readonly client: PortalClient;
      readonly log: Pick<TraceLog, 'warn'>;
      /** Ids of the products from the setting, which product_list may omit. */
      readonly productIds: () => readonly number[];
    },
  ) {}

  /** The products known so far: Cloud PBX, then the others in the portal's order. */
  get products(): readonly ListedProduct[] {
    return this.shown;
  }

  /** When the list of products was last loaded; undefined before the first time. */
  get productsAt(): Date | undefined {
    return this.productReply?.at;
  }

  /** The error if the latest attempt to load the list of products failed, otherwise undefined. */
  get productsFailure(): unknown {
    return this.lastProductsFailure;
  }

  /**
   * Loads the list of products and, concurrently, the first instances of Cloud PBX; then those of the other products, a
   * few lists at a time. Later calls share the first load. Never rejects.
   *
   * @returns Resolves after the first two replies; `onDidChange` and `whenLoaded` report the others.
   */
  open(): Promise<void> {
    return (this.opening ??= this.load(({ list }) => list.loadFirst()));
  }

  /**
   * Loads the products and their instances again. The old rows stay until the portal replies, or if a request fails.
   *
   * @param countOf Returns how many rows of a product to load.
   */
  refresh(countOf: (productId: number) => number = () => pageSize): Promise<void> {
    this.generation++;
    return (this.opening = this.load(({ productId, list }) => list.refresh(countOf(productId))));
  }

  /** Loads the instances of one product again. Never rejects. */
  async refreshProduct(product: ListedProduct, count: number): Promise<void> {
    await this.loadList(product, ({ list }) => list.refresh(count));
    this.fireChanged(product);
  }

  /** Resolves when every list has been opened or has failed. */
  async whenLoaded(): Promise<void> {
    await this.opening;
    await this.others;
  }

  /**
   * Loads all instances, a few requests at a time.
   *
   * @param signal Stops loading; rows that were loaded before stay.
   * @param isIncluded Whether to load a product.
   * @returns The failures.
   */
  async loadAll(
    signal: AbortSignal,
    isIncluded: (productId: number) => boolean = all,
  ): Promise<readonly LoadFailure[]> {
    let generation: number;
    let failures: LoadFailure[];
    do {
      await this.open();
      ({ generation } = this);
      failures =
        this.lastProductsFailure === undefined
          ? []
          : [{ product: undefined, error: this.lastProductsFailure }];
      const products = this.shown.filter(({ productId }) => isIncluded(productId));
      failures = failures.concat(await loadLists(products, signal));
      // A refresh in the meantime cuts the lists of the other products back to their first pages, one after the other:
      // load the rest of those again.
      await this.others;
      const isFailed = new Set(failures.map(({ product }) => product));
      const shortened = products.filter((product) => product.list.hasMore && !isFailed.has(product));
      failures = failures.concat(await loadLists(shortened, signal));
    } while (generation !== this.generation && this.opening && !signal.aborted);
    return failures;
  }

  /** Returns the loaded instance with this serial number, of the given product or of any product. */
  find(productNo: string, productId?: number): Instance | undefined {
    for (const { productId: listed, list } of this.shown) {
      const instance = productId === undefined || productId === listed ? list.find(productNo) : undefined;
      if (instance) {
        return instance;
      }
    }
    return undefined;
  }

  /** Finds loaded instances by name, serial number or plan; see InstanceSearch.find. */
  search(text: string, limit: number, isIncluded: (productId: number) => boolean = all): SearchResult {
    const lists = this.shown.filter(({ productId }) => isIncluded(productId));
    return this.instanceSearch.find(
      lists.flatMap(({ list }) => list.rowsByPage),
      text,
      limit,
    );
  }

  /** Forgets all products and instances, because they belong to another session. */
  clear(): void {
    this.generation++;
    this.known.forEach(({ list }) => list.dispose());
    this.known.clear();
    this.shown = [];
    this.productReply = undefined;
    this.lastProductsFailure = undefined;
    this.opening = undefined;
    this.others = Promise.resolve();
    this.loaded.fire(undefined);
  }

  dispose(): void {
    this.generation++;
    this.known.forEach(({ list }) => list.dispose());
    this.changed.dispose();
    this.loaded.dispose();
  }

  private async load(loadRows: (product: ListedProduct) => Promise<void>): Promise<void> {
    const { generation } = this;
    this.configured = this.deps.productIds();
    await Promise.all([this.loadProducts(), this.loadList(this.product(firstProductId), loadRows)]);
    if (generation !== this.generation) {
      await this.opening;
      return;
    }
    this.arrange();
    const others = this.shown.filter(({ productId }) => productId !== firstProductId);
    const loadUnlessObsolete = async (product: ListedProduct) => {
      if (generation === this.generation) {
        await this.loadList(product, loadRows);
        this.fireChanged(product);
      }
    };
    this.others = pMap(others, loadUnlessObsolete, { concurrency: listsAtOnce }).then(() => undefined);
  }

  private async loadProducts(): Promise<void> {
    const { generation } = this;
    try {
      const products = await this.deps.client.products();
      if (generation === this.generation) {
        this.productReply = { products, at: new Date() };
        this.lastProductsFailure = undefined;
      }
    } catch (error) {
      if (generation === this.generation) {
        this.lastProductsFailure = error;
        this.deps.log.warn(`Products: ${String(error)}`);
      }
    }
  }

  /** Loads rows of a list. Never rejects: a failure is logged, and the list itself keeps it. */
  private async loadList(
    product: ListedProduct,
    loadRows: (product: ListedProduct) => Promise<void>,
  ): Promise<void> {
    try {
      await loadRows(product);
    } catch (error) {
      this.deps.log.warn(`Instances of product ${product.productId}: ${String(error)}`);
    }
  }

  /** Fires `onDidChange`, unless the product belongs to an earlier session. */
  private fireChanged(product: ListedProduct): void {
    if (this.known.get(product.productId) === product) {
      this.changed.fire(product);
    }
  }

  /**
   * Decides which products are shown: those of product_list and of the setting. Cloud PBX is added if the list of
   * products is unknown, if there is no other product, or if it has instances.
   */
  private arrange(): void {
    const names = new Map(this.productReply?.products.map(({ productId, name }) => [productId, name]));
    const ids = new Set([...names.keys(), ...this.configured]);
    const first = this.product(firstProductId);
    const isFirstShown =
      this.productReply === undefined ||
      ids.size === 0 ||
      ids.has(firstProductId) ||
      first.list.rows.length > 0;
    const inOrder = new Set([...(isFirstShown ? [firstProductId] : []), ...ids]);
    for (const { productId, list } of [...this.known.values()]) {
      if (productId !== firstProductId && !inOrder.has(productId)) {
        list.dispose();
        this.known.delete(productId);
      }
    }
    this.shown = [...inOrder].map((productId) => {
      const product = this.product(productId);
      const name = names.get(productId);
      product.name = name === '' ? undefined : name;
      return product;
    });
  }

  private product(productId: number): KnownProduct {
    let product = this.known.get(productId);
    if (!product) {
      const list = instanceList(this.deps.client, productId, this.limit);
      list.onDidLoad((rows) => {
        this.instanceSearch.prepare(rows);
        this.loaded.fire(undefined);
      });
      product = { productId, name: undefined, list };
      this.known.set(productId, product);
    }
    return product;
  }
}

/** A source of the instances of a product, page by page. */
export interface InstanceSource<Row extends Instance> {
  instances(
    productId: number,
    page: { readonly pageNo: number; readonly pageSize: number },
    signal?: AbortSignal,
  ): Promise<Page<Row>>;
}

/** Returns a list for the instances of one product, with nothing loaded yet. */
export function instanceList<Row extends Instance>(
  source: InstanceSource<Row>,
  productId: number,
  limit?: PagedListOptions<Row>['limit'],
): PagedList<Row> {
  return new PagedList({
    ask: (page, signal) => source.instances(productId, page, signal),
    keyOf: ({ productNo }) => productNo,
    ...(limit && { limit }),
  });
}

/** Loads several lists completely. Never rejects. @returns The failures. */
async function loadLists(products: readonly ListedProduct[], signal: AbortSignal): Promise<LoadFailure[]> {
  const failures: LoadFailure[] = [];
  await Promise.all(
    products.map(async (product) => {
      try {
        await product.list.loadAll(signal);
      } catch (error) {
        failures.push({ product, error });
      }
    }),
  );
  return failures;
}
