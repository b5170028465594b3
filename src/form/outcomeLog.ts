import { l10n } from 'vscode';
import type { Outcome } from '../orders/outcome';
import { joined, labelled } from '../text/joined';
import { codeText, editorText } from '../text/plainText';
import type { UserOutcome } from '../portal/createUser';
import type { PlacementResult } from '../orders/place';
import { prettyPrint } from '../portal/exactJson';
import { otherOrders } from './reviewFacts';
import type { TraceLog } from '../portal/traceLog';

/** Logs the outcome of an order: request id, order number, and the whole reply with all digits unchanged. */
export function logOutcome(log: TraceLog, outcome: PlacementResult['outcome']): void {
  switch (outcome.kind) {
    case 'placed':
      log.info(
        logEntry(
          [
            l10n.t('Order placed: {0}', codeText(outcome.receipt.orderNo)),
            labelled(l10n.t('Request ID'), codeText(outcome.requestId)),
          ],
          outcome.reply,
        ),
      );
      break;
    case 'refused':
      log.error(failureText(l10n.t('Order refused. {0}', outcome.error.sentence()), outcome));
      break;
    case 'notSent':
      log.error(failureText(l10n.t('Order not sent. {0}', outcome.error.sentence()), outcome));
      break;
    case 'unknown':
      log.error(failureText(l10n.t('Outcome of the order unknown. {0}', outcome.error.sentence()), outcome));
      break;
    case 'blocked':
      log.warn(
        logEntry([
          l10n.t('Order not sent: possible duplicate.'),
          ...otherOrders(outcome).map(({ title, state }) => `${title}: ${state}`),
        ]),
      );
      break;
  }
}

function failureText(headline: string, { error, reply }: Exclude<Outcome, { kind: 'placed' }>): string {
  return logEntry([headline, String(error)], reply);
}

/**
 * Returns a log entry: our own text on one line, whatever portal text it contains, then the reply. No line of a reply
 * can pass for one of ours.
 */
function logEntry(headline: readonly string[], reply?: string): string {
  return [joined(headline.map(editorText), ' · '), ...(reply === undefined ? [] : [prettyPrint(reply)])].join(
    '\n',
  );
}

/** Logs how the creation of a user ended, with the portal's reply if there is one. */
export function logUserOutcome(log: TraceLog, yeastarId: string, outcome: UserOutcome): void {
  switch (outcome.kind) {
    case 'created':
      log.info(logEntry([l10n.t('User created: {0}', codeText(yeastarId))], outcome.reply));
      break;
    case 'refused':
    case 'notSent':
      log.error(
        logEntry([l10n.t('User {0} not created. {1}', codeText(yeastarId), outcome.error.sentence())]),
      );
      break;
    case 'unknown':
      log.error(
        logEntry(
          [
            l10n.t(
              'It is unknown whether the user {0} was created. {1}',
              codeText(yeastarId),
              outcome.error?.sentence() ?? '',
            ),
            ...(outcome.error ? [String(outcome.error)] : []),
          ],
          outcome.reply,
        ),
      );
      break;
  }
}
