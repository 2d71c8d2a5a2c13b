import type { JsonValue } from '@satchel/core';

type Plain = string | number | boolean | null | undefined;

/** The same data, which nobody may write to. Branded strings stay what they are; what is any JSON is so already. */
export type Immutable<T> = JsonValue extends T ? T : T extends Plain ? T : { readonly [K in keyof T]: Immutable<T[K]> };
