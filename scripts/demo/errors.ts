/** An error in the arguments or the workflow of the user. The demo prints its message without a stack trace. */
export class DemoError extends Error {}
