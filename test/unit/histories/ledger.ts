import assert from 'node:assert/strict';
import type { PlacementResult } from '../../../src/orders/place';
import { type JournalEntry, type EntryId, isOpen } from '../../../src/orders/entry';
import type { PlacedOrder } from '../../portal/testPortal';
import { type Consent, inPortalsSpelling } from './network';

/** The model: what the user has consented to, and what the portal has made of it. */
export class Ledger {
  private readonly consents: Consent[] = [];
  private readonly consentOf = new Map<EntryId, Consent>();
  private readonly dismissed = new Set<EntryId>();

  newConsent(): Consent {
    const consent = { name: `consent ${this.consents.length + 1}`, orders: [], late: 0, posts: 0 };
    this.consents.push(consent);
    return consent;
  }

  /** A record has come of a consent. */
  assign(id: EntryId, consent: Consent): void {
    this.consentOf.set(id, consent);
  }

  wasNotPlaced(id: EntryId): boolean {
    const consent = this.consentOf.get(id);
    return consent?.orders.length === 0 && consent.late === 0;
  }

  /** The names of the files of the entries that the user has settled as not placed. */
  get settled(): readonly string[] {
    return [...this.dismissed].map((id) => `${id}.jsonl`);
  }

  /** The user has decided that there is no such order. */
  dismiss(id: EntryId): void {
    this.dismissed.add(id);
  }

  /** What the user is told after a press is true, and on record. */
  checkResult(result: PlacementResult | undefined, consent: Consent, entry: JournalEntry | undefined): void {
    if (result === undefined) {
      assert.ok(consent.posts === 0 || entry, 'what was sent is on record');
      return;
    }
    const { outcome } = result;
    assert.equal(result.entryId, entry?.id);
    if (outcome.kind === 'blocked') {
      assert.equal(consent.posts, 0, 'what is blocked is not sent');
      const states = ['notSent', 'dismissed'];
      assert.ok(entry === undefined || states.includes(entry.current.state), 'and left open by nobody');
      return;
    }
    assert.ok(consent.posts === 0 || entry, 'what was sent is on record');
    if (entry) {
      const { state } = entry.current;
      // What the user has settled stays so, where the window that stood still then knows no better.
      const isSettled = state === 'dismissed' && outcome.kind === 'unknown' && this.dismissed.has(entry.id);
      assert.equal(state, isSettled ? state : outcome.kind, 'record and outcome agree');
    }
    switch (outcome.kind) {
      case 'placed':
        assert.deepEqual(consent.orders, [outcome.receipt.orderNo]);
        break;
      case 'refused':
      case 'notSent':
        assert.deepEqual([consent.orders, consent.late], [[], 0], `${outcome.kind} is true`);
        break;
      case 'unknown':
        break;
    }
  }

  /** What holds at every moment. */
  check(entries: readonly JournalEntry[], inPortal: readonly PlacedOrder[]): void {
    for (const { name, orders, late } of this.consents) {
      assert.ok(orders.length + late <= 1, `${name} made ${orders.length} orders, ${late} to come`);
    }
    for (const { id, body, current } of entries) {
      const consent = this.consentOf.get(id);
      assert.ok(consent, 'every record is of a consent');
      switch (current.state) {
        case 'placed':
          assert.deepEqual(consent.orders, [current.orderNo], 'what is placed is the very order');
          assert.equal(
            inPortal.find(({ orderNo }) => orderNo === current.orderNo)?.body,
            inPortalsSpelling(body),
          );
          break;
        case 'refused':
        case 'notSent':
          assert.deepEqual([consent.orders, consent.late], [[], 0], `${current.state} is true`);
          break;
        case 'dismissed':
          assert.ok(this.dismissed.has(id), 'nobody but the user dismisses');
          break;
        case 'recorded':
        case 'unknown':
          break;
      }
    }
  }

  /**
   * What holds once everything has come to rest and was looked for: no order of ours is out of sight.
   *
   * @param wasClockSet Then an order far away in time counts only where the list before it surely did not hold it.
   */
  checkEnd(entries: readonly JournalEntry[], wasClockSet: boolean): void {
    for (const { id, looks, before } of entries.filter(isOpen)) {
      if (wasClockSet && before?.total === undefined && before?.newestId === undefined) {
        continue;
      }
      const possible = looks.at(-1)?.possible ?? [];
      for (const orderNo of this.consentOf.get(id)?.orders ?? []) {
        assert.ok(possible.includes(orderNo), 'an order in the portal is found, or offered as possible');
      }
    }
  }
}
