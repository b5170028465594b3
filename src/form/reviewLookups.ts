import { l10n } from 'vscode';
import type { Disposable } from '../portal/emitter';

/**
 * Result of repeating the lookups. `left`: the review was left in the meantime, or its values can no longer be ordered.
 */
export type RefreshResult = 'same' | 'changed' | 'failed' | 'left';

/** Milliseconds after which unanswered lookups of a review count as failed. */
const longestWait = 10_000;

/** State of the lookups that must succeed before the order can be placed. */
type LookupsState =
  | { readonly status: 'running' }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'ready'; readonly age: Stopwatch };

export interface ReviewLookupsDeps<Answers> {
  /** Looks up in parallel everything that the review shows. */
  readonly lookUp: (signal: AbortSignal) => Promise<Answers>;
  /** Shows the answers in the review. */
  readonly apply: (answers: Answers) => Promise<Exclude<RefreshResult, 'failed'>>;
  readonly explain: (error: unknown) => string;
  /** Called when the lookups start, succeed or fail. */
  readonly answered: () => void;
}

/** The lookups of one review: whether they are still running, why they failed, and how old their answers are. */
export class ReviewLookups<Answers> implements Disposable {
  private state: LookupsState = { status: 'running' };
  private latestRun: Promise<RefreshResult> | undefined;
  private readonly closing = new AbortController();

  constructor(private readonly deps: ReviewLookupsDeps<Answers>) {}

  /**
   * Runs the lookups. Calls made while they run share that run.
   *
   * @param cancelSignal Aborts the wait; the lookups then count as failed.
   */
  ask(cancelSignal?: AbortSignal): Promise<RefreshResult> {
    if (!this.latestRun || !this.isAsking) {
      this.latestRun = this.run(cancelSignal);
    }
    return this.latestRun;
  }

  get isReady(): boolean {
    return this.state.status === 'ready';
  }

  get isAsking(): boolean {
    return this.state.status === 'running';
  }

  /** Why the lookups failed; empty when they have not. */
  get failure(): string {
    return this.state.status === 'failed' ? this.state.reason : '';
  }

  /** Time since the lookups began; undefined until all answers have arrived. */
  get age(): Stopwatch | undefined {
    return this.state.status === 'ready' ? this.state.age : undefined;
  }

  get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  /** Stops waiting for lookups that are still running. */
  dispose(): void {
    this.closing.abort();
  }

  private async run(cancelSignal?: AbortSignal): Promise<RefreshResult> {
    const { deps } = this;
    this.state = { status: 'running' };
    deps.answered();
    const cancelSignals = cancelSignal ? [cancelSignal] : [];
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(longestWait), ...cancelSignals]);
    const age = new Stopwatch();
    try {
      const answers = await deps.lookUp(signal);
      const result = this.isClosed ? 'left' : await deps.apply(answers);
      if (result !== 'left') {
        this.state = { status: 'ready', age };
        deps.answered();
      }
      return result;
    } catch (error) {
      if (this.isClosed) {
        return 'left';
      }
      const reason = cancelSignal?.aborted
        ? l10n.t('You cancelled the request.')
        : signal.aborted
          ? l10n.t('The portal did not reply within {0} seconds.', longestWait / 1000)
          : deps.explain(error);
      this.state = { status: 'failed', reason };
      deps.answered();
      return 'failed';
    }
  }
}

/**
 * Time since its creation, by whichever clock shows more: the monotonic one can stop while the machine sleeps, and the
 * wall clock can be set.
 */
class Stopwatch {
  private readonly monotonic = performance.now();
  private readonly wall = Date.now();

  get milliseconds(): number {
    return Math.max(performance.now() - this.monotonic, Math.abs(Date.now() - this.wall));
  }
}
