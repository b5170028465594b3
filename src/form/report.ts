import { l10n } from 'vscode';
import type { Outcome } from '../orders/outcome';
import type { Ended } from '../orders/place';
import { prettyPrint } from '../portal/exactJson';
import { codeText, editorText, plainText } from '../text/plainText';
import { otherOrders } from './reviewFacts';
import type { UserOutcome } from '../portal/createUser';
import type { TraceLog } from '../portal/traceLog';

/** Writes an order's end to the output: request id, order number and the whole reply with its own digits. */
export function reportOutcome(log: TraceLog, outcome: Ended['outcome']): void {
  switch (outcome.kind) {
    case 'placed':
      log.info(
        entryOf(
          [
            l10n.t('Order placed: {0}', codeText(outcome.receipt.orderNo)),
            l10n.t('Request id: {0}', plainText(outcome.requestId)),
          ],
          outcome.reply,
        ),
      );
      break;
    case 'refused':
      log.error(problem(l10n.t('Order refused. {0}', outcome.error.sentence()), outcome));
      break;
    case 'notSent':
      log.error(problem(l10n.t('Order not sent. {0}', outcome.error.sentence()), outcome));
      break;
    case 'unknown':
      log.error(problem(l10n.t('Outcome of the order unknown. {0}', outcome.error.sentence()), outcome));
      break;
    case 'blocked':
      log.warn(
        entryOf([
          l10n.t('Order not sent, as a possible duplicate.'),
          ...otherOrders(outcome).map(({ title, state }) => `${title}: ${state}`),
        ]),
      );
      break;
  }
}

function problem(said: string, { error, reply }: Exclude<Outcome, { kind: 'placed' }>): string {
  return entryOf([said, String(error)], reply);
}

/**
 * What we say of it, on one line whatever the portal's words in it are, and below it nothing but the reply: so that no
 * line of a reply can pass for one of ours.
 */
function entryOf(said: readonly string[], reply?: string): string {
  return [said.map(editorText).join(' · '), ...(reply === undefined ? [] : [prettyPrint(reply)])].join('\n');
}

/** Writes to the output how the creation of a user ended, with the reply where there is one. */
export function reportUser(log: TraceLog, yeastarId: string, outcome: UserOutcome): void {
  switch (outcome.kind) {
    case 'created':
      log.info(entryOf([l10n.t('User created: {0}', plainText(yeastarId))], outcome.reply));
      break;
    case 'refused':
    case 'notSent':
      log.error(
        entryOf([l10n.t('User {0} not created. {1}', plainText(yeastarId), outcome.error.sentence())]),
      );
      break;
    case 'unknown':
      log.error(
        entryOf(
          [
            l10n.t(
              'Whether the user {0} was created is unknown. {1}',
              plainText(yeastarId),
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
