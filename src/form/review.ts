import { l10n } from 'vscode';
import { assumptionText, assumptionsOf, isAssumption, remarkText } from '../orders/assumptions';
import type { OrderBody } from '../orders/request';
import type { BaseUrl } from '../portal/baseUrl';
import { saveOrderPath } from '../portal/client';
import { nameOrId, numberText } from '../text/plainText';
import type { OrderFact, PriceView, Review } from './contract';
import type { PlanSwitchNames } from './facts';
import type { PriceQuestion } from './formPrice';
import { type DescribedOrder, endDateFacts, orderFacts } from './orderFacts';
import { planSwitchText } from './texts';
import type { PortalText } from '../portal/values';

/** A service that the portal lists for a PBX. */
export interface ExistingService {
  readonly name: string;
  /** False when it is unclear whether the PBX is subscribed to it. */
  readonly isSure: boolean;
}

/** Everything that a review is derived from. */
export interface ReviewInput extends DescribedOrder {
  readonly reviewId: string;
  readonly body: OrderBody;
  /** Current number of extensions; undefined when the portal does not report it. */
  readonly extensions: number | undefined;
  /** Services of this PBX, by id; undefined when the portal does not report them. */
  readonly has: ReadonlyMap<string, ExistingService> | undefined;
  /** Whether the form offers services to tick. */
  readonly offersServices: boolean;
  /** Plan switch that is under way for this PBX; undefined when there is none. */
  readonly planSwitch: PlanSwitchNames | undefined;
  readonly baseUrl: BaseUrl;
}

/**
 * Returns the part of a review that describes the order itself.
 *
 * @param newEndDate The end date after the order, if the portal returned one.
 */
export function reviewOf(
  reviewed: ReviewInput,
  price: PriceView,
  newEndDate?: PortalText,
): Pick<Review, 'reviewId' | 'facts' | 'price' | 'notes' | 'assumptions' | 'body' | 'target'> {
  const { reviewId, body, baseUrl, endDate } = reviewed;
  const { facts, pbx, notes, assumptions } = reviewTexts(reviewed);
  return {
    reviewId,
    facts: [...facts, ...endDateFacts(endDate, newEndDate)],
    price,
    notes: [...pbx, ...notes],
    assumptions: assumptionsView(assumptions),
    body,
    target: `POST ${baseUrl}${saveOrderPath}`,
  };
}

/** Returns what the API guide leaves open, as the page shows it. */
export function assumptionsView(items: readonly string[]): Review['assumptions'] {
  return {
    title: l10n.t('Assumptions ({0})', items.length),
    intro: l10n.t('The API guide does not specify the following for this order.'),
    items: [...items],
  };
}

/** All texts of a review, grouped by subject. It has to be all of them, so that no change goes unnoticed. */
export interface ReviewTexts {
  /** What is ordered, where the PBX runs, and for whom it is ordered. */
  readonly facts: readonly OrderFact[];
  /** What the portal reports about the PBX. */
  readonly pbx: readonly string[];
  /** What the order does. */
  readonly notes: readonly string[];
  /** What the API guide leaves open. */
  readonly assumptions: readonly string[];
}

/** Returns the texts of a review, except price and end dates: those are compared as values. */
export function reviewTexts(reviewed: ReviewInput): ReviewTexts {
  const { order, rule, target } = reviewed;
  const autoRenewal = l10n.t(
    'If auto-renewal is on, the portal may also renew the PBX. The API does not report whether it is on.',
  );
  return {
    facts: orderFacts(reviewed),
    pbx: [
      ...quantityLines(reviewed),
      ...existingServiceLines(reviewed),
      ...unreportedServiceLines(reviewed),
      ...[planSwitchText(reviewed.planSwitch)].filter((line) => line !== ''),
    ],
    notes: [
      ...rule.remarks.filter((remark) => !isAssumption(remark)).map(remarkText),
      ...(target.operation === 'renew' ? [autoRenewal] : []),
    ],
    assumptions: [
      ...rule.remarks.filter(isAssumption).map(remarkText),
      ...assumptionsOf(rule, order).map(assumptionText),
    ],
  };
}

function quantityLines({ rule, order, extensions }: ReviewInput): string[] {
  const line = rule.plan ?? rule.services?.line;
  const isCurrent = line?.quantity.value !== 'absent' && line?.quantity.value.kind === 'currentExtensions';
  const quantity = order.serviceList[0]?.quantity;
  return isCurrent && extensions !== undefined && quantity !== undefined && String(extensions) !== quantity
    ? [
        l10n.t(
          'Check the quantity: the portal reports {0} extensions for this PBX, this order has {1}.',
          numberText(String(extensions)),
          numberText(quantity),
        ),
      ]
    : [];
}

/** Warns about services in the order that the PBX has, or may have, already. */
function existingServiceLines({ target, order, has }: ReviewInput): string[] {
  if (target.operation !== 'subscribe' && target.operation !== 'startTrial') {
    return [];
  }
  return order.serviceList.flatMap(({ serviceId }) => {
    const existing = has?.get(serviceId);
    if (!existing) {
      return [];
    }
    const name = nameOrId(existing.name, serviceId);
    return [
      existing.isSure
        ? l10n.t('This PBX already has {0}.', name)
        : l10n.t('This PBX may already have {0}. The portal’s reply is not clear.', name),
    ];
  });
}

/** Warns of a renewal that lets services end if the PBX has any, which the portal does not say. */
function unreportedServiceLines({ rule, order, has, offersServices }: ReviewInput): string[] {
  const isUnreported = rule.services?.choice === 'allSubscribed' && has === undefined && offersServices;
  return isUnreported && order.serviceList.every(({ serviceType }) => serviceType === 'plan')
    ? [
        l10n.t(
          'No service is renewed. The portal does not report which services this PBX has, and services that are not renewed end.',
        ),
      ]
    : [];
}

/** An order as read from the form's values, before its review adds an id and the request body. */
export type OrderUnderReview = Omit<ReviewInput, 'reviewId' | 'body' | 'baseUrl'> & {
  readonly question: PriceQuestion;
  /** Name of what is ordered, from the portal; empty when the portal gives no name. */
  readonly serviceName: PortalText;
  /**
   * Name of the plan that the PBX runs on, or its id if it has no name; undefined when the portal does not report it.
   */
  readonly plan: PortalText | undefined;
};
