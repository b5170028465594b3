import type { QuickPickItem } from 'vscode';
import { l10n, ThemeIcon, window } from 'vscode';
import type { Instance } from '../portal/instances';
import { explain } from '../explain';
import type { InstanceList } from '../views/instanceList';
import { iconlessText } from '../plainText';

interface InstanceItem extends QuickPickItem {
  readonly instance: Instance | undefined;
}

/** Milliseconds between two updates of the list while pages come in: each one is sent as a whole. */
const updateEvery = 300;

/**
 * Lets the user choose among all instances by name or serial number; loads the missing pages meanwhile.
 *
 * @returns Undefined when the user gave up.
 */
export async function pickInstance(list: InstanceList, title: string): Promise<Instance | undefined> {
  const pick = window.createQuickPick<InstanceItem>();
  pick.title = title;
  pick.placeholder = l10n.t('Name or serial number');
  pick.matchOnDescription = true;
  pick.busy = true;
  const loading = new AbortController();

  let lastUpdate = 0;
  const update = () => {
    lastUpdate = Date.now();
    pick.items = list.rows.map(itemOf);
  };
  const listening = list.onDidChange(() => {
    if (Date.now() - lastUpdate >= updateEvery) {
      update();
    }
  });
  update();
  pick.show();

  list
    .loadAll(loading.signal)
    .then(update, (error: unknown) => {
      if (!loading.signal.aborted) {
        pick.items = [failureItem(error), ...list.rows.map(itemOf)];
      }
    })
    .finally(() => {
      pick.busy = false;
    });

  const chosen = await new Promise<Instance | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.activeItems[0]?.instance));
    pick.onDidHide(() => resolve(undefined));
  });
  loading.abort();
  listening.dispose();
  pick.dispose();
  return chosen;
}

function itemOf(instance: Instance): InstanceItem {
  const { name, productNo, planName } = instance;
  const label = name === '' ? productNo : iconlessText(name);
  const description = name === '' ? '' : productNo;
  return planName === undefined
    ? { label, description, instance }
    : { label, description: `${description} · ${iconlessText(planName)}`, instance };
}

function failureItem(error: unknown): InstanceItem {
  return {
    label: l10n.t('Not all instances could be loaded'),
    detail: iconlessText(explain(error)),
    iconPath: new ThemeIcon('error'),
    alwaysShow: true,
    instance: undefined,
  };
}
