import { l10n } from 'vscode';
import type { Session } from '../../portal/session';

interface Deps {
  readonly session: Session;
  /** Returns the settings that decide where and how orders are sent, as a text that can be compared. */
  readonly settingsNow: () => string;
}

/** The session and the settings in which orders were reviewed; they are sent in no others. */
export class ReviewedSession {
  private readonly signInId: string | undefined;
  private readonly settings: string;

  constructor(deps: Deps) {
    this.signInId = signInOf(deps);
    this.settings = deps.settingsNow();
  }

  /** Returns why no further order may be sent; undefined if it may. */
  whyOver(deps: Deps): string | undefined {
    if (this.signInId === undefined || signInOf(deps) !== this.signInId) {
      return sessionChangedText();
    }
    return deps.settingsNow() === this.settings
      ? undefined
      : l10n.t('A setting has changed since the review, so no further order is sent. Review the rest again.');
  }
}

export function sessionChangedText(): string {
  return l10n.t(
    'The session has changed since the review, so no further order is sent. Review the rest again.',
  );
}

function signInOf({ session: { state } }: Deps): string | undefined {
  return state.kind === 'signedIn' ? state.signInId : undefined;
}
