/** A cell of a notebook with what it put out. */
export interface NotebookCell {
  readonly kind: 'markdown' | 'code' | 'raw'
  readonly text: string
  readonly count: string
  readonly outputs: readonly NotebookOutput[]
}

export type NotebookOutput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly address: string }
  | { readonly kind: 'html'; readonly text: string }

export interface Notebook {
  readonly language: string
  readonly cells: readonly NotebookCell[]
}

const images = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const

/** Reads a notebook of Jupyter, of format 4 or 3; what is not known is left out. Throws an Error for what is none. */
export function readNotebook(text: string): Notebook {
  const { cells, worksheets, metadata } = objectOf(JSON.parse(text))
  const listed = Array.isArray(cells) ? listOf(cells) : listOf(worksheets).flatMap((sheet) => listOf(sheet['cells']))
  if (!Array.isArray(cells) && !Array.isArray(worksheets)) throw new Error('It has no cells.')
  const language = textOf(objectOf(objectOf(metadata)['language_info'])['name'])
  return { language: language === '' ? 'python' : language, cells: listed.map(readCell) }
}

function readCell(cell: Record<string, unknown>): NotebookCell {
  const kind = cell['cell_type'] === 'markdown' ? 'markdown' : cell['cell_type'] === 'code' ? 'code' : 'raw'
  const count = cell['execution_count'] ?? cell['prompt_number']
  return {
    kind,
    text: textOf(cell['source'] ?? cell['input']),
    count: typeof count === 'number' ? String(count) : '',
    outputs: listOf(cell['outputs']).flatMap(readOutput),
  }
}

/** The richest way in which an output is kept that can be shown safely. */
function readOutput(output: Record<string, unknown>): NotebookOutput[] {
  if (output['output_type'] === 'error' || output['output_type'] === 'pyerr') {
    const trace = Array.isArray(output['traceback']) ? output['traceback'].map(textOf).join('\n') : ''
    return [{ kind: 'text', text: trace === '' ? `${textOf(output['ename'])}: ${textOf(output['evalue'])}` : trace }]
  }
  if (output['output_type'] === 'stream') return [{ kind: 'text', text: textOf(output['text']) }]
  const data = objectOf(output['data'] ?? output)
  for (const type of images) {
    const packed = textOf(data[type] ?? data[type.slice(6)]).replace(/\s/g, '')
    if (/^[A-Za-z0-9+/]+=*$/.test(packed)) return [{ kind: 'image', address: `data:${type};base64,${packed}` }]
  }
  const drawing = textOf(data['image/svg+xml'])
  if (drawing !== '') return [{ kind: 'image', address: `data:image/svg+xml,${encodeURIComponent(drawing)}` }]
  const document = textOf(data['text/html'])
  // A table is better as a document; what needs scripts is better as text.
  if (document !== '' && !/<script/i.test(document)) return [{ kind: 'html', text: document }]
  const plain = textOf(data['text/plain'] ?? data['text'])
  return plain === '' ? [] : [{ kind: 'text', text: plain }]
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(objectOf) : []
}

/** Texts stand whole or as lists of lines. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('') : ''
}
