/** One of several jobs that share the work; `index` counts from 1. */
export interface Shard {
  index: number
  count: number
}

/** A shard of `i/n`, 1 ≤ i ≤ n; undefined for anything else. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text)?.map(Number) ?? []
  if (index === undefined || count === undefined || index > count || !Number.isSafeInteger(count))
    return undefined
  return { index, count }
}

/** Whether an artifact belongs to this shard: its id mod n is i − 1, whatever other artifacts exist. */
export function isInShard(id: number, { index, count }: Shard): boolean {
  return id % count === index - 1
}
