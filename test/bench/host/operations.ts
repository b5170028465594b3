import { commands } from 'vscode';
import { type OrderFormDeps, OrderForm } from '../../../src/form/orderForm';
import type { Composition } from '../../../src/compose/compose';
import type { Operation } from '../../../src/rules/operationRule';
import { median, timed } from './timing';

/** Milliseconds from the command to the filled form, cold, by operation. */
export type OperationFigures = Readonly<Record<string, number>>;

const productNo = '3658B4311196K2ID';

const opened: readonly (readonly [
  operation: Operation,
  command: string,
  productId: number,
  productNo: string,
])[] = [
  ['expand', 'pbx.expand', 13, productNo],
  ['renew', 'pbx.renew', 13, productNo],
  ['switchPlan', 'pbx.switchPlan', 13, productNo],
  ['purchase', 'pbx.purchase', 13, ''],
  ['startTrial', 'pbx.startTrial', 12, ''],
];

/** Opens the form of each operation, with nothing of the portal's known before. */
export async function measureOperations(parts: Composition): Promise<OperationFigures> {
  const figures: Record<string, number> = {};
  for (const [operation, command, productId, serial] of opened) {
    const times: number[] = [];
    for (let count = 0; count < 5; count++) {
      await commands.executeCommand('workbench.action.closeAllEditors');
      parts.instances.refresh();
      await parts.lists.whenLoaded();
      times.push(
        await timed(async () => {
          await commands.executeCommand(
            command,
            serial === '' ? { productId } : { productId, productNo: serial },
          );
          await filled(parts.forms.orders.formOf({ operation, productId, productNo: serial }));
        }),
      );
    }
    figures[operation] = median(times);
  }
  await commands.executeCommand('workbench.action.closeAllEditors');
  return figures;
}

/**
 * Milliseconds from a change of the quantity, as the host is told of it, to the portal's price. No page shows this form:
 * it would tell its own values in between.
 */
export async function measurePrice(parts: OrderFormDeps): Promise<number> {
  const form = new OrderForm(parts, {
    ...{ operation: 'subscribe', productId: 13, productName: '', productNo, instanceName: '' },
    service: { serviceId: '3048573759449317376' },
  });
  form.load();
  await filled(form);
  const times: number[] = [];
  for (let count = 0; count < 9; count++) {
    times.push(
      await timed(async () => {
        form.change({
          ...{ productNo, connectionPlanId: '3048571730026938368', serviceId: '3048573759449317376' },
          ...{ quantity: String(100 + count), billingCycle: 'annually', billingId: '3197218168379846218' },
        });
        await until(form, () => form.state.price?.status === 'given');
      }),
    );
  }
  form.dispose();
  return median(times);
}

/** Resolves when no lookup of the form is under way any more. */
export async function filled(form: OrderForm | undefined): Promise<void> {
  if (form) {
    await until(form, () => form.state.fields.every(({ status }) => status === 'ready'));
  }
}

async function until(form: OrderForm, isSo: () => boolean): Promise<void> {
  if (!isSo()) {
    await new Promise<void>((resolve) => {
      const listening = form.onDidChange(() => {
        if (isSo()) {
          listening.dispose();
          resolve();
        }
      });
    });
  }
}
