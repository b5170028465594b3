/**
 * Messages that match no request, as expressions for the page’s script, since a page can post more than JSON.
 * `reviewId` is the ID of the review that is shown, `values` are the reviewed values.
 */
export const misshapenMessages: Readonly<Record<string, string>> = {
  null: 'null',
  'a number': '42',
  'a text': '"place"',
  'a request as text': 'JSON.stringify({ id: 1, request: "place", reviewId })',
  'an empty list': '[]',
  'a list of requests': '[{ id: 1, request: "place", reviewId }]',
  'an empty object': '{}',
  'a date': 'new Date()',
  'a map': 'new Map([["request", "place"]])',
  bytes: 'new Uint8Array([1, 2, 3])',
  'a request in a request': '{ id: 1, request: { id: 1, request: "place", reviewId } }',
  'a request in a list': '{ id: 1, request: ["place"], reviewId }',
  'no request': '{ id: 1, reviewId }',
  'no id': '{ request: "place", reviewId }',
  'a negative id': '{ id: -1, request: "place", reviewId }',
  'an id that is not whole': '{ id: 1.5, request: "place", reviewId }',
  'an id that is text': '{ id: "1", request: "place", reviewId }',
  'an id that no double holds': '{ id: 2 ** 53, request: "place", reviewId }',
  'an id that is no number': '{ id: NaN, request: "place", reviewId }',
  'an unknown request': '{ id: 1, request: "placeAll", reviewId }',
  'a request in other letters': '{ id: 1, request: "Place", reviewId }',
  'a request named like a method': '{ id: 1, request: "constructor", reviewId }',
  'a request named like the prototype': '{ id: 1, request: "__proto__", reviewId }',
  'place without a review': '{ id: 1, request: "place" }',
  'place with a number for a review': '{ id: 1, request: "place", reviewId: 1 }',
  'place with a list for a review': '{ id: 1, request: "place", reviewId: [reviewId] }',
  'place with an object for a review': '{ id: 1, request: "place", reviewId: { toString: "x" } }',
  'place with a body': '{ id: 1, request: "place", reviewId, body: "{}" }',
  'place with other values': '{ id: 1, request: "place", reviewId, values }',
  'place with consent': '{ id: 1, request: "place", reviewId, consent: true }',
  'place with a review of 2,001 characters': '{ id: 1, request: "place", reviewId: "x".repeat(2001) }',
  'a review in the prototype':
    'JSON.parse(`{"id":1,"request":"place","__proto__":{"reviewId":"${reviewId}"}}`)',
  'a whole request in the prototype':
    'JSON.parse(`{"__proto__":{"id":1,"request":"place","reviewId":"${reviewId}"}}`)',
  'a request with a prototype of its own':
    'JSON.parse(`{"id":1,"request":"back","constructor":{"prototype":{}}}`)',
  'placeAnyway with consent': '{ id: 1, request: "placeAnyway", reviewId, consent: true }',
  'placeAnyway with a list for a review': '{ id: 1, request: "placeAnyway", reviewId: [reviewId] }',
  'askAgain without a review': '{ id: 1, request: "askAgain" }',
  'showPortalOrder without a number': '{ id: 1, request: "showPortalOrder" }',
  'showEntry without a record': '{ id: 1, request: "showEntry", entryId: null }',
  'copyJson with a text of its own': '{ id: 1, request: "copyJson", reviewId, text: "x" }',
  'review without values': '{ id: 1, request: "review" }',
  'review with nothing for values': '{ id: 1, request: "review", values: null }',
  'review with a list for values': '{ id: 1, request: "review", values: Object.values(values) }',
  'review with a value missing': '{ id: 1, request: "review", values: { ...values, poNumber: undefined } }',
  'review with a value too many': '{ id: 1, request: "review", values: { ...values, price: "0" } }',
  'review with a quantity that is a number':
    '{ id: 1, request: "review", values: { ...values, quantity: 10 } }',
  'review with ids that are numbers':
    '{ id: 1, request: "review", values: { ...values, billingId: 3197218168379846218 } }',
  'review with a value of 2,001 characters':
    '{ id: 1, request: "review", values: { ...values, poNumber: "x".repeat(2001) } }',
  'review with values in the prototype':
    'JSON.parse(`{"id":1,"request":"review","values":{"__proto__":${JSON.stringify(values)}}}`)',
  'change with a list for a value':
    '{ id: 1, request: "change", values: { ...values, serviceId: [values.serviceId] } }',
};

/** Messages of megabytes as such expressions; each contains the word `enemy`. */
export const hugeMessages: Readonly<Record<string, string>> = {
  'a text of 10 MB': '"enemy ".repeat(1.7e6)',
  'a review id of 10 MB': '{ id: 1, request: "place", reviewId: "enemy ".repeat(1.7e6) }',
  'a request of 10 MB': '{ id: 1, request: "enemy ".repeat(1.7e6) }',
  'a name of 10 MB': '{ id: 1, request: "back", ["enemy ".repeat(1.7e6)]: 1 }',
  'a list of a million': 'Array(1e6).fill("enemy")',
  '100,000 names too many':
    '{ id: 1, request: "back", ...Object.fromEntries(Array.from({ length: 1e5 }, (_, n) => ["enemy" + n, n])) }',
  'an object 2,000 deep':
    '{ id: 1, request: "review", values: Array.from({ length: 2000 }).reduce((inner) => ({ enemy: inner }), {}) }',
};
