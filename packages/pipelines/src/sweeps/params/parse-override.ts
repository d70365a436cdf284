import { RepriseError } from '@reprise/protocol/errors'
import { str, type Value } from '../../python/index.ts'
import { parseWords, type Word } from './parse-words.ts'

/** Which values a parameter is to have. */
export type Space =
  | { readonly kind: 'choice'; readonly values: readonly Value[] }
  /** Of numbers, both ends included. Whole ones where both ends are written so. */
  | { readonly kind: 'interval'; readonly from: number; readonly to: number; readonly isWhole: boolean; readonly isLog: boolean }

/** One `-S`. */
export interface Override {
  /** As it was typed. */
  readonly text: string
  /** Path of the parameter file, as it was typed. */
  readonly file: string
  /** What stands behind the file. */
  readonly change: string
  readonly key: string
  /** `set`: the key is there already; `add`: it is not; `put`: either; `remove`. */
  readonly action: 'set' | 'add' | 'put' | 'remove'
  readonly space: Space
}

const DEFAULT_FILE = 'params.yaml'
/** Values that a `range` may stand for. */
const MOST = 100_000

/**
 * Reads `train.lr=0.1,0.01`, `+new.key=1`, `~old.key` or `other.json:key=…`; the file is `params.yaml` where none is named.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE that says what is wrong with it
 */
export function parseOverride(text: string): Override {
  const equals = text.indexOf('=')
  const [left, right] = equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)]
  const [, file = DEFAULT_FILE, sign = '', key = ''] = /^(?:(.+):)?(\+\+|\+|~)?(.*)$/s.exec(left.trim()) ?? []
  if (key === '' || (right === undefined) !== (sign === '~'))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${text}' is no change of a parameter.`, {
      hint: 'It is written KEY=VALUE, KEY=A,B,C, KEY=range(1,5), +NEW=VALUE, ~OLD or FILE:KEY=VALUE.',
    })
  const action = sign === '+' ? 'add' : sign === '++' ? 'put' : sign === '~' ? 'remove' : 'set'
  const space: Space = right === undefined ? { kind: 'choice', values: [null] } : toSpace(parseWords(right), text)
  const change = right === undefined ? `${sign}${key}` : `${sign}${key}=${right}`
  return { text, file, change, key: key.replaceAll(/\[(\d+)\]/g, '.$1'), action, space }
}

function toSpace(words: readonly Word[], text: string): Space {
  const [first] = words
  if (words.length === 1 && first?.kind === 'call') return callSpace(first, text)
  return { kind: 'choice', values: words.map((word) => toValue(word, text)) }
}

function callSpace({ name, args }: Extract<Word, { kind: 'call' }>, text: string): Space {
  if (name === 'choice') return { kind: 'choice', values: args.map((word) => toValue(word, text)) }
  if (name === 'range') return { kind: 'choice', values: toRange(args, text) }
  if (name === 'interval') return toInterval(args, { text, isLog: false })
  const [mark, inner] = args
  if (name === 'tag' && mark?.kind === 'value' && mark.value === 'log' && inner?.kind === 'call' && inner.name === 'interval')
    return toInterval(inner.args, { text, isLog: true })
  throw wrong(text, `${name}(…) is not known; there are choice, range, interval and tag(log, interval(…)).`)
}

/** As Python's `range`, also of floats: without the end. */
function toRange(args: readonly Word[], text: string): Value[] {
  const numbers = args.map((word) => toNumber(word, text))
  if (numbers.length === 0 || numbers.length > 3) throw wrong(text, 'range takes an end, or a start, an end and a step.')
  const [start, stop, step = 1] = numbers.length === 1 ? [0, numbers[0] ?? 0] : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2]]
  if (step === 0) throw wrong(text, 'the step of a range must not be 0.')
  const isWhole = args.every((word) => word.kind === 'value' && typeof word.value === 'bigint')
  const count = Math.max(0, Math.ceil((stop - start) / step - 1e-9))
  if (count === 0) throw wrong(text, 'the range is empty.')
  if (count > MOST) throw wrong(text, `the range stands for ${count} values; ${MOST} are allowed.`)
  return Array.from({ length: count }, (_, index) => {
    const value = start + index * step
    // 0.1 + 2 × 0.1 is meant to be 0.3.
    return isWhole ? BigInt(value) : Number(value.toPrecision(15))
  })
}

function toInterval(args: readonly Word[], { text, isLog }: { readonly text: string; readonly isLog: boolean }): Space {
  const [from, to, ...rest] = args.map((word) => toNumber(word, text))
  if (from === undefined || to === undefined || rest.length > 0) throw wrong(text, 'interval takes two numbers.')
  if (!(from < to)) throw wrong(text, 'the first number of an interval must be below the second.')
  if (isLog && !(from > 0)) throw wrong(text, 'an interval with log must begin above 0.')
  const isWhole = args.every((word) => word.kind === 'value' && typeof word.value === 'bigint')
  return { kind: 'interval', from, to, isWhole, isLog }
}

function toNumber(word: Word, text: string): number {
  const value = toValue(word, text)
  if ((typeof value === 'number' && Number.isFinite(value)) || typeof value === 'bigint') return Number(value)
  throw wrong(text, `'${str(value)}' is no number.`)
}

function toValue(word: Word, text: string): Value {
  if (word.kind === 'value') return word.value
  throw wrong(text, `${word.name}(…) can not stand among other values.`)
}

function wrong(text: string, why: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `'${text}': ${why}`)
}
