import { scanLineBreak } from './blanks.ts'
import { YamlError } from './errors.ts'
import { end, type ScanState } from './state.ts'
import { createToken, type Token } from './tokens.ts'

/** `%YAML 1.2` decides how plain scalars are read; `%TAG` and unknown ones are kept as text. */
export function scanDirective(state: ScanState): Token {
  const { reader } = state
  const start = reader.mark()
  let length = 0
  while (!end.includes(reader.peek(length))) length++
  const line = reader
    .prefix(length)
    .slice(1)
    .replace(/ +#.*$/, '')
    .trimEnd()
  const [name = '', ...words] = line.split(/ +/)
  const version = /^(\d+)\.(\d+)$/.exec(words[0] ?? '')
  if (!/^[-:.\w]+$/.test(name) || (name === 'YAML' && (version === null || words.length !== 1)) || (name === 'TAG' && words.length !== 2)) {
    throw new YamlError(`found a directive that cannot be read: '%${line}'`, start, { text: 'while scanning a directive', mark: start })
  }
  reader.forward(length)
  if (name === 'YAML') state.version11 = version?.[1] === '1' && version[2] === '1'
  const token = createToken('<directive>', start, reader.mark(), { value: line })
  scanLineBreak(state)
  return token
}
