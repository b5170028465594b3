import { window } from 'vscode';
import { askToken, Caller, credentials } from '../portal/caller';
import type { TestPortal } from '../portal/testPortal';
import { savePath } from './enemyScene';
import { asRead } from '../unit/support/asRead';

/** Places orders at the portal without the extension, as a colleague does, one after the other. */
export async function orderElsewhere(portal: TestPortal, ...bodies: readonly string[]): Promise<void> {
  const { token } = await askToken(portal, credentials(portal));
  const caller = new Caller(portal, token);
  for (const body of bodies) {
    await caller.post(savePath, body);
  }
}

/** A modal dialog of VS Code: its question, the detail below, and the buttons besides Cancel. */
export interface Dialog {
  readonly question: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** The modal dialogs during an action; each is answered with `answer`, or cancelled. */
export async function askedWhile(
  answer: string | undefined | ((dialog: Dialog) => Promise<string | undefined>),
  action: () => Promise<unknown>,
): Promise<Dialog[]> {
  const { showWarningMessage } = window;
  const asked: Dialog[] = [];
  const reply = (
    question: string,
    { modal, detail = '' }: { modal?: boolean; detail?: string },
    ...buttons: string[]
  ) => {
    const dialog = asRead({ question, detail, buttons });
    asked.push(...(modal === true ? [dialog] : []));
    return typeof answer === 'function' ? answer(dialog) : Promise.resolve(answer);
  };
  Object.assign(window, { showWarningMessage: reply });
  try {
    await action();
  } finally {
    Object.assign(window, { showWarningMessage });
  }
  return asked;
}

/** Performs an action while this machine’s clock is so many minutes ahead. */
export async function minutesLater(minutes: number, action: () => Promise<unknown>): Promise<void> {
  const { now } = Date;
  Date.now = () => now() + minutes * 60_000;
  try {
    await action();
  } finally {
    Date.now = now;
  }
}
