/** What is told of numbers; those that are not finite are counted, and left out of the rest. */
export interface Numbers {
  readonly least: number
  readonly most: number
  readonly mean: number
  /** Of all of them, not of a sample. */
  readonly deviation: number
  readonly nan: number
  readonly infinite: number
  readonly zeros: number
}

export function describeNumbers(at: (index: number) => number, count: number): Numbers {
  let [least, most, mean, squares, finite] = [Infinity, -Infinity, 0, 0, 0]
  let [nan, infinite, zeros] = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    const value = at(index)
    if (Number.isNaN(value)) nan++
    else if (!Number.isFinite(value)) infinite++
    else {
      finite++
      if (value === 0) zeros++
      if (value < least) least = value
      if (value > most) most = value
      const distance = value - mean
      mean += distance / finite
      squares += distance * (value - mean)
    }
  }
  const none = finite === 0 ? Number.NaN : undefined
  return {
    least: none ?? least,
    most: none ?? most,
    mean: none ?? mean,
    deviation: none ?? Math.sqrt(squares / finite),
    nan,
    infinite,
    zeros,
  }
}
