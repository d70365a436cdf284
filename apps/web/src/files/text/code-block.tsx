import { useQuery } from '@tanstack/react-query'
import { highlightQuery } from './highlight-query.ts'
import { Spans } from './spans.tsx'

/** Characters whose lines are coloured. */
const MOST = 50_000

interface Props {
  readonly text: string
  /** As the highlighter calls it; absent for plain text. */
  readonly language: string | undefined
}

/** A short piece of code in its colours. */
export function CodeBlock({ text, language }: Props) {
  const { data } = useQuery(highlightQuery(text, language, MOST))
  if (data === undefined) return <pre tabIndex={0}>{text}</pre>
  return (
    <pre tabIndex={0}>
      {data.map((spans, at) => (
        <div key={at}>{spans.length === 0 ? ' ' : <Spans spans={spans} />}</div>
      ))}
    </pre>
  )
}
