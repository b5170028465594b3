import '../formStyles';
import './bulkOrder.css';
import { type BulkRequest, bulkPage, toBulkPage } from '../../bulk/contract';
import { Connection, Requests, type WithoutId } from '../connection';
import { embeddedPage, showPage } from '../hostMessages';
import { BulkView } from './bulkView';

const page = bulkPage.parse(embeddedPage());
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
showPage(view, { contract: toBulkPage, requests, connection });
