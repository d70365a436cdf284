/** A key of a listing that was asked for with `encoding-type=url`. */
export function decodeKey(key: string): string {
  if (!/[%+]/.test(key)) return key
  return decodeURIComponent(key.replaceAll('+', ' '))
}
