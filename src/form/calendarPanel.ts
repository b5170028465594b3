import { type WebviewPanel, Uri, ViewColumn, env, l10n, window } from 'vscode';
import * as z from 'zod/mini';
import { type Disposable, Owner } from '../portal/emitter';
import { calendarDayOf } from '../portal/writtenDay';
import { dueDateKey } from '../renewals/dueDate';
import {
  type CalendarBar,
  type RenewalCalendar,
  productsByCount,
  renewalCalendar,
} from '../renewals/renewalCalendar';
import type { Renewal } from '../renewals/renewalGroups';
import { operationsFor } from '../rules/table';
import { codeText, nameOrId, plainText, sentenceText } from '../text/plainText';
import { renewalFacts, renewalFormats } from '../text/renewalTexts';
import {
  type CalendarPage,
  type CalendarRequest,
  type ToCalendar,
  calendarRequest,
} from './calendarContract';
import { webviewHtml } from './webviewTab';

const calendarViewType = 'pbx.renewalCalendar';

export interface CalendarDeps {
  readonly extensionUri: Uri;
  /** Returns everything known, by end date. */
  readonly renewals: () => readonly Renewal[];
  readonly onDidChange: (listener: () => void) => Disposable;
  readonly productName: (productId: number) => string;
  /** Sentences that apply to the whole page, such as the sandbox and as of when. */
  readonly notes: () => readonly string[];
  readonly renew: (renewals: readonly Renewal[]) => void;
}

/** The tab with the renewal calendar; there is one at most. */
export class CalendarPanel extends Owner {
  private panel: WebviewPanel | undefined;
  private chosen: string | undefined;

  constructor(private readonly deps: CalendarDeps) {
    super();
    this.own(deps.onDidChange(() => this.showAgain()));
  }

  /** Opens the calendar, or brings it to the front. */
  show(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const folder = Uri.joinPath(this.deps.extensionUri, 'dist', 'webview');
    const panel = window.createWebviewPanel(calendarViewType, l10n.t('Renewal Calendar'), ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [folder],
      retainContextWhenHidden: true,
    });
    const icon = (file: string) => Uri.joinPath(this.deps.extensionUri, 'media', file);
    panel.iconPath = { light: icon('view.svg'), dark: icon('view-dark.svg') };
    this.panel = panel;
    this.chosen = undefined;
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const request = z.safeParse(calendarRequest, message);
      if (request.success) {
        this.answer(request.data);
      }
    });
    const page = this.page(this.calendar());
    panel.webview.html = webviewHtml(panel.webview, this.deps.extensionUri, 'calendar', {
      title: page.title,
      page,
    });
  }

  override dispose(): void {
    this.panel?.dispose();
    super.dispose();
  }

  private answer(request: CalendarRequest): void {
    switch (request.request) {
      case 'choose':
        this.chosen = request.key;
        this.showRows(this.calendar());
        break;
      case 'renew': {
        const keys = new Set(request.keys);
        const renewals = this.deps.renewals().filter(({ date }) => keys.has(dueDateKey(date)));
        if (renewals.length > 0) {
          this.deps.renew(renewals);
        }
        break;
      }
    }
  }

  private showAgain(): void {
    if (this.panel) {
      const calendar = this.calendar();
      this.post({ message: 'page', page: this.page(calendar) });
      this.showRows(calendar);
    }
  }

  private showRows({ bars }: RenewalCalendar): void {
    const bar = bars.find(({ key }) => key === this.chosen);
    if (!bar) {
      return;
    }
    const formats = renewalFormats(env.language);
    this.post({
      message: 'rows',
      key: bar.key,
      title: `${barLabel(bar, formats.month)} (${formats.count.format(bar.renewals.length)})`,
      rows: bar.renewals.map((renewal) => ({
        key: dueDateKey(renewal.date),
        name: nameOrId(renewal.date.name, renewal.date.productNo),
        productNo: codeText(renewal.date.productNo),
        facts: renewalFacts(renewal, formats).join(' · '),
        isOrdered: renewal.ordered !== undefined,
        blocked: operationsFor(renewal.date.productId, 'instance').includes('renew')
          ? ''
          : l10n.t('can be renewed only in the Partner Portal itself'),
      })),
    });
  }

  private post(message: ToCalendar): void {
    void this.panel?.webview.postMessage(message);
  }

  private calendar(): RenewalCalendar {
    return renewalCalendar(this.deps.renewals(), calendarDayOf(new Date()));
  }

  private page({ bars, later, unknown }: RenewalCalendar): CalendarPage {
    const { deps } = this;
    const formats = renewalFormats(env.language);
    const productIds = productsByCount(bars);
    return {
      title: l10n.t('Renewal Calendar'),
      notes: [
        ...deps.notes().map(sentenceText),
        ...(later === 0 ? [] : [l10n.t('After these two years: {0}.', formats.count.format(later))]),
        ...(unknown === 0 ? [] : [l10n.t('No end date known: {0}.', formats.count.format(unknown))]),
      ],
      products: productIds.map((productId) => plainText(deps.productName(productId))),
      bars: bars.map((bar) => ({
        key: bar.key,
        label: barLabel(bar, formats.month),
        total: bar.renewals.length,
        counts: productIds.map((productId) => bar.counts.get(productId) ?? 0),
      })),
      texts: {
        month: l10n.t('Month'),
        count: l10n.t('PBXes'),
        products: l10n.t('Products'),
        selectAll: l10n.t('Select all'),
        renew: l10n.t('Renew {0} Selected'),
        renewNone: l10n.t('Renew Selected'),
        selectFirst: l10n.t('Select the PBXes to renew.'),
      },
    };
  }
}

function barLabel({ key }: Pick<CalendarBar, 'key'>, month: Intl.DateTimeFormat): string {
  return key === 'ended' ? l10n.t('Ended') : month.format(Date.parse(`${key}-01`));
}
