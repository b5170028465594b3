import type { Localizer } from '../../../src/portal/localizer';

/** The language of the source: fills in the placeholders, and fails on one that has no value. */
export const english: Localizer = {
  t: (message, args) =>
    message.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = args[name];
      if (value === undefined) {
        throw new Error(`no value for ${placeholder} in "${message}"`);
      }
      return String(value);
    }),
};
