import { ProgressLocation, window } from 'vscode';
import { linklessText } from '../text/plainText';

/** Reports the progress of a task: a text, and the share that is done if it is known. */
export type ReportProgress = (text: string, share?: number) => void;

/** How a task with progress ended. */
export type ProgressResult<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'cancelled' };

const cancelled = { kind: 'cancelled' } as const;

/**
 * Runs a task with a notification that shows its progress and can cancel it.
 *
 * @param task Receives a signal that cancels it, and a function that reports progress; `share` is from 0 to 1.
 * @returns `cancelled` as soon as the user cancels, even if the task has not reacted to the signal yet.
 * @throws What the task throws, unless it was cancelled.
 */
export async function withCancellableProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: ReportProgress) => Promise<T>,
): Promise<ProgressResult<T>> {
  const controller = new AbortController();
  const { signal } = controller;
  return window.withProgress(
    { location: ProgressLocation.Notification, title: linklessText(title), cancellable: true },
    async (progress, token) => {
      const cancellation = new Promise<ProgressResult<T>>((resolve) => {
        token.onCancellationRequested(() => {
          controller.abort();
          resolve(cancelled);
        });
      });
      let shown = 0;
      const report: ReportProgress = (text, share = shown) => {
        progress.report({ message: linklessText(text), increment: Math.max(0, share - shown) * 100 });
        shown = Math.max(shown, share);
      };
      const ended = task(signal, report).then(
        (value): ProgressResult<T> => ({ kind: 'done', value }),
        (error: unknown) => {
          if (signal.aborted) {
            return cancelled;
          }
          throw error;
        },
      );
      return Promise.race([ended, cancellation]);
    },
  );
}
