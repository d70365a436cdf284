import { isUtf8 } from 'node:buffer'
import { RepriseError } from '@reprise/protocol/errors'

/**
 * The text of a file that people write. Throws INVALID_PARAMETER_VALUE with the first line that is not UTF-8, in DVC's words: read loosely, its
 * bytes would be lost when the file is written again. `name` is how the file is told of.
 */
export function decodeText(bytes: Buffer, name: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let [line, start] = [1, 0]
  for (let end = bytes.indexOf(10); end >= 0 && isUtf8(bytes.subarray(start, end)); end = bytes.indexOf(10, start)) {
    line++
    start = end + 1
  }
  throw new RepriseError('INVALID_PARAMETER_VALUE', `unable to read: '${name}', is not valid utf-8: line ${line}`)
}
