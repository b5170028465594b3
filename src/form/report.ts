import { l10n } from 'vscode';
import type { Outcome } from '../orders/outcome';
import type { Ended } from '../orders/place';
import { prettyPrint } from '../portal/exactJson';
import { otherOrders } from './recentOrderTexts';
import type { UserOutcome } from '../portal/createUser';
import type { TraceLog } from '../portal/traceLog';

/** Writes an order's end to the output: request id, order number and the whole reply with its own digits. */
export function reportOutcome(log: TraceLog, outcome: Ended['outcome']): void {
  switch (outcome.kind) {
    case 'placed':
      log.info(
        [
          l10n.t('Order placed: {0}', outcome.receipt.orderNo),
          l10n.t('Request id: {0}', outcome.requestId),
          prettyPrint(outcome.reply),
        ].join('\n'),
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
        [
          l10n.t('Order not sent, as a possible duplicate.'),
          ...otherOrders(outcome).map(({ title, state }) => `${title}: ${state}`),
        ].join('\n'),
      );
      break;
  }
}

function problem(said: string, { error, reply }: Exclude<Outcome, { kind: 'placed' }>): string {
  return [said, String(error), ...(reply === undefined ? [] : [prettyPrint(reply)])].join('\n');
}

/** Writes to the output how the creation of a user ended, with the reply where there is one. */
export function reportUser(log: TraceLog, yeastarId: string, outcome: UserOutcome): void {
  switch (outcome.kind) {
    case 'created':
      log.info(
        [
          l10n.t('User created: {0}', yeastarId),
          ...(outcome.reply === undefined ? [] : [prettyPrint(outcome.reply)]),
        ].join('\n'),
      );
      break;
    case 'refused':
    case 'notSent':
      log.error(l10n.t('User {0} not created. {1}', yeastarId, outcome.error.sentence()));
      break;
    case 'unknown':
      log.error(
        [
          l10n.t(
            'Whether the user {0} was created is unknown. {1}',
            yeastarId,
            outcome.error?.sentence() ?? '',
          ),
          ...(outcome.error ? [String(outcome.error)] : []),
          ...(outcome.reply === undefined ? [] : [prettyPrint(outcome.reply)]),
        ].join('\n'),
      );
      break;
  }
}
