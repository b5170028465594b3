import { type Memento, commands, l10n, window } from 'vscode';
import { type BaseUrl, isLoopback, usualPortal } from '../portal/baseUrl';

/**
 * The user's consent to sign in to another portal than the usual one: whoever can change the setting could put a
 * look-alike in its place.
 */
export class PortalConsent {
  /** @param memory The user's own, over all windows and workspaces. */
  constructor(private readonly memory: Memento) {}

  /**
   * Whether the user agrees to sign in there. Asks in a modal dialog, once for each host that is agreed to; neither for
   * the usual portal nor for one on this machine.
   */
  async isGiven(baseUrl: BaseUrl): Promise<boolean> {
    if (baseUrl === usualPortal || isLoopback(baseUrl)) {
      return true;
    }
    // Of a URL: letters beyond ASCII, of which many look like others, are written in punycode.
    const { host } = new URL(baseUrl);
    const key = `portalAgreedTo ${host}`;
    if (this.memory.get<unknown>(key) === true) {
      return true;
    }
    const isGiven = await ask(host);
    if (isGiven) {
      await this.memory.update(key, true);
    }
    return isGiven;
  }
}

async function ask(host: string): Promise<boolean> {
  const openSettings = l10n.t('Open Settings');
  const useThisPortal = l10n.t('Use This Portal');
  const answer = await window.showWarningMessage(
    l10n.t('Sign in to {0}?', host),
    {
      modal: true,
      detail: l10n.t(
        'This is not the usual portal, {0}. Your credentials and your orders go to the address in the setting pbx.apiBaseUrl. Use it only if you know who runs it.',
        new URL(usualPortal).host,
      ),
    },
    // The first one is what Enter presses, held down or pressed once too often: it must not agree.
    openSettings,
    useThisPortal,
  );
  if (answer === openSettings) {
    await openAddressSetting();
  }
  return answer === useThisPortal;
}

/** Leads to the setting of the portal's address. */
export async function openAddressSetting(): Promise<void> {
  await commands.executeCommand('workbench.action.openSettings', 'pbx.apiBaseUrl');
}
