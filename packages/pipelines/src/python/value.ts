/**
 * A value as Python has it after reading YAML, JSON, TOML or a literal: integers are bigints of any size and floats are numbers, since `1` and
 * `1.0` are written differently and hashed differently; mappings are Maps, since objects put keys that look like integers first.
 */
export type Value = null | boolean | bigint | number | string | readonly Value[] | ReadonlyMap<string, Value>
