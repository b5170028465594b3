import { parse, stringify } from 'lossless-json';
import { Refusal, failureReply, type Reply } from '../../src/sandbox/reply';

/** Whether the portal returns prices, omits them, or refuses to calculate and list them. */
export type PriceAnswer = 'told' | 'untold' | 'refused';

const pricePath = /\/(pricing\/calculate|my_price_info)$/;
const priceFields = ['amount', 'currency', 'price', 'currencyCode'];

/**
 * Returns a reply of the simulated portal with prices as requested. Failures and replies without prices do not change.
 * @param path the path that the request was sent to
 */
export function withPrices(answer: PriceAnswer, path: string, reply: Reply): Reply {
  if (answer === 'told' || reply.status !== 200 || !pricePath.test(path)) {
    return reply;
  }
  if (answer === 'refused') {
    return failureReply(new Refusal(400, 'price_not_available', 'The prices are not available'));
  }
  const body = parse(reply.body, (name, value) => (priceFields.includes(name) ? undefined : value));
  return { ...reply, body: stringify(body) ?? '' };
}
