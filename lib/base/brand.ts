/** A nominal type over a structural one: `Brand<string, 'RequestId'>` is a string that only its own constructors make. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
