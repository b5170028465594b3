import { type StatusBarItem, l10n, StatusBarAlignment, window } from 'vscode';
import { type SessionState, isSandbox } from '../portal/sessionTokens';
import { instancesViewId } from './instancesView';

/** Says in the status bar that the sandbox is on; absent otherwise. */
export class SandboxStatus {
  private item: StatusBarItem | undefined;

  show(state: SessionState): void {
    const isOn = isSandbox(state);
    if (isOn && !this.item) {
      this.item = window.createStatusBarItem('pbx.sandbox', StatusBarAlignment.Left);
      this.item.name = l10n.t('PBX Sandbox');
      this.item.text = `$(beaker) ${l10n.t('PBX Sandbox')}`;
      this.item.tooltip = l10n.t(
        'The PBX view shows a simulated portal: nothing is bought. Sign out to leave it.',
      );
      this.item.command = `${instancesViewId}.focus`;
      this.item.show();
    } else if (!isOn) {
      this.dispose();
    }
  }

  dispose(): void {
    this.item?.dispose();
    this.item = undefined;
  }
}
