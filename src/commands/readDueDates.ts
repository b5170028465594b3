import { l10n, window } from 'vscode';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { type ReadingScope, readAgainDays } from '../renewals/dueDate';
import type { DueDates, ListedInstances, ReadingProgress, ReadingResult } from '../renewals/dueDates';
import { countText } from '../text/counts';
import { explain } from '../text/failureTexts';
import { linklessText } from '../text/plainText';
import { withCancellableProgress } from './cancellableProgress';

export interface ReadDueDatesDeps {
  readonly dueDates: DueDates;
  readonly session: Pick<Session, 'state'>;
  readonly log: Pick<TraceLog, 'warn'>;
  /** Returns new lists for all products: those of the views may be outdated. @throws an error with a sentence */
  readonly sources: () => Promise<readonly ListedInstances[]>;
}

/** Reads due dates on request, one reading at a time. */
export class DueDateReading {
  private running: { readonly scope: ReadingScope; readonly ended: Promise<boolean> } | undefined;

  constructor(private readonly deps: ReadDueDatesDeps) {}

  /**
   * Reads with progress. If a reading is under way, waits for that one, and reads the rest afterwards if it reads only
   * what is due. Never rejects: failures are shown.
   */
  async read(scope: ReadingScope): Promise<void> {
    const { running } = this;
    if (running) {
      const isCompleted = await running.ended;
      if (isCompleted && scope === 'all' && running.scope === 'due') {
        await this.read(scope);
      }
      return;
    }
    const ended = this.readOnce(scope).finally(() => {
      this.running = undefined;
    });
    this.running = { scope, ended };
    await ended;
  }

  /** @returns Whether the reading was completed. */
  private async readOnce(scope: ReadingScope): Promise<boolean> {
    const { dueDates, session, log, sources } = this.deps;
    try {
      if (session.state.kind !== 'signedIn') {
        throw new SignInNeededError(session.state.kind === 'ended');
      }
      const title =
        scope === 'all'
          ? l10n.t('Reading all due dates')
          : l10n.t('Reading due dates: ended, within {0} days, or unknown', readAgainDays);
      const ended = await withCancellableProgress(title, async (signal, report) =>
        dueDates.read(await sources(), scope, {
          signal,
          report: (progress) => report(progressText(progress), shareOf(progress)),
        }),
      );
      if (ended.kind === 'done') {
        warnOf(ended.value);
        return true;
      }
      void window.showInformationMessage(
        l10n.t('Reading stopped. What was read is kept, and the next reading continues from there.'),
      );
      return false;
    } catch (error) {
      log.warn(`Due dates: ${String(error)}`);
      void window.showErrorMessage(
        linklessText(l10n.t('The end dates could not be read. {0}', explain(error))),
      );
      return false;
    }
  }
}

function progressText({ phase, done, total }: ReadingProgress): string {
  switch (phase) {
    case 'lists':
      return l10n.t('PBXes listed: {0}', countText(done));
    case 'details':
      return l10n.t('{0} of {1} PBXes', countText(done), countText(total ?? done));
  }
}

/** Lists take few requests compared with details. */
function shareOf({ phase, done, total }: ReadingProgress): number | undefined {
  return phase === 'lists' || total === undefined || total === 0 ? undefined : done / total;
}

/** Says what a completed reading could not read. */
function warnOf({ failures, refused }: ReadingResult): void {
  const [first] = failures;
  if (first) {
    void window.showWarningMessage(
      linklessText(
        l10n.t('The PBXes of product {0} could not be listed. {1}', first.productId, explain(first.error)),
      ),
    );
  } else if (refused > 0) {
    void window.showWarningMessage(
      l10n.t(
        'PBXes whose details the portal refused: {0}. They are listed under No end date known, with the reason.',
        countText(refused),
      ),
    );
  }
}
