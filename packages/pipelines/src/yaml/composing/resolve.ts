import type { Tag } from './nodes.ts'

type Rule = readonly [Tag, RegExp]

const timestamp =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/

const both: readonly Rule[] = [
  ['merge', /^<<$/],
  ['null', /^(?:~|null|Null|NULL|)$/],
  ['timestamp', timestamp],
  ['value', /^=$/],
]

const rules12: readonly Rule[] = [
  ['bool', /^(?:true|True|TRUE|false|False|FALSE)$/],
  [
    'float',
    /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  ],
  ['int', /^(?:[-+]?0b[0-1_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)$/],
  ...both,
]

const rules11: readonly Rule[] = [
  ['bool', /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
  [
    'float',
    /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  ],
  ['int', /^(?:[-+]?0b[0-1_]+|[-+]?0?[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/],
  ...both,
]

/** What a rule may begin with: `_1` looks like an integer to the pattern, but is none. */
const begins = /^(?:$|[-+0-9.tTfFyYnNoO~<=])/

/** The tag of a plain scalar: what YAML 1.2 (or 1.1, where a directive asks for it) reads it as. */
export function resolvePlain(value: string, version11 = false): Tag {
  if (!begins.test(value)) return 'str'
  const rule = (version11 ? rules11 : rules12).find(([tag, pattern]) => pattern.test(value) && mayBegin(tag, value))
  return rule?.[0] ?? 'str'
}

function mayBegin(tag: Tag, value: string): boolean {
  if (tag === 'int') return /^[-+0-9]/.test(value)
  return tag !== 'float' || /^[-+0-9.]/.test(value)
}
