import type * as priceTexts from '../../../src/form/formPrice';
import type * as review from '../../../src/form/review';
import { hostCode } from '../support/hostCode';

/** The host's own code that words a review. */
export async function hostReview(): Promise<
  Pick<typeof review, 'reviewOf'> & Pick<typeof priceTexts, 'priceLine'>
> {
  const code = await hostCode({ reviewOf: 'form/review', priceLine: 'form/formPrice' });
  return code as Awaited<ReturnType<typeof hostReview>>;
}
