import assert from 'node:assert/strict';
import { type WebviewPanel, commands, ViewColumn, window } from 'vscode';
import type { FormDraft, OrderDraft, UserDraft } from '../../src/form/contract';
import { formViewType } from '../../src/form/formPanel';
import type { FormTarget } from '../../src/form/facts';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal } from '../portal/testPortal';
import { Gate } from '../unit/support/gate';
import { failure, savePath } from '../unit/support/requests';
import { EnemyPage } from './enemyPage';
import { signedIn } from './extension';
import { productNo, reference, until, untilLookedUp, untilReviewed } from './formStates';
import { toldWhile } from './orderScene';
import { removeEntries } from './logFiles';

const target: FormTarget = {
  ...{ operation: 'subscribe', productId: 13, productName: 'Cloud PBX', productNo },
  ...{ instanceName: 'Lagos head office', service: 'highAvailability' },
};

function orderDraft(poNumber: string): OrderDraft {
  const { service: _, ...about } = target;
  const edited = poNumber === '' ? [] : ['quantity', 'poNumber'];
  const values = { productNo, ...(poNumber === '' ? {} : { quantity: '12', poNumber }) };
  return { form: 'order', ...about, values, edited };
}

function userDraft(company: string): UserDraft {
  return company === ''
    ? { form: 'user', values: {}, edited: [] }
    : { form: 'user', values: { company }, edited: ['company'] };
}

describe('Form entries', () => {
  const { createWebviewPanel } = window;
  let parts: Composition;
  let portal: TestPortal;
  /** The open tabs. */
  let open: WebviewPanel[];
  /** Whether the portal refuses a new user. */
  let isRefusing: boolean;
  /** Blocks an order at the portal until it opens. */
  let saving: Gate | undefined;

  beforeEach(async () => {
    [isRefusing, saving] = [false, undefined];
    ({ parts, portal } = await signedIn({
      intercept: async ({ path }, process) => {
        await (path === savePath ? saving?.opened : undefined);
        return isRefusing && path.endsWith('/save_user') ? failure(400, 'refused') : process();
      },
    }));
    open = [];
    const noting: typeof createWebviewPanel = (...given) => {
      const panel = createWebviewPanel(...given);
      open.push(panel);
      panel.onDidDispose(() => open.splice(open.indexOf(panel), 1));
      return panel;
    };
    Object.assign(window, { createWebviewPanel: noting });
  });

  afterEach(async () => {
    Object.assign(window, { createWebviewPanel });
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
    await removeEntries(parts);
  });

  /** Restores a tab as VS Code does. */
  function restore(draft: FormDraft): void {
    const panel = window.createWebviewPanel(formViewType, '', ViewColumn.Active);
    parts.forms.restore(panel, draft);
  }

  const reopen = (draft: FormDraft) => commands.executeCommand('pbx.reopenForm', draft);

  /** For each open page, which of these texts it contains. */
  function entered(...texts: readonly string[]): (string | undefined)[] {
    return open.map(({ webview }) => texts.find((text) => webview.html.includes(text)));
  }

  const kinds = [
    {
      what: 'an order',
      draftOf: orderDraft,
      show: () => parts.forms.orders.show({ ...target, service: undefined }),
    },
    {
      what: 'a new user',
      draftOf: userDraft,
      show: () => parts.forms.user.show(),
    },
  ] as const;
  for (const { what, draftOf, show } of kinds) {
    for (const [how, bringBack] of [
      ['is restored', restore],
      ['is reopened', reopen],
    ] as const) {
      it(`for ${what} replace an empty form when its tab ${how}`, async () => {
        show();
        await bringBack(draftOf('mine 7'));
        assert.deepEqual(entered('mine 7'), ['mine 7']);
      });

      it(`for ${what} stay beside another filled form when its tab ${how}`, async () => {
        restore(draftOf('mine 8'));
        await bringBack(draftOf('mine 7'));
        assert.deepEqual(entered('mine 7', 'mine 8'), ['mine 8', 'mine 7']);
        await bringBack(draftOf('mine 6'));
        assert.equal(open.length, 3);
      });

      it(`for ${what} are not replaced by an empty page whose tab ${how}`, async () => {
        restore(draftOf('mine 8'));
        await bringBack(draftOf(''));
        assert.deepEqual(entered('mine 8'), ['mine 8']);
      });
    }

    it(`for ${what} are shown, in the same form, when it is opened from the tree`, () => {
      restore(draftOf('mine 8'));
      show();
      assert.deepEqual(entered('mine 8'), ['mine 8']);
    });
  }

  it('typed into a form from the tree stay when another form is restored', async () => {
    const enemy = await EnemyPage.open(parts, productNo);
    await enemy.ask({ id: 1, request: 'change', values: { productNo, poNumber: 'by hand' } });
    restore(orderDraft('mine 7'));
    assert.equal(open.length, 2);
    assert.ok(open.includes(enemy.panel));
  });

  it('stay when the form for another service is opened, or a form is filled', () => {
    restore(orderDraft('mine 8'));
    const { forms } = parts;
    forms.orders.show({ ...target, service: { serviceId: '3048573759449317376' } });
    assert.deepEqual(entered('mine 8'), ['mine 8', undefined]);
    forms.orders.showFilled(target, { poNumber: 'mine 7' });
    assert.deepEqual(entered('mine 7', 'mine 8'), ['mine 8', 'mine 7']);
    forms.orders.showFilled(target, { poNumber: 'mine 6' });
    assert.deepEqual(entered('mine 6', 'mine 7', 'mine 8'), ['mine 8', 'mine 6']);
  });

  it('for a new user that the portal refuses stay when the form is opened again', async () => {
    const { user } = parts.forms;
    user.show();
    const { form } = user;
    assert.ok(form);
    await untilLookedUp(form);
    isRefusing = true;
    form.submit({ yeastarId: 'otieno@example.test', company: 'mine', country: 'Kenya', firstName: 'Otieno' });
    await until(form, ({ step }) => step.name === 'outcome');
    user.show();
    assert.equal(open.length, 2);
  });

  it('in an open form do not suppress the outcome of an order whose form was closed', async () => {
    const enemy = await EnemyPage.open(parts, productNo);
    enemy.form.submit(reference);
    const { reviewId } = await untilReviewed(enemy.form);
    saving = new Gate();
    const placing = enemy.form.steps.place(reviewId);
    await until(enemy.form, ({ step }) => step.name === 'placing');
    enemy.panel.dispose();
    restore(orderDraft('mine 7'));
    const told = await toldWhile(async () => {
      saving?.open();
      await placing;
    });
    assert.match(told.join(), /Order placed/);
  });
});
