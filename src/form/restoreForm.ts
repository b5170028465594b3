import type { WebviewPanel } from 'vscode';
import * as z from 'zod/mini';
import { formDraft } from './contract';
import type { FormPanels } from './formPanels';
import type { UserPanel } from './userPanel';

/** Fills a tab that VS Code brings back after a reload, from what its page kept; a tab that kept nothing is closed. */
export function restoreForm(
  { forms, user }: { readonly forms: FormPanels; readonly user: UserPanel },
  panel: WebviewPanel,
  kept: unknown,
): void {
  const draft = z.safeParse(formDraft, kept);
  if (!draft.success) {
    panel.dispose();
  } else if (draft.data.form === 'order') {
    forms.restore(panel, draft.data);
  } else {
    user.restore(panel, draft.data);
  }
}
