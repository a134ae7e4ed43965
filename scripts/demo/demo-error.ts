/** What is wrong with what the demo was given: one line that says so, instead of a stack. */
export class DemoError extends Error {}
