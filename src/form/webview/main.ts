import '@vscode-elements/elements-lite/components/button/button.css';
import '@vscode-elements/elements-lite/components/checkbox/checkbox.css';
import '@vscode-elements/elements-lite/components/form-helper/form-helper.css';
import '@vscode-elements/elements-lite/components/label/label.css';
import '@vscode-elements/elements-lite/components/progress-ring/progress-ring.css';
import '@vscode-elements/elements-lite/components/radio/radio.css';
import '@vscode-elements/elements-lite/components/select/select.css';
import '@vscode-elements/elements-lite/components/textfield/textfield.css';
import './form.css';
import * as z from 'zod/mini';
import { type FormDraft, formDraft, formPage, toWebviewMessage } from '../contract';
import { Connection, Requests } from './connection';
import { FormView } from './formView';

const page = formPage.parse(JSON.parse(document.getElementById('page')?.textContent ?? ''));
const vscode = acquireVsCodeApi();
const requests = new Requests((message) => vscode.postMessage(message), page.texts.noReply);
const connection = new Connection(requests, {
  acts: ({ request }) =>
    request === 'place' || request === 'placeAnyway' || (request === 'submit' && page.draft.form === 'user'),
  changed: () => view.connectionChanged(),
});
const view: FormView = new FormView(
  { ...page, draft: keptDraft(page.draft) ?? page.draft },
  { keep: (draft) => vscode.setState(draft) },
  connection,
);
document.body.append(view.element);

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const parsed = z.safeParse(toWebviewMessage, data);
  if (!parsed.success) {
    return;
  }
  connection.heard();
  const message = parsed.data;
  switch (message.message) {
    case 'state':
      view.update(message.state);
      break;
    case 'reply':
      requests.settle(message.id, message.failure);
      break;
  }
});

view.start();
connection.start();

/** Returns what this webview saved before it was hidden or reloaded, if it is for the same subject. */
function keptDraft(start: FormDraft): FormDraft | undefined {
  const kept = z.safeParse(formDraft, vscode.getState());
  return kept.success && subjectOf(kept.data) === subjectOf(start) ? kept.data : undefined;
}

/** Returns the subject of a draft as a text that can be compared. */
function subjectOf(draft: FormDraft): string {
  return draft.form === 'order'
    ? [draft.form, draft.operation, draft.productId, draft.productNo].join(' ')
    : draft.form;
}
