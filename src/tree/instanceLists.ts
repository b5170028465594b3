import type { Product } from '../portal/catalogue';
import type { PortalClient } from '../portal/client';
import pLimit from 'p-limit';
import pMap from 'p-map';
import { Emitter } from '../portal/emitter';
import { PagedList, type PagedListOptions, pageSize, pagesAtOnce } from '../portal/pagedList';
import type { Instance } from '../portal/instances';
import type { Page } from '../portal/pages';
import type { TraceLog } from '../portal/traceLog';
import { productIds } from '../rules/products';
import { type Found, InstanceSearch } from './instanceSearch';
import type { PortalText } from '../portal/values';
import * as z from 'zod/mini';

/** A product and its instances. */
export interface ListedProduct {
  readonly productId: number;
  /** Undefined when the portal gives none. */
  readonly name: PortalText | undefined;
  readonly list: PagedList<Instance>;
}

/** The same for its only writer: the portal may give another name later. */
type KnownProduct = ListedProduct & { name: PortalText | undefined };

/** Why the instances of a product, or the list of products itself, could not be loaded. */
export interface LoadFailure {
  /** Undefined: which products there are. */
  readonly product: ListedProduct | undefined;
  readonly error: unknown;
}

/** The product whose instances are asked for before it is known which products there are. */
const firstProductId = productIds.cloudPbx;

/** Lists that are opened or refreshed at once, so that what the user asks for meanwhile need not wait long. */
const listsAtOnce = 4;

const all = () => true;

/**
 * The products of the portal and the instances of each: the only writer of which products there are. Each list
 * fails alone, and keeps its failure.
 */
export class InstanceLists {
  private readonly known = new Map<number, KnownProduct>();
  private shown: readonly ListedProduct[] = [];
  /** What product_list told last. */
  private told: { readonly products: readonly Product[]; readonly at: Date } | undefined;
  private toldFailure: unknown;
  /** Product ids of the setting, as they were when the lists were loaded. */
  private configured: readonly number[] = [];
  private opening: Promise<void> | undefined;
  private others: Promise<void> = Promise.resolve();
  /** Counts what makes older answers worthless: another session, or a refresh. */
  private generation = 0;
  /** All lists together have as many requests under way as one alone. */
  private readonly limit = pLimit(pagesAtOnce);
  private readonly instanceSearch = new InstanceSearch();
  private readonly changed = new Emitter<ListedProduct>();
  private readonly loaded = new Emitter<undefined>();

  /** Fires for a product whose list was opened, refreshed or failed behind the first answers. */
  readonly onDidChange = this.changed.event;
  /** Fires after a page of instances came, of whatever product. */
  readonly onDidLoad = this.loaded.event;

  constructor(
    private readonly parts: {
      readonly client: PortalClient;
      readonly log: Pick<TraceLog, 'warn'>;
      /** Products that product_list may leave out. */
      readonly productIds: () => readonly number[];
    },
  ) {}

  /** The products as far as they are known: Cloud PBX, then the others in the portal's order. */
  get products(): readonly ListedProduct[] {
    return this.shown;
  }

  /** When the portal told which products there are; undefined before the first time. */
  get productsAt(): Date | undefined {
    return this.told?.at;
  }

  /** Why the portal's list of products could not be loaded, unless it was since. */
  get productsFailure(): unknown {
    return this.toldFailure;
  }

  /**
   * Asks which products there are and, at the same time, for the first instances of product 13; then for those
   * of the other products, a few lists at once. What was asked for once is not asked for again. Never rejects.
   *
   * @returns Resolves after the first two answers; `onDidChange` and `whenLoaded` tell of the others.
   */
  open(): Promise<void> {
    return (this.opening ??= this.load(({ list }) => list.loadFirst()));
  }

  /**
   * Asks for the same once more. Until the portal answers, and where it does not, the old rows stay.
   *
   * @param countOf How many rows of a product have to be there afterwards.
   */
  refresh(countOf: (productId: number) => number = () => pageSize): Promise<void> {
    this.generation++;
    return (this.opening = this.load(({ productId, list }) => list.refresh(countOf(productId))));
  }

  /** Asks for the instances of one product once more. Never rejects. */
  async refreshProduct(product: ListedProduct, count: number): Promise<void> {
    await this.ask(product, ({ list }) => list.refresh(count));
    this.tell(product);
  }

  /** Resolves when every list has been opened, or has failed. */
  async whenLoaded(): Promise<void> {
    await this.opening;
    await this.others;
  }

