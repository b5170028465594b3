import assert from 'node:assert/strict';
import type { Field, FormState, OutcomeView } from '../../../src/form/contract';
import { axeFindings, findingsInAnyTheme } from './axeFindings';
import { useFormBrowser } from './formBrowser';
import type { OpenForm } from './openForm';
import {
  askingPrice,
  complete,
  editState,
  fields,
  blockedState,
  loading,
  others,
  outcomeState,
  ownOrder,
  placingState,
  portalOrder,
  reviewState,
  serviceFields,
} from './sampleForm';

const failed: Partial<Field> = {
  status: 'failed',
  choices: [],
  suggested: '',
  failure: 'Could not connect.',
};

const outcomes: Readonly<Record<OutcomeView['kind'], string>> = {
  placed: 'Order placed',
  refused: 'Refused',
  notSent: 'Not sent',
  unknown: 'Outcome unknown',
};

interface Sight {
  readonly state: FormState;
  readonly act?: (form: OpenForm) => Promise<void>;
}

const sights: Readonly<Record<string, Sight>> = {
  'fields that load': {
    state: editState(loading, { sandbox: 'Sandbox: nothing is bought', signInNeeded: 'Sign in first.' }),
  },
  'fields that are filled': { state: editState(complete) },
  'fields with problems': {
    state: editState({ poNumber: { problem: 'Already used.' } }),
    act: async (form) => {
      await form.control('quantity').fill('1e3');
      await form.button('Review Order').click();
    },
  },
  'services to tick, with a problem at the quantity of one': {
    state: editState(complete, { fields: [...fields(complete), ...serviceFields] }),
    act: (form) => form.button('Review Order').click(),
  },
  'fields whose look-up failed': {
    state: editState({ connectionPlanId: failed, quantity: failed, billingCycle: failed, billingId: failed }),
  },
  'a review that waits for the price': { state: reviewState({ price: askingPrice }) },
  'a review with its exact request': {
    state: reviewState(),
    act: async (form) => {
      for (const summary of await form.page.locator('summary').all()) {
        await summary.click();
      }
    },
  },
  'a review with changes and other orders': {
    state: reviewState({
      changes: ['Price: USD 125.00 before, USD 250.00 now.', 'Extensions: 10 before, 20 now.'],
      others: others({
        orders: [ownOrder, portalOrder],
        note: 'Not checked: other orders for this PBX.',
      }),
    }),
  },
  'a review that could not be checked': {
    state: reviewState({ failure: 'Could not connect to the portal.' }),
  },
  'a form that belongs to another account': {
    state: editState(complete, {
      sandbox: 'Sandbox: nothing is bought',
      frozen: { text: 'This form belongs to another account at portal.example.test.', mayCopy: true },
    }),
  },
  'an order on its way': { state: placingState() },
  'a blocked order': { state: blockedState() },
  'a blocked order while another one is being placed': {
    state: blockedState({ mayPlace: false, check: { underWay: true, text: 'Looking…' } }),
  },
  'a blocked order for one in the portal': {
    state: blockedState({ orders: [portalOrder] }),
  },
  'an order of unknown outcome that is looked for': {
    state: outcomeState({
      kind: 'unknown',
      title: 'Outcome unknown',
      check: { underWay: true, text: 'Looking for it in the portal’s orders…' },
    }),
  },
  ...Object.fromEntries(
    Object.entries(outcomes).map(([kind, title]) => [
      `the outcome ${title}`,
      { state: outcomeState({ kind: kind as OutcomeView['kind'], title, mayEdit: kind !== 'placed' }) },
    ]),
  ),
};

describe('form accessibility', () => {
  const forms = useFormBrowser();

  for (const [what, { state, act }] of Object.entries(sights)) {
    it(`axe finds nothing in any theme: ${what}`, async () => {
      // An animation would keep the browser busy meanwhile; it has no color that the page does not have without it.
      const form = await forms.open(state, { reducedMotion: 'reduce' });
      await act?.(form);
      assert.deepEqual(await findingsInAnyTheme(form), []);
    });
  }

  it('finds a fault where there is one', async () => {
    const form = await forms.open(editState());
    await form.page.evaluate("document.querySelector('label[for=quantity]').remove()");
    assert.ok((await axeFindings(form.page)).includes('label: #quantity'));
  });

  for (const [theme, bodyClass] of [
    ['light', 'vscode-light'],
    ['hcLight', 'vscode-high-contrast-light'],
  ] as const) {
    it(`finds text that is hard to read in one theme only: ${theme}`, async () => {
      const form = await forms.open(editState());
      await form.page.evaluate(`document.adoptedStyleSheets.push(new CSSStyleSheet());
        document.adoptedStyleSheets.at(-1).replaceSync('.${bodyClass} label { color: #ccc }');`);
      const found = await findingsInAnyTheme(form);
      assert.ok(found.length > 0);
      assert.ok(
        found.every((finding) => finding.startsWith(`${theme}: color-contrast: `)),
        found.join('\n'),
      );
    });
  }

  for (const width of [300, 640, 1000]) {
    it(`is one column of at most 640 px in a tab of ${width} px`, async () => {
      const form = await forms.open(editState(loading), { width });
      assert.equal(await form.page.evaluate('document.documentElement.scrollWidth'), width);
      const box = await form.page.locator('main').boundingBox();
      assert.equal(box?.width, Math.min(width - 40, 640));
    });
  }

  it('stands still for those who ask for reduced motion', async () => {
    const form = await forms.open(editState(loading), { reducedMotion: 'reduce' });
    assert.equal(await form.page.evaluate('document.getAnimations().length'), 0);
  });

  it('stands still where VS Code is set to reduced motion', async () => {
    const form = await forms.open(editState(loading));
    assert.notEqual(await form.page.evaluate('document.getAnimations().length'), 0);
    await form.page.evaluate("document.body.classList.add('vscode-reduce-motion')");
    assert.equal(await form.page.evaluate('document.getAnimations().length'), 0);
  });
});
