import { lazy } from 'react'
import { storedEndings } from './describe-stored.ts'
import { looksLikeText, mayBeText, startsWith } from './looks-like.ts'
import type { PreviewKind } from './preview-kind.ts'
import { languageOf } from './text/language-of.ts'

const image = lazy(async () => ({ default: (await import('./kinds/image.tsx')).ImagePreview }))
const media = lazy(async () => ({ default: (await import('./kinds/media.tsx')).MediaPreview }))
const json = lazy(async () => ({ default: (await import('./kinds/json.tsx')).JsonPreview }))
const notebook = lazy(async () => ({ default: (await import('./kinds/notebook.tsx')).NotebookPreview }))
const table = lazy(async () => ({ default: (await import('./kinds/table.tsx')).TablePreview }))
const parquet = lazy(async () => ({ default: (await import('./kinds/parquet.tsx')).ParquetPreview }))
const array = lazy(async () => ({ default: (await import('./kinds/array.tsx')).ArrayPreview }))
const arrays = lazy(async () => ({ default: (await import('./kinds/arrays.tsx')).ArraysPreview }))
const html = lazy(async () => ({ default: (await import('./kinds/html.tsx')).HtmlPreview }))
const markdown = lazy(async () => ({ default: (await import('./kinds/markdown.tsx')).MarkdownPreview }))
const text = lazy(async () => ({ default: (await import('./kinds/text.tsx')).TextPreview }))
const pdf = lazy(async () => ({ default: (await import('./kinds/pdf.tsx')).PdfPreview }))
const weights = lazy(async () => ({ default: (await import('./kinds/weights.tsx')).WeightsPreview }))
const bytes = lazy(async () => ({ default: (await import('./kinds/bytes.tsx')).BytesPreview }))

/** All kinds, each loaded when a file of it is first looked into. The first that takes a file has it. */
export const previewKinds = {
  image: {
    title: 'a picture',
    endings: 'png jpg jpeg jfif gif webp avif bmp ico',
    accepts: (head) =>
      startsWith(head, [0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], 'GIF8', 'RIFF', 'BM', [0, 0, 1, 0]) || isBox(head, 'avif', 'avis'),
    Preview: image,
  },
  svg: { title: 'a drawing', endings: 'svg', accepts: looksLikeText, Preview: image },
  audio: {
    title: 'a sound',
    endings: 'wav mp3 ogg oga opus flac m4a aac weba',
    accepts: (head) => !looksLikeText(head),
    Preview: media,
  },
  video: { title: 'a film', endings: 'mp4 m4v webm ogv mov', accepts: (head) => !looksLikeText(head), Preview: media },
  notebook: { title: 'a notebook', endings: 'ipynb', accepts: isText, Preview: notebook },
  json: { title: 'JSON', endings: 'json geojson webmanifest', accepts: isText, Preview: json },
  table: { title: 'a table', endings: 'csv tsv tab psv', accepts: isText, Preview: table },
  parquet: { title: 'a Parquet table', endings: 'parquet pq', accepts: (head) => startsWith(head, 'PAR1'), Preview: parquet },
  array: {
    title: 'an array of NumPy',
    endings: 'npy',
    accepts: (head) => startsWith(head, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]),
    Preview: array,
  },
  arrays: { title: 'arrays of NumPy', endings: 'npz', accepts: (head) => startsWith(head, 'PK'), Preview: arrays },
  html: { title: 'a document', endings: 'html htm xhtml', accepts: isText, Preview: html },
  markdown: { title: 'Markdown', endings: 'md markdown', accepts: isText, Preview: markdown },
  pdf: { title: 'a PDF', endings: 'pdf', accepts: (head) => startsWith(head, '%PDF-'), Preview: pdf },
  weights: {
    title: 'stored objects',
    endings: storedEndings,
    accepts: (head) => !looksLikeText(head),
    Preview: weights,
  },
  text: { title: 'text', endings: '', accepts: (head) => looksLikeText(head) || mayBeText(head, false), Preview: text },
  bytes: { title: 'bytes', endings: '', Preview: bytes },
} satisfies Record<string, PreviewKind>

export type KindName = keyof typeof previewKinds

const byEnding: ReadonlyMap<string, KindName> = new Map(
  (Object.keys(previewKinds) as KindName[]).flatMap((name) =>
    previewKinds[name].endings.split(' ').map((ending) => [ending, name] as const),
  ),
)

/** What tells itself by its first bytes, whatever it is called. */
const tellingKinds: readonly KindName[] = ['parquet', 'array', 'image']

export interface ChosenKind {
  readonly name: KindName
  /** What the name of the file says it were, where its content is something else. */
  readonly mistaken?: string
}

/** How a file is looked into: as its name says where its first bytes agree, else as they are. */
export function chooseKind(path: string, head: Uint8Array): ChosenKind {
  const named = kindByName(path)
  if (named !== undefined && accepts(named, head)) return { name: named }
  const name = tellingKinds.find((kind) => accepts(kind, head)) ?? (accepts('text', head) || isNamedText(path, head) ? 'text' : 'bytes')
  return named === undefined || named === 'weights' ? { name } : { name, mistaken: previewKinds[named].title }
}

/** Of files whose names say that they are text, in whatever encoding. */
function isText(head: Uint8Array): boolean {
  return looksLikeText(head) || mayBeText(head, true)
}

/** Ends of names of plain text, beside those of languages. */
const plain = /\.(?:txt|text|log|out|err|asc|rst|tex|bib|srt|lst)$|(?:^|\/)(?:readme|license|notes?)$/i

function isNamedText(path: string, head: Uint8Array): boolean {
  return (plain.test(path) || languageOf(path) !== undefined) && isText(head)
}

/** What the end of a name says. */
function kindByName(path: string): KindName | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return name.includes('.') ? byEnding.get(name.slice(name.lastIndexOf('.') + 1)) : undefined
}

function accepts(name: KindName, head: Uint8Array): boolean {
  const kind: PreviewKind = previewKinds[name]
  return kind.accepts === undefined || kind.accepts(head)
}

/** Files of the MP4 family name what they are in their first box. */
function isBox(head: Uint8Array, ...brands: readonly string[]): boolean {
  return brands.some((brand) => startsWith(head.subarray(4), `ftyp${brand}`))
}
