import { commands, l10n, window } from 'vscode';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import type { ReadingScope } from '../renewals/dueDate';
import type { DueDates, ListedInstances, ReadingProgress, ReadingResult } from '../renewals/dueDates';
import { explain } from '../text/failureTexts';
import { linklessText } from '../text/plainText';
import { type ReadingEstimate, requestsText } from '../tree/renewalsView';
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
  private running: Promise<void> | undefined;

  constructor(private readonly deps: ReadDueDatesDeps) {}

  /** Reads with progress. If a reading is under way, waits for that one. Never rejects: failures are shown. */
  async read(scope: ReadingScope): Promise<void> {
    this.running ??= this.readOnce(scope).finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  private async readOnce(scope: ReadingScope): Promise<void> {
    const { dueDates, session, log, sources } = this.deps;
    try {
      if (session.state.kind !== 'signedIn') {
        throw new SignInNeededError(session.state.kind === 'ended');
      }
      const title = l10n.t('Reading when subscriptions end');
      const ended = await withCancellableProgress(title, async (signal, report) =>
        dueDates.read(await sources(), scope, {
          signal,
          report: (progress) => report(progressText(progress), shareOf(progress)),
        }),
      );
      if (ended.kind === 'done') {
        warnOf(ended.value);
      } else {
        void window.showInformationMessage(
          l10n.t('Reading stopped. What was read is kept, and the next reading continues from there.'),
        );
      }
    } catch (error) {
      log.warn(`Due dates: ${String(error)}`);
      void window.showErrorMessage(
        linklessText(l10n.t('The end dates could not be read. {0}', explain(error))),
      );
    }
  }
}

function progressText({ phase, done, total }: ReadingProgress): string {
  switch (phase) {
    case 'lists':
      return l10n.t('{0} PBXes listed', done);
    case 'details':
      return l10n.t('{0} of {1} PBXes', done, total ?? done);
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
        'The portal refused the details of {0} PBXes. They are listed under No end date known, with the reason.',
        refused,
      ),
    );
  }
}

/** Asks whether to read, and says how many requests that takes. */
export async function offerReading({ instances, requests }: ReadingEstimate): Promise<void> {
  const read = l10n.t('Read Due Dates');
  const answer = await window.showInformationMessage(
    l10n.t(
      'To show when the subscriptions of {0} PBXes end, about {1} to the portal are needed. Read them now?',
      instances,
      requestsText(requests),
    ),
    read,
    l10n.t('Not Now'),
  );
  if (answer === read) {
    await commands.executeCommand('pbx.readDueDates');
  }
}
