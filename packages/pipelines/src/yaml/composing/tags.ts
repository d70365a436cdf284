import { YamlError } from '../scanning/errors.ts'
import type { Token } from '../scanning/tokens.ts'
import type { Tag } from './nodes.ts'

const standard = 'tag:yaml.org,2002:'

/** The handles that tags may begin with. */
export class Tags {
  readonly #prefixes = new Map([
    ['!', '!'],
    ['!!', standard],
  ])
  #version: string | undefined

  /** Takes in what a `%YAML` or `%TAG` directive says. */
  read(directive: Token): void {
    const [name, first = '', second = ''] = directive.value.split(/ +/)
    if (name === 'TAG') this.#prefixes.set(first, second)
    if (name !== 'YAML') return
    if (this.#version !== undefined) throw new YamlError('found duplicate YAML directive', directive.start)
    if (!first.startsWith('1.')) throw new YamlError('found incompatible YAML document (version 1.* is required)', directive.start)
    this.#version = first
  }

  /** The short name of a tag of YAML itself, the full text of any other. */
  resolve(token: Token): Tag {
    const prefix = token.handle === null ? '' : this.#prefixes.get(token.handle)
    if (prefix === undefined) throw new YamlError(`found undefined tag handle '${token.handle}'`, token.start)
    const full = prefix + token.value
    return full.startsWith(standard) ? full.slice(standard.length) : full
  }
}
