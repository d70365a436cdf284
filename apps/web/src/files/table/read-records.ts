/** Characters of a row past which a text is no table that a page can show. */
const LONGEST_RECORD = 1_000_000

const separators = [',', '\t', ';', '|']

export interface RecordReader {
  /** Takes a piece of the text, and answers the rows that are complete by now, each as it is written. Throws RangeError for a row without end. */
  push(text: string): string[]
  /** What is left when nothing comes any more. */
  end(): string[]
}

/** Cuts a table of text into rows, piece by piece, as RFC 4180 writes it: a row goes on while quotes are open. Empty lines are left out. */
export function createRecordReader(): RecordReader {
  let rest = ''
  let isQuoted = false
  /** Where `rest` was looked through already. */
  let seen = 0
  /** Whether the character before was a quote that closed a cell: another one makes it a quote within the cell. */
  let isClosed = false
  const push = (text: string): string[] => {
    rest += text
    const records: string[] = []
    let start = 0
    for (let at = seen; at < rest.length; at++) {
      const code = rest.charCodeAt(at)
      const wasClosed = isClosed
      isClosed = false
      if (code === 34) {
        isClosed = isQuoted
        isQuoted = !isQuoted && (wasClosed || at === start || separators.includes(rest[at - 1] ?? ''))
      } else if (code === 10 && !isQuoted) {
        const end = at > start && rest.charCodeAt(at - 1) === 13 ? at - 1 : at
        if (end > start) records.push(rest.slice(start, end))
        start = at + 1
      }
      if (at - start > LONGEST_RECORD) throw new RangeError('A row of it is longer than a page can show as a table.')
    }
    rest = rest.slice(start)
    seen = rest.length
    return records
  }
  return { push, end: () => (rest.trim() === '' ? [] : [rest.replace(/\r$/, '')]) }
}

/** Cells of a row. A quote that stands within a cell is a character as any other. */
export function splitRecord(record: string, separator: string): string[] {
  if (!record.includes('"')) return record.split(separator)
  const cells: string[] = []
  for (let at = 0; at <= record.length;) {
    if (record[at] !== '"') {
      const end = record.indexOf(separator, at)
      cells.push(record.slice(at, end === -1 ? record.length : end))
      at = end === -1 ? record.length + 1 : end + 1
      continue
    }
    let end = at + 1
    for (end = record.indexOf('"', end); end !== -1 && record[end + 1] === '"'; end = record.indexOf('"', end + 2));
    const close = end === -1 ? record.length : end
    const next = record.indexOf(separator, close)
    const rest = next === -1 ? record.length : next
    cells.push(record.slice(at + 1, close).replaceAll('""', '"') + record.slice(close + 1, rest))
    at = rest + 1
  }
  return cells
}

/** What stands between the cells: what the first rows have most alike. */
export function separatorOf(path: string, records: readonly string[]): string {
  if (/\.(?:tsv|tab)$/i.test(path)) return '\t'
  const counts = separators.map((separator) => {
    const widths = records.slice(0, 20).map((record) => splitRecord(record, separator).length)
    const first = widths[0] ?? 1
    return first > 1 ? widths.filter((width) => width === first).length * 1_000 + Math.min(first, 999) : 0
  })
  return separators[counts.indexOf(Math.max(...counts))] ?? ','
}
