import type { TreeView } from 'vscode';
import type { CommandHandler, CommandHandlers } from '../commands/ids';
import { askBulkOrder } from '../commands/openBulkOrder';
import { type OpenFormDeps, openForm, openOrders } from '../commands/openForm';
import { renew, renewSelected } from '../commands/renewals';
import type { BulkPanels } from '../form/bulk/bulkPanels';
import type { FormPanels } from '../form/formPanels';
import { Owner } from '../portal/emitter';
import type { Session } from '../portal/session';
import type { Renewal } from '../renewals/renewalGroups';
import type { Operation } from '../rules/operationRule';
import type { InstanceLists } from '../tree/instanceLists';
import type { Row } from '../tree/rows/row';
import type { Activation } from './activation';

/** The commands that open an order for review: a form for one PBX, a bulk order for several. */
export class OrderCommands extends Owner {
  private readonly opening: OpenFormDeps;
  /** The view whose selection changed last: a command from the palette is for the rows that are selected there. */
  private current: TreeView<Row>;

  constructor(
    { instances, renewals }: Activation,
    {
      session,
      lists,
      forms,
      bulk,
    }: {
      readonly session: Session;
      readonly lists: InstanceLists;
      readonly forms: FormPanels;
      readonly bulk: BulkPanels;
    },
  ) {
    super();
    this.opening = {
      session,
      lists,
      showForm: (target) => forms.show(target),
      showBulk: (about) => bulk.open(about),
      current: () => this.current.selection,
    };
    this.current = instances.tree;
    for (const { tree } of [instances, renewals]) {
      this.own(tree.onDidChangeSelection(() => (this.current = tree)));
    }
  }

  get handlers() {
    const { opening } = this;
    const command =
      (operation: Operation, service?: 'highAvailability'): CommandHandler =>
      (argument, selected) =>
        openOrders(opening, operation, { argument, selected }, service);
    return {
      'pbx.subscribe': command('subscribe'),
      'pbx.subscribeService': command('subscribe'),
      'pbx.subscribeHighAvailability': command('subscribe', 'highAvailability'),
      'pbx.expand': command('expand'),
      'pbx.renew': (argument, selected) => renew(opening, argument, selected),
      'pbx.switchPlan': command('switchPlan'),
      'pbx.bulkOrder': (argument, selected) => askBulkOrder(opening, argument, selected),
      'pbx.purchase': (argument) => openForm(opening, 'purchase', argument),
      'pbx.startTrial': (argument) => openForm(opening, 'startTrial', argument),
    } satisfies Partial<CommandHandlers>;
  }

  /** Renews the PBXes that were chosen in the calendar. */
  renew(chosen: readonly Renewal[]): void {
    renewSelected(this.opening, chosen);
  }
}
