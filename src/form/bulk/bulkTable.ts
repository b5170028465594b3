import { Emitter, Owner } from '../../portal/emitter';
import type { FormValues } from '../../orders/formValues';
import type { Field } from '../contract';
import type { FormTarget } from '../facts';
import type { OrderFormDeps } from '../orderForm';
import type { BulkTarget } from './bulkOrderDeps';
import { BulkRow } from './bulkRow';
import { commonFields, commonValues } from './commonFields';
import type { BulkDraft } from './contract';
import { RowReader } from './rowReader';

/** Most times that rows are read because what they reported suggests other common values. */
const mostPasses = 3;

/**
 * The rows of a bulk order and the values that they have in common. Reads what the rows need from the portal, a few rows
 * at a time, and passes the common values on to them.
 */
export class BulkTable extends Owner {
  private all: readonly BulkRow[];
  /** The common values that the user chose. */
  private chosen: FormValues;
  private reading: Promise<void> = Promise.resolve();
  private readonly changed = this.own(new Emitter<undefined>());
  private readonly reader = new RowReader(() => this.changed.fire(undefined));

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly deps: OrderFormDeps,
    { targets, entered, unticked = [] }: Pick<BulkTarget, 'targets' | 'entered' | 'unticked'>,
    draft?: Pick<BulkDraft, 'common' | 'own' | 'unticked'>,
  ) {
    super();
    const { common = {}, own = [] } = draft ?? entered ?? {};
    this.chosen = common;
    this.all = targets.map((target, index) =>
      this.newRow(target, own[index] ?? {}, !(draft?.unticked ?? unticked).includes(index)),
    );
  }

  get rows(): readonly BulkRow[] {
    return this.all;
  }

  /** The common values that the user chose. */
  get common(): FormValues {
    return this.chosen;
  }

  /** The common values: those that the user chose, otherwise the suggested ones. */
  get values(): FormValues {
    return commonValues(this.chosen, this.all);
  }

  /** The fields of the common values. */
  get fields(): Field[] {
    return commonFields(this.all, this.chosen);
  }

  get isReading(): boolean {
    return this.reader.isReading;
  }

  /** Reads what the rows need and have not read yet. Resolves when all is read, or it was cancelled. */
  load(): Promise<void> {
    this.all.forEach((row) => row.mayRead(true));
    return this.read(({ hasFailed }) => hasFailed);
  }

  /** Resolves when nothing is being read. */
  async settled(): Promise<void> {
    for (let last: Promise<void> | undefined; last !== this.reading;) {
      last = this.reading;
      await last;
    }
  }

  /** Stops reading; rows that were not read stay so. */
  cancel(): void {
    this.all.forEach((row) => row.mayRead(false));
    this.reader.cancel();
  }

  setCommon(name: string, value: string): void {
    this.chosen = { ...this.chosen, [name]: value };
    this.changed.fire(undefined);
    void this.read(() => false);
  }

  tick(indexes: readonly number[], isTicked: boolean): void {
    for (const index of indexes) {
      const row = this.all[index];
      if (row) {
        row.isTicked = isTicked;
      }
    }
    this.changed.fire(undefined);
  }

  /** Starts again with what was entered: what the rows have read belongs to an earlier session. */
  renew(): void {
    this.cancel();
    const before = this.all;
    this.all = before.map(({ target, entered, isTicked }) => this.newRow(target, entered, isTicked));
    before.forEach((row) => row.dispose());
  }

  override dispose(): void {
    this.cancel();
    super.dispose();
    this.all.forEach((row) => row.dispose());
  }

  private newRow(target: FormTarget, entered: FormValues, isTicked: boolean): BulkRow {
    const row = new BulkRow(this.deps, target, { entered, isTicked });
    row.onDidChange(() => this.changed.fire(undefined));
    return row;
  }

  /** @param isReadAgain Whether a row is read although it was read before. */
  private read(isReadAgain: (row: BulkRow) => boolean): Promise<void> {
    this.reading = this.readRows(isReadAgain);
    return this.reading;
  }

  private async readRows(isReadAgain: (row: BulkRow) => boolean): Promise<void> {
    let again: typeof isReadAgain = isReadAgain;
    for (let pass = 0; pass < mostPasses; pass++) {
      this.passOn();
      const isDone = await this.reader.read(this.all, (row, signal) => row.read(signal, again(row)));
      // What the rows reported may suggest other common values.
      this.passOn();
      if (!isDone || !this.all.some(({ isOutdated }) => isOutdated)) {
        return;
      }
      again = () => false;
    }
  }

  private passOn(): void {
    const { values } = this;
    this.all.forEach((row) => row.expect(values));
  }
}
