export type PreviewKind = 'image' | 'audio' | 'json' | 'table' | 'html' | 'text' | 'other'

const kinds: Readonly<Record<string, PreviewKind>> = Object.fromEntries(
  (
    [
      ['image', 'png jpg jpeg gif webp avif bmp svg ico'],
      ['audio', 'wav mp3 ogg flac m4a'],
      ['json', 'json ipynb geojson'],
      ['table', 'csv tsv'],
      ['html', 'html htm'],
      ['text', 'txt log md yaml yml toml ini cfg py ts js mjs tsx jsx r sh sql patch diff xml css jsonl ndjson lock'],
    ] as const
  ).flatMap(([kind, endings]) => endings.split(' ').map((ending) => [ending, kind])),
)

/** How a file can be looked into, by the end of its name. Files without one are mostly text: MLmodel, Dockerfile. */
export function kindOf(path: string): PreviewKind {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  const dot = name.lastIndexOf('.')
  return dot < 0 ? 'text' : (kinds[name.slice(dot + 1)] ?? 'other')
}

/** The first rows of a table of text, as RFC 4180 writes it: cells in quotes may hold separators, line ends and doubled quotes. */
export function parseTable(text: string, separator: ',' | '\t', most: number): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length && rows.length < most; at++) {
    const character = text[at] ?? ''
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') cell += text[++at]
      else isQuoted = false
    } else if (character === '"' && cell === '') isQuoted = true
    else if (character === separator || character === '\n') {
      row.push(cell.replace(/\r$/, ''))
      cell = ''
      if (character === '\n') {
        rows.push(row)
        row = []
      }
    } else cell += character
  }
  if ((cell !== '' || row.length > 0) && rows.length < most) rows.push([...row, cell])
  return rows
}
