import type { Operation, PurchaseType } from './operationRule';

/** What differs by operation and not by product. */
export interface OperationTraits {
  /** The `purchaseType` of the catalogue's plans and services that the operation orders (API guide, purchase_product_info). */
  readonly purchaseType: PurchaseType;
  /** Which of the catalogue's plans and services it can order, by the `purchaseType` that they carry or lack. */
  readonly offered: 'purchases' | 'allButTrials' | 'trials';
  /** The pages of the API that give the limits of an order; undefined if there are none for this operation. */
  readonly terms: 'purchase' | 'renew' | 'trial' | undefined;
  /** Which plans the form offers: those of the catalogue, all but the current one, or the current one. */
  readonly plans: 'offered' | 'others' | 'current';
  /** What the form says below its plans. */
  readonly planHint: 'currentIfUnknown' | 'current' | 'none';
  /** Which earlier order for the same PBX counts as the same order. */
  readonly repeats: 'renewal' | 'sameService' | 'equalOrder';
}

export const operationTraits: Readonly<Record<Operation, OperationTraits>> = {
  subscribe: {
    purchaseType: 'purchase',
    offered: 'purchases',
    terms: 'purchase',
    plans: 'offered',
    planHint: 'currentIfUnknown',
    repeats: 'sameService',
  },
  expand: {
    purchaseType: 'purchase',
    offered: 'purchases',
    terms: 'purchase',
    plans: 'offered',
    planHint: 'currentIfUnknown',
    repeats: 'equalOrder',
  },
  renew: {
    purchaseType: 'renew',
    offered: 'allButTrials',
    terms: 'renew',
    plans: 'current',
    planHint: 'currentIfUnknown',
    repeats: 'renewal',
  },
  switchPlan: {
    purchaseType: 'switch',
    offered: 'allButTrials',
    terms: undefined,
    plans: 'others',
    planHint: 'current',
    repeats: 'sameService',
  },
  purchase: {
    purchaseType: 'purchase',
    offered: 'purchases',
    terms: 'purchase',
    plans: 'offered',
    planHint: 'none',
    repeats: 'sameService',
  },
  startTrial: {
    purchaseType: 'trial',
    offered: 'trials',
    terms: 'trial',
    plans: 'offered',
    planHint: 'none',
    repeats: 'sameService',
  },
};
