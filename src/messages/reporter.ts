/** Where an operation says what it does. Text from outside is printable by the time it comes here. */
export interface Reporter {
  debug(line: string): void
  info(line: string): void
  notice(line: string): void
  warning(line: string): void
  /** What is said from now on until `endGroup` is folded under a title. Groups do not nest. */
  group(title: string): void
  endGroup(): void
  /** Masks a value in the log from now on. */
  secret(value: string): void
}
