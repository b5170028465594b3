import fc from 'fast-check';
import { type History, orderCount } from './history';
import { weathers } from './network';

const window = fc.nat({ max: 2 });
/** Mostly the same, since it is repetitions that cost money. */
const order = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: orderCount - 1 }));
const badWeather = fc.oneof(
  fc.constantFrom('lostBefore' as const, 'lostAfter' as const, 'late' as const),
  fc.constantFrom(...weathers),
);
const saves = fc.array(badWeather, { maxLength: 2 });
const others = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(badWeather, { maxLength: 3 }) },
);

const consent = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false));

const reviewAndPlace = fc.record({ window, order, saves, others, consent: fc.boolean() }).map(
  ({ window, order, saves, others, consent }) =>
    [
      { do: 'review', window, order },
      { do: 'place', window, saves, others, consent },
    ] as const,
);

/** An order that is overtaken, while it stands under review or blocked, by another window's of the same. */
const overtaken = fc
  .record({ window, other: window, order, another: order, saves, consent: fc.boolean() })
  .map(
    ({ window, other, order, another, saves, consent }) =>
      [
        { do: 'review', window, order },
        { do: 'review', window: other, order: another },
        { do: 'place', window: other, saves, others: [], consent: true },
        { do: 'place', window, saves: [], others: [], consent: false },
        { do: 'settle', window: other, others: [] },
        { do: 'place', window, saves: [], others: [], consent },
      ] as const,
  );

const single = fc.oneof(
  fc.record({ do: fc.constant('review' as const), window, order }),
  fc.record({ do: fc.constant('place' as const), window, saves, others, consent }),
  fc.record({ do: fc.constant('placeBoth' as const), order, saves }),
  fc.record({
    ...{
      do: fc.constant('stall' as const),
      order,
      at: fc.constantFrom('lock' as const, 'entry' as const, 'answer' as const),
    },
    ...{ takenOver: fc.boolean(), dismissed: fc.boolean() },
    saves: fc.oneof(saves, fc.constant(['unauthorizedBefore' as const])),
  }),
  fc.record({ do: fc.constant('settle' as const), window, others }),
  fc.record({ do: fc.constant('settle' as const), window, others, only: fc.nat({ max: 3 }) }),
  fc.record({ do: fc.constant('tokensEnd' as const), refresh: fc.boolean() }),
  fc.record({ do: fc.constant('signIn' as const), window }),
  fc.record({ do: fc.constant('restart' as const), window }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 10, 40, 200, 1500) }),
  fc.record({ do: fc.constant('setClock' as const), minutes: fc.constantFrom(-1500, -5, 5, 1500) }),
  fc.record({ do: fc.constant('prune' as const), window }),
  fc.record({
    do: fc.constant('unreadable' as const),
    why: fc.constantFrom('EIO' as const, 'newerVersion' as const, 'over' as const),
  }),
  fc.constant({ do: 'processLate' as const }),
  fc.record({ do: fc.constant('orderElsewhere' as const), order }),
  fc.constant({ do: 'tearLastLine' as const }),
  fc.constant({ do: 'dismiss' as const }),
);

const steps = fc
  .array(
    fc.oneof(
      { weight: 1, arbitrary: overtaken },
      { weight: 2, arbitrary: reviewAndPlace },
      { weight: 3, arbitrary: fc.tuple(single) },
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.flat());

const shape = fc.record({
  containers: fc.constant('lists' as const),
  ids: fc.constantFrom('text' as const, 'number' as const),
  pages: fc.constantFrom('envelope' as const, 'array' as const, 'totals' as const),
  details: fc.constantFrom('told' as const, 'untold' as const),
});

/** Any history of up to a dozen steps. */
export const history: fc.Arbitrary<History> = fc.record({
  shape,
  sort: fc.constantFrom('heeded' as const, 'ignored' as const, 'refused' as const),
  steps,
});

const rows = fc.array(fc.nat({ max: orderCount - 1 }), { minLength: 1, maxLength: 4 });

const meanwhile = fc.record({
  row: fc.nat({ max: 3 }),
  what: fc.oneof(
    fc.record({ kind: fc.constant('otherWindow' as const), order: fc.nat({ max: orderCount - 1 }) }),
    fc.record({ kind: fc.constant('elsewhere' as const), order: fc.nat({ max: orderCount - 1 }) }),
    fc.record({ kind: fc.constantFrom('stop' as const, 'signIn' as const, 'tokensEnd' as const) }),
    fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(1, 14, 16, 40) }),
  ),
});

const bulk = fc.record({
  ...{ do: fc.constant('bulk' as const), window: fc.nat({ max: 1 }), orders: rows },
  ...{
    ticksDuplicates: fc.boolean(),
    saves: fc.array(fc.oneof(fc.constant('fine' as const), badWeather), { maxLength: 3 }),
  },
  ...{ rest: others, meanwhile: fc.array(meanwhile, { maxLength: 2 }) },
  answers: fc.array(
    fc.constantFrom(...(['continue', 'continue', 'passRefused', 'settle', 'signIn', 'crash'] as const)),
    { maxLength: 4 },
  ),
});

const bulkSteps = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(bulk) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.record({ do: fc.constant('bulkBoth' as const), orders: rows, others: rows })),
      },
      { weight: 1, arbitrary: reviewAndPlace },
      { weight: 2, arbitrary: fc.tuple(single) },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.flat());

/** Any history of a few steps, most of them bulk orders. */
export const bulkHistory: fc.Arbitrary<History> = fc.record({
  shape,
  sort: fc.constantFrom('heeded' as const, 'ignored' as const, 'refused' as const),
  steps: bulkSteps,
});
