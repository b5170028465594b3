import '@vscode-elements/elements-lite/components/button/button.css';
import '@vscode-elements/elements-lite/components/checkbox/checkbox.css';
import '@vscode-elements/elements-lite/components/form-helper/form-helper.css';
import '@vscode-elements/elements-lite/components/label/label.css';
import '@vscode-elements/elements-lite/components/progress-ring/progress-ring.css';
import '@vscode-elements/elements-lite/components/radio/radio.css';
import '@vscode-elements/elements-lite/components/select/select.css';
import '@vscode-elements/elements-lite/components/textfield/textfield.css';
import '../form.css';
import './bulkOrder.css';
import * as z from 'zod/mini';
import { type BulkRequest, bulkPage, toBulkPage } from '../../bulk/contract';
import { Connection, Requests, type WithoutId } from '../connection';
import { BulkView } from './bulkView';

const page = bulkPage.parse(JSON.parse(document.getElementById('page')?.textContent ?? ''));
const vscode = acquireVsCodeApi();
const requests = new Requests<WithoutId<BulkRequest>>(
  (message) => vscode.postMessage(message),
  page.texts.noReply,
);
const connection = new Connection<WithoutId<BulkRequest>>(requests, {
  acts: ({ request }) => request === 'place' || request === 'continue',
  changed: () => view.connectionChanged(),
});
const view: BulkView = new BulkView(page, connection, (draft) => vscode.setState(draft));
document.body.append(view.element);

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const parsed = z.safeParse(toBulkPage, data);
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
