import { Fragment, type ReactNode } from 'react'

/**
 * Notes as they are mostly written: headings, lists, code, emphasis and links. Elements are built, never markup from text: nothing in a note
 * can run. What is not known stays as it was written.
 */
export function Markdown({ text }: { readonly text: string }) {
  return blocksOf(text).map((block, at) => <Block key={at} block={block} />)
}

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly isOrdered: boolean }
  | { readonly kind: 'paragraph'; readonly text: string }

/** Parts of a note: at fences of code, and else at empty lines. */
export function blocksOf(text: string): Block[] {
  const parts = text.replaceAll('\r\n', '\n').split(/^```[^\n]*\n([\s\S]*?)(?:^```[^\n]*$|(?![\s\S]))/m)
  return parts.flatMap((part, at): Block[] =>
    at % 2 === 1 ? [{ kind: 'code', text: part.replace(/\n$/, '') }] : part.split(/\n{2,}|\n(?=#{1,6} )/).flatMap(blockOf),
  )
}

function blockOf(part: string): Block[] {
  const text = part.trim()
  if (text === '') return []
  const heading = /^(#{1,6}) (.*)(?:\n([\s\S]*))?$/.exec(text)
  if (heading !== null) return [{ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' }, ...blockOf(heading[3] ?? '')]
  const lines = text.split('\n')
  if (lines.every((line) => /^[-*] /.test(line))) return [{ kind: 'list', items: lines.map((line) => line.slice(2)), isOrdered: false }]
  if (lines.every((line) => /^\d+\. /.test(line)))
    return [{ kind: 'list', items: lines.map((line) => line.replace(/^\d+\. /, '')), isOrdered: true }]
  return [{ kind: 'paragraph', text }]
}

function Block({ block }: { readonly block: Block }) {
  if (block.kind === 'code') return <pre tabIndex={0}>{block.text}</pre>
  if (block.kind === 'heading') return block.level === 1 ? <h2>{inline(block.text)}</h2> : <h3>{inline(block.text)}</h3>
  if (block.kind === 'paragraph') return <p style={{ whiteSpace: 'pre-line' }}>{inline(block.text)}</p>
  const items = block.items.map((item, at) => <li key={at}>{inline(item)}</li>)
  return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>
}

const marks = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*|\[[^\]]+\]\(https?:\/\/[^\s)]+\))/

function inline(text: string): ReactNode {
  return text.split(marks).map((part, at) => <Fragment key={at}>{at % 2 === 1 ? marked(part) : part}</Fragment>)
}

function marked(part: string): ReactNode {
  if (part.startsWith('`')) return <code>{part.slice(1, -1)}</code>
  if (part.startsWith('**')) return <b>{part.slice(2, -2)}</b>
  if (part.startsWith('*')) return <i>{part.slice(1, -1)}</i>
  const link = /^\[([^\]]+)\]\((.+)\)$/.exec(part)
  return (
    <a href={link?.[2]} target="_blank" rel="noreferrer noopener">
      {link?.[1]}
    </a>
  )
}
