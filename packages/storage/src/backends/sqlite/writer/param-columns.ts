/** Params of one run: their names' ids, ascending and each once, and their values. */
export interface ParamColumns {
  readonly keyIds: Float64Array
  readonly values: readonly string[]
}

/** Columns from params in any order, of which no two have one name. */
export function toParamColumns(keyIds: readonly number[], values: readonly string[]): ParamColumns {
  if (isAscending(keyIds)) return { keyIds: Float64Array.from(keyIds), values }
  const order = keyIds.map((_, index) => index).sort((a, b) => (keyIds[a] as number) - (keyIds[b] as number))
  return { keyIds: Float64Array.from(order, (index) => keyIds[index] as number), values: order.map((index) => values[index] as string) }
}

function isAscending(keyIds: readonly number[]): boolean {
  for (let index = 1; index < keyIds.length; index++) if ((keyIds[index - 1] as number) >= (keyIds[index] as number)) return false
  return true
}

/** Both together; of a name that is in both, the value is the one of `first`. */
export function mergeParams(first: ParamColumns, second: ParamColumns): ParamColumns {
  const keyIds = new Float64Array(first.keyIds.length + second.keyIds.length)
  const values: string[] = []
  for (let [a, b] = [0, 0]; a < first.keyIds.length || b < second.keyIds.length;) {
    const [left = Infinity, right = Infinity] = [first.keyIds[a], second.keyIds[b]]
    keyIds[values.length] = Math.min(left, right)
    values.push((left <= right ? first.values[a] : second.values[b]) as string)
    if (left <= right) a++
    if (right <= left) b++
  }
  return { keyIds: keyIds.length === values.length ? keyIds : keyIds.slice(0, values.length), values }
}

/** The value of a param; undefined when it is not among them. */
export function findParam({ keyIds, values }: ParamColumns, keyId: number): string | undefined {
  let low = 0
  let high = keyIds.length - 1
  if (high < 0 || keyId < (keyIds[0] as number) || keyId > (keyIds[high] as number)) return undefined
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keyIds[middle] as number) < keyId) low = middle + 1
    else high = middle
  }
  return keyIds[low] === keyId ? values[low] : undefined
}
