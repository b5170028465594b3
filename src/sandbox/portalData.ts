import type { Product } from './catalogue/product';
import type { Estate } from './estate';
import type { People } from './people';

/** What the portal knows beside its orders. */
export interface PortalData {
  readonly products: readonly Product[];
  readonly estate: Estate;
  readonly people: People;
}
