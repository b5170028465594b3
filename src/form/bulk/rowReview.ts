import type { Duplicates } from '../../orders/duplicates';
import type { OrderFact, Review } from '../contract';
import type { OpenReview } from '../openReview';
import { columnFacts, factText, lineTexts } from '../orderFacts';
import { assumptionsView } from '../review';
import { otherOrders } from '../reviewFacts';
import type { ReviewedText } from './contract';

/** What the review of a row shows besides the columns of the table. */
export interface RowReview {
  readonly facts: readonly OrderFact[];
  readonly notes: readonly string[];
  readonly assumptions: readonly string[];
}

/**
 * Returns what the review of a single order shows, for a row of the table.
 *
 * @param duplicates The orders that the status of the row names.
 */
export function rowReview({ read, review }: OpenReview, duplicates: Duplicates | undefined): RowReview {
  const inColumns = new Set(columnFacts(read).map(factText));
  return {
    facts: review.facts.filter((fact) => !inColumns.has(factText(fact))),
    notes: [
      ...(review.price.status === 'none' ? [review.price.text] : []),
      ...review.notes,
      ...othersNotes(review.others, duplicates),
    ],
    assumptions: review.assumptions.items,
  };
}

/** Returns the quantity of what is ordered, with what it counts; empty when the order has none. */
export function quantityOf({ read }: OpenReview): string {
  return lineTexts(read)[0]?.quantity ?? '';
}

function othersNotes(
  { title, orders, note }: Review['others'],
  duplicates: Duplicates | undefined,
): string[] {
  const named = new Set((duplicates ? otherOrders(duplicates) : []).map(({ id }) => JSON.stringify(id)));
  const others = orders.filter(({ id }) => !named.has(JSON.stringify(id)));
  const values = others.map((order) => `${order.title} · ${order.state}`);
  return [
    ...(values.length === 0 ? [] : [factText({ label: title, values })]),
    ...(note === '' ? [] : [note]),
  ];
}

/** Splits what several rows show into what all of them show, and what is left for each row. */
export function splitReviews(reviews: readonly RowReview[]): {
  readonly shared: RowReview;
  readonly own: readonly RowReview[];
} {
  const facts = split(reviews.map((one) => one.facts));
  const notes = split(reviews.map((one) => one.notes));
  const assumptions = split(reviews.map((one) => one.assumptions));
  return {
    shared: { facts: facts.shared, notes: notes.shared, assumptions: assumptions.shared },
    own: reviews.map((_review, index) => ({
      facts: facts.own[index] ?? [],
      notes: notes.own[index] ?? [],
      assumptions: assumptions.own[index] ?? [],
    })),
  };
}

function split<T>(lists: readonly (readonly T[])[]): {
  shared: readonly T[];
  own: readonly (readonly T[])[];
} {
  const keys = lists.map((list) => new Set(list.map((item) => JSON.stringify(item))));
  const isShared = (item: T) => keys.every((known) => known.has(JSON.stringify(item)));
  return {
    shared: (lists[0] ?? []).filter(isShared),
    own: lists.map((list) => list.filter((item) => !isShared(item))),
  };
}

/** Returns these texts as the page shows them. */
export function reviewedText({ facts, notes, assumptions }: RowReview): ReviewedText {
  return { facts: [...facts], notes: [...notes], assumptions: assumptionsView(assumptions) };
}

/** What a row or a page without a review shows. */
export const nothingReviewed: ReviewedText = {
  facts: [],
  notes: [],
  assumptions: { title: '', intro: '', items: [] },
};
