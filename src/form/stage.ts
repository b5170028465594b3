import type { Journal } from '../orders/journal';
import type { Outcome } from '../orders/outcome';
import type { HeldBack } from '../orders/place';
import type { RecordId } from '../orders/record';
import type { Settling } from '../orders/settling';
import { plainText } from '../plainText';
import { recordTitle } from '../recordTexts';
import type { Step } from './contract';
import { heldBackView } from './heldBackView';
import type { OpenReview } from './openReview';
import { outcomeView } from './outcomeView';

/** Where the order is, with what that step needs. */
export type Stage =
  | { readonly name: 'edit' }
  | { readonly name: 'review' | 'placing'; readonly open: OpenReview }
  | { readonly name: 'heldBack'; readonly open: OpenReview; readonly by: HeldBack }
  | { readonly name: 'outcome'; readonly outcome: Outcome; readonly recordId: RecordId | undefined };

/** The records of the orders that a stage shows something of. */
export function recordsOf(stage: Stage): readonly RecordId[] {
  switch (stage.name) {
    case 'heldBack':
      return stage.by.records.map(({ id }) => id);
    case 'outcome':
      return stage.recordId === undefined ? [] : [stage.recordId];
    case 'edit':
    case 'review':
    case 'placing':
      return [];
  }
}

/** What the webview shows of a stage, with what the records tell by now. */
export function stepView(
  stage: Stage,
  { journal, settling }: { readonly journal: Journal; readonly settling: Settling },
): Step {
  const isChecking = recordsOf(stage).some((id) => settling.isChecking(id));
  switch (stage.name) {
    case 'edit':
      return { name: 'edit' };
    case 'review':
    case 'placing':
      return { name: stage.name, review: stage.open.review };
    case 'heldBack': {
      const { review, order } = stage.open;
      const title = plainText(recordTitle(order));
      return {
        name: 'heldBack',
        heldBack: heldBackView(stage.by, { reviewId: review.reviewId, title, isChecking }),
      };
    }
    case 'outcome': {
      const { outcome, recordId } = stage;
      const record = recordId === undefined ? undefined : journal.find(recordId);
      return { name: 'outcome', outcome: outcomeView(outcome, record, isChecking) };
    }
  }
}
