const LONGEST = 200

/** `ValueError: no`, `java.io.IOException: no`, `Uncaught TypeError: no`. */
const error = /^(?:Uncaught )?(?:[A-Za-z_][\w$]*\.)*[A-Z][\w$]*(?:Error|Exception|Interrupt)\b|^(?:Error|panicked|fatal)\b.*:/

/** The last line that names an error, else the last with something in it; without what colours it. Behind an error may stand where it happened. */
export function lastErrorOf(text: string): string | undefined {
  // oxlint-disable-next-line no-control-regex
  const plain = text.replace(/\u001B\[[0-9;]*[A-Za-z]/g, '')
  const lines = plain.split(/[\r\n]+/).map((one) => one.trim())
  const line = lines.findLast((one) => error.test(one)) ?? lines.findLast((one) => one !== '')
  return line === undefined || line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`
}
