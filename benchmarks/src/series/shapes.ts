/** A normally distributed number, from a generator with a fixed seed: the sizes printed do not change from run to run. */
export function createNoise(seed: number): () => number {
  let state = seed
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return ((state >>> 0) + 0.5) / 2 ** 32
  }
  // One linear congruential draw has only 32 bits, which would compress; two make a full mantissa.
  const fine = (): number => uniform() + uniform() / 2 ** 32
  return () => Math.sqrt(-2 * Math.log(fine())) * Math.cos(2 * Math.PI * fine())
}

/** What metrics look like: the value of a step, given noise. */
export const shapes: Readonly<Record<string, (step: number, noise: number) => number>> = {
  'loss with noise, f64': (step, noise) => 2 * Math.exp(-step / 3000) + 0.05 * noise + 0.3,
  'loss with noise, f32': (step, noise) => Math.fround(2 * Math.exp(-step / 3000) + 0.05 * noise + 0.3),
  'noise around zero, f64': (_, noise) => noise,
  'noise around zero, f32': (_, noise) => Math.fround(noise),
  'smooth rate': (step) => 5e-4 * (1 + Math.cos((step / 10_000) * Math.PI)),
  'percent, 1 decimal': (_, noise) => Math.round(500 + 100 * noise) / 10,
  'share of 777': (_, noise) => Math.round(600 + 20 * noise) / 777,
  epoch: (step) => Math.floor(step / 100),
  constant: () => 0.1,
}

export interface Columns {
  readonly steps: Float64Array
  readonly timestamps: Float64Array
  readonly values: Float64Array
}

/** Points with steps in a row, timestamps about 100 ms apart, and now and then a pause of a minute. */
export function createPoints(
  count: number,
  shape: (step: number, noise: number) => number,
  { firstStep = 0, startTime = 1_760_000_000_000, noise = createNoise(1) } = {},
): Columns {
  const steps = Float64Array.from({ length: count }, (_, index) => firstStep + index)
  let time = startTime
  const timestamps = Float64Array.from(steps, (step) => (time += 100 + Math.round(10 * noise()) + (step % 500 === 499 ? 60_000 : 0)))
  return { steps, timestamps, values: Float64Array.from(steps, (step) => shape(step, noise())) }
}
