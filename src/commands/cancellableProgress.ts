import { ProgressLocation, window } from 'vscode';
import { linklessText } from '../text/plainText';

/** How far a task is: rows that are there and, where told, rows that there are. */
export type ReportRows = (text: string, share?: number) => void;

/**
 * Runs a task under a notification that tells how far it is and can cancel it.
 *
 * @param task Gets a signal that ends it, and a way to tell how far it is; `share` is from 0 to 1.
 * @returns Undefined when it was cancelled, at once, even where the task does not heed the signal yet.
 * @throws What the task throws.
 */
export async function withCancellableProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: ReportRows) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  const cancelling = new AbortController();
  const { signal } = cancelling;
  return window.withProgress(
    { location: ProgressLocation.Notification, title: linklessText(title), cancellable: true },
    async (progress, token) => {
      const cancelled = new Promise<undefined>((resolve) => {
        token.onCancellationRequested(() => {
          cancelling.abort();
          resolve(undefined);
        });
      });
      let shown = 0;
      const report: ReportRows = (text, share = shown) => {
        progress.report({ message: linklessText(text), increment: Math.max(0, share - shown) * 100 });
        shown = Math.max(shown, share);
      };
      const ended = task(signal, report).then(
        (value) => ({ value }),
        (error: unknown) => {
          if (signal.aborted) {
            return undefined;
          }
          throw error;
        },
      );
      return Promise.race([ended, cancelled]);
    },
  );
}
