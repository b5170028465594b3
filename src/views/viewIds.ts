/** The id of the Orders view, as in package.json. */
export const ordersViewId = 'pbx.orders';
