import { type Block as Part, blocksOf, type Item } from './blocks.ts'
import { inline } from './inline.tsx'
import styles from './markdown.module.css'

/**
 * Notes as they are mostly written: headings, lists, tables, quotes, code, emphasis and links. Elements are built, never markup from text: nothing in a note
 * can run. What is not known stays as it was written.
 */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={styles['markdown']}>
      <Blocks blocks={blocksOf(text)} />
    </div>
  )
}

function Blocks({ blocks }: { readonly blocks: readonly Part[] }) {
  return blocks.map((block, at) => <Block key={at} block={block} />)
}

function Block({ block }: { readonly block: Part }) {
  if (block.kind === 'code') return <pre tabIndex={0}>{block.text}</pre>
  if (block.kind === 'heading') return block.level === 1 ? <h2>{inline(block.text)}</h2> : <h3>{inline(block.text)}</h3>
  if (block.kind === 'line') return <hr />
  if (block.kind === 'table') return <Table head={block.head} rows={block.rows} />
  if (block.kind === 'paragraph') return <p>{inline(block.text)}</p>
  if (block.kind === 'quote') {
    return (
      <blockquote>
        <Blocks blocks={block.blocks} />
      </blockquote>
    )
  }
  const items = block.items.map((item, at) => <ListItem key={at} item={item} />)
  return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
}

function ListItem({ item: { isDone, blocks } }: { readonly item: Item }) {
  const [first, ...others] = blocks
  const isPlain = first?.kind === 'paragraph'
  return (
    <li data-task={isDone === undefined ? undefined : isDone}>
      {isDone === undefined ? null : <Box isDone={isDone} />}
      {isPlain ? <span>{inline(first.text)}</span> : null}
      <Blocks blocks={isPlain ? others : blocks} />
    </li>
  )
}

function Box({ isDone }: { readonly isDone: boolean }) {
  return (
    <span role="img" aria-label={isDone ? 'done' : 'to do'}>
      {isDone ? '☑ ' : '☐ '}
    </span>
  )
}

function Table({ head, rows }: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }) {
  return (
    <div className={styles['table']} tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col">
                {inline(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>{inline(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
