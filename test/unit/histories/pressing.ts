import assert from 'node:assert/strict';
import type { Blocked, PlacementResult } from '../../../src/orders/place';
import { type JournalEntry, type EntryId, isOpen } from '../../../src/orders/entry';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import { takeLocksAway } from '../support/stalling';
import { type Reviewed, type Step, orderOf } from './history';
import type { Ledger } from './ledger';
import type { Consent, Weather } from './network';
import { type Elsewhere, isNamed, mustBlock, mustBlockElsewhere } from './repetition';
import type { Window } from './window';

/** What was reviewed, and what the model knows of the orders that were there then. */
interface Shown {
  readonly index: number;
  readonly reviewed: Reviewed;
  readonly placed: ReadonlySet<EntryId>;
  readonly elsewhere: readonly Elsewhere[];
  /** The portal's clock. */
  readonly at: number;
  /** What the user was told when it was blocked. */
  readonly blocked?: Blocked;
}

const day = 24 * 60 * 60_000;

/** Milliseconds after which a form asks the portal anew, and shows what has changed, before it places anything. */
const freshFor = 5 * 60_000;

/** One of two windows that order the same. */
interface Pair {
  readonly window: Window;
  readonly shown: Shown | undefined;
  readonly consent: Consent;
}

/** The user's presses of Place Order, and what must come of them. */
export class Pressing {
  /** Orders that somebody else placed in the portal. */
  readonly elsewhere: Elsewhere[] = [];
  /** Whether the journal has an entry that cannot be read. */
  isUnreadable = false;
  private readonly shown = new Map<number, Shown>();
  /** Entries that must not be forgotten, pruned or not. */
  private readonly entries = new Map<EntryId, JournalEntry>();

  constructor(
    private readonly scene: {
      readonly ledger: Ledger;
      readonly baseUrl: BaseUrl;
      readonly folder: string;
      readonly now: () => number;
      readonly portalNow: () => number;
      readonly window: (index: number) => Promise<Window>;
      readonly entries: () => Promise<readonly JournalEntry[]>;
      readonly restart: (index: number) => void;
    },
  ) {}

  /** The window has another process: its form has nothing under review. */
  leave(index: number): void {
    this.shown.delete(index);
  }

  /** Old entries were taken away; those of the last day are not old. */
  forget(): void {
    for (const [id, entry] of this.entries) {
      if (!isOpen(entry) && this.scene.now() - entry.createdAt >= day) {
        this.entries.delete(id);
      }
    }
  }

  async review(index: number, order: number): Promise<void> {
    const shown = await this.shownIn(await this.scene.window(index), order);
    if (shown) {
      this.shown.set(index, shown);
    } else {
      this.shown.delete(index);
    }
  }

  async place(step: Extract<Step, { do: 'place' }>): Promise<void> {
    const earlier = this.shown.get(step.window);
    this.shown.delete(step.window);
    const isOld = earlier && Math.abs(this.scene.now() - earlier.reviewed.at) > freshFor;
    const shown = isOld ? await this.shownIn(await this.scene.window(step.window), earlier.index) : earlier;
    if (!shown) {
      return;
    }
    // Whoever was told before what the order may repeat, and agrees now, agrees to that.
    const first = await this.press(step, shown, step.consent ? earlier?.blocked : undefined);
    if (first?.outcome.kind !== 'blocked' || first.outcome.beingPlaced) {
      return;
    }
    if (step.consent) {
      await this.press(step, shown, first.outcome);
    } else {
      this.shown.set(step.window, { ...shown, blocked: first.outcome });
    }
  }

  /** Two windows order the same, at once or while one of them stands still. */
  async placeTogether(step: Extract<Step, { do: 'placeBoth' | 'stall' }>): Promise<void> {
    const { ledger } = this.scene;
    const known = new Set((await this.remember()).map(({ id }) => id));
    const both: Pair[] = [];
    for (const index of [0, 1]) {
      const window = await this.scene.window(index);
      const shown = await this.shownIn(window, step.order);
      both.push({ window, shown, consent: ledger.newConsent() });
    }
    const place = async ({ window, shown, consent }: Pair) => {
      window.network.consent = consent;
      window.network.saves = step.saves.filter((weather) => !weather.startsWith('crash'));
      const result = shown && (await window.place(shown.reviewed));
      window.network.consent = undefined;
      window.network.saves = [];
      return result;
    };
    const [one, other] = both;
    assert.ok(one && other);
    const results: (PlacementResult | undefined)[] = [];
    if (step.do === 'placeBoth') {
      results.push(...(await Promise.all(both.map(place))));
    } else {
      results.push(...(await this.placeStalled(step, [one, other], { known, place })));
    }
    const wasDismissed = step.do === 'stall' && step.dismissed;
    await this.checkTogether(both, results, { known, wasDismissed });
  }

