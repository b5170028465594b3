import type { BillingContact, Partner, Region } from '../portal/lookupReplies';
import type { Catalogue } from '../portal/catalogue';
import type { InstanceDetail } from '../portal/instances';

/** A question to the portal: not asked yet, under way, answered, or failed. */
export type Look<T> =
  | { readonly status: 'unasked' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown };

/** Quantities that the portal takes of a plan or a service, as far as it tells. */
export interface QuantityLimits {
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** What the form knows of the portal. */
export interface LookedUp {
  readonly detail: Look<InstanceDetail>;
  readonly catalogue: Look<Catalogue>;
  readonly contacts: Look<readonly BillingContact[]>;
  readonly partners: Look<readonly Partner[]>;
  readonly regions: Look<readonly Region[]>;
  /** By the id of a plan or service; an id without an entry was not asked for. */
  readonly terms: ReadonlyMap<string, QuantityLimits>;
}

export const nothingLookedUp: LookedUp = {
  detail: { status: 'unasked' },
  catalogue: { status: 'unasked' },
  contacts: { status: 'unasked' },
  partners: { status: 'unasked' },
  regions: { status: 'unasked' },
  terms: new Map(),
};

/** The answer; undefined as long as there is none. */
export function answerOf<T>(look: Look<T>): T | undefined {
  return look.status === 'ready' ? look.value : undefined;
}
