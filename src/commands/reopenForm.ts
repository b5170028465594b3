import { TabInputWebview, window, type Tab } from 'vscode';
import * as z from 'zod/mini';
import { formDraft } from '../form/contract';
import { formViewType } from '../form/formPanel';
import type { Forms } from '../formParts';

/**
 * Opens a form anew with what had been entered into a page that has lost its extension, and closes that page's tab.
 * The link that runs this is in that page: its tab is the active one then, and none of the forms of this host.
 */
export async function reopenForm(
  forms: Pick<Forms, 'reopen' | 'isActive'>,
  argument: unknown,
): Promise<void> {
  const draft = z.safeParse(formDraft, argument);
  if (!draft.success) {
    return;
  }
  const tab = forms.isActive ? undefined : activeForm();
  forms.reopen(draft.data);
  if (tab) {
    await window.tabGroups.close(tab);
  }
}

/** The active tab, if it shows a form. VS Code puts a prefix of its own before the type of a webview. */
function activeForm(): Tab | undefined {
  const { activeTab } = window.tabGroups.activeTabGroup;
  return activeTab?.input instanceof TabInputWebview && activeTab.input.viewType.endsWith(formViewType)
    ? activeTab
    : undefined;
}
