/** What kind of value an option takes, and which. */
export interface Kind<Value> {
  readonly default: Value
  /** Completes "--option takes ...". */
  readonly accepts: string
  /** One line of `--help`. */
  readonly summary: string
  /** The value that `text` spells, or undefined where it spells none that the option takes. */
  parse(text: string): Value | undefined
}

interface Range {
  readonly min: number
  readonly max: number
}

export function integer(defaultValue: number, { min, max }: Range, summary: string): Kind<number> {
  return {
    default: defaultValue,
    accepts: `a whole number from ${min} to ${max}`,
    summary,
    parse: (text) => (/^-?\d+$/.test(text) ? within({ min, max }, Number(text)) : undefined),
  }
}

export function real(defaultValue: number, { min, max }: Range, summary: string): Kind<number> {
  return {
    default: defaultValue,
    accepts: `a number from ${min} to ${max}`,
    summary,
    parse: (text) => (/^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? within({ min, max }, Number(text)) : undefined),
  }
}

export function choice<Name extends string>(names: readonly Name[], defaultValue: NoInfer<Name>, summary: string): Kind<Name> {
  return {
    default: defaultValue,
    accepts: `one of ${names.join(', ')}`,
    summary,
    parse: (text) => names.find((name) => name === text),
  }
}

function within({ min, max }: Range, value: number): number | undefined {
  return value >= min && value <= max ? value : undefined
}
