import type { ResetOptions } from '../portal/testPortal';
import { Pbx } from './pbx';

/** Starting VS Code takes longer than most tests: the files of a run share one window. */
let shared: Promise<Pbx> | undefined;

// Outside of any suite: runs after the last test of the last file.
after(async () => (await shared)?.close());

export interface SharedOptions {
  /** The state of the portal. */
  readonly portal?: ResetOptions;
  /** Whether the tests begin signed in, which is the default. */
  readonly signedIn?: boolean;
}

/**
 * The window that the tests of this run share, with a portal without orders, no journal entries, no editors and no
 * notifications.
 */
export async function sharedPbx({ portal = {}, signedIn = true }: SharedOptions = {}): Promise<Pbx> {
  if (shared === undefined) {
    shared = Pbx.open(portal);
  } else {
    const pbx = await shared;
    await pbx.assertNoSecrets();
    await pbx.empty(portal);
  }
  const pbx = await shared;
  const wasSignedIn = await pbx.beSignedIn(signedIn);
  if (wasSignedIn && signedIn) {
    await pbx.refresh();
  }
  return pbx;
}
