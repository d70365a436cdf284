import type { HashName } from '../cache/index.ts'
import type { RecordedData } from '../graph/index.ts'

/** The digest that something was recorded with: entries without `hash:` are of DVC 2. */
export function toHashName(recorded: RecordedData | undefined): HashName {
  return recorded?.hash.value !== undefined && recorded.hash.algorithm === 'md5-dos2unix' ? 'md5-dos2unix' : 'md5'
}
