import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { RepriseError } from '@reprise/protocol/errors'
import { equals, type Value } from '../../python/index.ts'
import type { Override, Space } from '../params/parse-override.ts'
import { findOptuna } from './find-optuna.ts'
import { toAssignment } from './grid.ts'
import { optunaScript } from './optuna-script.ts'
import type { Point, Search, Told } from './search.ts'

export interface TpeOptions {
  readonly overrides: readonly Override[]
  /** Points in all, and those of them that were asked for before this process began. */
  readonly count: number
  readonly asked: number
  readonly seed: number
  readonly direction: 'minimize' | 'maximize'
  /** What was tried before this process began. */
  readonly history: readonly Told[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A search by the Tree-structured Parzen Estimator of optuna, in a process of Python that ends with the search. */
export async function openTpe(options: TpeOptions): Promise<Search> {
  const { overrides, count, asked: before, seed, direction, history, env } = options
  const [program, ...words] = await findOptuna(env)
  const process = spawn(program, [...words, optunaScript], { env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  const talk = new Talk(process)
  const spaces = overrides.map(({ space }) => describeSpace(space))
  // A sampler that begins anew would draw the same points again.
  await talk.ask({ spaces, seed: (seed + before) % 2 ** 32, direction })
  let asked = 0
  const numbers = new Map<Point, number>()
  const tell = async ({ point, value }: Told): Promise<void> => {
    const params = overrides.map(({ space }, index) => placeOf(space, point[index]?.value ?? null))
    await talk.ask({ kind: 'tell', number: numbers.get(point) ?? -1, value: value ?? null, params })
  }
  for (const told of history) await tell(told)
  return {
    ask: async () => {
      if (before + asked >= count) return undefined
      const number = asked++
      const places = (await talk.ask({ kind: 'ask', number })) as readonly number[]
      const point = overrides.map((override, index) => toAssignment(override, valueAt(override.space, places[index] ?? 0)))
      numbers.set(point, number)
      return point
    },
    tell,
    [Symbol.asyncDispose]: () => talk.end(),
  }
}

/** Values that grow or shrink have an order, which says more of a new one than names do. */
function isOrdered(values: readonly Value[]): boolean {
  const numbers = values.map((value) => (typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN))
  const grows = (sign: number): boolean => numbers.every((value, index) => index === 0 || sign * (value - (numbers[index - 1] ?? 0)) > 0)
  return numbers.length > 2 && (grows(1) || grows(-1))
}

function describeSpace(space: Space): object {
  if (space.kind === 'interval') return space
  return { kind: isOrdered(space.values) ? 'order' : 'choice', count: space.values.length }
}

function valueAt(space: Space, place: number): Value {
  if (space.kind === 'choice') return space.values[place] ?? null
  return space.isWhole ? BigInt(place) : place
}

function placeOf(space: Space, value: Value): number {
  return space.kind === 'choice'
    ? Math.max(
        0,
        space.values.findIndex((one) => equals(one, value)),
      )
    : Number(value)
}

/** One question at a time, a line each way. */
class Talk {
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #lines: AsyncIterator<string>
  readonly #ended: Promise<void>
  #turn: Promise<unknown> = Promise.resolve()
  #trouble = ''

  constructor(process: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.#process = process
    this.#lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]()
    this.#ended = new Promise((resolve) => process.once('close', () => resolve()).once('error', () => resolve()))
    process.stderr.on('data', (bytes: Buffer) => (this.#trouble = (this.#trouble + bytes.toString()).slice(-4_000)))
    process.stdin.on('error', () => undefined)
  }

  ask(question: object): Promise<unknown> {
    const answer = this.#turn.then(() => this.#askNow(question))
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  async end(): Promise<void> {
    this.#process.stdin.end()
    await this.#ended
  }

  async #askNow(question: object): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(question)}\n`)
    const { done, value } = await this.#lines.next()
    if (done !== true) return JSON.parse(value)
    await this.#ended
    throw new RepriseError('INTERNAL_ERROR', `optuna ended early: ${this.#trouble.trim().split('\n').at(-1) ?? ''}`)
  }
}
