import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';

/** A test or hook that failed, told by mocha's reporter to whoever can keep what explains it. */
export interface Failure {
  /** Of the test and the groups around it, or of the hook. */
  readonly title: string;
}

const channelName = 'pbx.test.failure';

export function tellFailure(failure: Failure): void {
  channel(channelName).publish(failure);
}

/** @returns a function that stops listening */
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
