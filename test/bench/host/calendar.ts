import { commands, TabInputWebview, window } from 'vscode';
import type { Composition } from '../../../src/compose/compose';
import { longestHold, median, timed } from './timing';

/** Milliseconds. */
export interface CalendarFigures {
  readonly instances: number;
  /** From the command to the open tab with what its page shows. */
  readonly open: number;
  readonly longestHold: number;
}

/** Opens the renewal calendar for all instances of the portal that the extension is signed in to. */
export async function measureCalendar(parts: Composition): Promise<CalendarFigures> {
  await parts.lists.loadAll(new AbortController().signal);
  await parts.renewals.getChildren();
  const times: number[] = [];
  const holds: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    holds.push(
      await longestHold(async () => {
        times.push(await timed(openCalendar));
      }),
    );
    await commands.executeCommand('workbench.action.closeAllEditors');
  }
  return { instances: parts.dueDates.all.length, open: median(times), longestHold: Math.max(...holds) };
}

async function openCalendar(): Promise<void> {
  const isOpen = () =>
    window.tabGroups.all.some(({ tabs }) =>
      tabs.some(
        ({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('renewalCalendar'),
      ),
    );
  const opened = new Promise<void>((resolve) => {
    const listening = window.tabGroups.onDidChangeTabs(() => {
      if (isOpen()) {
        listening.dispose();
        resolve();
      }
    });
  });
  await commands.executeCommand('pbx.openRenewalCalendar');
  await opened;
}
