import type { Disposable } from '../../../src/portal/emitter';

/** Waits until something is so, asked at once and after each event. */
export function until(event: (listener: () => void) => Disposable, isSo: () => boolean): Promise<void> {
  if (isSo()) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const listening = event(() => {
      if (isSo()) {
        listening.dispose();
        resolve();
      }
    });
  });
}