  /**
   * Loads all instances, a few requests at a time.
   *
   * @param signal Ends the loading; what came until then stays.
   * @param isMeant Which products to load.
   * @returns What could not be loaded.
   */
  async loadAll(
    signal: AbortSignal,
    isMeant: (productId: number) => boolean = all,
  ): Promise<readonly LoadFailure[]> {
    let generation: number;
    let failures: LoadFailure[];
    do {
      await this.open();
      ({ generation } = this);
      failures = this.toldFailure === undefined ? [] : [{ product: undefined, error: this.toldFailure }];
      const products = this.shown.filter(({ productId }) => isMeant(productId));
      failures.push(...(await loadLists(products, signal)));
      // A refresh reaches the other products one after the other, and takes away what lies behind their first pages.
      await this.others;
      const isFailed = new Set(failures.map(({ product }) => product));
      const shortened = products.filter((product) => product.list.hasMore && !isFailed.has(product));
      failures.push(...(await loadLists(shortened, signal)));
    } while (generation !== this.generation && this.opening && !signal.aborted);
    return failures;
  }

  /** The loaded instance with this serial number, of the given product or of any. */
  find(productNo: string, productId?: number): Instance | undefined {
    for (const { productId: listed, list } of this.shown) {
      const instance = productId === undefined || productId === listed ? list.find(productNo) : undefined;
      if (instance) {
        return instance;
      }
    }
    return undefined;
  }

  /** Finds loaded instances by name, serial number or plan; see InstanceSearch. */
  search(text: string, most: number, isMeant: (productId: number) => boolean = all): Found {
    const lists = this.shown.filter(({ productId }) => isMeant(productId));
    return this.instanceSearch.find(
      lists.flatMap(({ list }) => list.rowsByPage),
      text,
      most,
    );
  }

  /** Forgets everything: another session. */
  clear(): void {
    this.generation++;
    this.known.forEach(({ list }) => list.dispose());
    this.known.clear();
    this.shown = [];
    this.told = undefined;
    this.toldFailure = undefined;
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

  private async load(ask: (product: ListedProduct) => Promise<void>): Promise<void> {
    const { generation } = this;
    this.configured = this.parts.productIds();
    await Promise.all([this.loadProducts(), this.ask(this.product(firstProductId), ask)]);
    if (generation !== this.generation) {
      await this.opening;
      return;
    }
    this.arrange();
    const others = this.shown.filter(({ productId }) => productId !== firstProductId);
    const askUnlessObsolete = async (product: ListedProduct) => {
      if (generation === this.generation) {
        await this.ask(product, ask);
        this.tell(product);
      }
    };
    this.others = pMap(others, askUnlessObsolete, { concurrency: listsAtOnce }).then(() => undefined);
  }

  private async loadProducts(): Promise<void> {
    const { generation } = this;
    try {
      const products = await this.parts.client.products();
      if (generation === this.generation) {
        this.told = { products, at: new Date() };
        this.toldFailure = undefined;
      }
    } catch (error) {
      if (generation === this.generation) {
        this.toldFailure = error;
        this.parts.log.warn(`Products: ${String(error)}`);
      }
    }
  }

  /** The list keeps its failure itself. */
  private async ask(product: ListedProduct, ask: (product: ListedProduct) => Promise<void>): Promise<void> {
    try {
      await ask(product);
    } catch (error) {
      this.parts.log.warn(`Instances of product ${product.productId}: ${String(error)}`);
    }
  }

  /** Tells that a product has changed, unless it is one of an earlier session. */
  private tell(product: ListedProduct): void {
    if (this.known.get(product.productId) === product) {
      this.changed.fire(product);
    }
  }

  /** Puts together what product_list, the setting and the first product's own list tell. */
  private arrange(): void {
    const names = new Map(this.told?.products.map(({ productId, name }) => [productId, name]));
    const ids = new Set([...names.keys(), ...this.configured]);
    const first = this.product(firstProductId);
    const isFirstShown =
      this.told === undefined || ids.size === 0 || ids.has(firstProductId) || first.list.rows.length > 0;
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
      const list = instanceList(this.parts.client, productId, this.limit);
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

/** Provides the instances of a product, page by page. */
export interface InstanceSource<Row extends Instance> {
  instances(
    productId: number,
    page: { readonly pageNo: number; readonly pageSize: number },
    signal?: AbortSignal,
  ): Promise<Page<Row>>;
}

/** The instances of one product, none of them loaded. */
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

/** Loads all of several lists. Never rejects. @returns What could not be loaded. */
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

const productId = z.number().check(z.int(), z.positive());

/** What the setting `pbx.productIds` holds. */
export interface ConfiguredProductIds {
  /** Each once, in the order of the setting. */
  readonly productIds: readonly number[];
  /** Entries that are no whole positive numbers, as JSON; the setting itself where it is no list. */
  readonly ignored: readonly string[];
}

/** Reads the value of the setting `pbx.productIds`, which may be anything: settings files are edited by hand. */
export function readProductIds(setting: unknown): ConfiguredProductIds {
  if (!Array.isArray(setting)) {
    return { productIds: [], ignored: setting === undefined ? [] : [JSON.stringify(setting)] };
  }
  const productIds = new Set<number>();
  const ignored: string[] = [];
  for (const entry of setting as readonly unknown[]) {
    const parsed = z.safeParse(productId, entry);
    if (parsed.success) {
      productIds.add(parsed.data);
    } else {
      ignored.push(JSON.stringify(entry));
    }
  }
  return { productIds: [...productIds], ignored };
}
