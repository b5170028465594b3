/** Ids of all commands that the extension contributes. They are registered at activation, before anything slow. */
export const commandIds = [
  'pbx.signIn',
  'pbx.signOut',
  'pbx.refresh',
  'pbx.subscribe',
  'pbx.subscribeService',
  'pbx.subscribeHighAvailability',
  'pbx.expand',
  'pbx.renew',
  'pbx.switchPlan',
  'pbx.purchase',
  'pbx.bulkOrder',
  'pbx.startTrial',
  'pbx.findInstance',
  'pbx.copySerialNumber',
  'pbx.showOutput',
  'pbx.exploreSandbox',
  'pbx.leaveSandbox',
  'pbx.loseNextReply',
  'pbx.showAccount',
  'pbx.nameAccount',
  'pbx.loadMore',
  'pbx.loadAllInstances',
  'pbx.refreshOrders',
  'pbx.loadMoreOrders',
  'pbx.checkOrder',
  'pbx.showOrder',
  'pbx.markOrderSettled',
  'pbx.copyOrderNumber',
  'pbx.orderAgain',
  'pbx.createUser',
  'pbx.reopenForm',
  'pbx.showPrices',
  'pbx.filterOrders',
  'pbx.clearOrderFilter',
  'pbx.loadAllOrders',
  'pbx.exportInstances',
  'pbx.exportOrders',
  'pbx.readDueDates',
  'pbx.readAllDueDates',
  'pbx.filterRenewals',
  'pbx.clearRenewalFilter',
  'pbx.exportRenewals',
  'pbx.openRenewalCalendar',
] as const;

export type CommandId = (typeof commandIds)[number];

/** The commands that a menu offers for rows, and no menu for a whole view. */
export const rowCommandIds: readonly CommandId[] = [
  'pbx.subscribe',
  'pbx.subscribeService',
  'pbx.subscribeHighAvailability',
  'pbx.renew',
  'pbx.expand',
  'pbx.switchPlan',
  'pbx.copySerialNumber',
  'pbx.checkOrder',
  'pbx.showOrder',
  'pbx.markOrderSettled',
  'pbx.orderAgain',
  'pbx.copyOrderNumber',
];

/**
 * Returns whether a command was chosen in the menu of a row that its view has removed or is drawing again. VS Code then
 * passes `undefined` for the row, and a second argument for the selection; without a row it passes no argument at all.
 */
export function isRowGone(id: CommandId, passed: readonly unknown[]): boolean {
  return rowCommandIds.includes(id) && passed.length === 2 && passed[0] === undefined;
}

/**
 * Runs a command. The argument is a row of a view, or whatever a script or key binding passes. In a view where several rows
 * can be selected, `selected` is a list of these.
 */
export type CommandHandler = (argument: unknown, selected?: unknown) => Promise<void> | void;
export type CommandHandlers = Readonly<Record<CommandId, CommandHandler>>;
