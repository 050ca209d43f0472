/** JSON as read from the wire. 64-bit integers that a double cannot hold are kept as their digits in a string (see lossless-json.ts). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
