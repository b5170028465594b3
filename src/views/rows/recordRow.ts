import { l10n, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import { type OrderRecord, isUnsettled } from '../../orders/record';
import { plainText, spokenText } from '../../plainText';
import { lookSentence, recordService, recordStateText, recordTitle, timeText } from '../../recordTexts';
import type { Row } from './row';

/** An order that was placed, or tried, on this machine. */
export class RecordRow implements Row {
  readonly id: string;

  /** @param activity What is being done about it right now; `none` for nothing. */
  constructor(
    readonly parent: Row,
    readonly record: OrderRecord,
    private readonly activity: 'none' | 'checking' | 'placing',
  ) {
    this.id = `record ${record.id}`;
  }

  treeItem(): TreeItem {
    const { record } = this;
    const title = recordTitle(record);
    const state = this.stateText();
    // The state first: a narrow side bar cuts off what comes later.
    const item = new TreeItem(recordService(record));
    item.id = this.id;
    item.description = [state, plainText(record.ordered.productNo ?? '')]
      .filter((part) => part !== '')
      .join(' · ');
    item.tooltip = [
      title,
      plainText(record.instanceName),
      timeText(record.createdAt),
      record.baseUrl,
      state,
      this.reason(),
    ]
      .filter((line) => line !== '')
      .join('\n');
    item.iconPath = this.icon();
    item.contextValue =
      this.activity === 'placing'
        ? 'record placing'
        : isUnsettled(record)
          ? 'record unsettled'
          : record.current.state === 'placed'
            ? 'record placed'
            : 'record settled';
    item.command = { command: 'pbx.showOrder', title: l10n.t('Show Details'), arguments: [this] };
    item.accessibilityInformation = {
      label: spokenText([title, state, this.reason()].filter((part) => part !== '').join(', ')),
    };
    return item;
  }

  private stateText(): string {
    switch (this.activity) {
      case 'checking':
        return l10n.t('looking for it in the portal…');
      case 'placing':
        return l10n.t('being placed…');
      case 'none':
        return recordStateText(this.record);
    }
  }

  private reason(): string {
    const { current } = this.record;
    const reason = 'reason' in current ? current.reason : '';
    return [plainText(reason), lookSentence(this.record)].filter((part) => part !== '').join(' ');
  }

  private icon(): ThemeIcon {
    if (this.activity !== 'none') {
      return new ThemeIcon('sync~spin');
    }
    switch (this.record.current.state) {
      case 'recorded':
      case 'unknown':
        return new ThemeIcon('question', new ThemeColor('problemsWarningIcon.foreground'));
      case 'placed':
        return new ThemeIcon('check');
      case 'refused':
        return new ThemeIcon('error');
      case 'notSent':
      case 'dismissed':
        return new ThemeIcon('circle-slash');
    }
  }
}
