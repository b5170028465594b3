import './formStyles';
import * as z from 'zod/mini';
import { type FormDraft, formDraft, formPage, toWebviewMessage } from '../contract';
import { Connection, Requests } from './connection';
import { embeddedPage, showPage } from './hostMessages';
import { FormView } from './formView';

const page = formPage.parse(embeddedPage());
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
showPage(view, { contract: toWebviewMessage, requests, connection });

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