  /** One window stands still on its way, and the other one orders the same meanwhile. */
  private async placeStalled(
    { at, takenOver, dismissed }: Extract<Step, { do: 'stall' }>,
    [one, other]: readonly [Pair, Pair],
    {
      known,
      place,
    }: { known: ReadonlySet<EntryId>; place: (pair: Pair) => Promise<PlacementResult | undefined> },
  ): Promise<(PlacementResult | undefined)[]> {
    const { ledger, folder, now } = this.scene;
    const meant = { isTakenForDead: false };
    let meanwhile: PlacementResult | undefined;
    const happens = async () => {
      const { journal } = other.window;
      await journal.load();
      const own = journal.entries.find(({ id, current }) => current.state === 'recorded' && !known.has(id));
      const isDismissed =
        dismissed && own !== undefined && one.consent.orders.length + one.consent.late === 0;
      meant.isTakenForDead = takenOver || isDismissed;
      if (takenOver) {
        takeLocksAway(folder);
      }
      if (isDismissed) {
        ledger.dismiss(own.id);
        await journal.note(own.id, { state: 'dismissed', at: now() });
      }
      meanwhile = await place(other);
    };
    const { locks, journal, network } = one.window;
    const stalling = { lock: locks, entry: journal, answer: network }[at];
    stalling.meanwhile = happens;
    const ended = await place(one);
    stalling.meanwhile = undefined;
    if (meant.isTakenForDead) {
      assert.ok(
        one.consent.posts <= (at === 'answer' ? 1 : 0),
        'whoever was taken for dead sends nothing more',
      );
    }
    return [ended, meanwhile];
  }

  private async checkTogether(
    both: readonly Pair[],
    results: readonly (PlacementResult | undefined)[],
    { known, wasDismissed }: { known: ReadonlySet<EntryId>; wasDismissed: boolean },
  ): Promise<void> {
    const { ledger } = this.scene;
    const added = (await this.remember()).filter(({ id }) => !known.has(id));
    let mayBeOrders = 0;
    for (const [index, { consent }] of both.entries()) {
      const result = results[index];
      if (result) {
        const entry = added.find(({ id }) => id === result.entryId);
        if (entry) {
          ledger.assign(entry.id, consent);
        }
        ledger.checkResult(result, consent, entry);
        mayBeOrders += ['placed', 'unknown'].includes(result.outcome.kind) ? 1 : 0;
      }
    }
    // Only after an end that is surely no order may the other one be sent as well, or after the user said that it is.
    assert.ok(mayBeOrders <= 1 || wasDismissed, 'two windows that order the same at once send one order');
    assert.ok(both.flatMap(({ consent }) => consent.orders).length <= 1, 'and the portal gets one');
  }

  private async press(
    {
      window: index,
      saves,
      others,
    }: { window: number; saves: readonly Weather[]; others: readonly Weather[] },
    shown: Shown,
    despite?: Blocked,
  ): Promise<PlacementResult | undefined> {
    const { ledger } = this.scene;
    const window = await this.scene.window(index);
    const known = new Set((await this.remember()).map(({ id }) => id));
    const mustBeBlocked = this.mustBeBlocked(shown, despite);
    const consent = ledger.newConsent();
    window.network.consent = consent;
    window.network.saves = [...saves];
    window.network.others = [...others];
    const result = await window.place(shown.reviewed, despite);
    window.network.consent = undefined;
    window.network.saves = [];
    window.network.others = [];
    const added = (await this.remember()).filter(({ id }) => !known.has(id));
    assert.ok(added.length <= 1, 'one press makes one record');
    for (const { id, body } of added) {
      ledger.assign(id, consent);
      assert.equal(body, shown.reviewed.order.body);
    }
    if (result === undefined) {
      window.leaveDeadLocks();
      this.scene.restart(index);
    }
    if (mustBeBlocked || this.isUnreadable) {
      assert.equal(consent.posts, 0, 'an order that may be a repetition is blocked');
    }
    ledger.checkResult(result, consent, added[0]);
    return result;
  }

  /** Whether an order that was reviewed with these in the journal must be blocked now by one of this machine. */
  mustBeBlockedHere(order: OrderToPlace, placed: ReadonlySet<EntryId>, despite?: Blocked): boolean {
    return [...this.entries.values()].some(
      (entry) => mustBlock(order, entry, placed, this.scene.now()) && !isNamed(despite, entry),
    );
  }

  private mustBeBlocked({ reviewed: { order }, placed, elsewhere, at }: Shown, despite?: Blocked): boolean {
    const numbers = new Set(despite?.orders.map(({ orderNo }) => orderNo));
    return (
      this.mustBeBlockedHere(order, placed, despite) ||
      (order.known.recent.isComplete &&
        elsewhere.some((other) => mustBlockElsewhere(order, other, at) && !numbers.has(other.orderNo)))
    );
  }

  private async shownIn(window: Window, order: number): Promise<Shown | undefined> {
    const reviewed = await window.review({ ...orderOf(order), baseUrl: this.scene.baseUrl });
    const entries = await this.remember();
    const placed = entries.filter(({ current }) => current.state === 'placed').map(({ id }) => id);
    assert.ok(
      reviewed ?? window.session.state.kind !== 'signedIn',
      'a portal that answers lets orders be reviewed',
    );
    return (
      reviewed && {
        ...{ index: order, reviewed, placed: new Set(placed) },
        ...{ elsewhere: [...this.elsewhere], at: this.scene.portalNow() },
      }
    );
  }

  /** Reads the entries, and keeps them in mind. */
  async remember(): Promise<readonly JournalEntry[]> {
    const entries = await this.scene.entries();
    for (const entry of entries) {
      this.entries.set(entry.id, entry);
    }
    return entries;
  }
}
