import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import ical, { ICalAlarmType, ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator';
import { LosslessNumber } from 'lossless-json';
import type { Json } from '../portal/exactJson';
import type { PortalText } from '../portal/values';
import { dueDateKey } from '../renewals/dueDate';
import type { Renewal } from '../renewals/renewalGroups';
import type { CsvSeparator, ExportFormat } from './csv';
import { csvRows, jsonRows, type OnUnwritable } from './exportRows';

const columns = [
  'productId',
  'productNo',
  'name',
  'planName',
  'extensions',
  'endDate',
  'endDateAsWritten',
  'daysLeft',
  'trial',
  'billingCycle',
  'services',
  'renewalOrderedAt',
  'readAt',
] as const;

/**
 * Writes renewals as the text of a file. `endDate` is a day (`2027-03-31`), empty if the portal’s text has no certain
 * meaning; `endDateAsWritten` is that text.
 *
 * @param onUnwritable Called for each row that cannot be written, so that the file contains only its serial number.
 */
export function renewalsText(
  renewals: readonly Renewal[],
  format: ExportFormat,
  separator: CsvSeparator = ',',
  onUnwritable: OnUnwritable = () => undefined,
): string {
  const identity = ({ date }: Renewal) => ({ productNo: date.productNo });
  switch (format) {
    case 'csv':
      return csvRows(renewals, { names: columns, received: () => undefined, known: knownFields }, identity, {
        separator,
        onUnwritable,
      });
    case 'json':
      return jsonRows(renewals, knownFields, identity, onUnwritable);
  }
}

function knownFields({ date, daysLeft, ordered }: Renewal): Record<(typeof columns)[number], Json> {
  return {
    productId: numberOf(date.productId),
    productNo: date.productNo,
    name: date.name,
    planName: date.planName ?? null,
    extensions: numberOf(date.extensions),
    endDate: date.day ?? null,
    endDateAsWritten: date.expiry ?? null,
    daysLeft: numberOf(daysLeft),
    trial: date.isTrial ?? null,
    billingCycle: date.billingCycle ?? null,
    services:
      date.services?.map(({ serviceId, name, expiry }) => ({
        serviceId,
        name: name ?? null,
        endDateAsWritten: expiry,
      })) ?? null,
    renewalOrderedAt: isoTime(ordered?.at),
    readAt: isoTime(date.readAt),
  };
}

function numberOf(value: number | undefined): Json {
  return value === undefined ? null : new LosslessNumber(String(value));
}

function isoTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

const hour = 60 * 60;

/** Seconds before the end of the day’s beginning at which a calendar reminds: 30 and 7 days before, at nine o’clock. */
const reminders = [30, 7].map((days) => days * 24 * hour - 9 * hour);

/** Sequence numbers are seconds since then: calendars keep them in 31 bits. */
const sequencesSince = Date.UTC(2020, 0, 1);

/**
 * Writes an iCalendar file (RFC 5545): an event of a whole day for each PBX with a known end date, with two reminders,
 * during which nobody is busy. A PBX keeps its UID, so that importing a later file moves its event instead of adding
 * another.
 *
 * @param baseUrl The address of the portal, which is part of the UIDs: two portals may use the same serial number.
 */
export function renewalsCalendar(renewals: readonly Renewal[], baseUrl: string): string {
  const calendar = ical({
    name: l10n.t('PBX renewals'),
    prodId: { company: 'PBX Subscriptions', product: 'Renewals', language: 'EN' },
  });
  for (const { date, ordered } of renewals) {
    const { day, readAt = 0, productNo, name, planName } = date;
    if (day !== undefined) {
      const changedAt = Math.max(readAt, ordered?.at ?? 0);
      const title = plain(name) || plain(productNo);
      const event = calendar.createEvent({
        id: `${createHash('sha256')
          .update(`${baseUrl}\n${dueDateKey(date)}`)
          .digest('hex')
          .slice(0, 40)}@pbx-subscriptions`,
        // What a later file says replaces what an earlier one said.
        sequence: Math.max(0, Math.floor((changedAt - sequencesSince) / 1000)),
        stamp: new Date(changedAt),
        start: new Date(`${day}T00:00:00Z`),
        timezone: 'UTC',
        allDay: true,
        transparency: ICalEventTransparency.TRANSPARENT,
        busystatus: ICalEventBusyStatus.FREE,
        summary: l10n.t('{0}: subscription ends', title),
        description: [
          l10n.t('Serial number: {0}', plain(productNo)),
          ...(planName === undefined ? [] : [l10n.t('Plan: {0}', plain(planName))]),
          ...(date.extensions === undefined ? [] : [l10n.t('Extensions: {0}', date.extensions)]),
          ...(ordered ? [l10n.t('A renewal has been ordered.')] : []),
        ].join('\n'),
      });
      reminders.forEach((triggerBefore) => event.createAlarm({ type: ICalAlarmType.display, triggerBefore }));
    }
  }
  return `${calendar.toString()}\r\n`;
}

/** Text without the control characters that RFC 5545 forbids, on one line. */
function plain(text: PortalText): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
