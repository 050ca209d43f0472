/** Under this name the background leaves in a page what it asks of its SDKs, for the script that it runs there next. */
export const SDK_ORDER = 'footsteps:sdk-order';
