/** Rendered examples of message functions, by function name. */
export type Samples = Record<string, (() => string)[]>
