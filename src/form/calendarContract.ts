import * as z from 'zod/mini';

/** One bar of the renewal calendar. */
const calendarBar = z.object({
  key: z.string(),
  label: z.string(),
  total: z.number(),
  /** Number of PBXes of each product in `products`, in the same order. */
  counts: z.array(z.number()),
});

/** A PBX in the list below the bars. Texts are ready to show. */
const calendarRow = z.object({
  key: z.string(),
  name: z.string(),
  productNo: z.string(),
  facts: z.string(),
  /** Whether a renewal was ordered already: Select All leaves it out. */
  isOrdered: z.boolean(),
  /** Why it cannot be renewed here; empty if it can. */
  blocked: z.string(),
});

/** What the page of the renewal calendar shows. */
export const calendarPage = z.object({
  title: z.string(),
  /** Lines below the title: the sandbox, as of when, what is not shown. */
  notes: z.array(z.string()),
  products: z.array(z.string()),
  bars: z.array(calendarBar),
  texts: z.object({
    month: z.string(),
    count: z.string(),
    products: z.string(),
    selectAll: z.string(),
    /** With `{0}` for the number. */
    renew: z.string(),
    /** The button while nothing is selected. */
    renewNone: z.string(),
    /** Says why nothing can be renewed while nothing is selected. */
    selectFirst: z.string(),
  }),
});
export type CalendarPage = z.infer<typeof calendarPage>;

/** What the host sends to the page. */
export const toCalendar = z.discriminatedUnion('message', [
  z.object({ message: z.literal('page'), page: calendarPage }),
  z.object({ message: z.literal('rows'), key: z.string(), title: z.string(), rows: z.array(calendarRow) }),
]);
export type ToCalendar = z.infer<typeof toCalendar>;

/** What the page asks of the host. */
export const calendarRequest = z.discriminatedUnion('request', [
  z.object({ request: z.literal('choose'), key: z.string() }),
  z.object({ request: z.literal('renew'), keys: z.array(z.string()) }),
]);
export type CalendarRequest = z.infer<typeof calendarRequest>;
