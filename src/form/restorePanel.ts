import type { WebviewPanel } from 'vscode';

/** What fills a tab that VS Code brings back. */
export interface PanelRestorer {
  restore(panel: WebviewPanel, kept: unknown): void;
}

/**
 * Fills a tab that VS Code brings back, once the forms are there. The user may close the tab before that: a closed
 * tab cannot be filled, and is nobody's fault.
 */
export async function restorePanel(
  panel: WebviewPanel,
  kept: unknown,
  forms: () => Promise<PanelRestorer>,
): Promise<void> {
  const closing = new AbortController();
  const listening = panel.onDidDispose(() => closing.abort());
  try {
    const restorer = await forms();
    if (!closing.signal.aborted) {
      restorer.restore(panel, kept);
    }
  } finally {
    listening.dispose();
  }
}
