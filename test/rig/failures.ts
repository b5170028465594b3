import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';

/** A failed test or hook. Mocha's reporter publishes it, so that listeners can save what explains the failure. */
export interface Failure {
  /** The full title of the test, or the title of the hook. */
  readonly title: string;
}

const channelName = 'pbx.test.failure';

/** Notifies the listeners of a failure. */
export function tellFailure(failure: Failure): void {
  channel(channelName).publish(failure);
}

/** Calls the listener for each failure. @returns a function that stops listening */
export function onFailure(listener: (failure: Failure) => void): () => void {
  const receive = (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'title' in message) {
      listener({ title: String(message.title) });
    }
  };
  subscribe(channelName, receive);
  return () => {
    unsubscribe(channelName, receive);
  };
}
