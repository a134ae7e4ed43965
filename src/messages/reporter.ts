/** Writes to the log. All texts must be printable. */
export interface Reporter {
  debug(line: string): void
  info(line: string): void
  notice(line: string): void
  warning(line: string): void
  /** Folds all lines until `endGroup` under a title. Groups do not nest. */
  group(title: string): void
  endGroup(): void
  /** Masks a value in the log from now on. */
  secret(value: string): void
}
