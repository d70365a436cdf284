import type { ScalarNode } from '../composing/nodes.ts'

/**
 * How an integer is written again: base, leading zeros, capitals and underscores stay; a plus sign goes, and underscores are put at the distance
 * of the last one, as ruamel does. (It breaks negative ones in another base; those stay as they are.)
 */
export function spellInteger(node: ScalarNode, value: bigint, version11: boolean): string {
  const spaced = node.value
  const trimmed = spaced.replace(/_+$/, '')
  const distance = trimmed.includes('_') ? trimmed.length - trimmed.lastIndexOf('_') - 1 : undefined
  const digits = spaced.replaceAll('_', '').replace(/^[-+]/, '')
  const base = /^0[bxo]/.exec(digits)?.[0] ?? ''
  if (base !== '' && value < 0n) return spaced
  if (version11 && /^0[0-7]+$/.test(digits)) return `0o${value.toString(8)}`
  if (version11 && (base === '' || digits.includes(':'))) return value.toString()
  const figures = inBase(value, base, /^0x[0-9]*[A-F]/.test(digits))
  const leading = digits.slice(base.length).startsWith('0') && !version11
  const padded = leading ? padZeros(figures, digits.length - base.length) : figures
  if (distance === undefined) return base + padded
  const after = base === '' ? false : spaced.charAt(2) === '_'
  const behind = spaced.slice(base.length).length > 1 && spaced.endsWith('_')
  return base + (after ? '_' : '') + group(padded, distance) + (behind ? '_' : '')
}

const radix: Readonly<Record<string, number>> = { '0b': 2, '0o': 8, '0x': 16 }

function inBase(value: bigint, base: string, capitals: boolean): string {
  const text = value.toString(radix[base] ?? 10)
  return capitals ? text.toUpperCase() : text
}

function padZeros(figures: string, width: number): string {
  return figures.startsWith('-') ? `-${figures.slice(1).padStart(width - 1, '0')}` : figures.padStart(width, '0')
}

function group(figures: string, distance: number): string {
  if (distance === 0) return figures
  const parts: string[] = []
  let rest = figures
  while (rest.length > distance) {
    parts.unshift(rest.slice(-distance))
    rest = rest.slice(0, -distance)
  }
  return [rest, ...parts].join('_')
}

/** How a float is written again: digits, exponent and sign as they were, calculated anew from the number as ruamel does. */
export function spellFloat(node: ScalarNode, value: number): string {
  const source = node.value
  const sign = /^[-+]/.exec(source)?.[0] ?? ''
  const exponentAt = source.search(/[eE]/)
  return exponentAt < 0 ? spellFixed(source, sign, value) : spellScientific(source, { sign, exponentAt, value })
}

function spellFixed(source: string, sign: string, value: number): string {
  const width = source.length
  const point = source.indexOf('.')
  const whole = BigInt(Math.trunc(Math.abs(value))).toString()
  if (point > 0 && point === width - 1) return `${sign}${whole}.`
  if (point < 0) return (sign + whole.padStart(width - sign.length, '0')).padEnd(width, '0')
  const text = sign + fixed(Math.abs(value), width - point - 1).padStart(width - sign.length, '0')
  return (point === 0 || (point === 1 && sign !== '') ? text.replace('0.', '.') : text).padEnd(width, '0')
}

/** Exactly as many digits behind the point as asked for, from the exact value of the double. */
function fixed(value: number, digits: number): string {
  return value < 1e21 && digits <= 100 ? value.toFixed(digits) : `${BigInt(value)}.${'0'.repeat(digits)}`
}

function spellScientific(source: string, form: { sign: string; exponentAt: number; value: number }): string {
  const { sign, value } = form
  const mantissa = source.slice(0, form.exponentAt)
  const exponent = source.slice(form.exponentAt + 1)
  const letter = source.charAt(form.exponentAt)
  const point = mantissa.indexOf('.')
  const leadingZeros = [...(/^[0.]*/.exec(mantissa)?.[0] ?? '')].filter((unit) => unit === '0').length
  const width = mantissa.length - (sign === '' ? 0 : 1)
  const [digits = '', power = ''] = value.toExponential(Math.min(width + (sign === '' ? 0 : 1), 100)).split('e')
  let e = Number(power)
  let [m1 = '', m2 = ''] = digits.slice(0, (point > 0 ? width : width + 1) + (value < 0 ? 1 : 0)).split('.')
  m2 = m2.padEnd(width - (point >= 0 ? 1 : 0) - m1.length, '0')
  if (sign !== '' && value > 0) m1 = `+${m1}`
  const write = (): string => letter + writeExponent(e, exponent)
  if (point < 0) {
    if (m2 === '0') m2 = ''
    else e -= m2.length
    while (m1.length + m2.length - (sign === '' ? 0 : 1) < width) {
      m2 += '0'
      e -= 1
    }
    return m1 + m2 + write()
  }
  if (point === 0) {
    e -= m2.length
    return `${m1}${m2}.${write()}`
  }
  if (leadingZeros > 0) {
    m2 = ('0'.repeat(leadingZeros - 1) + m1 + m2).slice(0, -leadingZeros)
    m1 = '0'
    e += leadingZeros
  }
  while (m1.length < point && m2 !== '') {
    m1 += m2.charAt(0)
    m2 = m2.slice(1)
    e -= 1
  }
  return `${m1}.${m2}${write()}`
}

function writeExponent(e: number, source: string): string {
  const sign = e < 0 ? '-' : /^[-+]/.test(source) ? '+' : ''
  return sign + String(Math.abs(e)).padStart(source.length - sign.length, '0')
}
